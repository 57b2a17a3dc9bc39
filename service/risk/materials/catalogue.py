"""The catalogue: materials by id, by every spelling of their names and by CAS number, and names that look alike.

Mass fractions are decimals 0..1 of the product as ``low <= central <= high``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from service.risk.errors import NotFoundError
from service.risk.materials.chemistry.stoichiometry import ATOMIC_WEIGHTS, ATOMIC_WEIGHTS_SOURCE
from service.risk.materials.composition import Composition, Fraction, Material
from service.risk.materials.wording.spelling import (
    RARE_EARTH_WORDS,
    alike,
    key,
    resemblance,
    telling_words,
)
from service.risk.vocabulary import Form

MOST_NEAR = 5
RANGE = "range"
"""Nature of a material whose name says too little: a range over what it may be, never a reading of its own."""
_DROPPED = re.compile(r"[^\0-\u024f\u0370-\u03ff\u2000-\u209f\u2122\u2264\u2265]")
"""Characters beyond Latin and Greek letters, typographic marks, ™, ≤ and ≥."""


class Catalogue:
    """Materials by id and by every spelling of their names. Immutable once built."""

    def __init__(self, materials: Iterable[Material]) -> None:
        self.materials = {m.id: m for m in materials}
        certain = [m for m in self.materials.values() if m.nature != RANGE]
        self._exact = {key(m.name): m for m in certain}
        self._alias = {key(a): m for m in certain for a in m.aliases}
        self._ranges = {key(n): m for m in self.materials.values() if m.nature == RANGE for n in (m.name, *m.aliases)}
        self.cas = {c: m for m in self.materials.values() for c in m.cas}
        self._spoken = [(telling_words(n), m) for m in certain for n in (m.name, *m.aliases)]
        self._with_word: dict[str, list[int]] = {}
        for number, (words, _) in enumerate(self._spoken):
            for word in words:
                self._with_word.setdefault(word, []).append(number)
        self._vocabulary = sorted(self._with_word)

    @classmethod
    def from_rows(cls, rows: list[dict[str, Any]]) -> Catalogue:
        """From ``evidence.json``: ``composition`` maps a symbol to [low, central, high] as strings."""
        return cls(
            Material(
                row["id"], row["name"], row["material_class"], Form(row["form"]),
                Composition(tuple((s, Fraction(*map(Decimal, v))) for s, v in row["composition"].items())),
                tuple(row["aliases"]), tuple(row["cas"]), row["nature"], row["source"], row["locator"],
                row["confidence"], row["note"],
            )
            for row in rows
        )  # fmt: skip

    def named(self, text: str) -> Material | None:
        """The material with this name or alias, however it is spaced and cased; ``None`` where none has it. It is
        ``None`` too where the text holds what a comparison would drop: letters of other scripts, ``≠``."""
        if _DROPPED.search(text):
            return None
        return self._exact.get(key(text)) or self._alias.get(key(text))

    def ranged(self, text: str) -> Material | None:
        """The range that a name which says too little stands for ("permanent magnet"); ``None`` where none has it.

        ``named`` never answers with one: whoever reads it must say that it is a range, and what would settle it.
        """
        return self._ranges.get(key(text))

    def is_own_name(self, text: str) -> bool:
        """Whether ``text`` is a material's own name and not only an alias."""
        return key(text) in self._exact

    def figure(self, figure_id: str) -> Material | str:
        """The material behind a figure named in ``Resolved.figures`` (or the words for atomic weights)."""
        if figure_id == ATOMIC_WEIGHTS:
            return ATOMIC_WEIGHTS_SOURCE
        material = self.materials.get(figure_id.removeprefix("material:"))
        if material is None:
            raise NotFoundError(f"no material {figure_id!r}")
        return material

    def companions(self, element: str) -> frozenset[str]:
        """Other rare earths that a catalogued magnet holds or may hold beside the element."""
        magnets = [m.composition for m in self.materials.values() if m.form is Form.MAGNET and m.nature != RANGE]
        together = [{*c.elements, *c.possible} for c in magnets]
        return frozenset(symbol for held in together if element in held for symbol in held) - {element}

    def near(self, text: str) -> tuple[str, ...]:
        """Up to five names that ``text`` misspells, is a part of, or holds whole: suggestions, never answers.

        Words are compared, not letters: ``AlNiCo`` looks like ``Al-Sc`` and has nothing to do with it.
        """
        said = telling_words(text[:200])[:8]
        matches = {word: alike(word, self._vocabulary) for word in said}
        scored: dict[str, float] = {}
        bare: dict[str, float] = {}
        met = {number for near in matches.values() for word in near for number in self._with_word.get(word, ())}
        for name, material in (self._spoken[number] for number in sorted(met)):
            score = resemblance(said, name, matches)
            if score and (
                material.composition.fractions or not set(said) <= set(name) - set(telling_words(material.name))
            ):
                group = scored if material.composition.fractions else bare
                group[material.name] = max(score, group.get(material.name, 0.0))
        best = max(scored.values(), default=0.0)
        if not any(word in RARE_EARTH_WORDS for word in said):
            # that something holds no rare earth is suggested only when nothing speaks against it
            scored |= {name: score for name, score in bare.items() if score >= best}
        return tuple(sorted(scored, key=lambda name: -scored[name]))[:MOST_NEAR]
