"""``python -m training``: from trade statistics and evidence tables to the model that the service loads."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from service.risk.bundle.versions import CURRENT
from service.risk.errors import BundleError
from training.commands import curate, review, trade
from training.data import archive
from training.data.archive import ArchiveError
from training.data.baci_years import DoubtedError
from training.data.workspace import Workspace
from training.derived import default_report, supply_report
from training.derived.supply_report import UnexplainedError
from training.evaluation import everything
from training.monitoring.explain import BomFileError
from training.publication import build, release
from training.publication.alone import BusyError
from training.publication.build import FitError
from training.publication.frozen import FrozenError
from training.publication.release import PublishError, ReasonAskedError
from training.publication.rollback import RollbackError
from training.tables.reader import EVIDENCE, TableError

OK, REFUSED, USAGE, BAD_INPUT, REASON_ASKED, BUSY = 0, 1, 2, 3, 4, 5
EPILOG = """\
Commands in the order they are used: fetch (once), check, evaluate, fit, compare, publish; `all` runs fetch, check and
publish; then rollback, drift, ageing, backtest, freeze and report. add and add-price extend the evidence tables;
training/README.md shows how, training/LOOP.md the rest.

exit codes: 0 done; 1 refused, and no reason answers it (the model breaks a promise, a bundle doesn't load, there is
nothing to roll back to, a difference has no reason, a day is frozen, drift --fail-above); 2 wrong usage; 3 an input is
missing or wrong; 4 a reason is asked for (publish --reason, fetch --force); 5 another publish, rollback or freeze is at
work: run it again later.
"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training",
        description="Train the model that scores the supply risk of rare-earth bills of materials.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--cache", type=Path, default=archive.cache_folder(), help="folder for fetched data (%(default)s)"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    trade.add_commands(commands)
    curate.parsers(commands)
    shares = commands.add_parser("supply", help="report supply by element and stage, beside EU, IEA and USGS figures")
    shares.add_argument("--on", type=date.fromisoformat, default=None, help="as known on this day (today)")
    shares.add_argument("--out", type=Path, help="write the report to a file")
    shares.add_argument("--evidence", type=Path, default=EVIDENCE, help="folder of the tables (%(default)s)")
    fit = commands.add_parser("fit", help="fit what is known and write a bundle, without the evaluation")
    _fit_options(fit)
    fit.add_argument("--out", type=Path, default=Path("build/bundle"), help="folder for the bundle (%(default)s)")
    evaluate = commands.add_parser("evaluate", help="walk-forward skill of every part, beside baselines")
    evaluate.add_argument("--json", action="store_true", help="print everything as JSON")
    _unverified_option(evaluate)
    _publish_options(commands.add_parser("publish", help="fit, evaluate, check and move models/current"))
    _publish_options(commands.add_parser("all", help="fetch, check, publish"))
    review.add_commands(commands, _fit_options)
    return parser


def _publish_options(parser: argparse.ArgumentParser) -> None:
    _fit_options(parser)
    parser.add_argument("--models", type=Path, default=review.MODELS, help="where bundles live (%(default)s)")
    parser.add_argument("--dry-run", action="store_true", help="do all but move models/current; the draft stays")
    parser.add_argument("--reason", metavar="TEXT", help="why a model that is worse or breaks a promise is right "
                        "all the same; kept in the history")  # fmt: skip


def _unverified_option(parser: argparse.ArgumentParser) -> None:
    words = "measures that were recalled and not seen (confidence C): leave them out (the default), or let them act"
    parser.add_argument("--unverified", choices=("drop", "keep"), default="drop", help=words)


def _fit_options(parser: argparse.ArgumentParser) -> None:
    _unverified_option(parser)
    parser.add_argument("--as-of", type=date.fromisoformat, default=None,
                        help="day to score the reference portfolio for (the newest in the evidence)")  # fmt: skip


def _check(space: Workspace, options: argparse.Namespace) -> int:
    folder, today = getattr(options, "evidence", EVIDENCE), getattr(options, "on", None)
    return OK if curate.run_check(folder, today or datetime.now(UTC).date()) else BAD_INPUT


def _add(space: Workspace, options: argparse.Namespace) -> int:
    curate.run_add(options)
    return OK


def _add_price(space: Workspace, options: argparse.Namespace) -> int:
    curate.run_add_price(options)
    return OK


def _draw(space: Workspace, options: argparse.Namespace) -> int:
    curate.run_draw(options)
    return OK


def _supply(space: Workspace, options: argparse.Namespace) -> int:
    on = options.on or datetime.now(UTC).date()
    text = supply_report.report(on, options.evidence)
    text += default_report.section(on, default_report.trade_of(review.MODELS / CURRENT), options.evidence)
    if options.out is None:
        print(text, end="")
    else:
        options.out.write_text(text, encoding="utf-8")
        space.console.log(f"wrote {options.out}")
    return OK


def _fit(space: Workspace, options: argparse.Namespace) -> int:
    digest = build.fit_bundle(space, options.out, options.as_of, evaluate=False)
    print(f"{options.out}: sha256 {digest}")
    return OK


def _evaluate(space: Workspace, options: argparse.Namespace) -> int:
    evaluation = build.rounded(everything.measured(space))
    print(json.dumps(evaluation, indent=1, sort_keys=True) if options.json else "\n".join(everything.text(evaluation)))
    return OK


def _publish(space: Workspace, options: argparse.Namespace) -> int:
    supply_report.require_reasons()
    made = release.publish(space, options.models, options.as_of, options.reason, dry_run=options.dry_run)
    print(made.summary(options.reason))
    return OK


def _all(space: Workspace, options: argparse.Namespace) -> int:
    for step in (trade.fetch, _check, _publish):
        code = step(space, options)
        if code != OK:
            return code
    return OK


COMMANDS: dict[str, Callable[[Workspace, argparse.Namespace], int]] = {
    **trade.COMMANDS, "check": _check, "add": _add, "add-price": _add_price, "draw": _draw, "fit": _fit,
    "evaluate": _evaluate, "publish": _publish, "all": _all, "supply": _supply, **review.COMMANDS,
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parser().parse_args(arguments)
    space = Workspace(options.cache, unverified=getattr(options, "unverified", "drop") == "keep")
    try:
        return COMMANDS[options.command](space, options)
    except review.UsageError as error:
        print(f"training {options.command}: usage: {error}", file=sys.stderr)
        return USAGE
    except (DoubtedError, ReasonAskedError) as error:
        print(f"training: {error}", file=sys.stderr)
        return REASON_ASKED
    except BusyError as error:
        print(f"training: {error}", file=sys.stderr)
        return BUSY
    except (ArchiveError, TableError, FitError, BomFileError, OSError) as error:
        print(f"training: {error}", file=sys.stderr)
        return BAD_INPUT
    except (PublishError, RollbackError, BundleError, FrozenError, UnexplainedError) as error:
        print(f"training: refused: {error}", file=sys.stderr)
        return REFUSED


if __name__ == "__main__":
    sys.exit(main())
