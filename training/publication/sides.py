"""A bundle opened to be set beside another, whether it can score here or not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.risk.bundle import storage, track_record
from service.risk.bundle.kernel import RECORD, Kernel
from service.risk.bundle.track_record import Record
from service.risk.errors import BundleError


@dataclass(frozen=True)
class BundleSide:
    """One bundle. ``kernel`` is None, with the words ``unloadable``, where it can't score here."""

    manifest: dict[str, Any]
    sha256: str
    record: Record
    evidence: dict[str, Any]
    kernel: Kernel | None
    unloadable: str


def side(path: Path) -> BundleSide:
    """Open a bundle for comparing. Raises ``BundleError`` when it can't even be read."""
    manifest, files, digest = storage.read(path)
    kernel, why = None, ""
    try:
        kernel = storage.load(path)
    except BundleError as error:
        why = error.detail
    frozen = track_record.decode(files[RECORD])
    return BundleSide(manifest, digest, frozen, json.loads(files[storage.EVIDENCE]), kernel, why)
