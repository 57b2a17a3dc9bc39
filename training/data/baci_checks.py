"""Whether a file of CEPII's can be a newer year of the trade that is held: what is wrong with it, with the figures.

A *fault* is answered by no reason: such a file can't be what it says. A *doubt* may have a cause in the world. It is
refused until somebody says which. Bounds lie well outside of what successive years of the archive (1995 to 2024) did.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

COLUMNS = ("t", "i", "j", "k", "v", "q")
KEYS = ["i", "j", "k"]
REVISION = "HS92"
NAME = re.compile(r"BACI_(?P<revision>HS\d\d)_Y(?P<year>\d{4})_V\d{6}\w?\.csv", re.IGNORECASE)
"""How CEPII names a year of a release."""
SHOWN = 8
SAME_VALUES = 0.01
"""Share of flows with value and quantity of another year to the last digit. Successive years share 0.05 %."""
LEADING, LEADING_MISSED = 50, 2
"""Largest exporters of the year before, and how many of them may be absent. In the archive one was: it had split."""
CODES_LOST = 2
"""Codes traded the year before and absent now. In the archive one at most."""
UNIT_VALUE_FACTOR, CODES_OFF = 20.0, 0.1
"""A code's unit value is off from this factor on; the share of codes that may be. In the archive 0.04 at most."""


@dataclass(frozen=True)
class RatioBound:
    """A ratio to the year before: accepted from ``low`` to ``high``, ``seen`` in the archive's years."""

    what: str
    low: float
    high: float
    seen: str

    def doubt(self, ratio: float, detail: str) -> Iterator[str]:
        """The complaint about a ratio outside the bounds; one that can't be taken is outside."""
        if not self.low <= ratio <= self.high:
            accepted = f"accepted {self.low:g} to {self.high:g}, in the archive {self.seen}"
            yield f"{self.what}: {ratio:.3g} ({detail}; {accepted})"


FLOWS = RatioBound("flows over those of the year before", 0.75, 1.33, "0.93 to 1.17")
GO_ON = RatioBound("share of the flows of the year before that go on", 0.5, 1.0, "0.64 to 0.73")
VALUE = RatioBound("value over that of the year before", 0.5, 2.0, "0.63 to 1.52")
TONNES = RatioBound("tonnes over those of the year before", 0.67, 1.5, "0.91 to 1.14")
PRICE = RatioBound("median change of a flow's unit value, as a factor", 0.6, 1.67, "0.88 to 1.15")
PRICE_SIZE = RatioBound("median size of that change, in log", 0.02, 0.8, "0.23 to 0.40")
MEASURED = RatioBound("share of flows with a quantity", 0.8, 1.0, "0.86 to 0.98")


@dataclass(frozen=True)
class Release:
    """A file as read: its flows of the codes that are held (columns as CEPII's), and the years that it names. It says
    how many rows the whole file has, and how many of them can't be read."""

    path: Path
    flows: pl.DataFrame
    rows: int
    unreadable: int
    years: tuple[int, ...]
    sha256: str


@dataclass(frozen=True)
class Findings:
    """What speaks against a file."""

    faults: tuple[str, ...]
    doubts: tuple[str, ...]


def read(path: Path, codes: Collection[int]) -> Release:
    """Read a file of CEPII's. Raises ``OSError``, and ``ValueError`` where it is no such table."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        scan = pl.scan_csv(path, infer_schema=False, glob=False)
        columns = tuple(scan.collect_schema().names())
        if columns != COLUMNS:
            raise ValueError(f"columns {','.join(columns)}; expected {','.join(COLUMNS)}")
        typed = scan.select(
            *(pl.col(c).str.strip_chars().cast(pl.Int64, strict=False) for c in ("t", *KEYS)),
            *(pl.col(c).str.strip_chars().cast(pl.Float64, strict=False) for c in ("v", "q")),
        )
        whole = pl.all_horizontal(pl.col("t", *KEYS, "v").is_not_null(), pl.col("v").is_finite())
        counts = typed.select(pl.len(), (~whole).sum().alias("unreadable"), pl.col("t").drop_nulls().unique().implode())
        told = counts.collect(engine="streaming").row(0, named=True)
        flows = typed.filter(pl.col("k").is_in(sorted(codes))).collect(engine="streaming")
    except pl.exceptions.PolarsError as error:
        raise ValueError(str(error).splitlines()[0]) from error
    return Release(path, flows, told["len"], told["unreadable"], tuple(sorted(told["t"])), digest)


def findings(release: Release, held: pl.DataFrame, countries: Collection[int], today: date) -> Findings:
    """What speaks against taking a file in beside the years that are ``held`` (flows in CEPII's own numbers)."""
    faults = [*_faults(release, today), *_broken_rows(release.flows, countries)]
    return Findings(tuple(faults), () if faults else tuple(_doubts(release, held)))


def _faults(release: Release, today: date) -> Iterator[str]:
    """What the file as a whole can't be."""
    name = NAME.fullmatch(release.path.name)
    if name and name["revision"].upper() != REVISION:
        yield f"the name says {name['revision'].upper()}; what is held is {REVISION}: take CEPII's {REVISION} file"
    if release.unreadable:
        yield f"{release.unreadable:,} of {release.rows:,} rows have a cell that isn't a number (t, i, j, k or v)"
    if len(release.years) != 1:
        yield f"column t names {len(release.years)} years ({', '.join(map(str, release.years)) or 'none'}), not one"
        return
    (year,) = release.years
    if name and int(name["year"]) != year:
        yield f"the name says {name['year']}, column t says {year}"
    if year >= today.year:
        yield f"{year} isn't over on {today}"
    if not len(release.flows):
        yield f"none of its {release.rows:,} rows has a code that is held"


def _broken_rows(flows: pl.DataFrame, countries: Collection[int]) -> Iterator[str]:
    """Rows that can't be."""
    doubled = len(flows) - flows.select("t", *KEYS).n_unique()
    if doubled:
        yield f"{doubled:,} of {len(flows):,} flows stand there twice (same exporter, importer and code)"
    negative = flows.filter((pl.col("v") <= 0) | (pl.col("q") < 0)).height
    if negative:
        yield f"{negative:,} of {len(flows):,} flows have no value, or a value or a quantity below 0"
    unknown = sorted((set(flows["i"].drop_nulls()) | set(flows["j"].drop_nulls())) - set(countries))
    if unknown:
        yield f"{len(unknown)} country numbers that nobody knows: {_listed(unknown)}"


def _doubts(release: Release, held: pl.DataFrame) -> Iterator[str]:
    """How the year differs from those that are held."""
    (year,), flows = release.years, release.flows
    years = sorted(set(held["t"]) - {year})
    if not NAME.fullmatch(release.path.name):
        yield f"the name isn't CEPII's (BACI_{REVISION}_Y{year}_V....csv): nothing says which HS revision it is of"
    if year > years[-1] + 1 or year < years[0]:
        yield f"{year} doesn't follow on {years[0]} to {years[-1]}, which are held"
    near = max((y for y in years if y < year), default=years[0])
    before = held.filter(pl.col("t") == near)
    yield from _sizes(flows, before, near)
    yield from _prices(flows, before, near)
    yield from _partners(flows, before, near)
    yield from _codes(flows, before, near)
    yield from _relabelled(flows, held, years)


def _sizes(flows: pl.DataFrame, before: pl.DataFrame, near: int) -> Iterator[str]:
    yield from FLOWS.doubt(len(flows) / len(before), f"{len(flows):,} flows, {len(before):,} in {near}")
    kept = before.join(flows, on=KEYS, how="semi").height
    yield from GO_ON.doubt(kept / len(before), f"{kept:,} of {len(before):,} of {near}")
    for bound, column, unit in ((VALUE, "v", "thousand USD"), (TONNES, "q", "t")):
        now, then = float(flows[column].sum()), float(before[column].sum())
        yield from bound.doubt(now / then, f"{now:,.0f} {unit}, {then:,.0f} in {near}")
    measured = flows.filter(pl.col("q") > 0).height
    yield from MEASURED.doubt(measured / len(flows), f"{measured:,} of {len(flows):,}")


def _prices(flows: pl.DataFrame, before: pl.DataFrame, near: int) -> Iterator[str]:
    now, then = (
        frame.filter((pl.col("q") > 0) & (pl.col("v") > 0)).with_columns((pl.col("v") / pl.col("q")).log().alias("u"))
        for frame in (flows, before)
    )
    change = now.join(then, on=KEYS, suffix="_then").select(pl.col("u") - pl.col("u_then"))["u"]
    if not len(change):
        yield f"no flow has a quantity in {near} and now: unit values can't be compared"
        return
    middle, size = change.exp().median(), change.abs().median()
    detail = f"{len(change):,} flows with a quantity in {near} and now"
    yield from PRICE.doubt(float(middle), detail)  # type: ignore[arg-type]
    yield from PRICE_SIZE.doubt(float(size), detail)  # type: ignore[arg-type]
    yield from _code_prices(now, then, near)


def _code_prices(now: pl.DataFrame, then: pl.DataFrame, near: int) -> Iterator[str]:
    """Unit values code by code: one good in another unit shows here."""
    of_year = [f.group_by("k").agg((pl.col("v").sum() / pl.col("q").sum()).alias("u")) for f in (now, then)]
    both = of_year[0].join(of_year[1], on="k", suffix="_then").with_columns(
        (pl.col("u") / pl.col("u_then")).alias("ratio")
    )  # fmt: skip
    off = both.filter((pl.col("ratio") > UNIT_VALUE_FACTOR) | (pl.col("ratio") < 1 / UNIT_VALUE_FACTOR)).sort("k")
    if len(off) > CODES_OFF * len(both):
        named = [f"{k:06d} x{ratio:.3g}" for k, ratio in off.select("k", "ratio").iter_rows()]
        yield (
            f"unit values of {len(off)} of {len(both)} codes differ more than {UNIT_VALUE_FACTOR:g}-fold "
            f"from {near}: {_listed(named)}"
        )


def _partners(flows: pl.DataFrame, before: pl.DataFrame, near: int) -> Iterator[str]:
    largest = before.group_by("i").agg(pl.col("v").sum()).sort(["v", "i"], descending=[True, False]).head(LEADING)
    missed = [i for i in largest["i"] if i not in set(flows["i"])]
    if len(missed) > LEADING_MISSED:
        words = f"of the {len(largest)} largest exporters of {near}, {len(missed)} sell nothing"
        yield f"{words} (country numbers {_listed(missed)})"


def _codes(flows: pl.DataFrame, before: pl.DataFrame, near: int) -> Iterator[str]:
    lost = sorted(set(before["k"]) - set(flows["k"]))
    if len(lost) > CODES_LOST:
        named = _listed([f"{code:06d}" for code in lost])
        yield f"{len(lost)} codes traded in {near} are absent, as in a later revision of HS: {named}"


def _relabelled(flows: pl.DataFrame, held: pl.DataFrame, years: list[int]) -> Iterator[str]:
    """The year may be another one under a new name."""
    same = held.filter(pl.col("t").is_in(years)).join(flows, on=[*KEYS, "v", "q"], how="semi")
    counts = same.group_by("t").len().sort(["len", "t"], descending=True)
    if len(counts) and counts["len"][0] > SAME_VALUES * len(flows):
        share = counts["len"][0] / len(flows)
        yield f"{share:.0%} of its flows have value and quantity of {counts['t'][0]} to the last digit"


def _listed(items: list[str] | list[int]) -> str:
    more = f" and {len(items) - SHOWN} more" if len(items) > SHOWN else ""
    return ", ".join(map(str, items[:SHOWN])) + more
