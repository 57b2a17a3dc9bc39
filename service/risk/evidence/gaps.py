"""Where the evidence on a stage says less than it seems to: what is missing, and what stands in for it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from service.risk.vocabulary import SCOPES, Stage, elements_of, named


class Gap(StrEnum):
    """What the evidence lacks about one element at one stage on a date."""

    NOTHING_PUBLISHED = "nothing_published"
    BY_PRODUCT = "by_product"
    GROUP_FIGURE = "group_figure"
    NO_MAGNET_ELEMENT = "no_magnet_element"
    NO_SUCH_STAGE = "no_such_stage"


FALLBACK = {
    Gap.NOTHING_PUBLISHED: (
        "no figure was published by then: exporters' shares of world trade in the stage's good stand in where that "
        "trade is held (oxides, compounds, metals), else the stage is passed over as if bought one stage further up"
    ),
    Gap.BY_PRODUCT: (
        "no figure on the mine: scandium is a by-product, which statistics of rare earth mining exclude and the EU "
        "assesses from separation on; the stage is passed over, so whoever separates it stands for its origin"
    ),
    Gap.GROUP_FIGURE: "no figure on the element or its group: the figures on all rare earths together stand in",
    Gap.NO_MAGNET_ELEMENT: (
        "no magnet element: the figures on magnets in general stand in, for a line that is bought as a magnet"
    ),
    Gap.NO_SUCH_STAGE: "scandium goes into no magnet: nothing stands in, and the stage is passed over",
}
"""What the chain behind a purchase uses instead (``chain.trace``)."""

BY_PRODUCTS = frozenset({"Sc"})
RARE_EARTH_STAGES = frozenset({Stage.MINING, Stage.SEPARATION})
"""Statistics of these stages on all rare earths don't speak of by-products of other mines: the USGS leaves most
scandium out (Mineral Commodity Summaries 2026, Rare Earths, headnote), the EU (2023) gives it shares of its own, at
separation only."""
NO_MAGNETS = frozenset({"Sc"})
"""Elements of which no magnet is made: scandium goes into aluminium alloys and fuel cells (USGS, Mineral Commodity
Summaries, Scandium, domestic production and use)."""
MAGNET_ELEMENTS = SCOPES["MAGNET_REE"] | {"Sm"}
WIDEST_GROUP = len(SCOPES["HREE"])
"""A figure on more elements than the light or the heavy group tells no element apart."""

WITHIN = {
    "baotou_share_of_china_separation": ("CHN", "Baotou"),
    "bayan_obo_share_of_china_mining_quota": ("CHN", "Bayan Obo"),
}
"""Quantity -> country and place: shares of a country's own output, never of the world's."""


def speaks_of(scope: str, subject: str, stage: Stage) -> bool:
    """Whether a country share of a scope says something about a subject (symbol, ``REE`` or a commodity) at a stage.

    A share of all rare earths mined or separated says nothing about a by-product of other mines, nor one of magnets
    about an element of which none is made.
    """
    words = named(scope)
    if subject == scope or subject in words:
        return True
    if (stage in RARE_EARTH_STAGES and subject in BY_PRODUCTS) or (stage is Stage.MAGNET and subject in NO_MAGNETS):
        return False
    return subject in elements_of(" ".join(w for w in words if w in SCOPES))


def gap_of(scopes: Iterable[str], subject: str, stage: Stage) -> Gap | None:
    """What is missing when the figures heard have these scopes; ``None`` when one of them is about the element or its
    group, or when the subject isn't a single element."""
    heard = list(scopes)
    if not heard and stage is Stage.MAGNET and subject in NO_MAGNETS:
        return Gap.NO_SUCH_STAGE
    if not heard:
        return Gap.BY_PRODUCT if stage is Stage.MINING and subject in BY_PRODUCTS else Gap.NOTHING_PUBLISHED
    if subject not in SCOPES["REE"]:
        return None
    if stage is Stage.MAGNET and subject not in MAGNET_ELEMENTS:
        return Gap.NO_MAGNET_ELEMENT
    narrow = any(len(elements_of(scope)) <= WIDEST_GROUP for scope in heard)
    return None if narrow else Gap.GROUP_FIGURE
