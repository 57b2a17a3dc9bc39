"""What the commands share: the archive read, the facts, and a panel that is rebuilt only when something it depends on
changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from service.risk.bundle import storage
from service.risk.disruption.exposure import Facts
from service.risk.disruption.features import NAMES
from service.risk.evidence.trade import Trade
from training.data import archive
from training.data import disruption_panel as panels
from training.data.disruption_panel import Panel
from training.data.facts import commodity_names, entering, facts_of

ROOT = Path(__file__).resolve().parents[2]
BUILDERS = (
    "data/archive.py",
    "data/disruption_panel.py",
    "data/facts.py",
    "derived/mine_shares.py",
    "derived/mining.py",
)
"""Modules of ``training`` whose code shapes the panel, beside all of ``service/risk``."""


@dataclass
class Workspace:
    """The cache folder and everything read from it, each on first use."""

    cache: Path
    console: Console = field(default_factory=lambda: Console(stderr=True))
    unverified: bool = False
    """Whether measures of confidence C (recalled, not seen) act."""

    @cached_property
    def flows(self) -> pl.DataFrame:
        """Trade flows of the archive and of years added."""
        with self.console.status("reading trade flows"):
            return archive.read_flows(self.cache)

    @cached_property
    def trade(self) -> Trade:
        """Lookup tables of all codes."""
        with self.console.status("laying out trade"):
            return panels.trade_of(self.flows)

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
        """Facts as training sees them: prices of the panel's own years come from trade."""
        return facts_of(self.trade, self.governance, self.last_year, unverified=self.unverified)

    def data_key(self) -> str:
        """Digest of the trade data: the pinned archive and the years added to it."""
        return self._digest([*self.cache.glob("baci_*.parquet")])

    def key(self, last_year: int) -> str:
        """Digest of all that a panel of trade through ``last_year`` depends on: data, the rows of the evidence tables
        that enter it and the code that encodes them."""
        code = [*(ROOT / "service" / "risk").rglob("*.py"), *(ROOT / "training" / name for name in BUILDERS)]
        rows = storage.revision(entering(last_year))
        return self._digest([*self.cache.glob("baci_*.parquet"), *code]) + rows

    def _digest(self, files: list[Path]) -> str:
        digest = hashlib.sha256(archive.SHA256.encode())
        named = {p.relative_to(ROOT).as_posix() if p.suffix == ".py" else p.name: p for p in files}
        for name, path in sorted(named.items()):
            digest.update(name.encode() + hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()[:16]

    @cached_property
    def panel(self) -> Panel:
        """The panel, from the cache when nothing changed."""
        folder = self.cache / ("panel-unverified" if self.unverified else "panel")
        stamp = folder / "key.json"
        if stamp.exists():
            state = json.loads(stamp.read_text())
            if state["key"] == self.key(state["last_year"]):
                return self._read(folder)
        built = self._build()
        self._write(built, folder)
        return built

    def _build(self) -> Panel:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:,.0f} rows"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.console) as bars:
            task = bars.add_task("encoding cells", total=None)
            return panels.build(self.flows, self.facts, commodity_names(), progress=lambda n: bars.advance(task, n))

    def _write(self, built: Panel, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "key.json").unlink(missing_ok=True)
        built.cells.write_parquet(folder / "cells.parquet")
        built.dropped.write_parquet(folder / "dropped.parquet")
        for vintage, matrix in built.features.items():
            np.save(folder / f"{vintage}.npy", matrix)
        state = {"key": self.key(built.last_year), "last_year": built.last_year, "features": NAMES}
        (folder / "key.json").write_text(json.dumps(state))

    def _read(self, folder: Path) -> Panel:
        state = json.loads((folder / "key.json").read_text())
        features = {v: np.load(folder / f"{v}.npy") for v in panels.VINTAGES}
        return Panel(
            pl.read_parquet(folder / "cells.parquet"),
            features,
            pl.read_parquet(folder / "dropped.parquet"),
            state["last_year"],
        )
