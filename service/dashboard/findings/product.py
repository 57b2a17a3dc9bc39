"""What the page of one stored BOM says, from its answer and its document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import fsum
from typing import Any

from service.dashboard.findings import language
from service.dashboard.findings.chain import hits_of
from service.risk.changes.rounding import rounded_parts
from service.risk.materials.composition import LOW

PARTS = {
    "reference": "Twenty equal, average sources",
    "concentration": "Supply from few countries",
    "source_power_and_governance": "Power and governance of those countries",
    "export_control": "Export controls, past and pending",
    "substitution": "Hard to replace or to do without",
}
MOST_SOURCES = 8
LEAST_POINTS = 0.05
"""What rounds to nothing."""


@dataclass(frozen=True)
class SourceRow:
    """A country that the product depends on. ``score_without`` is None where the answer doesn't say."""

    country: str
    stages: tuple[str, ...]
    elements: tuple[str, ...]
    chance: float | None
    lost: float
    score_without: float | None


def sources(answer: Mapping[str, Any]) -> tuple[list[SourceRow], float]:
    """The countries that take most of the need, and what all others take together."""
    without = {d["without"]["country"]: d["score"] for d in answer["drivers"] if "country" in d["without"]}
    losses = answer["expected_share_hit"]["by_country"] if answer["expected_share_hit"] else []
    hits = hits_of(answer)
    rows = []
    for row in losses:
        country = row["country"]
        own = [source for source in answer["sources"] if source["country"] == country]
        chance = max((hits[country, source["element"]].chance for source in own), default=None)
        stages = [stage for stage in language.STAGES if any(stage in source["stages"] for source in own)]
        elements = tuple(dict.fromkeys(source["element"] for source in own))
        lost = row["restriction"] + row["collapse"]
        rows.append(SourceRow(country, tuple(stages), elements, chance, lost, without.get(country)))
    rows.sort(key=lambda one: (one.score_without is None, one.score_without or 0.0, -one.lost))
    return rows[:MOST_SOURCES], fsum(one.lost for one in rows[MOST_SOURCES:])


def worst(rows: Sequence[SourceRow], score: float | None) -> SourceRow | None:
    """The country without which the score would be lowest, where it changes anything."""
    told = [row for row in rows if row.score_without is not None and row.country != language.UNNAMED]
    best = min(told, key=lambda row: row.score_without or 0.0, default=None)
    gone = None if best is None or best.score_without is None or score is None else score - best.score_without
    return best if gone is not None and gone >= LEAST_POINTS else None


@dataclass(frozen=True)
class Reason:
    """Why a product is threatened: a country, the chokepoint where most is lost to it, and what stands there."""

    country: str
    place: Mapping[str, Any] | None
    score_without: float
    standing: Mapping[str, Any] | None


def main_reason(answer: Mapping[str, Any], rows: Sequence[SourceRow]) -> Reason | None:
    """The country without which the score would be lowest, at the stage where most of the need depends on it."""
    first = worst(rows, answer["score"])
    if first is None or first.score_without is None:
        return None
    told = (one for one in answer["chokepoints"] if one["country"] == first.country)
    place = max(told, key=lambda one: one["expected_share_hit"], default=None)
    acts = [one for one in answer["standing"] if one["country"] == first.country]
    oldest = min(acts, key=lambda one: (one["state"] == "announced", one["since"] or "9"), default=None)
    return Reason(first.country, place, first.score_without, oldest)


def sources_finding(rows: Sequence[SourceRow], score: float) -> str:
    """One sentence: whose absence would change most."""
    first = worst(rows, score)
    if first is None:
        return "No single country changes the score."
    others = [row for row in rows if row is not first and row.score_without is not None]
    second = max((score - (row.score_without or 0.0) for row in others), default=0.0)
    words = f"Without {language.prose_country(first.country)} the score would be {language.score(first.score_without)}."
    if second >= LEAST_POINTS:
        words += f" No other country changes it by more than {language.number(round(second + 0.05, 1))} points."
    return words


def parts(answer: Mapping[str, Any]) -> list[tuple[str, float, str]]:
    """The points of the score: label, points and text; rounded, they add up to the rounded score."""
    points = answer["points"]
    values = [points[name] for name in PARTS]
    rounded = rounded_parts(values, answer["score"])
    texts = [language.number(rounded[0]), *map(language.signed, rounded[1:])]
    return [(label, value, text) for label, value, text in zip(PARTS.values(), rounded, texts, strict=True)]


def parts_finding(rows: Sequence[tuple[str, float, str]]) -> str:
    """One sentence: what adds most."""
    ranked = sorted(rows[1:], key=lambda row: -abs(row[1]))[:2]
    first, second = ((label[0].lower() + label[1:], value) for label, value, _ in ranked)
    does = "adds" if first[1] >= 0 else "takes away"
    also = f"and “{second[0]}” {language.number(second[1])}" if min(first[1], second[1]) > 0 else ""
    return f"“{language.sentence(first[0])}” {does} {language.number(abs(first[1]))} points {also}".rstrip() + "."


def history_finding(rows: Sequence[tuple[date, float]]) -> str:
    """One sentence: how the score moved since the first of these days."""
    (first, before), (_, now) = rows[0], rows[-1]
    since = language.long_day(first)
    if abs(now - before) < LEAST_POINTS:
        return f"The score is what it was on {since}."
    return (
        f"Since {since} the score {'rose' if now > before else 'fell'} by {language.number(abs(now - before))} points."
    )


@dataclass(frozen=True)
class LineRow:
    """A line as it was written and as it was read. ``mine`` is its place in the BOM."""

    place: int
    line_id: str
    part_number: str | None
    written: str
    quantity: str
    scored: Mapping[str, Any]
    elements: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether a person has to say what it is: it wasn't read, or in several ways."""
        return self.scored["reading"] is None or self.scored["reading"]["confidence"] == LOW


def lines(answer: Mapping[str, Any], document: Mapping[str, Any]) -> list[LineRow]:
    """Every line: open ones first, then those that lose the largest share."""
    stated = document.get("lines") or []
    element = {purchase["id"]: purchase["element"] for purchase in answer["hazards"]}
    rows = []
    for place, scored in enumerate(answer["lines"]):
        line = stated[place] if place < len(stated) and isinstance(stated[place], dict) else {}
        held = tuple(dict.fromkeys(element[name] for name in scored["hazards"] if name in element))
        words = described(line), amount(line)
        rows.append(LineRow(place, scored["line_id"], scored["part_number"], *words, scored, held))
    return sorted(rows, key=lambda row: (not row.open, -(row.scored["expected_share_hit"] or 0.0), row.place))


def described(line: Mapping[str, Any]) -> str:
    """What a line says of itself, in its own words."""
    if line.get("element"):
        return f"{line['element']} {line.get('form') or ''}".strip()
    for name in ("material", "formula", "read_as"):
        if line.get(name):
            return str(line[name])
    if isinstance(line.get("composition"), dict):
        return ", ".join(f"{symbol} {share}" for symbol, share in line["composition"].items())
    return "no rare earth" if line.get("rare_earth") is False else "described by its part number"


def shared(share: object) -> str:
    """A declared share in per cent, whichever way it was written."""
    return language.percent(float(share)) if isinstance(share, int | float | Decimal) else str(share)


def amount(line: Mapping[str, Any]) -> str:
    """A line's quantity as it is written."""
    quantity = line.get("quantity")
    if not isinstance(quantity, dict):
        return language.plural(line["pieces"], "piece") if isinstance(line.get("pieces"), int) else "no quantity"
    pieces = f"{line['pieces']} × " if line.get("pieces") else ""
    return f"{pieces}{quantity.get('value')} {quantity.get('unit')}"


def age_words(answer: Mapping[str, Any], today: date) -> str:
    """How old an answer is."""
    return language.age(date.fromisoformat(answer["as_of"]), today)
