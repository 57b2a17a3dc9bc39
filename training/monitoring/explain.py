"""Why a score changed, without a fit: the bundle that was asked, set against the tables of today or another bundle."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from service.risk.bom import Bom
from service.risk.bundle import storage
from service.risk.bundle.kernel import Kernel
from service.risk.controls.register import Register
from service.risk.errors import BomError, ReceiptError
from service.risk.evidence.claims import Claim, Evidence
from service.risk.materials.catalogue import Catalogue
from service.risk.materials.resolve import Resolver
from service.risk.materials.wording.words import Vocabulary
from service.risk.purchase import receipt as receipts
from training.publication import build, reference_portfolio, score_changes
from training.publication.portfolio_shifts import Shift, portfolio_scores
from training.publication.score_changes import STEPS, AskedBundle, ScoreChange

BOM_MEMBERS = frozenset("bom_id name buyer_country as_of currency tolerance lines".split())
LINE_MEMBERS = frozenset(
    "line_id part_number material element form formula composition quantity pieces unit_price supply alternate_group "
    "end_use can_do_without read_as rare_earth".split()
)
NESTED = {"quantity": {"value", "unit"}, "unit_price": {"value", "per"}}
SOURCE_MEMBERS = {"stage", "country", "share"}
READ_BY = ("materials", "words", "patterns", "grades")
"""Tables by which lines are read."""
TABLES_OF_TODAY = "the tables of today with the same fitted model"


class BomFileError(Exception):
    """A file holds neither a bill of materials that can be read here nor an answer with a receipt."""


def with_tables(path: Path, folder: Path) -> tuple[Kernel, Kernel]:
    """The bundle in a folder, and as it would score with the tables of ``folder``: its fitted model, trade and
    governance stay. Raises ``BundleError`` and ``TableError``."""
    kernel, rows = storage.load(path), build.tables(folder)
    held = json.loads(storage.read(path)[1][storage.EVIDENCE])
    facts = dataclasses.replace(
        kernel.facts,
        evidence=Evidence([Claim.from_row(row) for row in rows["claims"]]),
        register=Register.from_rows(
            rows["controls"], storage.revision(rows["controls"]), unverified=kernel.manifest["unverified_controls"]
        ),
    )
    resolver = kernel.resolver
    if any(rows[name] != held[name] for name in READ_BY):
        words = Vocabulary(rows["words"], rows["patterns"], rows["grades"])
        resolver = Resolver(Catalogue.from_rows(rows["materials"]), words)
    return kernel, dataclasses.replace(kernel, facts=facts, resolver=resolver)


def read_bom(path: Path) -> Bom:
    """The BOM of a file: as it is posted, or that of an answer's receipt. Raises ``BomFileError`` saying what isn't
    read here."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
    except ValueError as error:
        raise BomFileError(f"{path} isn't JSON: {error}") from error
    if not isinstance(data, dict):
        raise BomFileError(f"{path} holds no object: give a bill of materials or an answer of the service")
    try:
        if "receipt" in data:
            return receipts.read(str(data["receipt"]))[0]
        _check_members(path, data)
        return reference_portfolio.bom_of(data)
    except ReceiptError as error:
        raise BomFileError(f"{path}: {error.detail}") from error
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
        raise BomFileError(f"{path} can't be read ({error!r}). {_instead()}") from error


def _check_members(path: Path, data: dict[str, Any]) -> None:
    unread = sorted(data.keys() - BOM_MEMBERS)
    for line in data.get("lines", ()):
        unread += sorted(line.keys() - LINE_MEMBERS)
        for name, members in NESTED.items():
            unread += [f"{name}.{member}" for member in sorted((line.get(name) or {}).keys() - members)]
        unread += [
            f"supply.{member}" for one in line.get("supply", ()) for member in sorted(one.keys() - SOURCE_MEMBERS)
        ]
    if unread:
        raise BomFileError(f"{path}: {', '.join(dict.fromkeys(unread))} can't be read here. {_instead()}")


def _instead() -> str:
    return "Post it to the service and give the answer instead: its receipt says all of what was scored."


def product(bom: Bom, before: AskedBundle, after: AskedBundle, against: str = TABLES_OF_TODAY) -> Iterator[str]:
    """Why one product's score differs, and three sentences to close with. Raises ``BomFileError`` where it can't be
    scored."""
    try:
        told = score_changes.change(bom, before, after)
    except BomError as error:
        raise BomFileError("; ".join(f"{fault.pointer}: {fault.detail}" for fault in error.errors)) from error
    yield f"# {bom.bom_id or bom.name or 'The product'}"
    yield ""
    yield from score_changes.lines(told)
    yield ""
    yield from _closing(told, before, after, against)


def portfolio(before: AskedBundle, after: AskedBundle, against: str = TABLES_OF_TODAY) -> Iterator[str]:
    """How the reference portfolio differs, and why the product that moves most does."""
    scores = [portfolio_scores(*one) for one in (before, after)]
    shift = Shift(scores[0], scores[1], f"on {before.on} and {after.on}")
    yield from shift.lines()
    name = next(iter(shift.by_product))
    yield ""
    yield from product(next(b for b in reference_portfolio.read() if b.bom_id == name), before, after, against)


def _closing(told: ScoreChange, before: AskedBundle, after: AskedBundle, against: str) -> Sequence[str]:
    name = max(told.steps, key=lambda step: abs(told.steps[step]))
    largest = f", most of it by {STEPS[name].split(':')[0]} ({told.steps[name]:+.1f})" if told.steps[name] else ""
    return (
        f"Found: the score moves by {told.points:+.1f} points{largest}.",
        f"Against: {before.kernel.version} on {before.on}; after it stands {against}, on {after.on}.",
        f"To do: {_to_do(told, before.kernel is after.kernel)}",
    )


def _to_do(told: ScoreChange, same: bool) -> str:
    if abs(told.points) < score_changes.LEAST:
        return "nothing; the score is the same."
    if not score_changes.named(told) and abs(told.steps["day"]) >= score_changes.LEAST:
        return "nothing; time alone moved it."
    if same or abs(told.steps["day"]) >= score_changes.LEAST:
        return "look at the measures named above; `python -m training watch` says which to look up again."
    return "check the rows that differ (`compare` names them); `publish` puts them in service."
