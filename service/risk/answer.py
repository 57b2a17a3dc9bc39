"""The answer for a BOM, as plain values. The attribute names are those of the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class OriginShare:
    """A country's share of a stage: favourable, central and adverse view, low to high, or once where they agree."""

    country: str
    share: tuple[float, ...]


@dataclass(frozen=True)
class Message:
    """Something the reader should know; ``pointer`` is its place in the request, ``None`` for the whole."""

    severity: str
    code: str
    pointer: str | None
    detail: str


@dataclass(frozen=True)
class Coverage:
    """Share of lines, mass and value that could be scored; ``None`` where no line states a mass or a value."""

    lines: float
    mass: float | None
    value: float | None


@dataclass(frozen=True)
class Contributions:
    """Log-odds of a hazard as a sum: the average cell's ``baseline`` and what each family adds to it."""

    baseline: float
    concentration: float
    export_control: float
    substitution: float
    market: float


@dataclass(frozen=True)
class Reading:
    """What a line was read as: the catalogued material (``None`` without one), the form, how it was matched and how
    surely (see ``composition``)."""

    material_id: str | None
    name: str | None
    form: str
    method: str
    confidence: str


@dataclass(frozen=True)
class LineScore:
    """A line's own score and the product's score without it; ``None`` where the line couldn't be read. ``mass_g`` is
    that of the whole line, ``value`` and ``expected_cost_increase`` are in the BOM's currency."""

    line_id: str
    score: float | None
    probability: float | None
    hazards: tuple[str, ...]
    score_without: float | None
    mass_g: Decimal | None
    value: Decimal | None
    expected_cost_increase: float | None
    reading: Reading | None


@dataclass(frozen=True)
class Standing:
    """Where a measure on a hazard's chain stands. ``since`` and ``until`` are the first and last day of the status as
    known on the day of the answer; ``counts`` is ``score``, ``upper_end`` (of the interval only) or ``nothing``."""

    measure_id: str
    status: str
    sign: str
    severity: str
    since: date | None
    until: date | None
    counts: str


@dataclass(frozen=True)
class HazardScore:
    """A distinct hazard. ``interval`` holds 90 % for the hazard as listed: elements that a line may or may
    not hold widen the product's interval only. ``supply`` gives low, central and high share by stage and country;
    ``controls`` are the measures that count in the score, ``register`` all that stand around it, eased or suspended
    ones among them."""

    id: str
    element: str
    form: str
    weakest_stage: str | None
    probability: float
    interval: tuple[float, float]
    calibration: str
    contributions: Contributions
    supply: Mapping[str, tuple[OriginShare, ...]]
    mass_g: Decimal | None
    mass_range_g: tuple[Decimal, Decimal] | None
    value: Decimal | None
    expected_cost_increase: float | None
    figures: tuple[str, ...]
    controls: tuple[str, ...]
    register: tuple[Standing, ...]
    defaults: tuple[str, ...]


@dataclass(frozen=True)
class Driver:
    """A counterfactual: the score without a country, an element or a measure, all else equal."""

    without: Mapping[str, str]
    score: float | None


@dataclass(frozen=True)
class ModelRef:
    """Which model answered, and how fresh what it knows is."""

    version: str
    sha256: str
    vintage: str
    trained_through: int
    structure_through: int
    prices_through: str | None


@dataclass(frozen=True)
class Score:
    """The answer for a BOM."""

    score: float | None
    probability: float | None
    interval: tuple[float, float] | None
    band: str | None
    percentile: float | None
    event: str
    horizon_days: int
    window_start: date
    window_end: date
    as_of: date
    status: str
    in_sample_replay: bool
    coverage: Coverage
    expected_cost_increase: float | None
    lines: tuple[LineScore, ...]
    hazards: tuple[HazardScore, ...]
    interval_figures: tuple[str, ...]
    drivers: tuple[Driver, ...]
    model: ModelRef
    evidence_revision: str
    register_revision: str
    receipt: str
    messages: tuple[Message, ...]
