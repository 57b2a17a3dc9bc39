"""Stand-ins for the kernel that answer with its own classes, so that a field renamed there breaks the tests of the API.
Scores are cheap and depend on the BOM."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import pathlib
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np

from service.engine import Engine
from service.risk.answer import (
    Age,
    Alternative,
    Chokepoint,
    CountryLoss,
    CountryShare,
    Coverage,
    DataAges,
    Driver,
    HazardScore,
    LineScore,
    LogOdds,
    Message,
    ModelRef,
    Path,
    PendingRisk,
    Points,
    Reading,
    Reason,
    RegisterEntry,
    Score,
    ShareHit,
    Source,
    Standing,
    TopLine,
)
from service.risk.bom import Bom, Line
from service.risk.bundle import track_record
from service.risk.bundle.kernel import CARD, RECORD, Kernel
from service.risk.controls.measures import Measure
from service.risk.controls.register import Wanted
from service.risk.errors import BomError, BundleError, FieldError, ReceiptError
from service.risk.evidence.claims import Claim, Evidence
from service.risk.evidence.ledger import Ledger
from service.risk.evidence.stage_supply import Gap, PlacePart, StageSupply, StatedCountryShare, split
from service.risk.evidence.statements import Statements
from service.risk.evidence.table_figures import Tables
from service.risk.evidence.trade import Trade
from service.risk.intervals import Interval
from service.risk.materials.composition import Composition, Fraction, Material, Unresolved
from service.risk.mitigation.actions import Move
from service.risk.mitigation.first import First
from service.risk.mitigation.plan import Effect, Effects, Method, Plan, Step, Stuck, Wish
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.outlook.alternatives import Alternatives, Maker, UpstreamShare
from service.risk.outlook.costs import Bought, LineCost, YearCosts
from service.risk.outlook.durations import Curve, Spell
from service.risk.outlook.from_whom import FromWhom
from service.risk.outlook.projects import Project, State
from service.risk.outlook.questions import Fact, Question, Questions
from service.risk.outlook.scenarios import scenarios
from service.risk.outlook.spending import BoughtLine, Spending
from service.risk.outlook.stock import Durations, LineStock, Money, Stock
from service.risk.outlook.what_if import Level, Outcome, WhatIf
from service.risk.price_pressure.pressure import PricePressure
from service.risk.source_shock.features import FAMILIES
from service.risk.vocabulary import ELEMENTS, Form, Stage


def _line(number: int, line_id: str) -> LineScore:
    return LineScore(
        line_id=line_id,
        part_number=None,
        described="Dy magnet",
        score=45.0,
        probability=0.45,
        expected_share_hit=0.3,
        hazards=(f"h{number}",),
        score_without=12.0,
        mass_g=None,
        value=None,
        expected_cost_increase=None,
        reading=Reading(None, None, "magnet", "grade", "certain", (), False),
    )


CHINA = CountryLoss("CHN", 0.25, 0.05)


def _hazard(number: int) -> HazardScore:
    return HazardScore(
        id=f"h{number}",
        element="Dy",
        form="magnet",
        score=31.0,
        probability=0.31,
        expected_share_hit=0.3,
        by_country=(CHINA,),
        share_under_control=1.0,
        best_alternative=Alternative("separation", "MYS", 0.04),
        supply={"separation": (CountryShare("CHN", (0.85, 0.9, 1.0)), CountryShare("WLD", (0.0,)))},
        paths=(Path(1.0, (("separation", "CHN"),)),),
        mass_g=Decimal("14.4"),
        mass_range_g=(Decimal(6), Decimal(54)),
        value=None,
        price_pressure=PricePressure(0.1, False, "2026-09-30"),
        expected_cost_increase=None,
        figures=("claim-1", "baci-imports-284610-DEU-2024"),
        controls=("CN-2025-18",),
        defaults=("separation:world",),
    )


SOURCE = Source("CHN", "Dy", ("separation",), 0.2, 0.04, LogOdds(-6.0, 2.0, 0.5, 2.0, 0.1), ("claim-1",))
CHOKEPOINT = Chokepoint("CHN", "separation", ("Dy",), 0.9, 0.3, 0.232, ("CN-2025-18",))
STANDING = Standing("CN-2025-18", "already_hit", "CHN", "strong", "licence", ("Dy",), 1.0, date(2025, 4, 4), None)
PENDING = PendingRisk("CN-2025-61", "suspended", "CHN", 1.0, 0.0, 0.5, date(2026, 11, 10))
ENTRY = RegisterEntry(
    "CN-2025-18", "CHN", "in_force", "licence", ("Dy",), "tightening", "strong", date(2025, 4, 4), None, "standing"
)


BAND = "high"
"""That of every answer."""
STEP_SECONDS = 0.03
"""Of a job, more than it takes."""


def answer(line_ids: Sequence[str], as_of: date, model: ModelRef, receipt: str) -> Score:
    """An answer whose probability grows with the number of lines."""
    probability = 1 - 0.7 ** len(line_ids)
    return Score(
        bom_id=None,
        name=None,
        score=100 * probability,
        probability=probability,
        interval=(50 * probability, 50 * (1 + probability)),
        interval_parts={"coefficients": 10.0},
        band=BAND,
        band_range=None,
        band_set_by="score",
        percentile=0.71,
        expected_share_hit=ShareHit(0.3, "equal", (CHINA,)),
        points=Points(20.0, 5.0, 5.0, 0.0, 0.0),
        reasons=(Reason("90 % of the dysprosium is separated in China.", ("h0",), ("CN-2025-18",), ("claim-1",)),),
        chokepoints=(CHOKEPOINT,),
        standing=(STANDING,),
        share_under_control=1.0,
        pending_risk=(PENDING,),
        event="source-shock/v2",
        horizon_days=365,
        window_start=as_of,
        window_end=as_of + timedelta(days=364),
        as_of=as_of,
        status="scored",
        in_sample_replay=False,
        tolerance=None,
        coverage=Coverage(lines=1.0, mass=1.0, value=None, unread=0, unread_may_hold=0, low_confidence=0),
        expected_cost_increase=None,
        lines=tuple(_line(number, name) for number, name in enumerate(line_ids)),
        unread=(),
        left_open=(),
        top_lines=tuple(TopLine(name, None, 31.0, 0.3, 12.0) for name in line_ids[:5]),
        hazards=tuple(_hazard(number) for number in range(len(line_ids))),
        sources=(SOURCE,),
        interval_figures=(),
        drivers=(Driver({"country": "CHN"}, 21.0), Driver({"measure": "CN-2025-18"}, 23.0)),
        register=(ENTRY,),
        data_ages=DataAges(Age(date(2026, 9, 28), (as_of - date(2026, 9, 28)).days), None, 2024),
        model=model,
        evidence_revision="e1",
        register_revision="r1",
        receipt=receipt,
        messages=(Message("warning", "default_supply", "/lines/0/supply", "World mix assumed."),),
    )


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
        china, malaysia = Interval(0.9, 0.95, 1.0, ("claim-1",)), Interval(0.02, 0.05, 0.1, ())
        shares = split(
            {
                "MYS": StatedCountryShare(malaysia, "REE", 16, "2016-01-01", "2020-12-31"),
                "CHN": StatedCountryShare(china, "Dy", 1, "2024-01-01", ""),
            }
        )
        return StageSupply(stage, shares, {"CHN": (PlacePart("B", "REE", china),)})


DOCUMENTS = {
    name: {"title": title, "publisher": "P", "published": "2025-01-01", "url": url, "why_no_url": why, "licence": ""}
    for name, title, url, why in (
        ("doc-1", "A study", "https://example.org/study", None), ("statistic-1", "A table", "", "Read in print"),
    )
}  # fmt: skip


def ledger() -> Ledger:
    """Two shares that disagree, one of them in a public statistic, a recycling rate, and a year of trade."""
    claims = [
        _claim(
            "claim-1", flag="self_reported;conflicts:claim-3", compared="A table has 70 %.", compared_with="claim-3"
        ),
        _claim("claim-2", quantity="eol_rir", stage="", geography="EU27"),
        _claim("claim-3", value_low=None, value=0.7, value_high=None, document="statistic-1", published="2024-01-01"),
        _claim("claim-4", quantity="site_workforce", scope="", stage="", geography="", use="context", unit="count"),
    ]
    trade = Trade(
        imports={"284610": {2024: {"DEU": {"FRA": 0.75, "CHN": 0.25}}}}, import_value={"284610": {2024: {"DEU": 120.0}}}
    )
    return Ledger(FakeEvidence(claims), Tables(trade, {"CHN": {2024: 0.5}}, "digest"), DOCUMENTS)


def statements() -> Statements:
    """A practice, an indicator that the register contradicts, and one on two countries."""
    blank = dict.fromkeys(("scope", "stage", "geography", "attributed_to", "verdict", "beside"), "")
    rows = [
        {"topic": "stockpile", "scope": "REE", "statement": "Stocks are weighed against their cost."},
        {"topic": "indicator", "scope": "Dy Tb", "stage": "separation magnet", "geography": "CHN",
         "statement": "Quotas are to be watched.", "verdict": "contradicted", "beside": "CN-2025-18"},
        {"topic": "project", "geography": "AUS EU27", "statement": "Two projects are near to production."},
    ]  # fmt: skip
    described = {"document": "doc-1", "locator": "s. 1, para 2"}
    return Statements(
        [{**blank, **described, "statement_id": f"doc-1-s{n}", **row} for n, row in enumerate(rows, 1)], DOCUMENTS
    )


MEASURE = Measure(
    measure_id="CN-2025-18",
    jurisdiction="CHN",
    authority="MOFCOM",
    announcement="2025 no. 18",
    instrument="licence",
    severity="strong",
    sign="tightening",
    scope="Dy Tb",
    elements=frozenset({"Dy", "Tb"}),
    hs92=frozenset({"284690"}),
    stages=frozenset({"separation"}),
    forms=frozenset({"oxide"}),
    destinations=frozenset({"JPN"}),
    end_uses=frozenset(),
    announced=date(2025, 4, 4),
    effective=date(2025, 4, 4),
    ended=None,
    suspended_from=None,
    suspended_until=None,
    unknown_since=None,
    hs_match="exact",
    renews="",
    eases=frozenset(),
    commodity="rare earths",
    source="official",
    locator="article 1",
    confidence="A",
    train=True,
    note="",
)


class FakeRegister:
    def query(self, as_of: date, known_at: date, wanted: Wanted) -> list[tuple[Measure, str]]:
        measure = MEASURE
        assert measure.announced is not None
        known = as_of >= measure.announced <= known_at
        return (
            [(measure, "in_force")] if known and wanted.status in (None, "in_force") and wanted.takes(measure) else []
        )

    measures = (MEASURE,)

    def newest(self, on: date) -> date | None:
        return max((m.published for m in self.measures if m.published <= on), default=None)

    def __getitem__(self, measure_id: str) -> Measure:
        return {measure.measure_id: measure for measure in self.measures}[measure_id]

    def easing(self, measure: Measure, on: date, known_at: date | None = None) -> tuple[str, ...]:
        return ("CN-GL-2025-12",)

    def status(self, measure: Measure, on: date, known_at: date | None = None) -> str:
        assert measure.announced is not None
        return "in_force" if on >= measure.announced <= (known_at or date.max) else "not_yet_announced"


MATERIAL = Material(
    id="ndfeb-n42sh",
    name="NdFeB N42SH",
    material_class="magnet",
    form=Form.MAGNET,
    composition=Composition((("Nd", Fraction(Decimal("0.28"), Decimal("0.29"), Decimal("0.32"))),)),
    aliases=("N42SH",),
    cas=(),
    nature="published",
    source="handbook",
    locator="table 1",
    confidence="B",
    note="",
)


class FakeCatalogue:
    def __init__(self) -> None:
        self.materials = {MATERIAL.id: MATERIAL}

    def companions(self, element: str) -> frozenset[str]:
        return frozenset()

    def near(self, text: str) -> tuple[str, ...]:
        return ("NdFeB N42SH",)

    def figure(self, figure_id: str) -> Material:
        return MATERIAL


class FakeResolver:
    def __init__(self) -> None:
        self.catalogue = FakeCatalogue()

    def resolve(self, line: Line, *, suggest: bool = True) -> Unresolved:
        return Unresolved("unknown_material", f"{line.material} is not known.", self.catalogue.near(""))


def frozen() -> track_record.Record:
    """A track record of two years: in each, half of the cells of a high and of a low forecast met the event."""
    cells = [
        (mineral, country, year, forecast, event)
        for mineral in ("HREE", "copper")
        for year in (2006, 2007)
        for country, forecast, event in (("DEU", 0.1, 1), ("JPN", 0.6, 1), ("USA", 0.1, 0), ("FRA", 0.6, 0))
    ]
    mineral, country, year, forecast, event = (np.array(column) for column in zip(*cells, strict=True))
    return track_record.Record(mineral, country, year, forecast, np.full(len(cells), 0.25), event)


def hazards_of(_on: date) -> SimpleNamespace:
    """Hazards of two countries, the same for all elements."""
    chances = np.full((2, len(ELEMENTS)), 0.1)
    effects = np.zeros((*chances.shape, len(FAMILIES)))
    return SimpleNamespace(
        countries=("CHN", UNKNOWN_COUNTRY), restriction=chances, draws=np.stack([chances, chances]),
        contributions=effects, baseline=-2.2, collapse=0.04,
    )  # fmt: skip


class FakeKernel(Kernel):
    """What the web layer reads of a kernel; it counts what ``score`` scores."""

    def __init__(self, version: str = "fake-1") -> None:
        self.manifest = {
            "version": version,
            "bands": {"low": 0, "high": 40},
            "trained_through": 2023,
            "event": "source-shock/v2",
            "track_record": {"sha256": "1" * 64},
            "evidence_revision": "e1",
            "register_revision": "r1",
        }
        self.sha256 = "0" * 64
        self.frozen = frozen()
        self.papers = {RECORD: self.frozen.encode(), CARD: b"# Chokepoint model fake-1\n"}
        self.ledger = ledger()
        self.statements = statements()
        self.documents = dict(DOCUMENTS)
        facts = SimpleNamespace(evidence=self.ledger.evidence, register=FakeRegister(), trade=self.ledger.tables.trade)
        self.facts = facts  # type: ignore[assignment]
        self.resolver = FakeResolver()  # type: ignore[assignment]
        self.hazards = hazards_of  # type: ignore[assignment]
        self.scored = 0


def score(bom: Bom, kernel: Kernel, today: date) -> Score:
    """An answer that counts lines. The material ``unscorable`` is refused as the kernel refuses; ``crash`` is a
    defect."""
    assert isinstance(kernel, FakeKernel)
    kernel.scored += 1
    refused = [
        FieldError(f"/lines/{i}/material", "unknown_unit", "no such thing; write another")
        for i, line in enumerate(bom.lines)
        if line.material == "unscorable"
    ]
    if refused:
        raise BomError("The BOM can't be scored.", refused)
    if any(line.material == "crash" for line in bom.lines):
        raise RuntimeError("a defect of the kernel")
    return of_lines(kernel, [line.line_id for line in bom.lines], bom.buyer_country, bom.as_of or today)


def rescore(receipt: str, kernel: Kernel, today: date) -> Score:
    """The answer that ``score`` gave with the receipt."""
    try:
        lines, buyer, day = json.loads(base64.urlsafe_b64decode(receipt))
    except ValueError as error:
        faults = [FieldError("/receipt", "damaged_receipt", "send it whole")]
        raise ReceiptError("The receipt is damaged.", faults) from error
    return of_lines(kernel, lines, buyer, date.fromisoformat(day))


def planned(bom: Bom, wish: Wish, kernel: Kernel, today: date, effects: Effects) -> Plan:
    """A plan that names what the wish allows, and changes nothing."""
    before = score(bom, kernel, today)
    move = Move(Stage.MAGNET, "JPN", Decimal("0.5"), (0,), Form.MAGNET)
    effect = Effect(45.0, 0.3)
    step = Step(move, effect, effect, 0.05, wish.cost(move))
    stuck = (Stuck("Dy", Stage.SEPARATION, "CHN", 0.98, (bom.lines[0].line_id,)),)
    return Plan(False, Method.STEPWISE, 7, (step,), None, before, before, bom, stuck)


def sellers(plan: Plan, kernel: Kernel) -> tuple[FromWhom, ...]:
    """One plant behind every action."""
    claim = _claim("claim-1", quantity="plant_capacity", unit="t/y")
    plant = Project("Plant", "Owner", State.PRODUCING, "", claim, (claim,), "")
    return tuple(FromWhom((plant,), ("claim-1",), "Nobody knows how long it takes.") for _ in plan.steps)


def spent(plan: Plan, wish: Wish, prices: Money, kernel: Kernel, today: date) -> Spending | None:
    """A budget that buys ten days of stock for the first line."""
    if wish.budget is None:
        return None
    line = BoughtLine(plan.bom.lines[0].line_id, Decimal(0), Decimal(10), wish.budget, 0.3, 0.2)
    zero = Decimal(0)
    return Spending(wish.budget, zero, wish.budget, zero, None, (), (line,), (), (0.3, 0.4), (0.2, 0.4))


def moved(bom: Bom, kernel: Kernel, today: date) -> First:
    """A move that loses less."""
    move = Move(Stage.MAGNET, "JPN", Decimal(1), (0,), Form.MAGNET)
    return First(move, Effect(45.0, 0.3), Effect(45.0, 0.2), 1, 0)


def imagined(bom: Bom, wanted: Sequence[str], kernel: Kernel, today: date, delay_days: float | None) -> WhatIf:
    """Every scenario asked about makes things worse by as much as it is late."""
    of = score(bom, kernel, today)
    level = Level(45.0, (22.5, 72.5), 0.3)
    worse = Level(60.0, (30.0, 90.0), 0.4)
    asked = [scenarios()[name] for name in wanted or list(scenarios())[:2]]
    outcomes = [Outcome(one, worse if one.assumptions else level, withheld=(delay_days or 0.0) / 365) for one in asked]
    return WhatIf(bom, of.as_of, level, tuple(outcomes), ("Dy",), ())


def other_sources(
    element: str, stage: Stage, without: str, buyer: str | None, kernel: Kernel, on: date, by: date | None
) -> Alternatives:
    """One maker with a plant, and the same again as a plan."""
    claim = _claim("claim-1", quantity="plant_capacity", unit="t/y")
    plant = Project("Plant", "Owner", State.PRODUCING, "", claim, (claim,), "")
    maker = Maker(
        "MYS", 0.05, 0.06, 5.0, (2.0, 9.0), (UpstreamShare(Stage.MINING, "AUS", 1.0),), (plant,), ("claim-1",)
    )
    return Alternatives(element, stage, on, by, without, 0.9, (maker,), ("FRA",), (plant,), (), (), (claim,))


def stocked(bom: Bom, money: Money, kernel: Kernel, today: date) -> Stock:
    """Every line has a chance of a half."""
    of = score(bom, kernel, today)
    curve = Curve(tuple(Spell(str(n), 100 + n, n % 2 == 0) for n in range(12)))
    value = None if money.stop_cost_per_day is None else 0.4 * float(money.stop_cost_per_day)
    at = {0: 0.5, 90: 0.4}
    lines = [
        LineStock(line.line_id, line.stock_days, 0.5, of.as_of, 0.4, (0.3, 0.5), at, None, value, None, None)
        for line in bom.lines
    ]
    return Stock(bom, of, tuple(lines), (), (0.4, 0.9), Durations(curve, curve), (_claim("claim-1"),))


def dearer(bom: Bom, bought: Bought, kernel: Kernel, today: date) -> YearCosts:
    """A tenth of a spend of a hundred by line."""
    ends = (5.0, 10.0, 50.0)
    lines = tuple(LineCost(line.line_id, Decimal(100), ends, ends, ends) for line in bom.lines)
    spend = Decimal(100 * len(lines))
    told = dataclasses.replace(_claim("claim-1"), quantity="price_increase")
    return YearCosts(bom, score(bom, kernel, today), bought, lines, ends, spend, (), (), None, (0.5, 1.0, 3.0), (told,))


def questioned(bom: Bom, kernel: Kernel, today: date) -> Questions:
    """One question that narrows something."""
    of = score(bom, kernel, today)
    fact = Fact("tolerance", "How much can it lose?", (), None, (), ())
    asked = Question(fact, (("75%", Level(40.0, (20.0, 60.0), 0.3)), ("25%", Level(50.0, (30.0, 70.0), 0.3))), 5.0)
    spans = ("low", "high")
    return Questions(bom.bom_id, of, of.unread, of.interval_parts or {}, True, of.band, spans, (asked,), 2, 0)


def of_lines(kernel: Kernel, line_ids: list[str], buyer: str | None, as_of: date) -> Score:
    text = json.dumps([line_ids, buyer, as_of.isoformat()])
    model = ModelRef(kernel.version, kernel.sha256, 2023, 2024)
    return answer(line_ids, as_of, model, base64.urlsafe_b64encode(text.encode()).decode())


def engine(kernel: Kernel | None = None) -> Engine:
    """An engine that loads ``kernel``, without it a new fake one of the version that its folder names."""
    return Engine(
        load=lambda *asked: kernel or loaded(*asked),
        score=score,
        summary=score,
        rescore=rescore,
        rescore_summary=rescore,
        plan=planned,
        plan_work=work,
        first_move=moved,
        state=state,
        work=work,
        what_if=imagined,
        alternatives=other_sources,
        stock=stocked,
        from_whom=sellers,
        spending=spent,
        year_costs=dearer,
        questions=questioned,
    )


def loaded(folder: pathlib.Path, trusted: str | None) -> FakeKernel:
    """The fake kernel of a folder; only that whose version has the digest that is trusted, if one is."""
    version = named_in(folder)
    if trusted not in (None, hashlib.sha256(version.encode()).hexdigest()):
        raise BundleError("its digest isn't the one that is trusted")
    return FakeKernel(version)


def state(kernel: Kernel) -> dict[str, str]:
    """As the answers say."""
    return {"model": kernel.sha256[:16], "evidence": "e1", "register": "r1"}


def work(bom: Bom, kernel: Kernel, today: date) -> int:
    """A hundred units a line; of the material ``heavy`` as much as one answer may take."""
    return sum(15_000 if line.material == "heavy" else 100 for line in bom.lines)


def named_in(folder: pathlib.Path) -> str:
    """The version in a folder's file of that name; ``damaged`` is refused."""
    file = folder / "version"
    version = file.read_text() if file.exists() else "fake-1"
    if version == "damaged":
        raise BundleError("it is damaged")
    return version


def refused(_path: pathlib.Path, _sha256: str | None) -> Kernel:
    """A loader that finds the bundle damaged."""
    raise BundleError("digest of model.joblib differs from the manifest")


def broken(_path: pathlib.Path, _sha256: str | None) -> Kernel:
    """A loader that meets what nobody thought of."""
    raise KeyError("probe")


def application() -> Any:
    """A WSGI application on the fake kernel, for gunicorn: ``gunicorn "tests.fakes:application()"``."""
    from service.app import create_app

    return create_app(engine=engine())


def worker() -> None:
    """A worker on the fake kernel whose lease ends after a second. Its steps take some time, so that who kills it finds
    the job unfinished."""
    from service.jobs import runner
    from service.store import jobs

    def slowly(step: Callable[[jobs.Lease], jobs.Lease], claim: jobs.Lease) -> jobs.Lease:
        time.sleep(STEP_SECONDS)
        return step(claim)

    jobs.LEASE = runner.LEASE = timedelta(seconds=1)
    for kind, step in list(runner.KINDS.items()):
        runner.KINDS[kind] = partial(slowly, step)
    runner.Runner(application()).serve()


def hung_worker() -> None:
    """A worker whose steps never end, in an expression that lets no other thread run. Half a second is its limit."""
    import re

    from service.jobs import runner

    def hang(_claim: Any) -> Any:
        return re.match("(a+)+$", "a" * 60 + "b")

    runner.STEP_SECONDS = 0.5
    runner.KINDS = {"import": hang}
    runner.Runner(application()).serve()


def impatient() -> Any:
    """``application()`` in a server that waits two seconds for a request."""
    from service import worker

    worker.READ_SECONDS = 2.0
    return application()
