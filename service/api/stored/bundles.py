"""The bundles behind stored scores: that which is served, and earlier ones that still lie beside it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock

from sqlalchemy import RowMapping

from service.api.context import kernel, services
from service.errors import RequestError
from service.risk.bundle import storage, versions
from service.risk.bundle.kernel import Kernel
from service.risk.errors import BundleError, FieldError

MOST_TOLD, OF_DIGEST = 5, 16
OTHERS_KEPT = 1
"""Earlier bundles in a worker's memory: one takes some 60 MB."""
_LOADING = Lock()


def kernel_of_point(point: RowMapping) -> Kernel | None:
    """The kernel under which a point was scored; ``None`` where its bundle isn't here whole. The point names the start
    of its digest, and no other is loaded."""
    served = kernel()
    if point["model"] and served.sha256.startswith(point["model"]):
        return served
    models = services().settings.model_dir.parent
    if not point["model"] or point["model_version"] not in versions.versions(models):
        return None
    return _alone_loaded(models / point["model_version"], point["model"])


def kernel_of_version(version: str | None) -> Kernel:
    """The kernel of a version, or that which is served. Raises ``RequestError`` where its bundle isn't here whole."""
    served, settings = kernel(), services().settings
    if version in (None, served.version):
        return served
    models = settings.model_dir.parent
    there = [name for name in versions.versions(models) if name != served.version]
    if settings.model_sha256:
        why = "MODEL_SHA256 lets no other be loaded"
    elif version not in there:
        why = f"whole beside it: {', '.join(there[-MOST_TOLD:]) or 'no other'}"
    else:
        other = _alone_loaded(models / version, _begins(models / version))
        if other is not None and other.version == version:
            return other
        why = f"{version} is of another release of the service, or damaged"
    words = f"{served.version} is served here; {why}."
    raise RequestError("That model isn't here.", [FieldError("?model", "not_served", words)])


def _begins(path: Path) -> str:
    """With what the digest of a bundle begins, as points name it; nothing of one that can't be read."""
    try:
        return storage.read(path)[2][:OF_DIGEST]
    except BundleError:
        return ""


def _alone_loaded(path: Path, begins: str) -> Kernel | None:
    with _LOADING:  # a second thread finds it loaded
        return _loaded(path, begins)


@lru_cache(maxsize=OTHERS_KEPT)
def _loaded(path: Path, begins: str) -> Kernel | None:
    try:
        digest = storage.read(path)[2]
        return storage.load(path, digest) if digest.startswith(begins) else None
    except BundleError:
        return None
