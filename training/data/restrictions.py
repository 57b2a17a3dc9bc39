"""R on traded codes: in which years which exporters' new serious restrictions reached which buyers, and which ones were
announced."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

import polars as pl

from service.risk.controls.measures import Status
from service.risk.source_shock.acts import Act, Acts, never_began
from service.risk.source_shock.pending import announced
from training.data.exporters import on_code

FLOW_SCHEMA: dict[str, Any] = {"i": pl.String, "k": pl.String, "j": pl.String}


def seen_in_trade(acts: Acts) -> Iterator[Act]:
    """Serious acts that trade could show, whether they began or not: with a first day, and for every use."""
    return (a for a in acts.all if a.serious and a.measure.effective is not None and not a.measure.end_uses)


def _reached(act: Act, importers: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """(exporter, code, importer) of the flows that an act bears on while it is in force."""
    for code in sorted(act.measure.hs92):
        if on_code(act, "", code):
            yield from ((act.country, code, importer) for importer in importers if act.measure.reaches(importer, None))


def restricted_flows(acts: Acts, importers: Collection[str]) -> pl.DataFrame:
    """Flows that a new serious restriction reached: exporter ``i``, code ``k``, importer ``j`` and year ``t`` of the
    act's first day, each once."""
    rows = [
        (*flow, act.measure.effective.year)
        for act in seen_in_trade(acts)
        if act.measure.effective is not None and not never_began(act.measure)
        for flow in _reached(act, importers)
    ]
    return pl.DataFrame(rows, schema=FLOW_SCHEMA | {"t": pl.Int64}, orient="row").unique().sort("t", "k", "j", "i")


def announced_flows(acts: Acts, importers: Collection[str], years: Iterable[int]) -> pl.DataFrame:
    """Flows ``i, k, j, year`` that an act announced by the end of a ``year`` is to reach within the twelve months
    after. ``p`` is the chance that it begins on its day, by how often earlier ones did."""
    rows = set()
    for year in years:
        on, end = date(year, 12, 31), date(year + 1, 12, 31)
        p = announced(acts, on).rate
        for act in seen_in_trade(acts):
            due = act.measure.effective is not None and act.measure.effective <= end
            if due and act.measure.status(on, on) is Status.ANNOUNCED:
                rows |= {(*flow, year, p) for flow in _reached(act, importers)}
    schema = FLOW_SCHEMA | {"year": pl.Int64, "p": pl.Float64}
    return pl.DataFrame(sorted(rows), schema=schema, orient="row")
