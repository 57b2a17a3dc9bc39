"""A published model in memory: everything that a score is a function of, besides the BOM and the date."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.bundle.known import known_on
from service.risk.bundle.track_record import RecordGroup, decode, report
from service.risk.controls.measures import Status
from service.risk.controls.register import Register, Wanted
from service.risk.evidence.claims import PRICE, Evidence, known
from service.risk.evidence.facts import Facts
from service.risk.evidence.ledger import Ledger
from service.risk.evidence.statements import Statements
from service.risk.evidence.table_figures import Tables
from service.risk.evidence.trade import structure_year
from service.risk.materials.resolve import Resolver
from service.risk.price_pressure import forecast
from service.risk.price_pressure.model import PricePressureModel
from service.risk.price_pressure.pressure import PricePressure
from service.risk.product.best_source import BestSource, best_source
from service.risk.product.expected_cost import price_of
from service.risk.purchase.basket import Alike, Purchase
from service.risk.source_shock.epoch import Epoch
from service.risk.source_shock.hazards import SWITCHED_OFF, Hazards, hazards, without
from service.risk.source_shock.restriction import RestrictionModel
from service.risk.source_shock.worlds import Worlds
from service.risk.supply_chain.sourcing import Sourcing
from service.risk.vocabulary import Form

RECORD, CARD = "track_record.csv.gz", "card.md"
PAPERS = (RECORD, CARD)
"""What people read; scoring doesn't need it, its digests are checked all the same."""
EPOCHS_KEPT = 4
"""Days whose hazards and worlds are kept: some 5 MB each, 20 MB where many countries and end uses are named. Dashboards
ask for today, histories for one day after the other."""
GRACE_DAYS = 183
"""Days after the newest evidence on which a score rests on it as it stands: tables are read anew twice a year."""
KNOWN_KEPT = 1
"""Days whose knowledge is kept, as a kernel of its own."""
BEST_KEPT, ACTS_KEPT, PRESSURES_KEPT = 2_048, 64, 512
"""Goods whose best source is kept, acts whose absence is, and price pressures: none depends on a BOM."""


@dataclass
class Kernel:
    """Everything a score is a function of, besides the BOM and the date."""

    restriction: RestrictionModel
    price: PricePressureModel
    facts: Facts
    resolver: Resolver
    documents: dict[str, dict[str, Any]]
    statements: Statements
    """What the source documents say without a figure; none of it enters a score."""
    manifest: dict[str, Any]
    sha256: str
    papers: Mapping[str, bytes]
    """Track record and card by file name, as they were published."""
    room: int = field(default=1, kw_only=True)
    """How many times as much as in a web service a day's store may hold."""
    ended: date | None = field(default=None, kw_only=True)
    """Day on which the evidence ended, where that is asked for."""

    def __post_init__(self) -> None:
        self.hazards = lru_cache(maxsize=EPOCHS_KEPT)(self._hazards)
        self.epoch = lru_cache(maxsize=EPOCHS_KEPT)(self._epoch)
        self.restriction_without = lru_cache(maxsize=ACTS_KEPT)(self._restriction_without)
        self.price_pressure = lru_cache(maxsize=PRESSURES_KEPT)(self._price_pressure)
        self.best_source = lru_cache(maxsize=BEST_KEPT)(self._best_source)
        self.known = lru_cache(maxsize=KNOWN_KEPT)(self._known)
        self.element_price = lru_cache(maxsize=EPOCHS_KEPT)(self._element_price)
        self.alike: Alike = {}
        self.assumed: dict[Hashable, Epoch] = {}  # by what scenarios assume, which is none of the kernel's business
        self.sourcing = Sourcing(self.facts.evidence, self.facts.trade)

    def _known(self, day: date) -> Kernel:
        """The model whose evidence ended on a day. Remembered by ``known``."""
        return self if day >= self.newest_evidence else replace(self, facts=known_on(self.facts, day), ended=day)

    def _best_source(self, good: Purchase, on: date) -> BestSource | None:
        """The best single maker of a good that declares no mix. Remembered by ``best_source``."""
        return best_source(good, self.epoch(on), self.sourcing)

    def _restriction_without(self, measure_id: str, on: date) -> NDArray[np.float64]:
        """Restriction hazards of a day (countries and elements as its epoch has them) if a measure and what was
        announced with it were not in the register. Remembered by ``restriction_without``."""
        gone = self.register.announced_with(measure_id)
        left = [measure for measure in self.register.measures if measure.measure_id not in gone]
        register = Register(left, "", unverified=self.register.unverified)
        changed = hazards(replace(self.facts, register=register), self.restriction, on, self.last_day)
        central = self.hazards(on)
        restriction = central.restriction.copy()
        row = {country: n for n, country in enumerate(changed.countries)}
        for n, country in enumerate(central.countries):
            if country in row:
                restriction[n] = changed.restriction[row[country]]
        return restriction

    def _element_price(self, on: date) -> Callable[[str], float | None]:
        """What an element cost on a day. Remembered by ``element_price``."""
        return price_of(self.evidence, on)

    def _price_pressure(self, element: str, form: Form, on: date) -> PricePressure | None:
        """Price pressure on an element's form; ``None`` where nothing is known of its price. Remembered by
        ``price_pressure``."""
        return forecast.price_pressure(self.facts, self.price, element, form, on)

    def _hazards(self, on: date) -> Hazards:
        """Hazards of a day. Remembered by ``hazards``."""
        return hazards(self.facts, self.restriction, on, self.last_day)

    def _epoch(self, on: date) -> Epoch:
        """Hazards and worlds of a day. Remembered by ``epoch``."""
        table = self.hazards(on)
        off = {name: without(table, families) for name, families in SWITCHED_OFF.items()}
        return Epoch(table, self.worlds, off, room=self.room)

    @cached_property
    def worlds(self) -> Worlds:
        """The one set of worlds."""
        return Worlds()

    @property
    def version(self) -> str:
        """Version of the bundle."""
        return str(self.manifest["version"])

    @cached_property
    def newest_evidence(self) -> date:
        """Day by which everything in the evidence is known: the newest publication, announcement, or end of a price's
        period. A price is known from that end, and a document dated to the first of a month may hold the month."""
        claims = self.facts.evidence.claims
        prices = [date.fromisoformat(c.valid_to) for c in claims if c.quantity == PRICE and c.valid_to]
        measures = [measure.published for measure in self.register.measures]
        newest = max([c.published for c in claims] + prices + measures)
        return newest if self.ended is None else min(newest, self.ended)  # slow properties are kept from later

    @property
    def last_day(self) -> date:
        """The last day on which a score rests on the evidence as it stands."""
        return self.newest_evidence + timedelta(days=GRACE_DAYS)

    def days_beyond(self, on: date) -> int:
        """Days by which a day lies beyond the evidence, 0 up to ``last_day``."""
        return max(0, (on - self.last_day).days)

    def newest_of(self, on: date) -> dict[str, date]:
        """Last day of the newest register entry, price and year of trade that are held and known on a day."""
        claims = self.facts.evidence.query(PRICE)
        prices = [date.fromisoformat(c.valid_to) for c in claims if c.valid_to and known(c, on)]
        newest = {"register": self.register.newest(on), "prices": max(prices, default=None)}
        if self.facts.trade.last_year is not None:
            newest["trade"] = date(structure_year(on, self.facts.trade.last_year), 12, 31)
        return {name: day for name, day in newest.items() if day}

    def unknown_measures(self, on: date) -> int:
        """Measures of which nobody knows on a day whether they are in force."""
        return len(self.register.query(on, on, Wanted(status=Status.UNKNOWN)))

    @cached_property
    def ledger(self) -> Ledger:
        """Every figure under its id."""
        tables = Tables(self.facts.trade, self.facts.governance, str(self.manifest["trade_data"]))
        return Ledger(self.evidence, tables, self.documents)

    @cached_property
    def track_record(self) -> list[RecordGroup]:
        """What the frozen walk-forward forecasts came to."""
        return report(decode(self.papers[RECORD]))

    @property
    def evidence(self) -> Evidence:
        """The claims."""
        return self.facts.evidence

    @property
    def register(self) -> Register:
        """The register of export controls."""
        return self.facts.register
