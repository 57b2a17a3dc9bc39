"""A file that a process touches for as long as its work goes on: what compose and systemd look at, since no port does.

Its age tells the truth: a process that hangs, or that waits for its database or its model, leaves the file alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path


def add_to(parser: argparse.ArgumentParser) -> None:
    """The option of a command."""
    words = "a file to touch every few seconds, for as long as the work goes on"
    parser.add_argument("--alive", type=Path, metavar="FILE", help=words)


def beat(file: Path | None) -> Callable[[], None]:
    """What is called where the work goes on."""
    return file.touch if file else lambda: None
