"""Mine output by element and country: what each country mines x what its deposits hold.

Nobody publishes who mines how much dysprosium. For each edition of the USGS Mineral Commodity Summaries that splits
the world by country, and its newest year:

    tonnes(country, element) = sum over its ores of [production x part of the ore] x [part of the element in TREO]
    share(country, element)  = tonnes(country, element) / sum over all countries of tonnes(country, element)

- Production: USGS, World Mine Production and Reserves table, t REO; as printed, without error bounds.
- Deposit compositions: USGS, Minerals Yearbook 2022, Table 2, after the authors named there. Several deposits of one
  ore give an interval (lowest to highest) around their plain mean. An element that a source leaves blank lies between
  nothing and the other elements' remainder of 100 %. Its centre is its part of that remainder, split as the mean of all
  other deposits.
- China: its ores are split as its mining quotas are. The first batch of 2024 is the newest that was published by ore
  and group (Fastmarkets). The first batch of 2023 and the full year 2021 bound it. China Northern Rare Earth's quota is
  Bayan Obo; the other rock ore is Sichuan's and Shandong's. Nobody counts output beyond the quotas.
- Countries without a published composition take their nearest published relative (``ORES``). Where not even the kind of
  ore is known, the centre is the mean composition of all known output. The bounds are those of all deposits. Both carry
  ``engineering_estimate``.

The ends of a share are corners: the country at its lowest and all others at their highest, and the reverse. They hold
the uncertainty of compositions and of China's split, not of tonnages. Scandium isn't in these statistics.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from service.risk.evidence.claims import Claim
from service.risk.vocabulary import ELEMENTS
from training.tables.reader import Problem, TableError

DEPOSIT = "deposit_share_of_treo"
EDITION = re.compile(r"usgs-mcs(\d{4})")
MINED = tuple(symbol for symbol in ELEMENTS if symbol != "Sc")
ION, SANDS = ("xunwu", "xinfeng", "longnan"), ("manavalakurichi", "nangang")
OTHER_ROCK = ("maoniuping", "dechang", "weishan")


@dataclass(frozen=True)
class Range:
    """Low, central and high value."""

    low: float
    central: float
    high: float

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.central + other.central, self.high + other.high)

    def __mul__(self, other: Range) -> Range:
        return Range(self.low * other.low, self.central * other.central, self.high * other.high)


@dataclass(frozen=True)
class Ore:
    """What stands for a country's output, and why if it isn't its own. Without ``deposits`` nothing is known."""

    deposits: tuple[str, ...]
    standing_in: str = ""


ORES = {
    "USA": Ore(("mountain_pass",)),
    "AUS": Ore(("mt_weld_cld",)),
    "RUS": Ore(("lovozero",)),
    "IND": Ore(("manavalakurichi",)),
    "MMR": Ore(("xunwu", "xinfeng"), "clays across the border from China's; no composition found"),
    "BRA": Ore(ION, "Serra Verde is an ion-adsorption clay; no composition found"),
    "MDG": Ore(SANDS, "monazite of mineral sands; no composition found"),
}
"""Country -> its ore. Countries not named have an unknown one."""
UNKNOWN_ORE = Ore((), "neither composition nor kind of ore found")

Composition = dict[str, Range]


def compositions(claims: Iterable[Claim]) -> dict[str, Composition]:
    """Deposit -> element -> part in total rare earth oxides, blanks filled (see the module's text)."""
    printed: dict[str, Composition] = {}
    for c in claims:
        if c.quantity == DEPOSIT and c.use == "model":
            low, high = c.bounds
            printed.setdefault(c.basis, {})[c.scope] = Range(low, c.centre, high)
    return {deposit: _filled(known, printed) for deposit, known in printed.items()}


def _filled(known: Composition, printed: Mapping[str, Composition]) -> Composition:
    """A composition with every element. The blanks share what the printed elements leave of one."""
    left = max(0.0, 1.0 - sum(part.central for part in known.values()))
    blank = [symbol for symbol in MINED if symbol not in known]
    usual = {s: fmean([c[s].central for c in printed.values() if s in c] or [0.0]) for s in blank}
    total = sum(usual.values()) or 1.0
    return known | {s: Range(0.0, left * usual[s] / total, left) for s in blank}


def blended(deposits: Sequence[Composition]) -> Composition:
    """One ore out of several deposits whose weights nobody publishes: lowest, mean and highest."""
    return {
        symbol: Range(
            min(d[symbol].low for d in deposits),
            fmean(d[symbol].central for d in deposits),
            max(d[symbol].high for d in deposits),
        )
        for symbol in MINED
    }


@dataclass(frozen=True)
class OreSplit:
    """China's mining quotas by ore: tonnes of Bayan Obo, other rock and ion-adsorption ore per tonne of all, and the
    claims behind them. ``through`` is the year of the newest quota."""

    bayan_obo: Range
    rock: Range
    ion: Range
    sources: tuple[Claim, ...]
    through: int

    def parts(self) -> tuple[tuple[Range, tuple[str, ...]], ...]:
        """Part of each ore in the output, with its deposits."""
        return (self.bayan_obo, ("bayan_obo",)), (self.rock, OTHER_ROCK), (self.ion, ION)


def split_of(claims: Iterable[Claim], tonnes: float) -> OreSplit:
    """China's split from the quotas in ``claims`` for an output of ``tonnes``.

    The newest first batch gives the centre. The bounds are those of all first batches and of the newest full year. Its
    ion-adsorption quota stood at one tonnage from 2018 to 2021, so it is read as tonnes. Raises ``TableError`` without
    a first batch that is split by group.
    """
    quotas = [c for c in claims if c.quantity == "mining_quota"]
    names = ("first_batch_rock_northern", "first_batch_rock_others", "first_batch_ion_adsorption")
    batches: dict[str, list[Claim]] = {}
    for c in quotas:
        if c.basis in names:
            batches.setdefault(c.valid_from[:4], []).append(c)
    whole = {
        year: sorted(rows, key=lambda c: names.index(c.basis))
        for year, rows in batches.items()
        if len(rows) == len(names)
    }
    if not whole:
        fix = f"add the three quotas of a first batch: {', '.join(names)}"
        raise TableError([Problem("statistics.csv", 1, "quantity", "no mining_quota by ore and group", fix)])
    newest = max(whole)
    readings = {year: [c.centre / sum(r.centre for r in rows) for c in rows] for year, rows in whole.items()}
    years = [c for c in quotas if c.basis == "ion_adsorption"]
    year = max(years, key=lambda c: c.valid_from) if years else None
    ion = [parts[2] for parts in readings.values()] + ([year.centre / tonnes] if year else [])
    northern = [parts[0] / (parts[0] + parts[1]) for parts in readings.values()]
    centre = readings[newest]
    return OreSplit(
        Range(min(northern) * (1 - max(ion)), centre[0], max(northern) * (1 - min(ion))),
        Range((1 - max(northern)) * (1 - max(ion)), centre[1], (1 - min(northern)) * (1 - min(ion))),
        Range(min(ion), centre[2], max(ion)),
        tuple(c for rows in whole.values() for c in rows) + ((year,) if year else ()),
        int(newest),
    )


@dataclass(frozen=True)
class Output:
    """One country's output of every element in an edition's newest year, with the claims behind it."""

    country: str
    mined: float
    tonnes: Composition
    sources: tuple[Claim, ...]
    standing_in: str

    def named(self, symbol: str) -> list[str]:
        """Ids of the claims behind one element: production, quotas, and the element's part in each deposit."""
        return [c.claim_id for c in self.sources if c.quantity != DEPOSIT or c.scope == symbol]


def world_of(productions: Sequence[Claim], claims: Sequence[Claim]) -> list[Output]:
    """Every country's output by element. Raises ``TableError`` where a deposit of ``ORES`` has no composition."""
    known = [p for p in productions if p.geography == "CHN" or p.geography in ORES]
    world = [_known_output(p, claims) for p in known]
    total = sum(o.mined for o in world)
    usual = {s: sum(o.tonnes[s].central for o in world) / total for s in MINED}
    bounds = blended(list(compositions(claims).values()))
    unknown = {s: Range(bounds[s].low, usual[s], bounds[s].high) for s in MINED}
    held = tuple(c for c in claims if c.quantity == DEPOSIT and c.use == "model")
    for p in productions:
        if p not in known:
            world.append(Output(p.geography, p.centre, _times(p.centre, unknown), (p, *held), UNKNOWN_ORE.standing_in))
    return world


def _known_output(production: Claim, claims: Sequence[Claim]) -> Output:
    known, country = compositions(claims), production.geography
    parts: tuple[tuple[Range, tuple[str, ...]], ...]
    quotas: tuple[Claim, ...] = ()
    if country == "CHN":
        split = split_of(claims, production.centre)
        parts, quotas = split.parts(), split.sources
    else:
        parts = ((Range(1.0, 1.0, 1.0), ORES[country].deposits),)
    used = {deposit for _, deposits in parts for deposit in deposits}
    if missing := sorted(used - known.keys()):
        wrong, fix = f"no composition of {', '.join(missing)}", "add its deposit_share_of_treo rows"
        raise TableError([Problem("statistics.csv", 1, "basis", wrong, fix)])
    mean = dict.fromkeys(MINED, Range(0.0, 0.0, 0.0))
    for part, deposits in parts:
        ore = blended([known[d] for d in deposits])
        mean = {s: mean[s] + part * ore[s] for s in MINED}
    held = tuple(c for c in claims if c.quantity == DEPOSIT and c.use == "model" and c.basis in used)
    standing_in = ORES[country].standing_in if country in ORES else ""
    tonnes = _times(production.centre, mean)
    return Output(country, production.centre, tonnes, (production, *quotas, *held), standing_in)


def _times(tonnes: float, composition: Composition) -> Composition:
    return {s: Range(tonnes, tonnes, tonnes) * part for s, part in composition.items()}


def share_of(symbol: str, output: Output, world: Sequence[Output]) -> Range:
    """A country's share of the world's output of an element, 0..1, with corner bounds."""
    mine = output.tonnes[symbol]
    others = [o.tonnes[symbol] for o in world if o is not output]

    def share(own: float, rest: float) -> float:
        return own / (own + rest) if own + rest else 0.0

    return Range(
        share(mine.low, sum(o.high for o in others)),
        share(mine.central, sum(o.central for o in others)),
        share(mine.high, sum(o.low for o in others)),
    )


def editions(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Edition -> country rows of its newest year, for editions that split the world (China is in them)."""
    claims_by_edition: dict[str, list[Claim]] = {}
    for c in claims:
        if c.quantity == "mine_production" and EDITION.fullmatch(c.document) and c.geography != "WLD":
            claims_by_edition.setdefault(c.document, []).append(c)
    newest = {name: max(c.valid_from for c in rows) for name, rows in claims_by_edition.items()}
    split = {
        n: [c for c in rows if c.valid_from == newest[n] and c.centre > 0]
        for n, rows in sorted(claims_by_edition.items())
    }
    return {name: rows for name, rows in split.items() if any(c.geography == "CHN" for c in rows)}
