"""The fitted estimators of a bundle, written and read. A pickle runs whatever it names: this one may name little."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import joblib
from joblib.numpy_pickle import NumpyUnpickler

from service.risk.errors import BundleError

NAMES = frozenset(
    {
        ("joblib.numpy_pickle", "NumpyArrayWrapper"),
        ("numpy", "dtype"),
        ("numpy", "ndarray"),
        ("sklearn.linear_model._logistic", "LogisticRegression"),
    }
)
"""All that the pickle of a bundle may name: arrays, and the one class of scikit-learn that the models are."""


class _Reader(NumpyUnpickler):  # type: ignore[misc]
    """joblib's reader for ``NAMES`` alone. It asks ``find_class`` for every name, those inside arrays too."""

    def find_class(self, module: str, name: str) -> Any:
        """What a name stands for. Raises ``BundleError`` for any other, before anything of it is imported."""
        if (module, name) not in NAMES:
            raise BundleError(f"the estimators name {module}.{name}, which no bundle needs; nothing of it was run")
        return super().find_class(module, name)


def pickled(estimators: Mapping[str, Any]) -> bytes:
    """Bytes of the estimators; the same estimators give the same bytes."""
    buffer = io.BytesIO()
    joblib.dump(dict(sorted(estimators.items())), buffer, protocol=5)
    return buffer.getvalue()


def unpickled(content: bytes) -> dict[str, Any]:
    """The estimators by name. Raises ``BundleError`` for anything else than ``pickled`` writes."""
    try:
        estimators = _Reader("", io.BytesIO(content), ensure_native_byte_order=False).load()
    except BundleError:
        raise
    except Exception as error:  # damaged bytes make a reader of pickles raise anything
        raise BundleError(f"the estimators can't be read: {error!r}") from error
    if not isinstance(estimators, dict):
        raise BundleError(f"the estimators are no table but a {type(estimators).__name__}")
    return estimators
