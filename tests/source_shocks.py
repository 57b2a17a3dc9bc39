"""Small factories for source shocks: hazards that a test states, paths in a few words, products of purchases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.risk.product.needs import Need
from service.risk.source_shock.epoch import Epoch
from service.risk.source_shock.worlds import Worlds
from service.risk.vocabulary import CHAIN, ELEMENTS, Form, Stage

LIGHT = ("La", "Ce", "Pr", "Nd")
CHINA = {"light": 0.037, "heavy": 0.17}
OTHERS = {"MMR": 0.02, "MYS": 0.004, "AUS": 0.002, "USA": 0.004, "JPN": 0.002, "EST": 0.002, "VNM": 0.012, "IND": 0.012}
OTHERS |= {"RUS": 0.02, "FRA": 0.002, "THA": 0.005, "LAO": 0.01, "KOR": 0.002, "DEU": 0.002, "GBR": 0.002}
COVER = {
    "CHN": {"ore": 0.85, "oxide": 0.93, "metal": 0.9, "magnet": 0.66},
    "*": {"ore": 0.85, "oxide": 0.45, "metal": 0.25, "magnet": 0.1},
}
COVER_RANGE = {
    country: {form: (max(0.0, c - 0.15), min(1.0, c + 0.15)) for form, c in table.items()}
    for country, table in COVER.items()
}
FAMILIES = {"power": 0.6, "control": 0.3}
"""What is left of a country's odds with a family at its reference, by family."""


class Place(NamedTuple):
    """A stage and the country that stands there."""

    stage: Stage
    country: str


@dataclass(frozen=True)
class Path:
    """A weighted path."""

    weight: float
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Pending:
    """An act that may start."""

    measure_id: str
    country: str
    elements: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    destinations: frozenset[str] = frozenset()
    end_uses: frozenset[str] = frozenset()
    central: float = 0.0
    adverse: float = 0.5


@dataclass(frozen=True)
class Hazards:
    """Hazards of sources as a test states them."""

    countries: tuple[str, ...]
    restriction: NDArray[np.float64]
    draws: NDArray[np.float64]
    collapse: float = 0.04
    collapse_range: tuple[float, float] = (0.02, 0.08)
    cover: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: COVER)
    cover_range: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=lambda: COVER_RANGE)
    limited: Mapping[str, float] = field(default_factory=lambda: {"CHN": 0.25, "*": 0.06})
    pending: tuple[Pending, ...] = ()


def odds_times(chance: NDArray[np.float64], factor: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Chances with their odds multiplied."""
    odds = chance / (1.0 - chance) * factor
    return odds / (1.0 + odds)


def hazards(
    chances: Mapping[str, float] | None = None, scale: float = 1.0, seed: int = 7, **changed: object
) -> Hazards:
    """Today's order of size; ``chances`` replaces countries, ``scale`` multiplies every chance."""
    known = {"CHN": 0.0} | OTHERS | dict(chances or {})
    table = np.array([[known[country] for _ in ELEMENTS] for country in known])
    if "CHN" not in (chances or {}):
        table[0] = [CHINA["light" if element in LIGHT else "heavy"] for element in ELEMENTS]
        table[0] *= 1.0 + 0.02 * np.arange(len(ELEMENTS)) / len(ELEMENTS)
    table = table * scale
    random = np.random.default_rng(seed)
    common = np.exp(random.normal(0.0, 0.35, (64, 1, 1)) + random.normal(0.0, 0.15, (64, len(known), 1)))
    draws = odds_times(np.clip(table * random.uniform(1.0, 1.4, (64, 1, 1)), 0.0, 0.9), common)
    return Hazards(tuple(known), table, draws, **changed)  # type: ignore[arg-type]


def epoch(hazard: Hazards | None = None, worlds: Worlds | None = None) -> Epoch:
    """An epoch with the settings of the Shapley split."""
    table = hazard or hazards()
    without = {family: odds_times(table.restriction, left) for family, left in FAMILIES.items()}
    return Epoch(table, worlds or WORLDS, without)


WORLDS = Worlds()


def path(weight: float, *countries: str, form: Form = Form.OXIDE) -> Path:
    """A path whose last place makes the form; fewer countries than stages leave out the first stages."""
    stages = CHAIN[form][-len(countries) :]
    return Path(weight, tuple(Place(stage, country) for stage, country in zip(stages, countries, strict=True)))


def need(element: str, mix: Mapping[str | tuple[str, ...], float], form: Form = Form.OXIDE, **more: object) -> Need:
    """A purchase from a mix: a country alone stands at every stage."""
    length = len(CHAIN[form])
    paths = [
        path(weight, *((who,) * length if isinstance(who, str) else who), form=form) for who, weight in mix.items()
    ]
    stated = {"buyer": "DEU", "end_use": None, "companions": frozenset[str]()} | more
    return Need(element, form, paths=tuple(paths), **stated)  # type: ignore[arg-type]


FIVE_WAY = {("CHN", "CHN"): 0.3, ("AUS", "MYS"): 0.25, ("USA", "USA"): 0.2, ("RUS", "EST"): 0.15, ("CHN", "FRA"): 0.1}
LYNAS = {("AUS", "MYS"): 1.0}


def lines(needs: Sequence[Need]) -> list[Need]:
    """Needs as a list, for products that need them all."""
    return list(needs)
