"""The bundles behind stored scores: that which is served, and earlier ones that still lie beside it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sqlalchemy import RowMapping

from service.api.context import kernel, services
from service.risk.bundle import storage, versions
from service.risk.bundle.kernel import Kernel
from service.risk.errors import BundleError

OTHERS_KEPT = 1
"""Earlier bundles in a worker's memory: one takes some 60 MB."""


def kernel_of(point: RowMapping) -> Kernel | None:
    """The kernel under which a point was scored; ``None`` where its bundle isn't here whole. The point names the start
    of its digest, and no other is loaded."""
    served = kernel()
    if point["model"] and served.sha256.startswith(point["model"]):
        return served
    models = services().settings.model_dir.parent
    if not point["model"] or point["model_version"] not in versions.versions(models):
        return None
    return _loaded(models / point["model_version"], point["model"])


@lru_cache(maxsize=OTHERS_KEPT)
def _loaded(path: Path, begins: str) -> Kernel | None:
    try:
        digest = storage.read(path)[2]
        return storage.load(path, digest) if digest.startswith(begins) else None
    except BundleError:
        return None
