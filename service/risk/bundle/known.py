"""The facts as they were known on a day: what a score of a later day says whose evidence ended then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from service.risk.controls.measures import WITH_TERM, Measure
from service.risk.controls.register import Register
from service.risk.evidence.claims import SLOW, Evidence, known
from service.risk.evidence.facts import Facts
from service.risk.evidence.trade import Trade, structure_year
from service.risk.source_shock.power import governance_year


def known_on(facts: Facts, day: date) -> Facts:
    """The facts as they were known on a day. Properties that change over decades stay, as scores carry them back."""
    claims = [claim for claim in facts.evidence.claims if known(claim, day) or claim.quantity in SLOW]
    measures = [as_known(one, day) for one in facts.register.measures if one.published <= day]
    register = Register(measures, facts.register.revision, unverified=facts.register.unverified)
    governance = {country: _through(by, governance_year(day)) for country, by in facts.governance.items()}
    return Facts(Evidence(claims), register, _trade(facts.trade, structure_year(day, None)), governance)


def as_known(measure: Measure, day: date) -> Measure:
    """A measure without the ends, suspensions and doubts that nobody knew of yet; a term is known from the start."""

    def seen(when: date | None) -> date | None:
        return when if when is not None and when <= day else None

    since = seen(measure.suspended_from)
    return replace(
        measure,
        ended=measure.ended if measure.instrument in WITH_TERM else seen(measure.ended),
        suspended_from=since,
        suspended_until=measure.suspended_until if since else None,
        unknown_since=seen(measure.unknown_since),
    )


def _trade(trade: Trade, year: int) -> Trade:
    tables: dict[str, dict[str, dict[int, Any]]] = {field.name: getattr(trade, field.name) for field in fields(trade)}
    return Trade(**{name: {c: _through(by, year) for c, by in table.items()} for name, table in tables.items()})


def _through(by_year: Mapping[int, Any], last: int) -> dict[int, Any]:
    return {year: value for year, value in by_year.items() if year <= last}
