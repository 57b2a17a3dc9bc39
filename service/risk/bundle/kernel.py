"""A published model in memory: everything that a score is a function of, besides the BOM and the date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from service.risk.bundle.track_record import Group, decode, report
from service.risk.controls.register import Register
from service.risk.disruption.exposure import Facts
from service.risk.disruption.joint_probability import Quadrature
from service.risk.disruption.model import Model
from service.risk.evidence.claims import PRICE, Evidence
from service.risk.evidence.ledger import Ledger
from service.risk.evidence.table_figures import Tables
from service.risk.materials.resolve import Resolver

RECORD, CARD, REPORT = "track_record.csv.gz", "card.md", "report.html"
PAPERS = (RECORD, CARD, REPORT)
"""What people read; scoring doesn't need it, its digests are checked all the same."""


@dataclass
class Kernel:
    """Everything a score is a function of, besides the BOM and the date."""

    model: Model
    facts: Facts
    resolver: Resolver
    documents: dict[str, dict[str, Any]]
    quadrature: Quadrature
    manifest: dict[str, Any]
    sha256: str
    papers: Mapping[str, bytes]
    """Track record, card and report by file name, as they were published."""

    def __post_init__(self) -> None:
        # Everything that these depend on is fixed for the life of the kernel; ``assess`` and ``shown`` bound them.
        self.assessed: dict[Any, Any] = {}
        """Assessed hazards by key."""
        self.shown: dict[Any, Any] = {}
        """What an answer shows of a hazard's supply and of the register around it, by key."""

    @property
    def version(self) -> str:
        """Version of the bundle."""
        return str(self.manifest["version"])

    @cached_property
    def newest_evidence(self) -> date:
        """Day by which everything in the evidence is known: the newest publication, end of a price's period (a price is
        known from there, and a document dated to the first of a month may hold the month) or announcement."""
        claims = self.facts.evidence.claims
        prices = [date.fromisoformat(c.valid_to) for c in claims if c.quantity == PRICE and c.valid_to]
        measures = [m.announced or m.effective for m in self.facts.register.measures]
        return max([c.published for c in claims] + prices + [day for day in measures if day])

    @cached_property
    def ledger(self) -> Ledger:
        """Every figure under its id."""
        tables = Tables(self.facts.trade, self.facts.governance, str(self.manifest["trade_data"]))
        return Ledger(self.evidence, tables, self.documents)

    @cached_property
    def track_record(self) -> list[Group]:
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
