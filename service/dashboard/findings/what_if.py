"""A change of a stored BOM: a share of a stage moved elsewhere, another grade, a share to do without, stock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal
from math import fsum
from typing import Any

from service.dashboard.findings import language
from service.risk.outlook.stock import LineStock, Stock
from service.risk.vocabulary import CHAIN, Form

SHARE_DIGITS = 6
LEAST_SHARE = 0.0005
ALL = ""
"""Every line."""
GOODS = {"mining": "the ore", "separation": "the oxide", "metal": "the metal", "magnet": "the magnets"}
DONE = {"mining": "mined", "separation": "separated", "metal": "made into metal", "magnet": "made into magnets"}


@dataclass(frozen=True)
class Change:
    """What is changed, of one line or of all, or of those that hold an element. Nothing where its members are empty.

    Shares are 0..1.
    """

    line_id: str = ALL
    element: str = ""
    stage: str = ""
    source: str = ""
    target: str = ""
    share: float = 0.0
    material_id: str = ""
    spared: float = 0.0
    stock_days: int | None = None

    def alone(self) -> list[tuple[str, Change]]:
        """Each of its parts that a score reads by itself, with its words. Stock is none of them."""
        changes = []
        if self.target:
            way = f"from {_from(self.source)} to {language.prose_country(self.target)}"
            held = f" with {language.element(self.element)}" if self.element else ""
            words = f"Moving {language.percent(self.share)} of {GOODS[self.stage]}{held} {way}"
            changes.append((words, replace(self, material_id="", spared=0.0, stock_days=None)))
        if self.material_id:
            changes.append(
                (f"Reading it as {self.material_id}", Change(self.line_id, self.element, material_id=self.material_id))
            )
        if self.spared:
            words = f"Doing without {language.percent(self.spared)}"
            changes.append((words, Change(self.line_id, self.element, spared=self.spared)))
        return changes


def _from(source: str) -> str:
    return language.prose_country(source) if source else "all countries"


def changed(document: Mapping[str, Any], answer: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The document with the change, for the day on which it is asked."""
    copy = deepcopy(dict(document))
    copy.pop("as_of", None)
    hazards = {row["id"]: row for row in answer["hazards"]}
    for line, scored in zip(copy["lines"], answer["lines"], strict=False):
        if change.line_id not in (ALL, line.get("line_id")):
            continue
        held = [hazards[name] for name in scored["hazards"] if name in hazards]
        if change.element and all(one["element"] != change.element for one in held):
            continue
        if change.target and any(change.stage in _stages(one) for one in held):
            line["supply"] = _moved(line, held, change)
        if change.material_id:
            line["read_as"] = change.material_id
        if change.spared and held:
            line["can_do_without"] = change.spared
        if change.stock_days is not None and held:
            line["stock_days"] = change.stock_days
    return copy


def _stages(hazard: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(stage) for stage in CHAIN[Form(hazard["form"])])


def _moved(line: Mapping[str, Any], held: Sequence[Mapping[str, Any]], change: Change) -> list[dict[str, Any]]:
    """The line's supply with a share of the stage moved: of what is declared there, else of its default mix."""
    declared = [row for row in line.get("supply") or () if row.get("stage") == change.stage]
    others = [row for row in line.get("supply") or () if row.get("stage") != change.stage]
    mix: dict[tuple[str, bool], float] = {}
    if declared and all(isinstance(row.get("country"), str) for row in declared):
        for row in declared:
            key = (_code(row["country"]), bool(row.get("recycled")))
            mix[key] = mix.get(key, 0.0) + _number(row["share"])
    else:
        mix = {(country, False): share for country, share in _default(held, change.stage).items()}
    total = fsum(mix.values()) or 1.0
    moved = 0.0
    for key, share in list(mix.items()):
        if change.source in ("", key[0]) and key[0] != change.target:
            mix[key] = share * (1 - change.share)
            moved += share * change.share
    mix[change.target, False] = mix.get((change.target, False), 0.0) + moved
    kept = {key: share / total for key, share in mix.items() if share / total >= LEAST_SHARE}
    whole = fsum(kept.values())
    rows = [
        {"stage": change.stage, "country": country, "share": round(share / whole, SHARE_DIGITS)}
        | ({"recycled": True} if recycled else {})
        for (country, recycled), share in kept.items()
    ]
    return [*others, *rows]


def _default(held: Sequence[Mapping[str, Any]], stage: str) -> dict[str, float]:
    """The mean mix of a line's purchases at a stage."""
    mixes = [hazard["supply"][stage] for hazard in held if hazard["supply"].get(stage)]
    shares: dict[str, float] = {}
    for mix in mixes:
        for row in mix:
            shares[row["country"]] = shares.get(row["country"], 0.0) + row["share"][len(row["share"]) // 2] / len(mixes)
    return shares


def _code(text: str) -> str:
    return language.alpha2(language.alpha3(text.strip().upper())) if len(text.strip()) <= 3 else text.strip()  # noqa: PLR2004


def _number(value: object) -> float:
    """A declared share as a number: 0.8, or "80 %"."""
    if isinstance(value, str):
        text = value.strip()
        return float(text[:-1]) / 100 if text.endswith("%") else float(text)
    assert isinstance(value, int | float | Decimal)
    return float(value)


@dataclass(frozen=True)
class Held:
    """A line whose stock is another: how long it lasts, and the chance that it stops, before and after."""

    line_id: str
    before: LineStock
    after: LineStock


def held_lines(before: Stock, after: Stock) -> list[Held]:
    """Lines whose stock differs, those first that are likeliest to stop."""
    now = {line.line_id: line for line in after.lines}
    both = [Held(line.line_id, line, now[line.line_id]) for line in before.lines if line.line_id in now]
    changed_lines = [one for one in both if (one.before.stock_days or 0) != (one.after.stock_days or 0)]
    return sorted(changed_lines, key=lambda one: (-one.before.stop, one.line_id))


def stock_finding(lines: Sequence[Held]) -> str:
    """One or two sentences: what the stock does for the line that is likeliest to stop. It changes no score."""
    if not lines:
        return "No line has another stock than before."
    first = lines[0]
    days = language.plural(int(first.after.stock_days or 0), "day")
    stops = [f"{100 * one.stop:.0f} in 100" for one in (first.before, first.after)]
    return (
        f"Line {first.line_id} would go on for {days} if it were cut off today, until "
        f"{language.long_day(first.after.stops_on)}. The chance that it stops within twelve months would be {stops[1]} "
        f"instead of {stops[0]}. Stock changes no score: a shock is as likely."
    )


@dataclass(frozen=True)
class Idea:
    """A source that would lower what is lost of a purchase, were all of it bought there."""

    words: str
    before: float
    after: float
    query: Mapping[str, str]

    @property
    def cut(self) -> float:
        """What would be lost less of the purchase."""
        return self.before - self.after


def ideas(answer: Mapping[str, Any], most: int = 5) -> list[Idea]:
    """The best alternatives of the purchases, each source once; first what would cut a loss most."""
    by_key: dict[tuple[str, str, str], Idea] = {}
    for hazard in answer["hazards"]:
        best = hazard["best_alternative"]
        if not best:
            continue
        where = f"{DONE[best['stage']]} in {language.prose_country(best['country'])}"
        words = f"All {language.element(hazard['element'])} {where}"
        query = {"stage": best["stage"], "to": best["country"], "share": "100", "element": hazard["element"]}
        idea = Idea(words, hazard["expected_share_hit"], best["expected_share_hit"], query)
        key = hazard["form"], best["stage"], best["country"]
        if key not in by_key or idea.cut > by_key[key].cut:
            by_key[key] = idea
    return sorted(by_key.values(), key=lambda idea: -idea.cut)[:most]


def countries_of(answer: Mapping[str, Any]) -> list[str]:
    """Every country that the product's supply names."""
    codes = {row["country"] for hazard in answer["hazards"] for mix in hazard["supply"].values() for row in mix}
    return sorted(codes - {language.UNNAMED}, key=language.country)
