"""Kernels whose parts are of either of two sides, and which parts differ between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from service.risk.bom import Bom
from service.risk.bundle.kernel import Kernel
from service.risk.changes.known import KnownOn, register_known, shifted, shifted_governance
from service.risk.changes.shapley import Parts
from service.risk.controls.measures import Measure
from service.risk.evidence.claims import MODEL, PRICE, Claim, known
from service.risk.evidence.facts import Facts
from service.risk.source_shock.power import governance_year, trade_year
from service.risk.source_shock.worlds import Worlds
from service.risk.supply_chain.sourcing import Sourcing

BOM, REGISTER, EVIDENCE, TRADE, FITTED, TIME = "bom", "register", "evidence", "trade_and_prices", "model", "time"
PARTS = {
    BOM: "the product: its lines, their sources, and what is confirmed of its parts",
    REGISTER: "news in the register of export controls",
    EVIDENCE: "figures published on who makes what, recycling and substitution",
    TRADE: "newer years of trade and governance; no price enters a score",
    FITTED: "the fitted model, and how it reads lines",
    TIME: "time alone: acts announced before take effect, and older ones fade",
}
"""What two scores can differ in, in the order in which it is told."""


@dataclass(frozen=True)
class Side:
    """One of two scores: a canonical BOM, the bundle and the day."""

    bom: Bom
    kernel: Kernel
    on: date


@dataclass
class Mixture(Kernel):
    """A kernel put together from two: ``facts`` are what hazards see, ``traced`` what material is traced by."""

    traced: Sourcing
    newest: date
    shared: Worlds

    def __post_init__(self) -> None:
        super().__post_init__()
        self.sourcing = self.traced

    @property
    def newest_evidence(self) -> date:
        """That of the register and the claims that it was put together from."""
        return self.newest

    @property
    def worlds(self) -> Worlds:
        """There is one set of worlds."""
        return self.shared


@dataclass(frozen=True)
class Chosen:
    """What scores under a setting: the kernel, the day judged, and the day on which sources are known."""

    kernel: Kernel
    on: date
    sourced_on: date


class Mixer:
    """Puts together what is scored under each setting, from two sides and the parts that differ between them."""

    def __init__(self, before: Side, after: Side, differs: Parts) -> None:
        self.before, self.after, self.differs = before, after, differs - {BOM}
        self._sourcing: dict[tuple[bool, bool], Sourcing] = {}

    def chosen(self, changed: Parts) -> Chosen:
        """What is scored where the ``changed`` parts are of the later side, whatever the BOM. With all or none of those
        that differ it is that side itself."""
        if changed in (frozenset(), self.differs):
            side = self.after if changed else self.before
            return Chosen(side.kernel, side.on, side.on)
        side_of = {part: self.after if part in changed or part not in self.differs else self.before for part in PARTS}
        sourcing = self._traced(side_of[EVIDENCE], side_of[TRADE])
        return Chosen(mixed(side_of, sourcing), side_of[TIME].on, side_of[EVIDENCE].on)

    def _traced(self, evidence: Side, trade: Side) -> Sourcing:
        """Sources by claims and trade, put together once for all settings: most of the work is tracing."""
        if evidence is trade:
            return evidence.kernel.sourcing
        key = evidence is self.after, trade is self.after
        if key not in self._sourcing:
            years = trade_year(trade.on) - trade_year(evidence.on)
            self._sourcing[key] = Sourcing(evidence.kernel.evidence, shifted(trade.kernel.facts.trade, years))
        return self._sourcing[key]


def mixed(side_of: Mapping[str, Side], sourcing: Sourcing) -> Mixture:
    """A kernel whose parts are of the sides that are named, with sources that are put together already."""
    on, fitted = side_of[TIME].on, side_of[FITTED].kernel
    register, evidence, trade = side_of[REGISTER], side_of[EVIDENCE], side_of[TRADE]
    of_trade = trade.kernel.facts
    seen = Facts(
        KnownOn(evidence.kernel.evidence, evidence.on),
        register_known(register.kernel.register, register.on, on),
        shifted(of_trade.trade, trade_year(trade.on) - trade_year(on)),
        shifted_governance(of_trade.governance, governance_year(trade.on) - governance_year(on)),
    )
    members = {one.name: getattr(fitted, one.name) for one in fields(Kernel)} | {"facts": seen}
    newest = max(register.kernel.newest_evidence, evidence.kernel.newest_evidence)
    return Mixture(**members, traced=sourcing, newest=newest, shared=fitted.worlds)


def differing(before: Side, after: Side) -> tuple[str, ...]:
    """The parts that differ between two sides, in the order of ``PARTS``."""
    same_bundle = before.kernel.sha256 == after.kernel.sha256
    differs = {
        BOM: _said(before.bom) != _said(after.bom),
        REGISTER: bool(news(before, after)),
        EVIDENCE: _evidence_differs(before, after, same_bundle=same_bundle),
        TRADE: _trade_differs(before, after, same_bundle=same_bundle),
        FITTED: not same_bundle,
        TIME: before.on != after.on,
    }
    return tuple(part for part in PARTS if differs[part])


def _said(bom: Bom) -> Bom:
    """What of a BOM can move its score."""
    return replace(bom, bom_id=None, name=None, as_of=None)


def news(before: Side, after: Side) -> dict[str, tuple[Measure | None, Measure | None]]:
    """Measures by id of which the sides know different things, judged on either day, as each has them."""
    changed: dict[str, tuple[Measure | None, Measure | None]] = {}
    for on in sorted({before.on, after.on}):
        was, now = (
            {one.measure_id: one for one in register_known(side.kernel.register, side.on, on).measures
             if one.published <= side.on and one.published <= on}
            for side in (before, after)
        )  # fmt: skip
        for name in sorted({*was, *now}):
            if _stands(was.get(name), on) != _stands(now.get(name), on):
                changed[name] = (_held(before, name), _held(after, name))
    return changed


def _stands(measure: Measure | None, on: date) -> tuple[object, ...] | None:
    """What a score of a day can see of a measure: all but what lies ahead and isn't known."""
    if measure is None:
        return None
    past = {name: getattr(measure, name) for name in ("ended", "suspended_from", "suspended_until", "unknown_since")}
    hidden: dict[str, Any] = {name: None for name, day in past.items() if day is not None and day >= on}
    return (measure.status(on, on), replace(measure, note="", **hidden))


def _held(side: Side, name: str) -> Measure | None:
    return next((one for one in side.kernel.register.measures if one.measure_id == name), None)


def claims_known(side: Side) -> frozenset[Claim]:
    """Claims that a score of the side can use: for the model, closed, no price, known on its day."""
    return frozenset(c for c in _for_scores(side) if known(c, side.on))


def _for_scores(side: Side) -> list[Claim]:
    return [c for c in side.kernel.evidence.claims if c.use == MODEL and c.closed and c.quantity != PRICE]


def _evidence_differs(before: Side, after: Side, *, same_bundle: bool) -> bool:
    if not same_bundle and {*_for_scores(before)} != {*_for_scores(after)}:
        return True
    sourcing = before.kernel.sourcing
    return claims_known(before) != claims_known(after) or sourcing.epoch(before.on) != sourcing.epoch(after.on)


def _trade_differs(before: Side, after: Side, *, same_bundle: bool) -> bool:
    was, now = before.kernel.facts, after.kernel.facts
    if not same_bundle and (was.trade != now.trade or was.governance != now.governance):
        return True
    return trade_years(before) != trade_years(after)


def trade_years(side: Side) -> tuple[int, int]:
    """The newest years of trade and of governance that a score of the side reads."""
    facts = side.kernel.facts
    years = [year for row in facts.governance.values() for year in row]
    newest = facts.trade.last_year
    governed = min(governance_year(side.on), max(years, default=0))
    return min(trade_year(side.on), newest if newest is not None else 0), governed
