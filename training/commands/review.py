"""The commands of the analyst's loop after a fit: compare, rollback, drift, freeze, report."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from service.risk.bundle import storage, versions
from service.risk.controls.register import Register
from service.risk.outlook.durations import Curve, restriction_spells
from training.data.workspace import Workspace
from training.derived import register_coverage
from training.evaluation import durations, plans, plans_text
from training.monitoring import ageing, drift, explain
from training.monitoring import compare as comparing
from training.monitoring import watch as watching
from training.publication import build, frozen, reference_portfolio, release
from training.publication import rollback as rolling
from training.publication.score_changes import AskedBundle
from training.publication.sides import side
from training.tables import checks, controls
from training.tables.reader import EVIDENCE

MODELS = Path(__file__).parents[2] / "models"
DRAFT = Path("build/challenger")


class UsageError(Exception):
    """Options that contradict each other; the message names them."""


def add_commands(commands: Any, fit_options: Callable[[argparse.ArgumentParser], None]) -> None:
    """Declare the commands on an ``add_subparsers`` object."""
    _add_comparing(commands, fit_options)
    _add_watching(commands)
    _add_looking_back(commands)


def _add_comparing(commands: Any, fit_options: Callable[[argparse.ArgumentParser], None]) -> None:
    """What sets bundles beside each other, and goes back to one."""
    compare = commands.add_parser("compare", help="champion against challenger: forecasts, portfolio, what changed")
    compare.add_argument("champion", nargs="?", type=Path, default=MODELS / versions.CURRENT, metavar="CHAMPION",
                         help="a bundle folder (%(default)s)")  # fmt: skip
    compare.add_argument("challenger", nargs="?", type=Path, metavar="CHALLENGER",
                         help=f"a bundle folder; without it one is fitted into {DRAFT}")  # fmt: skip
    fit_options(compare)
    compare.set_defaults(unverified=None)  # so that what was asked for can be told from what wasn't
    compare.add_argument("--no-refit", action="store_true",
                         help="fit nothing: why scores differ with today's tables, or under CHALLENGER")  # fmt: skip
    compare.add_argument("--bom", type=Path, metavar="FILE",
                         help="with --no-refit: a bill of materials, or an answer of the service")  # fmt: skip
    compare.add_argument("--since", type=date.fromisoformat, metavar="DAY",
                         help="with --no-refit: the day before (the same day)")  # fmt: skip
    compare.add_argument("--json", action="store_true", help="print everything as JSON")
    compare.add_argument("--out", type=Path, help="also write the text to this Markdown file")

    back = commands.add_parser("rollback", help="move models/current back to an earlier bundle")
    back.add_argument("version", nargs="?", metavar="VERSION", help="a version of --list (the one that served before)")
    back.add_argument("--models", type=Path, default=MODELS, help="where bundles live (%(default)s)")
    back.add_argument("--reason", metavar="TEXT", help="kept in the history")
    back.add_argument("--list", action="store_true", help="show the versions and move nothing")


def _add_watching(commands: Any) -> None:
    """What says whether today is still as a bundle has it."""
    looking = commands.add_parser("watch", help="what to look up today: measures, years and series, and where")
    looking.add_argument("--models", type=Path, default=MODELS, help="where bundles live (%(default)s)")
    looking.add_argument("--evidence", type=Path, default=EVIDENCE, help="folder of the tables (%(default)s)")
    looking.add_argument("--on", type=date.fromisoformat, default=None, metavar="DAY", help="the day (today)")
    looking.add_argument("--days", type=int, default=watching.SOON_DAYS, help="how far soon reaches (%(default)s)")
    looking.add_argument("--all", action="store_true", help="show all of a long list")

    covering = commands.add_parser(
        "coverage", help="how much of what the EU's study calls restricted the register holds"
    )
    covering.add_argument("--evidence", type=Path, default=EVIDENCE, help="folder of the tables (%(default)s)")

    watch = commands.add_parser("drift", help="inputs, ages and outcomes since a bundle was trained")
    watch.add_argument("--bundle", type=Path, default=MODELS / versions.CURRENT, help="a bundle folder (%(default)s)")
    watch.add_argument("--as-of", type=date.fromisoformat, default=None, help="day to look on (today)")
    watch.add_argument("--json", action="store_true", help="print everything as JSON")
    watch.add_argument("--fail-above", type=float, metavar="PSI",
                       help="exit with 1 when a feature of today's sources is less stable than this")  # fmt: skip


def _add_looking_back(commands: Any) -> None:
    """What holds the past against what came, and keeps the present for that."""
    missed = commands.add_parser("ageing", help="how far news moved past scores, beside the rule that widens intervals")
    missed.add_argument("--bundle", type=Path, default=MODELS / versions.CURRENT, help="a bundle folder (%(default)s)")
    missed.add_argument("--last", type=int, default=None, metavar="YEAR", help="score the last day of November from "
                        f"{ageing.FIRST_YEAR} to this year (the newest of the evidence)")  # fmt: skip

    hindsight = commands.add_parser("backtest", help="plans of 2024 against April 2025; durations against acts since")
    hindsight.add_argument(
        "--bundle", type=Path, default=MODELS / versions.CURRENT, help="a bundle folder (%(default)s)"
    )
    hindsight.add_argument("--out", type=Path, metavar="FILE", help="also write the page to this Markdown file")

    freezing = commands.add_parser("freeze", help="write all source probabilities of a day, with digest and codebook")
    freezing.add_argument("--models", type=Path, default=MODELS, help="where bundles live (%(default)s)")
    freezing.add_argument("--on", type=date.fromisoformat, default=None, help="day of the forecasts (today)")

    told = commands.add_parser("report", help="build report.html of a bundle")
    told.add_argument("--bundle", type=Path, default=MODELS / versions.CURRENT, help="a bundle folder (%(default)s)")


def compare(space: Workspace, options: argparse.Namespace) -> int:
    """Print the comparison; 0 whatever it says. Raises ``UsageError`` for options that don't go together."""
    _check_options(options)
    if options.no_refit:
        text = "\n".join(_explained(options)) + "\n"
        print(text, end="")
        return _kept(space, options.out, text)
    folder = options.challenger
    if folder is None:  # before a champion is loaded: unpickled strings beside it would change the challenger's bytes
        folder = DRAFT
        build.fit_bundle(space, folder, options.as_of)
    champion, challenger = side(options.champion), side(folder)
    day = options.as_of or comparing.common_day(champion, challenger)
    comparison = comparing.compare(champion, challenger, day)
    text = comparing.text(comparison)
    print(json.dumps(comparison, indent=1, sort_keys=True) if options.json else text, end="")
    return _kept(space, options.out, text)


def _check_options(options: argparse.Namespace) -> None:
    if options.challenger is not None and options.unverified is not None:
        raise UsageError(f"--unverified: {options.challenger} is fitted already; leave out either")
    if options.no_refit and (options.json or options.unverified is not None):
        raise UsageError("--no-refit goes with neither --json nor --unverified: leave out either")
    if not options.no_refit and (options.bom or options.since):
        raise UsageError("--bom and --since explain a score: add --no-refit")


def _explained(options: argparse.Namespace) -> Iterator[str]:
    bom = explain.read_bom(options.bom) if options.bom else None  # what can't be read is told before bundles are loaded
    if options.challenger is None:
        (champion, after), against = explain.with_tables(options.champion, EVIDENCE), explain.TABLES_OF_TODAY
    else:
        champion, after = storage.load(options.champion), storage.load(options.challenger)
        against = after.version
    day = options.as_of or datetime.now(UTC).date()
    both = AskedBundle(champion, options.since or day), AskedBundle(after, day)
    return explain.product(bom, *both, against) if bom else explain.portfolio(*both, against)


def _kept(space: Workspace, out: Path | None, text: str) -> int:
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
        space.console.log(f"wrote {out}")
    return 0


def rollback(space: Workspace, options: argparse.Namespace) -> int:
    """Move back, or list. Raises ``UsageError`` for a list with what only a move would use."""
    if options.list:
        if options.version or options.reason:
            raise UsageError("--list moves nothing: leave out VERSION and --reason, or --list")
        print(rolling.listing(options.models))
        return 0
    made = rolling.rollback(options.models, options.version, options.reason)
    print(
        f"{options.models / versions.CURRENT}: {made.before} -> {made.version}, sha256 {made.sha256}. {release.RESTART}"
    )
    return 0


def watch(space: Workspace, options: argparse.Namespace) -> int:
    """Print what to look up."""
    today = options.on or datetime.now(UTC).date()
    kernel = storage.load(options.models / versions.CURRENT)
    rows = controls.load(options.evidence / controls.TABLE.name)
    register = Register.from_rows(rows, unverified=True).measures
    newest = (options.models / versions.FROZEN / versions.CURRENT).resolve().stem
    frozen_on = date.fromisoformat(newest) if newest[:1].isdigit() else None
    dues = [
        *watching.measures(register, checks.checked_on(options.evidence), today, options.days),
        *watching.data(kernel, frozen_on, today),
    ]
    print(watching.text(dues, today, whole=options.all))
    return 0


def covered(space: Workspace, options: argparse.Namespace) -> int:
    """Print the coverage of the register."""
    print(register_coverage.text(register_coverage.coverage(options.evidence)))
    return 0


def drifting(space: Workspace, options: argparse.Namespace) -> int:
    """Print the drift report; 1 when ``--fail-above`` is passed."""
    drifted = drift.drift(space, options.bundle, options.as_of or datetime.now(UTC).date())
    print(json.dumps(drifted, indent=1, sort_keys=True) if options.json else drift.text(drifted))
    moved = [] if options.fail_above is None else drift.above(drifted, options.fail_above)
    if moved:
        space.console.log(f"above {options.fail_above}: {', '.join(moved)}")
    return 1 if moved else 0


def age(space: Workspace, options: argparse.Namespace) -> int:
    """Print how far news moved the scores of past days."""
    kernel = storage.load(options.bundle)
    last = options.last or kernel.newest_evidence.year
    print(ageing.text(ageing.ageing(kernel, [date(year, 11, 30) for year in range(ageing.FIRST_YEAR, last + 1)])))
    return 0


def backtest(space: Workspace, options: argparse.Namespace) -> int:
    """Print what plans would have done, and whether durations hold."""
    kernel = storage.load(options.bundle)
    acts, today = kernel.register.measures, kernel.newest_evidence
    spells = Curve(restriction_spells(acts, today))
    text = plans_text.page(plans.rows(reference_portfolio.read(), plans.kernel_then(space, kernel), kernel))
    text += "\n" + durations.page(list(durations.held_out(acts, today)), spells)
    print(text, end="")
    return _kept(space, options.out, text)


def freeze(space: Workspace, options: argparse.Namespace) -> int:
    """Freeze the forecasts of a day with the bundle that serves."""
    kernel = storage.load(options.models / versions.CURRENT)
    path = frozen.freeze(space, kernel, options.models, options.on or datetime.now(UTC).date())
    print(f"{path}: {json.loads(path.with_suffix('.json').read_text(encoding='ascii'))['rows']} forecasts frozen")
    return 0


def report(space: Workspace, options: argparse.Namespace) -> int:
    """Build the report of a bundle."""
    print(release.write_report(options.bundle))
    return 0


COMMANDS: dict[str, Callable[[Workspace, argparse.Namespace], int]] = {
    "compare": compare,
    "rollback": rollback,
    "drift": drifting,
    "watch": watch,
    "coverage": covered,
    "ageing": age,
    "backtest": backtest,
    "freeze": freeze,
    "report": report,
}
