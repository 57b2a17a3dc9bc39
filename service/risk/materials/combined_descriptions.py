"""Descriptions of several parts: a name beside a formula, a CAS number or a customs code, a remark in brackets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from service.risk.materials import customs_codes
from service.risk.materials.chemistry.formulas import written_formula
from service.risk.materials.chemistry.salts import compound_of
from service.risk.materials.chemistry.stoichiometry import ATOMIC_WEIGHTS
from service.risk.materials.composition import LOW, Composition, Material, Note, Outcome, Resolved, Unresolved
from service.risk.materials.elements import by_element
from service.risk.materials.wording.remarks import CAS, NOISE, formulas_in, plain
from service.risk.materials.wording.spelling import RARE_EARTH_WORDS
from service.risk.vocabulary import ELEMENTS, Form

_RANK = ("formula", "stated shares", "grade", "exact name", "alias", "spelling", "CAS", "HS code")
"""The part whose composition is used when all say the same: the most specific first."""
_SAME_GOODS = ({Form.OXIDE, Form.COMPOUND}, {Form.METAL, Form.ALLOY}, {Form.ALLOY, Form.MAGNET})
_DOTTED = re.compile(r"\d{4}\.\d\d")
"""A customs code that is written as one, without a label before it."""
Named = Callable[[str, str], Outcome | None]


def by_code(text: str, named: Named) -> Outcome | None:
    """A text that is a customs code and nothing else; ``named`` answers with a catalogued material by id and method."""
    codes = customs_codes.find(text)
    if not codes or codes[0].strip() != text.strip():
        return None
    return _of_code(codes[0].strip(), codes[1], named)


def _of_code(written: str, meanings: list[customs_codes.CustomsCode], named: Named) -> Outcome:
    if len(meanings) > 1:
        both = "; ".join(code.covers for code in meanings)
        detail = f"{written!r} means different goods in different tariffs ({both}); write HTS or TARIC before it."
        return Unresolved("code_not_specific", detail)
    code = meanings[0] if meanings else None
    known = named(code.material, "HS code") if code and code.material else None
    if known:
        return known
    if code and len(code.elements) == 1 and code.form:
        return _of_element(next(iter(code.elements)), code)
    ranged = (
        named(customs_codes.RANGES[code.digits], "HS code") if code and code.digits in customs_codes.RANGES else None
    )
    if isinstance(ranged, Resolved):
        return replace(ranged, confidence=LOW)
    covers = f"covers {code.covers} ({code.source})" if code else "is a customs code and covers several products"
    one_of = f" ({', '.join(s for s in ELEMENTS if s in code.elements)})" if code and code.elements else ""
    detail = f"{written!r} {covers}; say the material instead, or the element{one_of} with its form."
    return Unresolved("code_not_specific", detail)


def _of_element(symbol: str, code: customs_codes.CustomsCode) -> Resolved:
    assert code.form is not None
    if code.form is not Form.COMPOUND:
        outcome = by_element(symbol, code.form)
        assert isinstance(outcome, Resolved)
        return replace(outcome, method="HS code")
    composition = Composition(((symbol, compound_of(symbol)),))
    detail = f"The code covers {code.covers}: the share of {symbol} lies anywhere between wet salts and oxide."
    note = Note("warning", "compound_unknown", f"{detail} Give the formula to narrow it.")
    return Resolved(Form.COMPOUND, composition, None, "HS code", "moderate", (ATOMIC_WEIGHTS,), (note,))


def combined(
    text: str, by_cas: Callable[[str], Outcome], by_name: Callable[[str], Outcome | None], named: Named
) -> Outcome | None:
    """The outcome of a text with identifiers in it, if all its parts say the same. It is ``None`` without identifiers,
    or where what stands beside them isn't understood."""
    rest = plain(text)
    readings: list[Outcome] = []
    codes: list[customs_codes.CustomsCode] = []
    for match in CAS.finditer(rest):
        readings.append(by_cas(match[1]))
    unread = [outcome for outcome in readings if isinstance(outcome, Unresolved)]
    if unread and len(readings) > 1:
        return unread[0]  # of two numbers, one that isn't known may be another material
    rest = CAS.sub(" ", rest)
    code = customs_codes.find(rest)
    if code and (not code[0][0].isdigit() or _DOTTED.match(code[0])):
        codes = code[1]
        if code[0][0].isdigit():  # without a label, what follows the six digits may be any tariff's of any year
            codes = (customs_codes.find(f"HS {code[0][: len('2846.10')]}") or ("", []))[1]
        readings.append(_of_code(code[0], codes, named))
        rest = rest.replace(code[0], " ")
    words, rest = formulas_in(rest)
    formulas = {word: written_formula(word) for word in words}
    readings += [outcome for outcome in formulas.values() if outcome]
    rest = f"{rest} {' '.join(word for word, outcome in formulas.items() if not outcome)}".strip()
    if not readings:
        return None
    if len(readings) == 1 and words == (text.strip(),):
        return readings[0]
    said = NOISE | {str(outcome.form) for outcome in readings if isinstance(outcome, Resolved)}
    if any(word.casefold() not in said for word in re.findall(r"\w+", rest)):
        name = by_name(rest)
        if name is None or isinstance(name, Unresolved):
            return name
        readings.append(name)
    return _agreed(text, readings, codes)


def _agreed(text: str, readings: list[Outcome], codes: list[customs_codes.CustomsCode]) -> Outcome | None:
    read = sorted(
        (f for f in readings if isinstance(f, Resolved)),
        key=lambda f: (f.form is not Form.MAGNET, _RANK.index(f.method)),
    )
    if not read:
        return readings[0]
    best = read[0]
    allowed = [code for code in codes if _covers(code, best)]
    others = [other for other in read if not codes or other.method != "HS code" or other.confidence == "certain"]
    if any(not same(best, other) for other in others) or (codes and not allowed):
        return Unresolved("contradiction", f"The parts of {text!r} name different materials; keep one.")
    ignored = [f.detail for f in readings if isinstance(f, Unresolved) and f.reason == "unknown_cas"]
    notes = tuple(Note("info", "cas_ignored", f"{detail} The rest of the line was used.") for detail in ignored)
    confidence = "high" if best.confidence == "certain" else best.confidence
    return replace(best, confidence=confidence, messages=(*best.messages, *notes))


def _covers(code: customs_codes.CustomsCode, goods: Resolved) -> bool:
    """Whether a customs code may be that of the goods: by what they hold most of, and by their form."""
    formed = code.form in (None, goods.form) or {code.form, goods.form} in _SAME_GOODS
    return formed and (not code.elements or _main(goods.composition) in code.elements)


def _main(composition: Composition) -> str:
    """The rare earth that goods hold most of: the one by which customs classify them; blank without one."""
    return max(composition.fractions, key=lambda pair: pair[1].central, default=("", None))[0]


def same(one: Resolved, other: Resolved) -> bool:
    """Whether two readings may be of the same goods: the same elements, in forms that go together."""
    a, b = one.composition, other.composition
    elements = set(a.held("favourable")) <= set(b.held("adverse")) and set(b.held("favourable")) <= set(
        a.held("adverse")
    )
    return elements and (one.form == other.form or {one.form, other.form} in _SAME_GOODS)


def bracketed(text: str) -> tuple[str, str]:
    """What stands before a bracket at the end of a text and what stands in it; blank without one."""
    match = re.fullmatch(r"\s*([^()]+?)\s*\(([^()]+)\)\s*", text)
    return (match[1], match[2].strip()) if match else ("", "")


def names_rare_earth(text: str) -> bool:
    """Whether a word of the text names a rare earth, by name or by symbol in its own case."""
    words = re.findall(r"[A-Za-z]+", text)
    return any(word in ELEMENTS or (word.casefold() in RARE_EARTH_WORDS and len(word) > len("Nd")) for word in words)


def notes_on(material: Material) -> Iterator[Note]:
    """What the buyer should know about a catalogued composition."""
    name = material.name[0].upper() + material.name[1:]
    composition = material.composition
    possible = [f"{100 * composition[s].high:.2f} % {s}" for s in composition.possible]
    if possible:
        detail = f"{name} may hold up to {', '.join(possible)}; the score takes that as absent, the upper end of "
        yield Note("info", "possible_element", f"{detail}the product's interval as present.")
    maybe = [s for s in composition.elements if composition[s].low == 0]
    if maybe:
        detail = f"{name} may hold no {', '.join(maybe)}; the lower end of the product's interval takes that as absent."
        yield Note("info", "uncertain_element", detail)
    if material.nature == "engineering estimate":
        yield Note("info", "engineering_estimate", f"The composition of {material.name} is an engineering estimate.")
    if not composition.fractions:
        unless = f" State the composition if {material.note}." if material.note else ""
        yield Note("info", "no_rare_earth", f"{name} holds no rare earth: the line adds no hazard.{unless}")


def may_shorten(material: Material, attempt: str, whole: tuple[str, str], telling: str) -> bool:
    """Whether a name may be what is left of a text. Of a whole one always. Without words that say nothing, where it
    holds rare earths ("rare earth steel" is no steel). Without shape and coating, if it is a magnet that does."""
    if attempt in whole:
        return True
    return bool(material.composition.fractions) and (attempt == telling or material.form is Form.MAGNET)
