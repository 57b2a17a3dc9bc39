"""The folders of the code: each says what it holds, and holds no more than can be looked over."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MOST_MODULES = 16
ROOMS = sorted(path.parent for top in ("service", "training") for path in (ROOT / top).rglob("__init__.py"))
CLIENT = ROOT / "service" / "client" / "chokepoint_client"
"""A package of its own: its users import from its ``__init__``."""
LINES = range(2, 6)
"""Lines that the docstring of a folder may have."""


def modules_by_folder() -> dict[str, int]:
    """Modules in every folder of code and tests, ``__init__.py`` left out."""
    counts: dict[str, int] = {}
    for top in ("service", "training", "tests"):
        for path in (ROOT / top).rglob("*.py"):
            folder = path.parent.relative_to(ROOT).as_posix()
            counts[folder] = counts.get(folder, 0) + (path.name != "__init__.py")
    return counts


def test_no_folder_has_more_modules_than_can_be_looked_over() -> None:
    counts = modules_by_folder()
    assert "service/risk/materials" in counts
    assert {folder: count for folder, count in counts.items() if count > MOST_MODULES} == {}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.relative_to(ROOT).as_posix())
def test_a_folder_says_in_two_to_five_lines_what_it_holds(room: Path) -> None:
    words = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    assert words is not None
    assert len(words.splitlines()) in LINES


@pytest.mark.parametrize(
    "room", [room for room in ROOMS if room != CLIENT], ids=lambda room: room.relative_to(ROOT).as_posix()
)
def test_a_folder_imports_nothing_of_its_own(room: Path) -> None:
    """What stands in ``__init__.py`` runs whichever module of the folder is wanted."""
    tree = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported += [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    # training/ and the commands set the number of threads before numpy loads
    assert imported in ([], ["os"], ["service.config", "os"])
