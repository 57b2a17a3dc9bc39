"""The cached panel is built again when anything that it depends on changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from training.data import workspace
from training.data.workspace import BUILDERS, ROOT, Workspace

YEAR = 2010
"""Newest year of trade that the key is asked for; any would do."""


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the code, taken for the code that runs; the evidence tables don't enter."""
    for folder in ("service", "training"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "evidence"))
    monkeypatch.setattr(workspace, "ROOT", tmp_path)
    monkeypatch.setattr(workspace, "entering", lambda last_year: [])
    return tmp_path


def keeping_the_key(paths: list[Path], root: Path) -> list[str]:
    """Those of ``paths`` in which one more byte leaves the panel's key as it is."""
    space = Workspace(root / "cache")
    before, kept = space.key(YEAR), []
    for path in paths:
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        if space.key(YEAR) == before:
            kept.append(path.relative_to(root).as_posix())
        path.write_bytes(content)
    return kept


def test_a_changed_byte_anywhere_in_the_kernel_changes_the_panels_key(code: Path) -> None:
    modules = sorted((code / "service" / "risk").rglob("*.py"))
    assert {path.name for path in modules} >= {"features.py", "scoring.py"}, "modules in rooms and beside them"
    assert keeping_the_key(modules, code) == []


def test_a_changed_byte_in_what_builds_the_panel_changes_its_key(code: Path) -> None:
    assert keeping_the_key([code / "training" / name for name in BUILDERS], code) == []


def test_a_command_that_changes_leaves_the_panel_as_it_is(code: Path) -> None:
    command = code / "training" / "__main__.py"
    assert keeping_the_key([command], code) == ["training/__main__.py"]
