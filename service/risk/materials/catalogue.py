"""The catalogue: materials by id, by every spelling of their names and by CAS number, and names that look alike.

Mass fractions are decimals 0..1 of the product as ``low <= central <= high``.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from service.risk.errors import NotFoundError
from service.risk.materials.composition import Composition, Fraction, Material
from service.risk.materials.spelling import (
    RARE_EARTH_WORDS,
    alike,
    key,
    resemblance,
    telling_words,
)
from service.risk.materials.stoichiometry import ATOMIC_WEIGHTS, ATOMIC_WEIGHTS_SOURCE
from service.risk.vocabulary import Form

MOST_NEAR = 5


class Catalogue:
    """Materials by id and by every spelling of their names. Immutable once built."""

    def __init__(self, materials: Iterable[Material]) -> None:
        self.materials = {m.id: m for m in materials}
        self._exact = {key(m.name): m for m in self.materials.values()}
        self._alias = {key(a): m for m in self.materials.values() for a in m.aliases}
        self.cas = {c: m for m in self.materials.values() for c in m.cas}
        self._spoken = [(telling_words(n), m) for m in self.materials.values() for n in (m.name, *m.aliases)]
        self._vocabulary = sorted({word for words, _ in self._spoken for word in words})

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
        """The material with this name or alias, however it is spaced and cased; ``None`` where none has it."""
        return self._exact.get(key(text)) or self._alias.get(key(text))

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
        magnets = [m.composition for m in self.materials.values() if m.form is Form.MAGNET]
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
        for name, material in self._spoken:
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
