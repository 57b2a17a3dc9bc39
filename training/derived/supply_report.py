"""The report on supply by element and stage: what is served on a day, what is missing, and how far it is from others.

Every share is set beside the newest one that the European Commission (2023), the IEA and the USGS publish on the same
country and stage. A difference above ten points needs a reason in ``evidence/supply_differences.csv``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from service.risk.evidence.claims import FORWARD_LOOKING, NAMELESS, Claim, Evidence
from service.risk.evidence.stage_supply import FALLBACK, FittedShare, Gap, StageSupply, StandsIn, speaks_of
from service.risk.intervals import Interval
from service.risk.vocabulary import ELEMENTS, Stage, elements_of
from training.derived import mine_shares
from training.tables import claims
from training.tables.csv_rows import parse
from training.tables.reader import EVIDENCE, Problem, TableError, TableRow, read, table

REFERENCES = ("European Commission", "International Energy Agency", "U.S. Geological Survey")
FAR = 0.10
"""Share points beyond which a difference needs a reason."""
SHOWN = 0.02
OLD_DAYS = 5 * 365.25
"""A leading figure whose period ended more days before is shown with it."""
ONE_DECIMAL_BELOW = 0.0995
REASONS = "supply_differences.csv"
REASON_COLUMNS = ("claim", "elements", "why", "locator")


class UnexplainedError(Exception):
    """A difference above ten points has no reason; the message names each."""


@dataclass(frozen=True)
class Difference:
    """A share served beside one that somebody else published; both 0..1."""

    element: str
    stage: Stage
    ours: float
    claim: Claim

    @property
    def far(self) -> bool:
        """Whether it needs a reason."""
        return abs(self.ours - self.claim.centre) > FAR


@dataclass(frozen=True)
class DifferenceReason:
    """Why a claim differs from what is served for some elements."""

    claim: str
    elements: frozenset[str]
    why: str
    locator: str


def evidence_of(folder: Path = EVIDENCE) -> tuple[Evidence, dict[str, claims.Document]]:
    """Tables and derived claims, as a bundle would carry them."""
    rows, documents = mine_shares.compiled(claims.load(folder))
    return Evidence([Claim.from_row(row) for row in rows]), documents


def reasons(folder: Path = EVIDENCE, name: str = REASONS) -> list[DifferenceReason]:
    """The written reasons of a table. Raises ``TableError`` naming every bad row."""
    if problems := check(folder, name):
        raise TableError(problems)
    rows = read(folder / name, REASON_COLUMNS)
    return [DifferenceReason(r["claim"], elements_of(r["elements"]), r["why"], r["locator"]) for r in rows]


def check(folder: Path = EVIDENCE, name: str = REASONS) -> list[Problem]:
    """What is wrong with the reasons: blank cells, unknown elements, claims that aren't in the tables."""
    reasons_table = table(folder / name, REASON_COLUMNS)
    known = {row["claim_id"] for name in claims.CLAIM_TABLES for row in parse(folder / name, claims.COLUMNS).rows}
    return [*reasons_table.problems, *(problem for row in reasons_table.rows for problem in _check(row, known))]


def _check(row: TableRow, known: set[str]) -> Iterable[Problem]:
    for column in REASON_COLUMNS:
        if not row[column]:
            yield row.problem(column, "is blank", "a difference needs its claim, elements, reason and place")
    if row["claim"] and row["claim"] not in known:
        yield row.problem("claim", f"no claim {row['claim']!r}", "use the claim_id of a row")
    try:
        elements_of(row["elements"])
    except KeyError as error:
        yield row.problem("elements", f"unknown element {error.args[0]!r}", "use symbols or groups")


def differences(evidence: Evidence, documents: dict[str, claims.Document], on: date) -> list[Difference]:
    """Every published share of the references beside the one served, for each element that it speaks of."""
    compared = []
    for claim in _references(evidence, documents, on):
        for stage in Stage:
            for symbol in ELEMENTS:
                if stage == claim.stage and speaks_of(claim.scope, symbol, stage):
                    share = evidence.supply(symbol, stage, on).shares.get(claim.geography)
                    compared.append(Difference(symbol, stage, share.central if share else 0.0, claim))
    return compared


def _references(evidence: Evidence, documents: dict[str, claims.Document], on: date) -> list[Claim]:
    """The newest period that each reference document gives for a scope, stage and country."""
    rows = [
        c
        for c in evidence.query("stage_share")
        if documents[c.document].publisher in REFERENCES
        and c.published <= on
        and c.nature not in FORWARD_LOOKING
        and c.geography not in NAMELESS
    ]
    newest: dict[tuple[str, ...], str] = {}
    for c in rows:
        key = (c.document, c.scope, c.stage, c.geography)
        newest[key] = max(newest.get(key, ""), c.valid_from)
    return [c for c in rows if c.valid_from == newest[(c.document, c.scope, c.stage, c.geography)]]


def uncompared(compared: Sequence[Difference]) -> str:
    """The elements of each stage that no reference publishes a share of, in words."""
    missing = {stage: [e for e in ELEMENTS if not any((d.stage, d.element) == (stage, e) for d in compared)]
               for stage in Stage}  # fmt: skip
    told = (
        f"{stage}: {'all elements' if len(e) == len(ELEMENTS) else ' '.join(e)}" for stage, e in missing.items() if e
    )
    return "; ".join(told) or "none"


def reason_for(difference: Difference, written: Sequence[DifferenceReason]) -> DifferenceReason | None:
    """The reason written for a difference."""
    fitting = (r for r in written if r.claim == difference.claim.claim_id and difference.element in r.elements)
    return next(fitting, None)


def unexplained(folder: Path = EVIDENCE, on: date | None = None) -> list[Difference]:
    """Differences above ten points that no reason is written for, as known on a day: that of the newest document unless
    told. Raises ``TableError`` when a table isn't sound."""
    written = reasons(folder)
    evidence, documents = evidence_of(folder)
    on = on or max(document.published for document in documents.values())
    return [d for d in differences(evidence, documents, on) if d.far and reason_for(d, written) is None]


def require_reasons(folder: Path = EVIDENCE, on: date | None = None) -> None:
    """Raises ``UnexplainedError`` when a difference above ten points has no reason."""
    if open_ends := unexplained(folder, on):
        raise UnexplainedError(refusal(open_ends))


def refusal(open_ends: Sequence[Difference]) -> str:
    """The differences without a reason, one a line."""
    words = "\n".join(_difference_line(d) for d in open_ends)
    return f"{len(open_ends)} differences above 10 points without a reason in {REASONS}:\n{words}"


def report(on: date, folder: Path = EVIDENCE) -> str:
    """The report in Markdown. Raises ``UnexplainedError`` when a difference above ten points has no reason."""
    require_reasons(folder, on)
    evidence, documents = evidence_of(folder)
    compared, written = differences(evidence, documents, on), reasons(folder)
    lines = [
        f"# Supply by element and stage on {on}",
        "",
        f"Made by `python -m training supply --on {on}`. Shares of the world's output, in per cent: central value and",
        f"interval. Countries below {SHOWN:.0%} are counted, not named. `led by` is the figure that gave the central",
        "value, with its period where that ended more than five years before. It and the others behind the interval",
        "resolve at `/v1/claims/{id}`. Central values are those of one split of the world, as a score uses it. The",
        "largest country's is as published, the others' are scaled down where they exceed what it leaves.",
        "`group_figure: USA` marks a country whose figure is said of more elements than the largest country's,",
        "`earlier_period` one whose figure is of a time before. Such shares may be as low as 0.",
        "Gaps are explained below.",
    ]
    for stage in Stage:
        lines += ["", f"## {stage.capitalize()}", "", "| element | shares | led by | gap |", "|---|---|---|---|"]
        lines += [_line(symbol, evidence.supply(symbol, stage, on), on) for symbol in ELEMENTS]
    lines += _within(evidence, on) + _gaps(evidence, on) + _compared(compared, written)
    return "\n".join(lines) + "\n"


def _difference_line(d: Difference) -> str:
    place = f"{d.element} {d.stage} {d.claim.geography}"
    return f"{place}: served {_percent(d.ours)}, {d.claim.claim_id} {_percent(d.claim.centre)}"


def _percent(share: float) -> str:
    """Per cent: whole from ten on, one decimal below."""
    return f"{100 * share:.1f}" if 0 < share < ONE_DECIMAL_BELOW else f"{100 * share:.0f}"


def _interval(share: Interval) -> str:
    return f"{_percent(share.central)} ({_percent(share.low)}-{_percent(share.high)})"


def _line(symbol: str, supply: StageSupply, on: date) -> str:
    ranked = sorted(supply.shares.items(), key=lambda item: (-item[1].central, item[0]))
    named = [(country, share) for country, share in ranked if share.central >= SHOWN]
    words = ", ".join(f"{country} {_interval(share)}" for country, share in named) or "none"
    if rest := len(ranked) - len(named):
        words += f", {rest} more"
    leading = ", ".join(dict.fromkeys(f"`{share.figures[0]}`{_period(share, on)}" for _, share in named))
    gaps = [supply.gap, *(_marked(supply, mark) for mark in StandsIn)]
    return f"| {symbol} | {words} | {leading} | {'; '.join(filter(None, gaps))} |"


def _marked(supply: StageSupply, mark: StandsIn) -> str:
    """The countries whose figure only stands in, after why."""
    countries = [country for country in sorted(supply.shares) if supply.shares[country].stands_in is mark]
    return f"{mark}: {' '.join(countries)}" if countries else ""


def _period(share: FittedShare, on: date) -> str:
    """The years of the leading figure where it is old, else nothing."""
    old = share.valid_to and (on - date.fromisoformat(share.valid_to)).days > OLD_DAYS
    return f" ({share.valid_from[:4]}-{share.valid_to[:4]})" if old else ""


def _within(evidence: Evidence, on: date) -> list[str]:
    lines = ["", "## Within a country", "", "Parts of the country's own output, never of the world's.", ""]
    lines += ["| place | of | stage | said of | share | led by |", "|---|---|---|---|---|---|"]
    for stage in Stage:
        for country, places in evidence.supply("Nd", stage, on).within.items():
            for p in places:
                lines.append(
                    f"| {p.name} | {country} | {stage} | {p.scope} | {_interval(p.share)} | `{p.share.figures[0]}` |"
                )
    return lines


def _gaps(evidence: Evidence, on: date) -> list[str]:
    lines = ["", "## Gaps", "", "| gap | what stands in | where |", "|---|---|---|"]
    for gap in Gap:
        cells = {stage: [e for e in ELEMENTS if evidence.supply(e, stage, on).gap is gap] for stage in Stage}
        where = "; ".join(f"{stage}: {' '.join(symbols)}" for stage, symbols in cells.items() if symbols)
        lines.append(f"| {gap} | {FALLBACK[gap]} | {where or 'nowhere on this day'} |")
    return lines


def _compared(differences: Sequence[Difference], written: Sequence[DifferenceReason]) -> list[str]:
    far = [d for d in differences if d.far]
    groups: dict[tuple[str, str], list[Difference]] = {}
    for d in far:
        reason = reason_for(d, written)
        assert reason is not None
        groups.setdefault((d.claim.claim_id, reason.why), []).append(d)
    lines = [
        "",
        "## Beside the EU (2023), the IEA and the USGS",
        "",
        f"{len(differences)} shares compared, each with every element that the published figure speaks of;",
        f"{len(far)} differ by more than 10 points. No published figure to compare: {uncompared(differences)}.",
        "A share there is held against the one that serves: `publish` asks for a reason when it moves by more than ten",
        "points.",
        "",
        "| published figure | its share | served | why |",
        "|---|--:|---|---|",
    ]
    for (claim_id, why), rows in sorted(groups.items()):
        served = ", ".join(f"{d.element} {_percent(d.ours)}" for d in rows)
        lines.append(f"| `{claim_id}` | {_percent(rows[0].claim.centre)} | {served} | {why} |")
    return lines
