"""Checks that are remembered: one isn't made again while the files that it reads hold what they held.

A command checks all tables before and after it changes one of them, and loads some of them besides.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

from training.tables import corrections
from training.tables.csv_rows import Problem

P = ParamSpec("P")
MOST = 16
"""Results kept for each check; the oldest goes first."""


def remembered(*names: str) -> Callable[[Callable[P, list[Problem]]], Callable[P, list[Problem]]]:
    """For a check that reads the files ``names`` of a folder, its first argument, with their corrections.

    Without names, the first argument is the one file that it reads. All other arguments can be hashed."""

    def remember(check: Callable[P, list[Problem]]) -> Callable[P, list[Problem]]:
        signature = inspect.signature(check)
        kept: dict[tuple[object, ...], tuple[Problem, ...]] = {}

        @functools.wraps(check)
        def recall(*args: P.args, **kwargs: P.kwargs) -> list[Problem]:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            place, *others = bound.arguments.values()
            paths = [place / name for name in names] or [place]
            key = (*others, *map(_contents, paths), corrections.of_tables(paths[0].parent, {p.name for p in paths}))
            if key not in kept:
                kept[key] = tuple(check(*args, **kwargs))
                if len(kept) > MOST:
                    del kept[next(iter(kept))]
            return list(kept[key])

        return recall

    return remember


def _contents(path: Path) -> tuple[str, str]:
    """The file's name with a digest of what it holds; the whole path of one that isn't there, as a complaint names
    it."""
    try:
        return path.name, hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return str(path), ""
