"""Stand-ins for the kernel, with the attribute names of the wire. Scores are cheap and depend on the BOM."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from service.risk import record
from service.risk.answer import Standing
from service.risk.bom import Bom, Line
from service.risk.composition import Unresolved
from service.risk.errors import BomError, BundleError, FieldError, ReceiptError
from service.risk.evidence import Claim, Evidence
from service.risk.gaps import Gap
from service.risk.ledger import Ledger
from service.risk.stage_supply import Interval, Place, StageSupply
from service.risk.supply import Stage
from service.risk.tables import Tables
from service.risk.trade import Trade


@dataclass(frozen=True)
class Coverage:
    lines: float = 1.0
    mass: float | None = 1.0
    value: float | None = None


@dataclass(frozen=True)
class Reading:
    material_id: str | None = None
    name: str | None = None
    form: str = "magnet"
    method: str = "grade"
    confidence: str = "certain"


@dataclass(frozen=True)
class LineScore:
    line_id: str
    score: float | None
    probability: float | None
    hazards: tuple[str, ...]
    score_without: float | None
    mass_g: Decimal | None = None
    value: Decimal | None = None
    expected_cost_increase: float | None = None
    reading: Reading | None = Reading()


@dataclass(frozen=True)
class Contributions:
    baseline: float = -1.2
    concentration: float = 0.2
    export_control: float = 0.15
    substitution: float = 0.0
    market: float = 0.05


@dataclass(frozen=True)
class Share:
    country: str
    share: tuple[Decimal, ...]


@dataclass(frozen=True)
class HazardScore:
    id: str
    element: str
    form: str = "magnet"
    weakest_stage: str | None = "separation"
    probability: float = 0.31
    interval: tuple[float, float] = (0.22, 0.45)
    calibration: str = "extrapolated"
    contributions: Contributions = Contributions()
    supply: Mapping[str, tuple[Share, ...]] = field(default_factory=dict)
    mass_g: Decimal | None = Decimal("14.4")
    mass_range_g: tuple[Decimal, Decimal] | None = (Decimal("6"), Decimal("54"))
    value: Decimal | None = None
    expected_cost_increase: float | None = None
    figures: tuple[str, ...] = ("claim-1", "baci-imports-284610-DEU-2024")
    controls: tuple[str, ...] = ()
    register: tuple[Standing, ...] = ()
    defaults: tuple[str, ...] = ("separation: world mix",)


@dataclass(frozen=True)
class Driver:
    without: Mapping[str, str]
    score: float | None


@dataclass(frozen=True)
class ModelRef:
    version: str
    sha256: str
    vintage: str = "operational"
    trained_through: int = 2023
    structure_through: int = 2024
    prices_through: str = "2026-09"


@dataclass(frozen=True)
class Message:
    severity: str
    code: str
    pointer: str | None
    detail: str


@dataclass(frozen=True)
class Score:
    score: float | None
    probability: float | None
    interval: tuple[float, float] | None
    band: str | None
    percentile: float | None
    as_of: date
    window_start: date
    window_end: date
    lines: tuple[LineScore, ...]
    hazards: tuple[HazardScore, ...]
    drivers: tuple[Driver, ...]
    model: ModelRef
    receipt: str
    interval_figures: tuple[str, ...] = ()
    event: str = "supply-disruption/v1"
    horizon_days: int = 365
    status: str = "scored"
    in_sample_replay: bool = False
    coverage: Coverage = Coverage()
    expected_cost_increase: float | None = None
    evidence_revision: str = "e1"
    register_revision: str = "r1"
    messages: tuple[Message, ...] = ()


def _claim(claim_id: str, **more: Any) -> Claim:
    row = dict.fromkeys(Claim.__dataclass_fields__, "") | {
        "claim_id": claim_id, "quantity": "stage_share", "scope": "REE", "stage": "separation", "geography": "CHN",
        "basis": "output", "value_low": 0.9, "value": None, "value_high": 1.0, "unit": "share", "nature": "measured",
        "valid_from": "2024-01-01", "published": "2025-01-01", "document": "doc-1", "locator": "section 2",
        "source_class": "research", "use": "model",
    }  # fmt: skip
    return Claim.from_row(row | more)


class FakeEvidence(Evidence):
    """Real claims, with a supply that has a gap and a place."""

    def _supply(self, subject: str, stage: Stage, on: date) -> StageSupply:
        if stage is not Stage.SEPARATION:
            return StageSupply(stage, {}, {}, Gap.NOTHING_PUBLISHED)
        share = Interval(0.9, 0.95, 1.0, ("claim-1",))
        return StageSupply(
            stage, {"MYS": Interval(0, 0.05, 0.1, ()), "CHN": share}, {"CHN": (Place("B", "REE", share),)}
        )


def ledger() -> Ledger:
    """Two shares that disagree, one of them in a public statistic, a recycling rate, and a year of trade."""
    claims = [
        _claim("claim-1", flag="self_reported;conflicts:claim-3"),
        _claim("claim-2", quantity="eol_rir", stage="", geography="EU27"),
        _claim("claim-3", value_low=None, value=0.7, value_high=None, document="statistic-1", published="2024-01-01"),
        _claim("claim-4", quantity="site_workforce", scope="", stage="", geography="", use="context", unit="count"),
    ]
    trade = Trade(
        imports={"284610": {2024: {"DEU": {"FRA": 0.75, "CHN": 0.25}}}}, import_value={"284610": {2024: {"DEU": 120.0}}}
    )
    documents = {
        name: {"title": title, "publisher": "P", "published": "2025", "url": "", "licence": ""}
        for name, title in (("doc-1", "A study"), ("statistic-1", "A table"))
    }
    return Ledger(FakeEvidence(claims), Tables(trade, {"CHN": {2024: 0.5}}, "digest"), documents)


@dataclass(frozen=True)
class Measure:
    measure_id: str = "CN-2025-18"
    jurisdiction: str = "CHN"
    authority: str = "MOFCOM"
    announcement: str = "2025 no. 18"
    instrument: str = "licence"
    severity: str = "strong"
    sign: str = "tightening"
    elements: frozenset[str] = frozenset({"Dy", "Tb"})
    hs92: frozenset[str] = frozenset({"284690"})
    stages: frozenset[str] = frozenset({"separation"})
    forms: frozenset[str] = frozenset({"oxide"})
    destinations: frozenset[str] = frozenset({"JPN"})
    end_uses: frozenset[str] = frozenset()
    commodity: str = "rare earths"
    announced: date | None = date(2025, 4, 4)
    effective: date | None = date(2025, 4, 4)
    ended: date | None = None
    suspended_from: date | None = None
    suspended_until: date | None = None
    unknown_since: date | None = None
    source: str = "official"
    locator: str = "article 1"
    confidence: str = "A"
    eases: frozenset[str] = frozenset()
    note: str = ""


class FakeRegister:
    def query(
        self,
        as_of: date,
        known_at: date,
        element: str | None = None,
        country: str | None = None,
        stage: str | None = None,
        status: str = "in_force",
        confidence: str = "A",
    ) -> list[tuple[Measure, str]]:
        measure = Measure()
        wanted = (element in measure.elements or element is None) and country in (None, measure.jurisdiction)
        assert measure.announced is not None
        wanted = wanted and (status, confidence) == ("in_force", measure.confidence)
        return [(measure, "in_force")] if wanted and as_of >= measure.announced <= known_at else []

    measures = (Measure(),)

    def __getitem__(self, measure_id: str) -> Measure:
        return {measure.measure_id: measure for measure in self.measures}[measure_id]

    def easing(self, measure: Measure, on: date, known_at: date | None = None) -> tuple[str, ...]:
        return ("CN-GL-2025-12",)

    def status(self, measure: Measure, on: date, known_at: date | None = None) -> str:
        assert measure.announced is not None
        return "in_force" if on >= measure.announced <= (known_at or date.max) else "not_yet_announced"


@dataclass(frozen=True)
class Fraction:
    low: Decimal = Decimal("0.28")
    central: Decimal = Decimal("0.29")
    high: Decimal = Decimal("0.32")


@dataclass(frozen=True)
class Composition:
    fractions: tuple[tuple[str, Fraction], ...] = (("Nd", Fraction()),)


@dataclass(frozen=True)
class Material:
    id: str = "ndfeb-n42sh"
    name: str = "NdFeB N42SH"
    material_class: str = "magnet"
    form: str = "magnet"
    composition: Composition = Composition()
    aliases: tuple[str, ...] = ("N42SH",)
    cas: tuple[str, ...] = ()
    nature: str = "published"
    source: str = "handbook"
    locator: str = "table 1"
    confidence: str = "B"
    note: str = ""


class FakeCatalogue:
    def __init__(self) -> None:
        self.materials = {"ndfeb-n42sh": Material()}

    def near(self, text: str) -> tuple[str, ...]:
        return ("NdFeB N42SH",)

    def resolve(self, line: Line) -> Unresolved:
        return Unresolved("unknown_material", f"{line.material} is not known.", self.near(""))


def frozen() -> record.Record:
    """A track record of two years: in each, half of the cells of a high and of a low forecast met the event."""
    cells = [
        (code, importer, year, forecast, event)
        for code in ("284610", "260300")
        for year in (2006, 2007)
        for importer, forecast, event in (("DEU", 0.1, 1), ("JPN", 0.6, 1), ("USA", 0.1, 0), ("FRA", 0.6, 0))
    ]
    code, importer, year, forecast, event = (np.array(column) for column in zip(*cells, strict=True))
    return record.Record(code, importer, year, forecast, np.full(len(cells), 0.25), event)


class FakeEngine:
    """Scores by counting lines. The material ``unscorable`` is refused as the kernel refuses; ``crash`` is a
    defect."""

    version = "fake-1"
    sha256 = "0" * 64

    def __init__(self, _path: Path = Path()) -> None:
        self.manifest: dict[str, Any] = {
            "bands": {"low": 0, "high": 40},
            "trained_through": 2023,
            "event": "supply-disruption/v1",
            "vintage": "operational",
            "track_record": {"sha256": "1" * 64},
        }
        self.frozen = frozen()
        self.track_record = record.report(self.frozen)
        self.forecasts = self.frozen.encode()
        self.card = b"# Chokepoint model fake-1\n"
        self.report = b"<!doctype html>\n<title>Chokepoint model fake-1</title>\n"
        self.ledger = ledger()
        self.evidence = self.ledger.evidence
        self.register = FakeRegister()
        self.materials = FakeCatalogue()
        self.scored = 0

    def score(self, bom: Bom, as_of: date) -> Score:
        self.scored += 1
        refused = [
            FieldError(f"/lines/{i}/material", "unknown_unit", "no such thing; write another")
            for i, line in enumerate(bom.lines)
            if line.material == "unscorable"
        ]
        if refused:
            raise BomError("The BOM can't be scored.", refused)
        if any(line.material == "crash" for line in bom.lines):
            raise RuntimeError("a defect of the kernel")
        return self._score([line.line_id for line in bom.lines], bom.buyer_country, as_of)

    def rescore(self, receipt: str) -> Score:
        try:
            lines, buyer, day = json.loads(base64.urlsafe_b64decode(receipt))
        except ValueError as error:
            raise ReceiptError(
                "The receipt is damaged.", [FieldError("/receipt", "damaged", "send it whole")]
            ) from error
        return self._score(lines, buyer, date.fromisoformat(day))

    def _score(self, line_ids: list[str], buyer: str, as_of: date) -> Score:
        probability = 1 - 0.7 ** len(line_ids)
        supply = {
            "separation": (
                Share("CHN", (Decimal("0.85"), Decimal("0.9"), Decimal(1))),
                Share("WLD", (Decimal(0),)),
            )
        }
        text = json.dumps([line_ids, buyer, as_of.isoformat()])
        return Score(
            score=100 * probability,
            probability=probability,
            interval=(probability / 2, (1 + probability) / 2),
            band="high",
            percentile=0.71,
            as_of=as_of,
            window_start=as_of,
            window_end=as_of + timedelta(days=364),
            lines=tuple(LineScore(name, 45.0, 0.45, (f"h{i}",), 12.0) for i, name in enumerate(line_ids)),
            hazards=tuple(HazardScore(f"h{i}", "Dy", supply=supply) for i, _ in enumerate(line_ids)),
            drivers=(Driver({"country": "CHN"}, 21.0), Driver({"line_id": line_ids[0]}, 3.0)),
            model=ModelRef(self.version, self.sha256),
            receipt=base64.urlsafe_b64encode(text.encode()).decode(),
            messages=(Message("warning", "default", "/lines/0/supply", "World mix assumed."),),
        )


def refused(_path: Path) -> FakeEngine:
    """A loader that finds the bundle damaged."""
    raise BundleError("digest of model.joblib differs from the manifest")


def broken(_path: Path) -> FakeEngine:
    """A loader that meets what nobody thought of."""
    raise KeyError("probe")


def application() -> Any:
    """A WSGI application on the fake kernel, for gunicorn: ``gunicorn "tests.fakes:application()"``."""
    from service.app import create_app

    return create_app(engine_loader=FakeEngine)
