"""A publication with a small fake fit, as a process of its own: ``python fake_publish.py MODELS BUNDLE GATE NAME``.

The fake fit copies BUNDLE into the draft. A file NAME.fitting in the folder GATE tells that it runs; it ends once a
file ``go`` is there. The process exits as ``python -m training publish`` does.
"""

from __future__ import annotations

import shutil
import sys
import time
from datetime import date
from pathlib import Path

from training import __main__ as command
from training.data.workspace import Workspace
from training.derived import supply_report
from training.publication import build, gate, release

PATIENCE_SECONDS = 120


def main(models: str, bundle: str, barrier: str, name: str) -> int:
    """Publish ``bundle`` by a fit that waits to be let go."""

    def fit(_: Workspace, draft: Path, __: date | None = None) -> str:
        (Path(barrier) / f"{name}.fitting").touch()
        end = time.monotonic() + PATIENCE_SECONDS
        while not (Path(barrier) / "go").exists() and time.monotonic() < end:
            time.sleep(0.01)
        shutil.copytree(bundle, draft, ignore=shutil.ignore_patterns("report.html"))
        return ""

    build.fit_bundle = fit  # type: ignore[assignment]
    gate.broken = lambda _: []
    gate.LEAST_LOW = 0.0
    release.judged_early = lambda *_: []  # type: ignore[assignment]
    release._today = lambda: date(2026, 11, 30)
    supply_report.require_reasons = lambda *_: None  # type: ignore[assignment]
    return command.main(["publish", "--models", models])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
