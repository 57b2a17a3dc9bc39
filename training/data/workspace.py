"""What the commands share: the archive read, the tables, and the panel of exporters, each on first use."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console

from service.risk.evidence.facts import Facts
from service.risk.evidence.trade import Trade
from training.data import archive, baci_years
from training.data.exports import exports
from training.data.facts import facts_of
from training.data.trade_tables import trade_of


@dataclass
class Workspace:
    """The cache folder and everything read from it."""

    cache: Path
    console: Console = field(default_factory=lambda: Console(stderr=True))
    unverified: bool = False
    """Whether measures of confidence C (recalled, not seen) act."""
    panel: pl.DataFrame | None = field(default=None, init=False, repr=False)
    """The panel of exporters, once ``exporters.read`` has made it."""

    @cached_property
    def flows(self) -> pl.DataFrame:
        """Trade flows of the archive and of years added."""
        with self.console.status("reading trade flows"):
            return archive.read_flows(self.cache)

    @cached_property
    def trade(self) -> Trade:
        """Look-up tables of the rare-earth codes."""
        with self.console.status("laying out trade"):
            return trade_of(self.flows)

    @cached_property
    def exports(self) -> pl.DataFrame:
        """What each country exported of each code, year by year."""
        with self.console.status("adding up exports"):
            return exports(self.flows)

    @cached_property
    def governance(self) -> dict[str, dict[int, float]]:
        """Political instability by country and year."""
        return archive.read_governance(self.cache)

    @property
    def last_year(self) -> int:
        """Newest year of trade."""
        return int(self.flows["t"].max())  # type: ignore[arg-type]

    @cached_property
    def facts(self) -> Facts:
        """The tables and the archive."""
        return facts_of(self.trade, self.governance, unverified=self.unverified)

    def added_years(self) -> list[dict[str, Any]]:
        """The years that were added to the archive, as a bundle records them."""
        return [{**asdict(one), "against": list(one.against)} for one in baci_years.added(self.cache)]

    def data_key(self) -> str:
        """Digest of the trade data: the pinned archive and the years added to it."""
        digest = hashlib.sha256(archive.SHA256.encode())
        for path in sorted(self.cache.glob("baci_*.parquet")):
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()[:16]
