"""Actions on a bill of materials: another country for part or all of a stage, or another material for a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from service.risk.bom import Bom, Line, Source
from service.risk.bundle.kernel import Kernel
from service.risk.mix import DEFAULT_MIX, UNKNOWN_COUNTRY
from service.risk.product.best_source import LEAST_OUTPUT
from service.risk.purchase.basket import Basket, ReadLine
from service.risk.purchase.canonical import six
from service.risk.vocabulary import CHAIN, Form, Stage

Slot = tuple[object, ...]
DESCRIPTIONS = ("material", "element", "form", "formula", "composition", "read_as", "rare_earth")
"""Members of a line that say what it is made of."""
HALF, WHOLE = Decimal("0.5"), Decimal(1)
UPSTREAM = Stage.SEPARATION
"""Beside the stage that a buyer buys at, the one at which a contract can name a country: ore follows its separator."""


class Kind(StrEnum):
    """What an action is."""

    SECOND_SOURCE = "second_source"
    SOLE_SOURCE = "sole_source"
    OTHER_MATERIAL = "other_material"
    OFFER = "offer"


KINDS = {
    Kind.SECOND_SOURCE: "half of a stage is made in another country",
    Kind.SOLE_SOURCE: "all of a stage is made in another country",
    Kind.OTHER_MATERIAL: "a line is made of a material that its owner allows",
    Kind.OFFER: "an offer of the buyer's own is taken",
}


@dataclass(frozen=True)
class Move:
    """``share`` (0..1) of what some lines buy at ``stage`` is made in ``country`` (alpha-3); the rest as it is now, in
    proportion. ``positions`` are the lines', in the BOM. ``offer`` is the number of the buyer's own offer, from scrap
    where it is ``recycled``, at its ``cost``. Other moves are of lines of one ``form``."""

    stage: Stage
    country: str
    share: Decimal
    positions: tuple[int, ...]
    form: Form | None = None
    offer: int | None = None
    recycled: bool = False
    cost: Decimal | None = None

    @property
    def kind(self) -> Kind:
        """Whether it was offered, or else whether the country takes all or half."""
        if self.offer is not None:
            return Kind.OFFER
        return Kind.SOLE_SOURCE if self.share == WHOLE else Kind.SECOND_SOURCE

    @property
    def slot(self) -> Slot:
        """Of the actions of one slot, one can be taken: one offer a stage, and one country a stage and form."""
        return self.form, self.stage

    @property
    def id(self) -> str:
        """Short name."""
        what = self.form if self.offer is None else f"offer-{self.offer}"
        return f"{what}-{self.stage}-{self.country}-{int(self.share * 100)}"

    def on(self, line: Line) -> Line:
        """The line with the country among its sources of the stage."""
        rest = [source for source in line.supply if source.stage == self.stage]
        others = [source for source in line.supply if source.stage != self.stage]
        left: dict[tuple[str, bool], Decimal] = {}
        for source in rest or [Source(self.stage, DEFAULT_MIX, WHOLE)]:
            left[source.country, source.recycled] = six(source.share * (1 - self.share))
        left.pop((self.country, self.recycled), None)
        left[self.country, self.recycled] = 1 - sum(left.values(), Decimal(0))
        made = [Source(self.stage, country, share, again) for (country, again), share in left.items() if share]
        return replace(line, supply=(*others, *made))


@dataclass(frozen=True)
class Swap:
    """A line is made of another material. Its sources stay where the other material passes their stages."""

    position: int
    line_id: str
    material: str
    cost: Decimal | None = None
    keeps_supply: bool = True

    @property
    def kind(self) -> Kind:
        """Always another material."""
        return Kind.OTHER_MATERIAL

    @property
    def positions(self) -> tuple[int, ...]:
        """The line's place in the BOM."""
        return (self.position,)

    @property
    def slot(self) -> Slot:
        """Of the materials of one line, one can be taken."""
        return ("line", self.position)

    @property
    def id(self) -> str:
        """Short name."""
        return f"line-{self.line_id}-{self.material}"

    def on(self, line: Line) -> Line:
        """The line described by the other material alone."""
        bare = Line(line.line_id, material=self.material)
        described = {name: getattr(bare, name) for name in DESCRIPTIONS}
        return replace(line, supply=line.supply if self.keeps_supply else (), **described)


Action = Move | Swap


def changed(bom: Bom, actions: Iterable[Action]) -> Bom:
    """The BOM with the actions carried out. Materials come first, since sources are named for what is then bought.
    Offers come last, since they are for a share of all."""
    lines = list(bom.lines)
    for action in sorted(actions, key=lambda one: (isinstance(one, Move), one.kind is Kind.OFFER, one.id)):
        for position in action.positions:
            lines[position] = action.on(lines[position])
    return replace(bom, lines=tuple(lines))


class WorldShares:
    """Who makes an element at a stage on a day, and how much of the world's output."""

    def __init__(self, kernel: Kernel, day: date) -> None:
        self._kernel, self._day = kernel, day

    def shares(self, element: str, stage: Stage) -> Mapping[str, float]:
        """Share of the world's output (0..1) by country (alpha-3), those above two percent."""
        supply = self._kernel.sourcing.supply(element, self._day, "central")
        shares = supply.makers[stage].shares
        return {c: share for c, share in shares.items() if share >= LEAST_OUTPUT and c != UNKNOWN_COUNTRY}

    def of_all(self, elements: Iterable[str], stage: Stage, buyer: str | None) -> set[str]:
        """Countries that make every one of the elements there. The largest maker of any is left out, unless it is the
        buyer's own country: no plan advises to lean on it more."""
        each = [self.shares(element, stage) for element in sorted(elements)]
        largest = {max(shares, key=lambda c: (shares[c], c)) for shares in each if shares}
        return set.intersection(*map(set, each)) - (largest - {buyer}) if each else set()


def possible_moves(bom: Bom, basket: Basket, kernel: Kernel, day: date, without: frozenset[str]) -> list[Move]:
    """Every move that the lines of a BOM allow: by form, to each country that makes all elements of a line there.

    A maker below two percent of the world's output is left out, as are the countries in ``without`` (alpha-3).
    """
    makers = WorldShares(kernel, day)
    moves = []
    for form, lines in sorted(lines_by_form(basket).items()):
        for stage in stages_of(form):
            by_country: dict[str, list[int]] = {}
            for position, line in lines:
                elements = {one.element for one in line.purchases}
                for country in makers.of_all(elements, stage, bom.buyer_country) - without:
                    by_country.setdefault(country, []).append(position)
            for country, positions in sorted(by_country.items()):
                moves += [Move(stage, country, share, tuple(positions), form) for share in (HALF, WHOLE)]
    return moves


def stages_of(form: Form) -> list[Stage]:
    """Stages of a form at which its buyer can name a country, in the order of the chain."""
    return [stage for stage in CHAIN[form] if stage in (CHAIN[form][-1], UPSTREAM)]


def lines_by_form(basket: Basket) -> dict[Form, list[tuple[int, ReadLine]]]:
    """The lines that surely hold rare earths, with their positions, by what is bought."""
    by_form: dict[Form, list[tuple[int, ReadLine]]] = {}
    for position, line in enumerate(basket.lines):
        if line.purchases:
            by_form.setdefault(line.purchases[0].form, []).append((position, line))
    return by_form
