"""The commands that bring trade in: the archive, newer years of CEPII's release, and taking such a year back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from training.commands.review import UsageError
from training.data import archive, baci_years
from training.data.workspace import Workspace


def add_commands(commands: Any) -> None:
    """Declare the commands on an ``add_subparsers`` object."""
    fetching = commands.add_parser(
        "fetch", help="download the pinned data archive; add newer years of CEPII's own release"
    )
    fetching.add_argument("--baci", type=Path, nargs="+", default=[], metavar="FILE",
                          help="BACI_HS92_Y*_V*.csv of CEPII; checked against the years that are held")  # fmt: skip
    fetching.add_argument("--force", metavar="REASON",
                          help="why a file that differs from the years held is right; kept in the bundle")  # fmt: skip
    fetching.add_argument("--on", type=date.fromisoformat, default=None, metavar="DAY",
                          help="the day that counts as today")  # fmt: skip
    held = commands.add_parser("years", help="list the years of trade; remove or restore one that was added")
    held.add_argument("action", nargs="?", choices=("list", "remove", "restore"), default="list")
    held.add_argument("year", nargs="?", type=int, metavar="YEAR")


def fetch(space: Workspace, options: argparse.Namespace) -> int:
    """Fetch the archive, and take newer years in. Raises ``ArchiveError``."""
    archive.fetch(space.cache)
    space.console.log(f"archive {archive.PACKAGE} {archive.VERSION} in {space.cache}, sha256 {archive.SHA256[:16]}...")
    files = getattr(options, "baci", None)  # `all` has no such option
    if files:
        today = options.on or datetime.now(UTC).date()
        for one in baci_years.add(files, space.cache, today, options.force):
            print(one.line())
            if options.force and not one.against:
                print("      nothing speaks against it: the reason is not kept")
    return 0


def years(space: Workspace, options: argparse.Namespace) -> int:
    """List, remove or restore. Raises ``ArchiveError`` for a year that isn't there, and ``UsageError`` where none is
    named."""
    if options.action != "list" and options.year is None:
        raise UsageError(f"years {options.action}: which year? Give it after {options.action}")
    if options.action == "remove":
        baci_years.remove(space.cache, options.year)
    elif options.action == "restore":
        baci_years.restore(space.cache, options.year)
    print(baci_years.listing(space.cache))
    return 0


COMMANDS: dict[str, Callable[[Workspace, argparse.Namespace], int]] = {"fetch": fetch, "years": years}
