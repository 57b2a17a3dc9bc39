"""What a line is made of: names, grades, formulas and CAS numbers become rare earths with mass ranges.

Mass fractions are decimals 0..1 of the product as ``low <= central <= high``. Nothing is guessed across
elements: a name that isn't known stays ``Unresolved``, with near matches as suggestions only.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from service.risk.bom import Line
from service.risk.errors import NotFoundError
from service.risk.supply import ELEMENTS, Form

ATOMIC_WEIGHTS = "standard-atomic-weights"
ATOMIC_WEIGHTS_SOURCE = "IUPAC standard atomic weights (through the periodictable library)"
OXIDES = {s: f"{s}2O3" for s in ELEMENTS} | {"Ce": "CeO2", "Pr": "Pr6O11", "Tb": "Tb4O7"}
# anion -> (formula, most water commonly bound): the water bound in a purchase is rarely stated
SALTS = {
    "chloride": ("{}Cl3", 7),
    "carbonate": ("{}2(CO3)3", 8),
    "fluoride": ("{}F3", 0),
    "nitrate": ("{}(NO3)3", 6),
    "oxalate": ("{}2(C2O4)3", 10),
    "hydroxide": ("{}(OH)3", 0),
    "sulfate": ("{}2(SO4)3", 8),
}
_NONMETALS = "H C N O F Si P S Cl Se Br I"
NONMETALS = frozenset(_NONMETALS.split())
# a form stated on the line may refine what the material says, never contradict it
REFINES = {
    Form.OXIDE: {Form.COMPOUND},
    Form.COMPOUND: {Form.OXIDE},
    Form.METAL: {Form.ALLOY},
    Form.ALLOY: {Form.MAGNET},
}
# One wrong spelling, one element. Spellings near two elements ("yterbium": terbium, ytterbium) stay out.
SPELLINGS = {
    wrong: right
    for right, words in {
        "neodymium": "neodynium neodimium neodymuim neodynmium neodyium neodymiun neodym",
        "dysprosium": "dysprosim disprosium dysprosuim dyprosium dysprosiun dysprozium",
        "praseodymium": "praseodinium praesodymium praseodynium praseodimium praseodym prasodymium",
        "yttrium": "ytrium yttruim yttrim yittrium",
        "lanthanum": "lanthanium lantanum lanthanam lathanum lanthan",
        "cerium": "ceruim cerim",
        "samarium": "samarum samerium samaruim",
        "europium": "europum europuim",
        "gadolinium": "gadolinum gadolium gadolinuim gadolineum",
        "terbium": "terbuim terbum",
        "scandium": "scandum scanduim",
        "holmium": "holmuim",
        "lutetium": "lutecium lutetuim",
        "oxide": "oxid oxyde",
        "stabilized": "stabilised",
        "aluminum": "aluminium",
        "fiber": "fibre",
        "sulfate": "sulphate",
        "mischmetal": "mishmetal mischmetall",
        "didymium": "didimium",
        "magnet": "magnets",
    }.items()
    for wrong in words.split()
}
_SIX = Decimal("0.000001")
_NAMES = {e.name: e.symbol for e in ELEMENTS.values()}
_MAGNET = "ndfeb neo neodymium nib"
_MAGNET_WORDS = frozenset(_MAGNET.split())
_FILLER = (
    "sintered magnet iron boron grade permanent block arc segment ring disc coated coating "
    "plated uncoated nickel ni cu zn zinc epoxy nicuni"
)
_FILLERS = frozenset(_FILLER.split())
_NOISE_WORDS = "powder lump ingot pieces high purity grade technical pure rare earth material"
_NOISE = frozenset(_NOISE_WORDS.split())
_COMMON_WORDS = (
    "oxide metal alloy tape fiber glass coating coated crystal electrode wire doped rod substrate agent battery steel "
    "plate sheet foil part component assembly zirconia silica ceramic blue green red type suffix no with and of for"
)
_COMMON = frozenset(_COMMON_WORDS.split())
_RARE_EARTH_WORDS = frozenset({*_NAMES, *(s.casefold() for s in ELEMENTS), "ndfeb", "smco", "neo", "ndpr"})
SHORTEST_MISSPELT, SHORTEST_TELLING, SURE = 5, 3, 0.9
ENERGY_PRODUCTS = range(28, 57)  # MGOe, of sintered grades that are sold
SMCO_1_5, SMCO_2_17 = range(16, 23), range(26, 36)  # the same for SmCo; 23-25 exist as both
LONG_FORMULA, LARGEST_COUNT = 3, 20  # a short formula with larger counts is a grade or part number
_SMCO = re.compile(r"(?:sintered)?(?:smco|samariumcobalt)(?:magnet)?(?:grade)?(\d\d)(?:magnet)?")
_GRADE = re.compile(r"(n?)(\d\d)(m|h|sh|uh|eh|ah|th)?")
_PURITY = re.compile(r"(?:[≥>=~]\s*)*\b9\d(?:[.,]\d+)?\s*%(?:\s*min\b\.?)?|(?<![\w.])[2-7]n[1-9]?(?!\w)", re.I)
_ELEMENT = "|".join(
    sorted((*_NAMES, *ELEMENTS, *(w for w, r in SPELLINGS.items() if r in _NAMES)), key=len, reverse=True)
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
_FORMULA = re.compile(r"(?:[A-Z][a-z]?[\d.]*|[()\[\]]\d*(?:\.\d+)?|\+\d*|\s)+")


@dataclass(frozen=True)
class Fraction:
    """Mass fraction of the product: ``low <= central <= high``, each 0..1."""

    low: Decimal
    central: Decimal
    high: Decimal


@dataclass(frozen=True)
class Composition:
    """Rare earths in a product. ``central`` 0 with ``high`` above 0 means "may be present"."""

    fractions: tuple[tuple[str, Fraction], ...] = ()

    @classmethod
    def exact(cls, shares: Mapping[str, Decimal]) -> Composition:
        return cls(tuple((s, Fraction(v, v, v)) for s, v in shares.items() if s in ELEMENTS))

    @property
    def elements(self) -> tuple[str, ...]:
        """Rare earths that the product is expected to hold (central above 0)."""
        return tuple(s for s, f in self.fractions if f.central > 0)

    @property
    def possible(self) -> tuple[str, ...]:
        """Rare earths that it may hold and typically doesn't (central 0, high above 0)."""
        return tuple(s for s, f in self.fractions if f.central == 0 < f.high)

    def __getitem__(self, symbol: str) -> Fraction:
        return dict(self.fractions)[symbol]


@dataclass(frozen=True)
class Note:
    """Something the buyer should know about how a line was read; the caller adds the pointer."""

    severity: str
    code: str
    detail: str


@dataclass(frozen=True)
class Material:
    """A catalogued product. ``nature`` is stoichiometric, published, engineering estimate or definition (holds no
    rare earth by what the name means; ``composition`` is empty)."""

    id: str
    name: str
    material_class: str
    form: Form
    composition: Composition
    aliases: tuple[str, ...]
    cas: tuple[str, ...]
    nature: str
    source: str
    locator: str
    confidence: str
    note: str


@dataclass(frozen=True)
class Resolved:
    """``how``: element, formula, composition or catalogue; ``sureness``: exact, alias or pattern.

    ``figures`` are ids that ``Catalogue.figure`` can show with their source.
    """

    form: Form
    composition: Composition
    material_id: str | None
    how: str
    sureness: str
    figures: tuple[str, ...] = ()
    messages: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Unresolved:
    """Why a line couldn't be read, what would resolve it, and up to five names that look alike."""

    reason: str
    detail: str
    near: tuple[str, ...] = ()


Outcome = Resolved | Unresolved


class FormulaError(ValueError):
    """Not a chemical formula of known elements."""


@lru_cache(maxsize=1024)
def mass_fractions(formula: str) -> Mapping[str, Decimal]:
    """Mass fraction of every element in a formula such as ``Dy2O3`` or ``LaCl3·7H2O`` (six decimals).

    Source: IUPAC standard atomic weights through periodictable. Raises ``FormulaError``.
    """
    import periodictable  # here, because only lines that need a formula pay for it

    text = unicodedata.normalize("NFKC", formula).strip()
    text = re.sub(r"\s*[·•∙⋅*]\s*(\d*)|\.(\d*)(?=H2O$)", lambda m: f"+{m[1] or m[2] or ''}", text)
    if not text or not _FORMULA.fullmatch(text):
        raise FormulaError(f"{formula!r} is not a formula")
    try:
        found = periodictable.formula(text).mass_fraction
        shares = {str(atom): Decimal(f"{share:.6f}") for atom, share in found.items() if share > 0}
    except Exception as error:  # the parser raises its own and pyparsing's errors
        raise FormulaError(f"{formula!r} is not a formula of known elements") from error
    if not shares or {"D", "T", "n"} & shares.keys():
        raise FormulaError(f"{formula!r} is not a formula of elements")
    return shares


def form_of(shares: Mapping[str, Decimal]) -> Form:
    """Form of a substance of these elements (mass fractions, any scale): metal, alloy, oxide or compound.

    An oxide of whatever cations (Dy2O3, Y3Al5O12, Lu2SiO5) and an oxysulfide (Gd2O2S) are ``oxide``, because
    oxides are bought for them; salts of oxoacids, hydroxides and what holds no oxygen are ``compound``. The
    nitrides and borides of iron-based magnets are ``alloy``.
    """
    rest = shares.keys() - ELEMENTS.keys()
    nonmetals = rest & NONMETALS
    if not nonmetals - ({"N"} if "Fe" in rest else set()) and ("B" not in rest or "Fe" in rest):
        return Form.ALLOY if len(shares) > 1 else Form.METAL
    # two oxygens weigh as much as one sulfur: more of them than that is a sulfite or sulfate
    oxysulfide = "S" not in rest or ("O" in rest and shares["O"] <= shares["S"] * Decimal("1.02"))
    if "O" in rest and nonmetals <= {"O", "Si", "S"} and oxysulfide:
        return Form.OXIDE
    return Form.COMPOUND


def _words(text: str) -> tuple[list[str], bool]:
    """Lower-case words with known misspellings put right, and whether any was."""
    words = re.findall(r"[a-z]+|\d+(?:[.,]\d+)?|%|[^\sa-z\d%]", unicodedata.normalize("NFKC", text).casefold())
    right = [SPELLINGS.get(w, w) for w in words]
    return right, right != words


def key(text: str) -> str:
    """What two spellings of a name share: no case, spaces, hyphens or known misspellings."""
    return re.sub(r"[^a-z0-9%.:]|(?<!\d)[.:]|[.](?!\d)|:(?!\d)", "", "".join(_words(text)[0]).replace(",", "."))


def _symbol(text: str) -> str | None:
    """Symbol behind an element's name (misspelt or not) or its symbol in exact case."""
    text = text.strip()
    return text if text in ELEMENTS else _NAMES.get("".join(_words(text)[0]))


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


def _assumed(what: str, form: Form) -> Note:
    detail = f"No form is stated: {what} is read as {form}. Add the form in which it is bought where that is wrong."
    return Note("warning", "assumed_form", detail)


def _by_element(symbol: str, form: str | None) -> Outcome:
    if symbol not in ELEMENTS:
        what = "Promethium is radioactive and not traded" if symbol == "Pm" else f"{symbol!r} is not a rare earth"
        return Unresolved("unknown_element", f"{what}; use one of {' '.join(ELEMENTS)}.")
    if form is None:
        known = ", ".join(Form)
        return Unresolved("missing_form", f"Add the form in which {symbol} is bought: one of {known}.")
    if form not in set(Form):
        return Unresolved("unknown_form", f"The form {form!r} is not known; use one of {', '.join(Form)}.")
    if form == Form.OXIDE:
        shares = mass_fractions(OXIDES[symbol])
        return Resolved(Form.OXIDE, Composition.exact(shares), None, "element", "exact", (ATOMIC_WEIGHTS,))
    whole = Composition.exact({symbol: Decimal(1)})
    if form == Form.METAL:
        return Resolved(Form.METAL, whole, None, "element", "exact")
    detail = f"The quantity is read as mass of {symbol} itself; give a material, formula or composition for the {form}."
    return Resolved(Form(form), whole, None, "element", "exact", (), (Note("warning", "content_as_element", detail),))


def _by_formula(formula: str) -> Outcome:
    try:
        shares = mass_fractions(formula)
    except FormulaError as error:
        return Unresolved("unknown_formula", f"{error}; write it like Dy2O3, Nd2(C2O4)3 or LaCl3·7H2O.")
    if "Pm" in shares:
        return Unresolved("radioactive", "Promethium is radioactive and not traded; leave it out of the formula.")
    found = Composition.exact(shares)
    notes: tuple[Note, ...] = ()
    if not found.fractions:
        notes = (Note("info", "no_rare_earth", f"{formula} holds no rare earth: the line adds no hazard."),)
    return Resolved(form_of(shares), found, None, "formula", "exact", (ATOMIC_WEIGHTS,), notes)


def _by_composition(pairs: tuple[tuple[str, Decimal], ...], form: str | None) -> Outcome:
    shares = dict(pairs)
    wrong = [s for s in shares if s not in ELEMENTS and not _is_element(s)]
    if wrong:
        return Unresolved("unknown_element", f"{', '.join(wrong)}: no element's symbol; write Nd, Fe, B and so on.")
    if "Pm" in shares:
        return Unresolved("radioactive", "Promethium is radioactive and not traded; leave it out.")
    if len(shares) < len(pairs):
        return Unresolved("invalid_composition", "An element is named twice; name each once.")
    if any(not 0 <= v <= 1 for v in shares.values()) or sum(shares.values()) > Decimal("1.000001"):
        return Unresolved("invalid_composition", "Mass fractions lie in 0..1 and add up to 1 at most: 29 % is 0.29.")
    found = Composition(tuple((s, Fraction(v, v, v)) for s, v in shares.items() if s in ELEMENTS and v > 0))
    notes: list[Note] = []
    if not found.fractions:
        notes.append(Note("info", "no_rare_earth", "The composition holds no rare earth: the line adds no hazard."))
    guess = form_of(shares) if sum(shares.values()) >= Decimal("0.95") else Form.COMPOUND
    if form is None:
        notes.append(_assumed("the composition", guess))
    elif form not in set(Form):
        return Unresolved("unknown_form", f"The form {form!r} is not known; use one of {', '.join(Form)}.")
    return Resolved(Form(form or guess), found, None, "composition", "exact", (), tuple(notes))


@lru_cache(maxsize=256)
def _is_element(symbol: str) -> bool:
    try:
        return mass_fractions(symbol).keys() == {symbol}
    except FormulaError:
        return False


def _telling(text: str) -> tuple[str, ...]:
    """Words of a name in small letters, known misspellings put right, without words that say nothing."""
    words = re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKC", text).casefold())
    right = (SPELLINGS.get(word, word) for word in words)
    return tuple(dict.fromkeys(word for word in right if word not in _NOISE))


@lru_cache(maxsize=1)
def _other_elements() -> frozenset[str]:
    """Names of all elements but the traded rare earths: cesium is no misspelt cerium."""
    import periodictable

    return frozenset({e.name for e in periodictable.elements} | {"caesium", "sulphur"}) - _NAMES.keys()


def _likeness(said: tuple[str, ...], name: tuple[str, ...], alike: Mapping[str, Mapping[str, float]]) -> float:
    """0..1: how much ``said`` and ``name`` share, 0 unless one holds all of the other and enough of it."""
    pairs = [(word, max((alike[word].get(n, 0.0) for n in name), default=0.0)) for word in said]
    met = [likeness for _, likeness in pairs if likeness]
    if not met:
        return 0.0
    if len(met) == len(said) == len(name):
        return sum(met) / len(met)
    telling = any(
        likeness and len(word) >= SHORTEST_TELLING and word not in _COMMON | _other_elements()
        for word, likeness in pairs
    )
    part = telling and len(met) == len(said) and 2 * len(said) >= len(name) and min(met) >= SURE
    # the whole name stands in the text, letter by letter
    holds = set(name) <= set(said) and not set(name) <= _COMMON - {"steel"} and 4 * len(name) >= len(said)
    long = len("".join(name)) >= SHORTEST_MISSPELT
    return 2 * sum(met) / (len(said) + len(name)) if part or (holds and long) else 0.0


class Catalogue:
    """Materials by id and by every spelling of their names. Immutable once built."""

    def __init__(self, materials: Iterable[Material]) -> None:
        self.materials = {m.id: m for m in materials}
        self._exact = {key(m.name): m for m in self.materials.values()}
        self._alias = {key(a): m for m in self.materials.values() for a in m.aliases}
        self._cas = {c: m for m in self.materials.values() for c in m.cas}
        self._spoken = [(_telling(n), m) for m in self.materials.values() for n in (m.name, *m.aliases)]
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
        said = _telling(text[:200])[:8]
        alike = {word: self._alike(word) for word in said}
        scored: dict[str, float] = {}
        plain: dict[str, float] = {}
        for name, material in self._spoken:
            score = _likeness(said, name, alike)
            if score and (material.composition.fractions or not set(said) <= set(name) - set(_telling(material.name))):
                group = scored if material.composition.fractions else plain
                group[material.name] = max(score, group.get(material.name, 0.0))
        if not scored and not any(word in _RARE_EARTH_WORDS for word in said):
            scored = plain  # that something holds no rare earth is suggested only when nothing speaks against it
        return tuple(sorted(scored, key=lambda name: -scored[name]))[:5]

    def _alike(self, word: str) -> dict[str, float]:
        """Words of the catalogue's names that ``word`` is or misspells, with their likeness."""
        found = {word: 1.0}
        if word.isalpha() and len(word) >= SHORTEST_MISSPELT and word not in _other_elements():
            known = [w for w in self._vocabulary if w.isalpha() and abs(len(w) - len(word)) <= 2]  # noqa: PLR2004
            for other in difflib.get_close_matches(word, known, n=6, cutoff=0.8):
                found.setdefault(other, difflib.SequenceMatcher(None, word, other).ratio())
        return found

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
            return _by_composition(line.composition, line.form)
        if line.formula:
            return _by_formula(line.formula)
        if line.material:
            return self._by_material(line.material, line)
        if line.element:
            return _by_element(line.element, line.form)
        return Unresolved("undescribed", "Add material, formula, composition, or element with form.")

    def _by_material(self, text: str, line: Line) -> Outcome:
        bare = _symbol(text)
        if bare and line.form:
            return _by_element(bare, line.form)
        found = self._by_text(text)
        if isinstance(found, Resolved) or not (line.element and line.form):
            return found
        plain = _by_element(line.element, line.form)
        if isinstance(plain, Unresolved):
            return plain
        ignored = Note("info", "material_ignored", f"{text!r} is not known; element and form were used.")
        return replace(plain, messages=(*plain.messages, ignored))

    def _read(self, text: str) -> Outcome:
        code = _CAS.fullmatch(text.strip())
        if code:
            return self._by_cas(code[1])
        bare = _symbol(text)
        if bare:
            metal = _by_element(bare, Form.METAL)
            return metal if isinstance(metal, Unresolved) else replace(metal, messages=(_assumed(bare, Form.METAL),))
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
        plain = _PURITY.sub(" ", text)
        words, corrected = _words(plain)
        for attempt in (text, plain, " ".join(w for w in words if w not in _NOISE)):
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
        for read in (self._grade, self._smco, self._stated_shares, self._salt, self._written_formula):
            found = read(text)
            if found:
                return found
        return None

    def _grade(self, text: str) -> Outcome | None:
        """Sintered NdFeB by energy product and coercivity suffix: N42SH, neo magnet N52, NdFeB 48H."""
        plain = " ".join(re.findall(r"[a-z0-9]+", text.casefold())).replace("nd fe b", "ndfeb")
        words = [SPELLINGS.get(w, w) for w in plain.split()]
        neo = any(w in _MAGNET_WORDS for w in words)
        match = _GRADE.fullmatch("".join(w for w in words if w not in _MAGNET_WORDS | _FILLERS))
        if not match or not (match[1] or neo):
            return None
        energy, suffix = int(match[2]), {"th": "ah", None: "n"}.get(match[3], match[3])
        if energy not in ENERGY_PRODUCTS:
            return Unresolved("unknown_grade", f"The grade {match[0].upper()} is outside N28 to N56; check it.")
        material = self.materials.get(f"ndfeb-sintered-{suffix}")
        return self._answer(material, "pattern") if material else None

    def _smco(self, text: str) -> Resolved | None:
        """SmCo by energy product: SmCo 18 is a 1:5 magnet, SmCo28 a 2:17 magnet."""
        match = _SMCO.fullmatch(re.sub(r"[^a-z0-9]", "", "".join(_words(text)[0])))
        if not match or not SMCO_1_5.start <= int(match[1]) < SMCO_2_17.stop:
            return None
        energy = int(match[1])
        found = "smco5" if energy in SMCO_1_5 else "sm2co17" if energy in SMCO_2_17 else "smco"
        material = self.materials.get(found)
        return self._answer(material, "pattern") if material else None

    def _stated_shares(self, text: str) -> Outcome | None:
        """``NdFeB 3% Dy``: stated shares are exact; Nd and Pr make room, other rare earths are left out."""
        stated = {_NAMES.get(SPELLINGS.get(n, n), n.capitalize()): v for n, v in _shares_in(text)}
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
        fractions = [(s, _moved(f, (f.central * room / now).quantize(_SIX))) for s, f in others.items() if now]
        fractions += [(s, Fraction(v, v, v)) for s, v in stated.items()]
        detail = f"The stated shares of {material.name} are used; Nd and Pr fill up to {100 * total:.1f} %."
        stated_material = replace(material, composition=Composition(tuple(fractions)))
        return self._answer(stated_material, "pattern", Note("info", "stated_share", detail))

    def _salt(self, text: str) -> Resolved | None:
        """``dysprosium chloride``: a range from the most hydrated to the anhydrous salt."""
        words = [w for w in _words(_PURITY.sub(" ", text))[0] if w.isalpha() and w not in _NOISE]
        name, anion = words if len(words) == len(("name", "anion")) else ("", "")
        if name not in _NAMES or anion not in SALTS:
            return None
        symbol, (formula, water) = _NAMES[name], SALTS[anion]
        dry = formula.format(symbol)
        high = mass_fractions(dry)[symbol]
        low = mass_fractions(f"{dry}+{water}H2O")[symbol] if water else high
        notes: tuple[Note, ...] = ()
        if water:
            notes = (
                Note(
                    "info",
                    "hydrate_unknown",
                    f"Taken between {dry} and {dry}·{water}H2O; give the formula to narrow it.",
                ),
            )
        share = Fraction(low, ((low + high) / 2).quantize(_SIX), high)
        return Resolved(
            Form.COMPOUND,
            Composition(((symbol, share),)),
            None,
            "formula",
            "pattern",
            (ATOMIC_WEIGHTS,),
            notes,
        )

    def _written_formula(self, text: str) -> Resolved | None:
        """A formula in the material field counts when it has digits, several elements and a rare earth."""
        plain = _PURITY.sub(" ", text).strip()
        if not re.search(r"\d", plain) or not re.fullmatch(r"\S*[A-Z]\S*[A-Z]\S*", plain):
            return None
        counts = [int(n) for n in re.findall(r"(?<=[A-Za-z])\d+", plain)]
        if len(re.findall(r"[A-Z]", plain)) < LONG_FORMULA and max(counts, default=0) > LARGEST_COUNT:
            return None  # SmCo28 and ErP500 are grades or part numbers
        found = _by_formula(plain)
        if isinstance(found, Unresolved) or not found.composition.fractions:
            return None
        return replace(found, sureness="pattern")

    def _unknown(self, text: str) -> Unresolved:
        near = self.near(text)
        if _HS.fullmatch(text.strip()):
            covers = "is a customs code and covers several products"
            detail = f"{text!r} {covers}; add the element with its form, or the material."
            return Unresolved("code_not_specific", detail, near)
        ask = "give a catalogued name, a formula, a composition, or the element with its form."
        return Unresolved("unknown_material", f"The material {text!r} is not in the catalogue; {ask}", near)
