"""What a path meets: which country's restriction or collapse can stop it, at which of its steps.

A step is material leaving one place of a path, in a form, for the next (the last step: for the buyer). A restriction
bites where the material crosses a border. Trade inside the EU crosses none: its members may not restrict exports to
each other (TFEU, Article 35). An act of the EU doesn't act inside it. A collapse of exports counts once on a path,
where it crosses its last border. Counted at every border, a chain through three quiet countries would stand above one
that never leaves China. Inside one country material can run short too: half of it. So a path that recycling brings home
from abroad trades a collapse there for half of one at home.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Protocol

from service.risk.controls.measures import EU27
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.vocabulary import STAGE_FORM, Form, Stage

RESTRICTION, COLLAPSE = "restriction", "collapse"
PERILS = (RESTRICTION, COLLAPSE)
BLOCS = ("JPN", "USA", "EU")
"""Destinations that acts limited to some destinations have picked; each is taken to be picked a third of the time."""
ANY_BLOC = "any"
COVER_FORM = {Form.COMPOUND: "oxide", Form.ALLOY: "metal"}
"""Bought forms that acts name together with another form."""

Places = tuple[tuple[Stage, str], ...]
"""Stage and country (alpha-3), upstream first."""


class WeightedPath(Protocol):
    """A way from the mine to the buyer, and the share of the purchase that takes it."""

    @property
    def weight(self) -> float: ...

    @property
    def places(self) -> Places: ...


class Good(NamedTuple):
    """What is bought, by whom and for what: all that decides what a path meets, beside its places."""

    element: str
    form: Form
    buyer: str | None = None
    end_use: str | None = None
    companions: frozenset[str] = frozenset()

    def elements(self, form: Form) -> frozenset[str]:
        """Elements whose naming stops the good in a form: in a magnet all that are in it."""
        return self.companions | {self.element} if form is Form.MAGNET else frozenset({self.element})


@dataclass(frozen=True)
class Rules:
    """How much a world is taken to stop where nobody knows: see ``CENTRAL``, ``FAVOURABLE``, ``ADVERSE``."""

    collapse_everywhere: bool = False
    """Whether a collapse counts at every border of a path, or at its last."""
    domestic: float = 0.5
    """Share of collapses that reaches a path which never leaves its country."""
    pending: str = "central"
    """Which probability announced, suspended and doubtful acts have: ``none``, ``central`` or ``adverse``."""
    unnamed_follows: bool = False
    """Whether producers that nobody names are hit with any named source of their stage."""
    any_destination: bool = False
    """Whether an act limited to some destinations reaches a buyer whose country isn't stated."""
    spared: frozenset[str] = frozenset()
    """Ids of pending acts that are taken never to start."""


CENTRAL = Rules()
FAVOURABLE = Rules(domestic=0.0)
ADVERSE = Rules(collapse_everywhere=True, domestic=1.0, pending="adverse", unnamed_follows=True, any_destination=True)


class Step(NamedTuple):
    """Material leaving ``country`` in a ``form`` for ``towards`` (``None``: nobody says whom)."""

    stage: Stage
    country: str
    form: Form
    towards: str | None

    @property
    def domestic(self) -> bool:
        """Whether it stays in its country."""
        return self.country == self.towards

    @property
    def restrictable(self) -> bool:
        """Whether a restriction of its country could stop it."""
        return not self.domestic and not (self.country in EU27 and self.towards in EU27)


def steps(good: Good, places: Places, rules: Rules) -> tuple[Step, ...]:
    """The steps of a path, upstream first: in the form of their stage, the last in the form bought. Where unnamed
    producers follow the named, material that leaves for one of them may leave for anywhere."""
    passed = []
    for (stage, country), (_, towards) in pairwise(places):
        somewhere = rules.unnamed_follows and towards == UNKNOWN_COUNTRY
        passed.append(Step(stage, country, STAGE_FORM[stage], None if somewhere else towards))
    stage, country = places[-1]
    return (*passed, Step(stage, country, good.form, good.buyer))


def collapses(path: Sequence[Step], rules: Rules) -> Iterator[tuple[int, float]]:
    """Positions of the steps at which a collapse of the country's exports stops the path, with the share of collapses
    that does."""
    borders = [position for position, step in enumerate(path) if not step.domestic]
    if not borders:
        if rules.domestic:
            yield len(path) - 1, rules.domestic
        return
    for position in borders if rules.collapse_everywhere else borders[-1:]:
        yield position, 1.0


def bloc(country: str | None) -> str | None:
    """The destination, among those that limited acts pick, that a country belongs to."""
    if country in EU27:
        return "EU"
    return country if country in BLOCS else None


def named_sources(paths: Sequence[WeightedPath]) -> dict[Stage, tuple[str, ...]]:
    """Countries named at each stage of a purchase's paths, in alphabetical order."""
    by_stage: dict[Stage, set[str]] = {}
    for path in paths:
        for stage, country in path.places:
            by_stage.setdefault(stage, set()).add(country)
    return {stage: tuple(sorted(countries - {UNKNOWN_COUNTRY})) for stage, countries in by_stage.items()}
