"""The answer for a BOM, as plain values. The attribute names are those of the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from service.risk.price_pressure.pressure import PricePressure


class CountryShare(NamedTuple):
    """A country's share of a stage: favourable, central and adverse view, low to high, or once where they agree."""

    country: str
    share: tuple[float, ...]


class Message(NamedTuple):
    """Something the reader should know; ``pointer`` is its place in the request, ``None`` for the whole."""

    severity: str
    code: str
    pointer: str | None
    detail: str


@dataclass(frozen=True)
class Coverage:
    """Share of lines, mass and value that could be scored; ``None`` where no line states a mass or a value. ``unread``
    counts lines that couldn't be read, ``unread_may_hold`` those of them that may hold rare earths. ``low_confidence``
    counts the readings that leave open what a line holds."""

    lines: float
    mass: float | None
    value: float | None
    unread: int
    unread_may_hold: int
    low_confidence: int


@dataclass(frozen=True)
class Reading:
    """What a line was read as: the catalogued material (``None`` without one) and the form. It says how the line was
    matched, how surely (see ``composition``), and by ``set_aside`` which words changed nothing. Who ``confirmed`` it of
    its part, and when, where that was used."""

    material_id: str | None
    name: str | None
    form: str | None
    method: str
    confidence: str
    set_aside: tuple[str, ...]
    out_of_scope: bool
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None


class CountryLoss(NamedTuple):
    """What one country adds to an expected share hit, by peril. All countries of a purchase or product add up to it."""

    country: str
    restriction: float
    collapse: float


@dataclass(frozen=True)
class Points:
    """The score as a sum of points by family: an exact Shapley split (Shapley 1953). ``reference`` is what is left with
    every family off."""

    concentration: float
    source_power_and_governance: float
    export_control: float
    substitution: float
    reference: float


@dataclass(frozen=True)
class LogOdds:
    """Log-odds of a serious restriction as an exact sum: ``baseline`` and what each family adds to it."""

    baseline: float
    concentration: float
    governance: float
    export_control: float
    substitution: float


@dataclass(frozen=True)
class Source:
    """A country that can be hit, for one element. ``restriction`` is the probability that a serious act of the country
    that names the element takes effect within the window. ``stages`` are where the product meets it."""

    country: str
    element: str
    stages: tuple[str, ...]
    restriction: float
    collapse: float
    log_odds: LogOdds
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """A serious act that stands on the day. ``state`` is ``already_hit`` (in force for up to twelve months),
    ``under_control`` (longer) or ``announced``. ``share`` is the largest share of a purchase's need whose path meets
    it. ``eased_since`` is the first day of a relaxation in force that speaks of it."""

    measure_id: str
    state: str
    country: str
    severity: str
    instrument: str
    elements: tuple[str, ...]
    share: float
    since: date | None
    eased_since: date | None


@dataclass(frozen=True)
class PendingRisk:
    """An act that was announced, is suspended or of unknown status, and may start within the window. ``central`` and
    ``adverse`` are the probabilities that the score and the upper end of its interval count."""

    measure_id: str
    status: str
    country: str
    share: float
    central: float
    adverse: float
    until: date | None


@dataclass(frozen=True)
class RegisterEntry:
    """Any measure around the product's paths, whatever its weight. ``country`` is where they meet it first, ``counts``
    is ``score``, ``upper_end``, ``standing`` or ``nothing``."""

    measure_id: str
    country: str
    status: str
    instrument: str
    elements: tuple[str, ...]
    sign: str
    severity: str
    since: date | None
    until: date | None
    counts: str


class Path(NamedTuple):
    """A way of the material: ``places`` are stage and country, mine first."""

    weight: float
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Alternative:
    """The source that would lower a purchase's expected share hit most, were all of it bought there."""

    stage: str
    country: str
    expected_share_hit: float


class HazardScore(NamedTuple):
    """A distinct purchase: an element in a form, from a mix of sources, for a buyer country. ``probability`` is that
    of the event for this purchase alone."""

    id: str
    element: str
    form: str
    score: float
    probability: float
    expected_share_hit: float
    by_country: tuple[CountryLoss, ...]
    share_under_control: float
    best_alternative: Alternative | None
    supply: Mapping[str, tuple[CountryShare, ...]]
    paths: tuple[Path, ...]
    mass_g: Decimal | None
    mass_range_g: tuple[Decimal, Decimal] | None
    value: Decimal | None
    price_pressure: PricePressure | None
    expected_cost_increase: float | None
    figures: tuple[str, ...]
    controls: tuple[str, ...]
    defaults: tuple[str, ...]


class LineScore(NamedTuple):
    """A line's own score and the product's score without it; ``None`` where the line couldn't be read. ``described``
    are the words that the caller gave for it. ``mass_g`` is that of the whole line, ``value`` and
    ``expected_cost_increase`` are in the BOM's currency."""

    line_id: str
    part_number: str | None
    described: str | None
    score: float | None
    probability: float | None
    expected_share_hit: float | None
    hazards: tuple[str, ...]
    score_without: float | None
    mass_g: Decimal | None
    value: Decimal | None
    expected_cost_increase: float | None
    reading: Reading | None


@dataclass(frozen=True)
class Candidate:
    """A catalogued material that an unread line may mean."""

    material_id: str
    name: str


@dataclass(frozen=True)
class UnreadLine:
    """A line that couldn't be read: ``why``, what settles it, and the materials that it may mean."""

    line_id: str
    part_number: str | None
    why: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Chokepoint:
    """A country that a shock would come from, at the stage where most of the need passes it. ``share`` is the largest
    of a purchase's need, ``shock_probability`` that of the likeliest of the elements, ``controls`` its acts that
    stand."""

    country: str
    stage: str
    elements: tuple[str, ...]
    share: float
    expected_share_hit: float
    shock_probability: float
    controls: tuple[str, ...]


@dataclass(frozen=True)
class Driver:
    """A counterfactual: the score without a country, an element or a measure, all else equal."""

    without: Mapping[str, str]
    score: float


@dataclass(frozen=True)
class Reason:
    """A sentence for the buyer with the ids behind it."""

    text: str
    hazards: tuple[str, ...]
    controls: tuple[str, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True)
class ShareHit:
    """Mean share of the need that is hit. ``weight`` says how purchases were averaged: ``value`` where all values are
    known, else ``equal``."""

    value: float
    weight: str
    by_country: tuple[CountryLoss, ...]


@dataclass(frozen=True)
class ModelRef:
    """Which model answered, the last year that it learned from and the last whose trade it holds."""

    version: str
    sha256: str
    trained_through: int
    structure_through: int


@dataclass(frozen=True)
class Age:
    """The day of the newest of some data, and how many days before the day of the answer it lies."""

    day: date
    age_days: int


@dataclass(frozen=True)
class DataAges:
    """What the answer knew last: the register's newest entry by its day, the newest price, and the newest year of trade
    that was read. ``None`` where there is none."""

    register: Age | None
    prices: Age | None
    trade_year: int


@dataclass(frozen=True)
class TopLine:
    """A line of which much is expected to be hit: its own score, and the product's without it."""

    line_id: str
    part_number: str | None
    score: float
    expected_share_hit: float
    score_without: float


@dataclass(frozen=True)
class LeftOpen:
    """A line whose reading leaves open what it holds."""

    line_id: str
    reading: Reading


@dataclass(frozen=True)
class Brief:
    """The numbers of an answer, without what explains them."""

    score: float | None
    interval: tuple[float, float] | None
    band: str | None
    band_range: tuple[str, str] | None
    band_set_by: str | None
    percentile: float | None
    expected_share_hit: ShareHit | None
    share_under_control: float | None
    as_of: date
    status: str
    coverage: Coverage


@dataclass(frozen=True)
class Summary(Brief):
    """What a short answer for a BOM says. ``bom_id`` and ``name`` are the caller's."""

    bom_id: str | None
    name: str | None
    reasons: tuple[Reason, ...]
    top_lines: tuple[TopLine, ...]
    chokepoints: tuple[Chokepoint, ...]
    event: str
    window_start: date
    window_end: date
    unread: tuple[UnreadLine, ...]
    left_open: tuple[LeftOpen, ...]
    data_ages: DataAges
    model: ModelRef
    evidence_revision: str
    register_revision: str
    receipt: str
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Score(Summary):
    """The whole answer for a BOM."""

    probability: float | None
    interval_parts: Mapping[str, float] | None
    points: Points | None
    standing: tuple[Standing, ...]
    pending_risk: tuple[PendingRisk, ...]
    horizon_days: int
    in_sample_replay: bool
    tolerance: float | None
    expected_cost_increase: float | None
    lines: tuple[LineScore, ...]
    hazards: tuple[HazardScore, ...]
    sources: tuple[Source, ...]
    interval_figures: tuple[str, ...]
    drivers: tuple[Driver, ...]
    register: tuple[RegisterEntry, ...]
