"""What a line is made of: names, grades, formulas and CAS numbers become rare earths with mass ranges.

Mass fractions are decimals 0..1 of the product as ``low <= central <= high``. Nothing is guessed across
elements: a name that isn't known stays ``Unresolved``, with near matches as suggestions only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from service.risk.bom import Line
from service.risk.composition import Composition, Fraction, Material, Note, Outcome, Resolved, Unresolved
from service.risk.errors import NotFoundError
from service.risk.formulas import ATOMIC_WEIGHTS, ATOMIC_WEIGHTS_SOURCE, SIX_DECIMALS
from service.risk.spelling import (
    FILLERS,
    MAGNET_WORDS,
    NAMES,
    NOISE,
    PURITY,
    RARE_EARTH_WORDS,
    SPELLINGS,
    alike,
    key,
    resemblance,
    symbol_of,
    telling_words,
    words_of,
)
from service.risk.stated import assumed, by_composition, by_element, by_formula, salt, written_formula
from service.risk.supply import ELEMENTS, Form

# a form stated on the line may refine what the material says, never contradict it
REFINES = {
    Form.OXIDE: {Form.COMPOUND},
    Form.COMPOUND: {Form.OXIDE},
    Form.METAL: {Form.ALLOY},
    Form.ALLOY: {Form.MAGNET},
}
ENERGY_PRODUCTS = range(28, 57)  # MGOe, of sintered grades that are sold
SMCO_1_5, SMCO_2_17 = range(16, 23), range(26, 36)  # the same for SmCo; 23-25 exist as both
_SMCO = re.compile(r"(?:sintered)?(?:smco|samariumcobalt)(?:magnet)?(?:grade)?(\d\d)(?:magnet)?")
_GRADE = re.compile(r"(n?)(\d\d)(m|h|sh|uh|eh|ah|th)?")
_ELEMENT = "|".join(
    sorted((*NAMES, *ELEMENTS, *(w for w, r in SPELLINGS.items() if r in NAMES)), key=len, reverse=True)
)
_PER_CENT = r"(\d+(?:[.,]\d+)?)\s*(?:wt\.?|mass)?[\s-]*%(?:\s*wt\.?)?"
_SHARE = re.compile(rf"{_PER_CENT}\s*({_ELEMENT})\b|\b({_ELEMENT})\s*[:=]?\s*{_PER_CENT}", re.I)
_CAS = re.compile(r"(?:cas\s*(?:no\.?|number)?\s*:?\s*)?(\d{2,7}-\d\d-\d)", re.I)
# headings under which rare earths and products holding them are declared
_HS = re.compile(
    r"(?:(?:hs|cn|hts|taric)\s*(?:code)?\s*:?\s*)?"
    r"(?:2530|2612|2805|2846|3206|3405|3606|3815|7202|7601|8501|8505|8507|8532|9001)(?:[. ]?\d\d){0,3}",
    re.I,
)


def _shares_in(text: str) -> list[tuple[str, Decimal]]:
    """Stated shares of named rare earths in a text: lower-case name or symbol, mass fraction 0..1."""
    found = (m.groups() for m in _SHARE.finditer(text))
    return [((b or c).casefold(), Decimal((a or d).replace(",", ".")) / 100) for a, b, c, d in found]


def _moved(fraction: Fraction, central: Decimal) -> Fraction:
    return Fraction(min(fraction.low, central), central, max(fraction.high, central))


def _valid_cas(number: str) -> bool:
    digits = number.replace("-", "")
    return sum(i * int(d) for i, d in enumerate(reversed(digits[:-1]), start=1)) % 10 == int(digits[-1])


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


class Catalogue:
    """Materials by id and by every spelling of their names. Immutable once built."""

    def __init__(self, materials: Iterable[Material]) -> None:
        self.materials = {m.id: m for m in materials}
        self._exact = {key(m.name): m for m in self.materials.values()}
        self._alias = {key(a): m for m in self.materials.values() for a in m.aliases}
        self._cas = {c: m for m in self.materials.values() for c in m.cas}
        self._spoken = [(telling_words(n), m) for m in self.materials.values() for n in (m.name, *m.aliases)]
        self._vocabulary = sorted({word for words, _ in self._spoken for word in words})
        self._by_text = lru_cache(maxsize=4096)(self._read)

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

    def figure(self, figure_id: str) -> Material | str:
        """The material behind a figure named in ``Resolved.figures`` (or the words for atomic weights)."""
        if figure_id == ATOMIC_WEIGHTS:
            return ATOMIC_WEIGHTS_SOURCE
        material = self.materials.get(figure_id.removeprefix("material:"))
        if material is None:
            raise NotFoundError(f"no material {figure_id!r}")
        return material

    def near(self, text: str) -> tuple[str, ...]:
        """Up to five names that ``text`` misspells, is a part of, or holds whole: suggestions, never answers.

        Words are compared, not letters: ``AlNiCo`` looks like ``Al-Sc`` and has nothing to do with it.
        """
        said = telling_words(text[:200])[:8]
        matches = {word: alike(word, self._vocabulary) for word in said}
        scored: dict[str, float] = {}
        plain: dict[str, float] = {}
        for name, material in self._spoken:
            score = resemblance(said, name, matches)
            if score and (
                material.composition.fractions or not set(said) <= set(name) - set(telling_words(material.name))
            ):
                group = scored if material.composition.fractions else plain
                group[material.name] = max(score, group.get(material.name, 0.0))
        if not scored and not any(word in RARE_EARTH_WORDS for word in said):
            scored = plain  # that something holds no rare earth is suggested only when nothing speaks against it
        return tuple(sorted(scored, key=lambda name: -scored[name]))[:5]

    def resolve(self, line: Line) -> Outcome:
        """What the line is made of: composition, formula, material, or element with form, in this order.

        Two descriptions that contradict each other are ``Unresolved`` (``contradiction``).
        """
        found = self._describe(line)
        if isinstance(found, Unresolved):
            return found
        if line.element is not None and line.element not in (
            *found.composition.elements,
            *found.composition.possible,
        ):
            detail = f"The element {line.element} isn't in what else the line says; keep one."
            return Unresolved("contradiction", detail)
        if line.form is None or line.form == found.form:
            return found
        if not found.composition.fractions and line.form in set(Form):
            return replace(found, form=Form(line.form))  # nothing in it that a form could contradict
        if line.form not in REFINES.get(found.form, ()):
            detail = f"The form {line.form!r} contradicts {str(found.form)!r}, which the line names; keep one."
            return Unresolved("contradiction", detail)
        return replace(found, form=Form(line.form))

    def _describe(self, line: Line) -> Outcome:
        if line.composition:
            return by_composition(line.composition, line.form)
        if line.formula:
            return by_formula(line.formula)
        if line.material:
            return self._by_material(line.material, line)
        if line.element:
            return by_element(line.element, line.form)
        return Unresolved("undescribed", "Add material, formula, composition, or element with form.")

    def _by_material(self, text: str, line: Line) -> Outcome:
        bare = symbol_of(text)
        if bare and line.form:
            return by_element(bare, line.form)
        found = self._by_text(text)
        if isinstance(found, Resolved) or not (line.element and line.form):
            return found
        plain = by_element(line.element, line.form)
        if isinstance(plain, Unresolved):
            return plain
        ignored = Note("info", "material_ignored", f"{text!r} is not known; element and form were used.")
        return replace(plain, messages=(*plain.messages, ignored))

    def _read(self, text: str) -> Outcome:
        code = _CAS.fullmatch(text.strip())
        if code:
            return self._by_cas(code[1])
        bare = symbol_of(text)
        if bare:
            metal = by_element(bare, Form.METAL)
            return metal if isinstance(metal, Unresolved) else replace(metal, messages=(assumed(bare, Form.METAL),))
        return self._by_name(text) or self._bracketed(text) or self._by_pattern(text) or self._unknown(text)

    def _bracketed(self, text: str) -> Outcome | None:
        """``Gadolinium oxide (Gd2O3)``: what stands in brackets must say the same or nothing known."""
        match = re.fullmatch(r"\s*([^()]+?)\s+\(([^()]+)\)\s*", text)
        if not match or _SHARE.search(text):
            return None
        outer, inner = self._read(match[1]), self._read(match[2])
        if not isinstance(outer, Resolved):
            return None
        if isinstance(inner, Resolved):
            if inner.composition.fractions and inner.composition != outer.composition:
                return Unresolved("contradiction", f"{text!r} names two different materials; keep one.")
            return outer
        if not outer.composition.fractions:
            return None  # "steel (something)": what isn't understood may hold what the steel doesn't
        ignored = Note("info", "bracket_ignored", f"{match[2]!r} was not understood and changes nothing.")
        return replace(outer, messages=(*outer.messages, ignored))

    def _answer(self, material: Material, sureness: str, *notes: Note) -> Resolved:
        extra = [
            Note(
                "info",
                "possible_element",
                f"{_capital(material.name)} may hold up to {100 * material.composition[s].high:.2f} % {s}; not scored.",
            )
            for s in material.composition.possible
        ]
        if material.nature == "engineering estimate":
            extra.append(
                Note(
                    "info",
                    "engineering_estimate",
                    f"The composition of {material.name} is an engineering estimate.",
                )
            )
        if not material.composition.fractions:
            unless = f" State the composition if {material.note}." if material.note else ""
            detail = f"{_capital(material.name)} holds no rare earth: the line adds no hazard.{unless}"
            extra.append(Note("info", "no_rare_earth", detail))
        return Resolved(
            material.form, material.composition, material.id, "catalogue", sureness,
            (f"material:{material.id}",), (*notes, *extra),
        )  # fmt: skip

    def _by_cas(self, number: str) -> Outcome:
        if number in self._cas:
            return self._answer(self._cas[number], "exact")
        why = "is not in the catalogue" if _valid_cas(number) else "has a wrong check digit"
        return Unresolved("unknown_cas", f"CAS {number} {why}; give the formula or the element with its form.")

    def _by_name(self, text: str) -> Resolved | None:
        plain = PURITY.sub(" ", text)
        words, corrected = words_of(plain)
        for attempt in (text, plain, " ".join(w for w in words if w not in NOISE)):
            wanted = key(attempt)
            found = self._exact.get(wanted) or self._alias.get(wanted)
            if found:
                sureness = "exact" if wanted in self._exact and not corrected and attempt == text else "alias"
                read = f"Read as {found.name}"
                notes = [Note("info", "spelling_corrected", f"{read}.")] if corrected else []
                if plain != text != attempt:
                    notes.append(Note("info", "purity_ignored", f"{read}: the stated purity doesn't change its mass."))
                return self._answer(found, sureness, *notes)
        return None

    def _by_pattern(self, text: str) -> Outcome | None:
        for read in (self._grade, self._smco, self._stated_shares, salt, written_formula):
            found = read(text)
            if found:
                return found
        return None

    def _grade(self, text: str) -> Outcome | None:
        """Sintered NdFeB by energy product and coercivity suffix: N42SH, neo magnet N52, NdFeB 48H."""
        plain = " ".join(re.findall(r"[a-z0-9]+", text.casefold())).replace("nd fe b", "ndfeb")
        words = [SPELLINGS.get(w, w) for w in plain.split()]
        neo = any(w in MAGNET_WORDS for w in words)
        match = _GRADE.fullmatch("".join(w for w in words if w not in MAGNET_WORDS | FILLERS))
        if not match or not (match[1] or neo):
            return None
        energy, suffix = int(match[2]), {"th": "ah", None: "n"}.get(match[3], match[3])
        if energy not in ENERGY_PRODUCTS:
            return Unresolved("unknown_grade", f"The grade {match[0].upper()} is outside N28 to N56; check it.")
        material = self.materials.get(f"ndfeb-sintered-{suffix}")
        return self._answer(material, "pattern") if material else None

    def _smco(self, text: str) -> Resolved | None:
        """SmCo by energy product: SmCo 18 is a 1:5 magnet, SmCo28 a 2:17 magnet."""
        match = _SMCO.fullmatch(re.sub(r"[^a-z0-9]", "", "".join(words_of(text)[0])))
        if not match or not SMCO_1_5.start <= int(match[1]) < SMCO_2_17.stop:
            return None
        energy = int(match[1])
        found = "smco5" if energy in SMCO_1_5 else "sm2co17" if energy in SMCO_2_17 else "smco"
        material = self.materials.get(found)
        return self._answer(material, "pattern") if material else None

    def _stated_shares(self, text: str) -> Outcome | None:
        """``NdFeB 3% Dy``: stated shares are exact; Nd and Pr make room, other rare earths are left out."""
        stated = {NAMES.get(SPELLINGS.get(n, n), n.capitalize()): v for n, v in _shares_in(text)}
        rest = _SHARE.sub(" ", text)
        base = (self._by_name(rest) or self._grade(rest)) if stated and rest.strip() else None
        if not isinstance(base, Resolved) or base.material_id is None:
            return None
        material = self.materials[base.material_id]
        if not material.material_class.startswith("NdFeB"):
            return None
        total = sum((f.central for _, f in material.composition.fractions), Decimal(0))
        others = {s: f for s, f in material.composition.fractions if s in ("Nd", "Pr") and s not in stated}
        room, now = total - sum(stated.values()), sum((f.central for f in others.values()), Decimal(0))
        if room < 0:
            detail = f"{text!r} is more rare earth than a magnet holds ({100 * total:.0f} %); give the composition."
            return Unresolved("implausible_share", detail)
        fractions = [(s, _moved(f, (f.central * room / now).quantize(SIX_DECIMALS))) for s, f in others.items() if now]
        fractions += [(s, Fraction(v, v, v)) for s, v in stated.items()]
        detail = f"The stated shares of {material.name} are used; Nd and Pr fill up to {100 * total:.1f} %."
        stated_material = replace(material, composition=Composition(tuple(fractions)))
        return self._answer(stated_material, "pattern", Note("info", "stated_share", detail))

    def _unknown(self, text: str) -> Unresolved:
        near = self.near(text)
        if _HS.fullmatch(text.strip()):
            covers = "is a customs code and covers several products"
            detail = f"{text!r} {covers}; add the element with its form, or the material."
            return Unresolved("code_not_specific", detail, near)
        ask = "give a catalogued name, a formula, a composition, or the element with its form."
        return Unresolved("unknown_material", f"The material {text!r} is not in the catalogue; {ask}", near)
