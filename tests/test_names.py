"""Names say what they hold or do, so that the code reads without its definitions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = [path for top in ("service", "training") for path in sorted((ROOT / top).rglob("*.py"))]
EMPTY_VARIABLES = {"found"}
EMPTY_FUNCTIONS = {"found", "heard", "of", "said", "told", "words"}
"""Names that fit any value or any work, and so tell of none."""


def empty_names(source: str) -> Iterator[str]:
    """Variables, parameters, attributes and functions of some code whose names say nothing, with their lines."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name, ctx=ast.Store()):
                empty = name in EMPTY_VARIABLES
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                empty = name in EMPTY_FUNCTIONS
            case _:
                continue
        if empty:
            yield f"{node.lineno}: {name}"


@pytest.mark.slow
def test_no_variable_and_no_function_has_a_name_that_fits_any() -> None:
    assert len(FILES) > 300
    at = [f"{path.relative_to(ROOT)}:{name}" for path in FILES for name in empty_names(path.read_text("utf-8"))]
    assert at == []


@pytest.mark.parametrize(
    "source",
    [
        "found = 1",
        "for found in (): ...",
        "[found for found in ()]",
        "(found := 1)",
        "def add(found): ...",
        "lambda found: 1",
        "thing.found = 1",
        "def told(): ...",
        "class Losses:\n    def of(self): ...",
    ],
)
def test_an_empty_name_is_noticed_wherever_it_is_given(source: str) -> None:
    assert list(empty_names(source))


def test_words_and_attributes_of_others_are_left_alone() -> None:
    assert list(empty_names('"found"\nmatch = pattern.found\nwords = text.split()')) == []
