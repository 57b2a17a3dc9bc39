"""With what an answer was made: the model, the evidence, the register, and tables that no bundle holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from service.api.context import kernel
from service.risk.outlook.tables import table


def made_with(*tables: Path) -> dict[str, Any]:
    """Model and revisions of an answer that used some tables of ``service/risk/outlook``."""
    manifest = kernel().manifest
    return {
        "model_version": kernel().version,
        "evidence_revision": manifest["evidence_revision"],
        "register_revision": manifest["register_revision"],
        "tables": [{"name": path.name, "revision": table(path).revision} for path in tables],
    }
