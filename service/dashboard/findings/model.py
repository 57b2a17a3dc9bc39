"""What a board asks of the model: how good it is, what it forecast and what came, what is trained and what assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.dashboard.charts.intervals import ShareRow
from service.dashboard.findings import language

PURCHASES = {
    "all": "All raw materials",
    "since_2015": "All, since 2015",
    "rare_earths": "Rare earths",
    "rare_earths_since_2015": "Rare earths, since 2015",
}
RESTRICTIONS = {"all": "All minerals", "since_2015": "All, since 2015", "rare_earths": "Rare earths"}
LISTS, FIRST, SHOWN_TOP = 4, 20, 5
CHANCE = 0.5
"""Area under the curve of a coin."""
FAMILIES = {
    "share": "the country’s power over the material",
    "instability": "its political instability",
    "own_record": "what it restricted of this material before",
    "companion_record": "what it restricted of other materials",
    "irreplaceable_share": "how hard the material is to replace",
    "primary_share": "how little of it is recycled",
}


@dataclass(frozen=True)
class Skill:
    """One row of skill: the area under the curve and the Brier skill, each with its interval."""

    kind: str
    name: str
    count: int
    auc: float
    auc_ends: tuple[float, float]
    skill: float
    skill_ends: tuple[float, float]

    @property
    def proven(self) -> bool:
        """Whether the whole interval of the skill lies above zero."""
        return self.skill_ends[0] > 0

    @property
    def verdict(self) -> str:
        """What the interval of the skill says."""
        if self.proven:
            return "better than the base rate"
        return "worse than the base rate" if self.skill_ends[1] < 0 else "not told apart from the base rate"


def skills(manifest: Mapping[str, Any]) -> list[Skill]:
    """How purchases and restrictions were forecast; rows that a bundle doesn't hold are left out."""
    evaluation = manifest.get("evaluation", {})
    cuts = evaluation.get("purchases", {}).get("cuts", {})
    metrics = evaluation.get("restrictions", {}).get("metrics", {})
    bought = [(name, cuts[cut]) for cut, name in PURCHASES.items() if cut in cuts]
    acts = [(name, metrics[cut]) for cut, name in RESTRICTIONS.items() if cut in metrics]
    rows = [("Purchases", name, cut["integrated"], cut["purchases"]) for name, cut in bought]
    rows += [("Restrictions", name, cut, cut["rows"]) for name, cut in acts]
    return [
        Skill(kind, name, count, row["auc"], tuple(row["auc_95"]), row["brier_skill"], tuple(row["brier_skill_95"]))
        for kind, name, row, count in rows
    ]


def unproven(rows: Sequence[Skill]) -> bool:
    """Whether forecasts for buyers of rare earths since 2015 show no skill."""
    return not any(
        row.kind == "Purchases" and row.name == PURCHASES["rare_earths_since_2015"] and row.proven for row in rows
    )


def ranking_finding(rows: Sequence[Skill]) -> str:
    """One sentence: where the order of forecasts beats a coin, and where not."""
    told = [f"{row.kind.lower()} ({row.name[0].lower()}{row.name[1:]})" for row in rows if row.auc_ends[0] <= CHANCE]
    if not told:
        return "The order of all forecasts is better than a coin’s."
    return f"No better than a coin, as far as can be told: {language.listed(told)}. All others are better."


def auc_rows(rows: Sequence[Skill]) -> list[ShareRow]:
    """What the chart of ranking draws."""
    return [
        ShareRow(row.kind, row.name, row.auc_ends[0], row.auc, row.auc_ends[1], row.auc_ends[0] > CHANCE,
                 f"{100 * row.auc:.0f}")
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """A pair of country and mineral in a list made before the year began, where it stood, and with what chance."""

    country: str
    mineral: str
    place: int
    chance: float | None
    announced: bool


@dataclass(frozen=True)
class BlindList:
    """What was known at the end of a year, and what came in the next. These are the acts that came, in the order of the
    list, and those at its top that didn't come."""

    year: int
    pairs: int
    came: tuple[Listed, ...]
    not_come: tuple[Listed, ...]

    @property
    def foreseen(self) -> int:
        """Acts that stood among the first ``FIRST``."""
        return sum(one.place <= FIRST for one in self.came)


def blind_lists(manifest: Mapping[str, Any]) -> list[BlindList]:
    """The newest lists, the newest first."""
    lists = []
    for row in reversed(manifest.get("evaluation", {}).get("restrictions", {}).get("blind_lists", ())[-LISTS:]):
        came = tuple(_listed(e["country"], e["mineral"], e["place"], e["p"], e["pending"]) for e in row["events"])
        pairs = {(one["country"], one["mineral"]) for one in (*row["events"], *row["limited"])}
        named = [(name.partition(" ")[0], name.partition(" ")[2]) for name in row["top"]]
        missed = [(n, *pair) for n, pair in enumerate(named, 1) if pair not in pairs][:SHOWN_TOP]
        not_come = tuple(_listed(country, name, n, None, False) for n, country, name in missed)
        lists.append(BlindList(row["end_of"], row["pairs"], came, not_come))
    return lists


def _listed(country: str, name: str, place: int, chance: float | None, announced: bool) -> Listed:
    return Listed(language.country(country), mineral(name), place, chance, announced)


def lists_finding(lists: Sequence[BlindList]) -> str:
    """One sentence: how many acts were high in the lists."""
    came = sum(len(one.came) for one in lists)
    foreseen = sum(one.foreseen for one in lists)
    return f"Of {came} acts in these years {foreseen} stood among the first {FIRST} of their list."


def reliability(manifest: Mapping[str, Any]) -> list[tuple[float, float, float, float]]:
    """By tenth of purchases: what was forecast, what came, and the ends of its interval."""
    calibration = manifest.get("evaluation", {}).get("purchases", {}).get("calibration", {})
    tenths = calibration.get("all", {}).get("as_forecast", {}).get("deciles", ())
    return [(row["forecast"], row["observed"], *row["observed_95"]) for row in tenths]


def reliability_rows(tenths: Sequence[tuple[float, float, float, float]]) -> list[ShareRow]:
    """What the chart of reliability draws."""
    return [
        ShareRow("Came", f"forecast {language.chance(forecast)}", low, came, high, low <= forecast <= high,
                 language.chance(came))
        for forecast, came, low, high in tenths
    ]  # fmt: skip


def mineral(name: str) -> str:
    """A mineral as a person says it."""
    return {"HREE": "heavy rare earths", "LREE": "light rare earths"}.get(name, name)


def coefficients(manifest: Mapping[str, Any]) -> list[tuple[str, str, float]]:
    """What the hazard of a restriction was trained on: name, words, log-odds for one standard deviation."""
    values = manifest.get("coefficients", {})
    return [(name, words, values[name]) for name, words in FAMILIES.items() if name in values]
