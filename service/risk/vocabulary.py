"""The words of the trade: elements, stages of the chain, forms as bought.

Countries are ISO 3166-1 alpha-3 codes throughout the kernel; ``WLD`` stands for the world.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """A step of the rare-earth chain, in the order material passes through it."""

    MINING = "mining"
    SEPARATION = "separation"
    METAL = "metal"
    MAGNET = "magnet"


class Form(StrEnum):
    """What is bought."""

    ORE = "ore"
    OXIDE = "oxide"
    COMPOUND = "compound"
    METAL = "metal"
    ALLOY = "alloy"
    MAGNET = "magnet"


@dataclass(frozen=True)
class Element:
    """A traded rare earth. ``group`` is ``light`` or ``heavy``; scandium stands apart."""

    symbol: str
    name: str
    atomic_number: int
    group: str


ELEMENTS: dict[str, Element] = {
    e.symbol: e
    for e in (
        Element("Sc", "scandium", 21, "scandium"),
        Element("Y", "yttrium", 39, "heavy"),
        Element("La", "lanthanum", 57, "light"),
        Element("Ce", "cerium", 58, "light"),
        Element("Pr", "praseodymium", 59, "light"),
        Element("Nd", "neodymium", 60, "light"),
        Element("Sm", "samarium", 62, "light"),
        Element("Eu", "europium", 63, "heavy"),
        Element("Gd", "gadolinium", 64, "heavy"),
        Element("Tb", "terbium", 65, "heavy"),
        Element("Dy", "dysprosium", 66, "heavy"),
        Element("Ho", "holmium", 67, "heavy"),
        Element("Er", "erbium", 68, "heavy"),
        Element("Tm", "thulium", 69, "heavy"),
        Element("Yb", "ytterbium", 70, "heavy"),
        Element("Lu", "lutetium", 71, "heavy"),
    )
}

SCOPES: dict[str, frozenset[str]] = {
    "REE": frozenset(ELEMENTS),
    "LREE": frozenset(s for s, e in ELEMENTS.items() if e.group == "light"),
    "HREE": frozenset(s for s, e in ELEMENTS.items() if e.group == "heavy"),
    "MAGNET_REE": frozenset({"Nd", "Pr", "Dy", "Tb"}),
}

CHAIN: dict[Form, tuple[Stage, ...]] = {
    Form.ORE: (Stage.MINING,),
    Form.OXIDE: (Stage.MINING, Stage.SEPARATION),
    Form.COMPOUND: (Stage.MINING, Stage.SEPARATION),
    Form.METAL: (Stage.MINING, Stage.SEPARATION, Stage.METAL),
    Form.ALLOY: (Stage.MINING, Stage.SEPARATION, Stage.METAL),
    Form.MAGNET: (Stage.MINING, Stage.SEPARATION, Stage.METAL, Stage.MAGNET),
}

STAGE_FORM = {
    Stage.MINING: Form.ORE,
    Stage.SEPARATION: Form.OXIDE,
    Stage.METAL: Form.METAL,
    Stage.MAGNET: Form.MAGNET,
}
"""The form in which a stage's good leaves it."""

CERIUM_COMPOUNDS = "284610"
OTHER_COMPOUNDS = "284690"
METALS = "280530"
ORES = "253090"
MAGNETS = "850511"
LABELLED_CODES = frozenset({CERIUM_COMPOUNDS, OTHER_COMPOUNDS, METALS})


def hs92_code(element: str, form: Form) -> str:
    """HS 1992 six-digit code under which ``form`` of ``element`` is traded."""
    if form is Form.ORE:
        return ORES
    if form is Form.MAGNET:
        return MAGNETS
    if form in (Form.METAL, Form.ALLOY):
        return METALS
    return CERIUM_COMPOUNDS if element == "Ce" else OTHER_COMPOUNDS


def named(scope: str) -> list[str]:
    """The element symbols and groups among a scope's words; none of a commodity, whose name may have several words."""
    return [word for word in scope.split() if word in ELEMENTS or word in SCOPES]


def elements_of(scopes: str) -> frozenset[str]:
    """Element symbols meant by space-separated scopes such as ``"HREE Sm"``.

    Raises ``KeyError`` naming the word that is neither a symbol nor a group.
    """
    elements: set[str] = set()
    for word in scopes.split():
        if word in ELEMENTS:
            elements.add(word)
        else:
            elements |= SCOPES[word]
    return frozenset(elements)
