"""Marshmallow fields and schemas that are strict, say what is wrong with a code, and are quick.

Marshmallow's own ``load`` spends most of its time in hooks and nested set-up that no schema here uses. A
``Strict`` schema therefore reads its declared fields in one loop; the declarations stay marshmallow's, and so
does everything that reads them, the OpenAPI document first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, ClassVar

import pycountry
from marshmallow import RAISE, Schema, ValidationError, fields, validate

from service.risk.units import ungrouped
from service.schemas import hints

ALPHA3_TO_ALPHA2 = {c.alpha_3: c.alpha_2 for c in pycountry.countries} | {
    "XKX": "XK",
    "EU27": "EU",
    "ZZZ": "ZZ",
}
COUNTRIES = {c.alpha_2: c.alpha_3 for c in pycountry.countries} | {c.alpha_3: c.alpha_3 for c in pycountry.countries}
CURRENCIES = {c.alpha_3 for c in pycountry.currencies}

ITSELF = "_self"  # the key of a fault of the object as a whole

_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,2})?", re.ASCII)
NUMBER_PATTERN = (
    r"^[+-]?(\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,2})?|\d{1,3}( \d{3}){1,9}(\.\d{1,30})?"
    r"|\d{1,3}('\d{3}){1,9}(\.\d{1,30})?|\d{1,3}(,\d{3}){2,9}(\.\d{1,30})?|\d{1,3},\d{3}\.\d{1,30})$"
)
LONGEST_NUMBER = 80
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_PER_CENT = re.compile(r"\d{1,9}(\.\d{1,9})?\s*%", re.ASCII)
_BY_MASS = re.compile(
    r"(?P<number>\d{1,9}(?:[.,]\d{1,9})?)\s*"
    r"(?:(?P<ppm>ppm)|(?:wt|mass|w/w)?[.-]{0,2}\s*%(?:\s*(?:wt|w/w|by mass|by weight))?)\.?",
    re.ASCII | re.I,
)
PER_CENT, PER_MILLION = 100, 1_000_000
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Fault(str):
    """The words of one error, with its stable code."""

    code: str

    def __new__(cls, code: str, words: str) -> Fault:
        fault = super().__new__(cls, words)
        fault.code = code
        return fault


def fault(code: str, words: str) -> ValidationError:
    return ValidationError([Fault(code, words)])


class Text(fields.Field[str]):
    """Printable text of 1 to ``longest`` characters, without blanks around it."""

    def __init__(self, longest: int, *, pattern: str | None = None, rule: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest
        self.pattern = re.compile(pattern) if pattern else None
        self.rule = rule
        self.openapi: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": longest}
        if pattern:
            self.openapi["pattern"] = f"^{pattern}$"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise fault("not_text", "Must be a string in quotation marks.")
        text = value.strip()
        if not text:
            raise fault("blank", "Must not be blank; leave it out instead.")
        if len(text) > self.longest:
            raise fault("too_long", f"Must have at most {self.longest} characters, has {len(text)}.")
        if _UNPRINTABLE.search(text):
            raise fault("unprintable", "Must not hold control characters or lone surrogates.")
        if self.pattern and not self.pattern.fullmatch(text):
            raise fault("pattern", f"{text!r} is not valid here: {self.rule}.")
        return text


class Number(fields.Field[Decimal]):
    """A number, or the same as a string (``"1.2"``, ``"1 200"``, ``"1,200.5"``), kept exactly. Bounds are inclusive."""

    def __init__(self, low: str, high: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.low = Decimal(low)
        self.high = Decimal(high)
        self.openapi = {
            "type": ["number", "string"],
            "format": "decimal",
            "minimum": float(self.low),
            "maximum": float(self.high),
            "pattern": NUMBER_PATTERN,
        }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        return self.read(value)

    def read(self, value: Any) -> Decimal:
        """The number; raises ``ValidationError``."""
        number = self._parse(value)
        if not self.low <= number <= self.high:
            words = f"Must be from {self.low:f} to {self.high:f}, is {str(value)[:40]}."
            raise fault("out_of_range", words + self._hint(number))
        if +number != number:
            raise fault("too_precise", "Must have at most 28 significant digits.")
        return number

    def _hint(self, number: Decimal) -> str:
        """What a number out of range was probably meant as."""
        return ""

    @staticmethod
    def _parse(value: Any) -> Decimal:
        if isinstance(value, Decimal):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        if isinstance(value, str) and len(value) <= LONGEST_NUMBER:
            try:
                text = ungrouped(value.strip())
            except ValueError as error:
                raise fault("ambiguous_number", f"Must be a number that can be read in one way: {error}.") from error
            if _NUMBER.fullmatch(text):
                return Decimal(text)
        raise fault("not_a_number", "Must be a number, such as 1.2, with a decimal point.")


class Share(Number):
    """A part of a whole, 0 to 1; what looks like per cent is told how it is written here."""

    def __init__(self, low: str = "0", *, called: str = "a share", **kwargs: Any) -> None:
        super().__init__(low, "1", **kwargs)
        self.called = called

    def read(self, value: Any) -> Decimal:
        if isinstance(value, str) and _PER_CENT.fullmatch(value.strip()):
            number = Decimal(value.strip().rstrip("% "))
            raise fault("not_a_number", f"Must be a number from 0 to 1.{self._hint(number)}")
        return super().read(value)

    def _hint(self, number: Decimal) -> str:
        if not 0 < number <= PER_CENT:
            return ""
        written = (number / PER_CENT).normalize()
        return f" It is {self.called}, not a percentage: {number.normalize():f} % is written {written:f}."


class MassFraction(Share):
    """A mass fraction, 0 to 1; as a string also per cent or parts per million by mass (``"29 %"``, ``"29 wt%"``,
    ``"250 ppm"``). A bare number above 1 is refused: 29 might be meant as either."""

    def __init__(self) -> None:
        super().__init__("0.000001", called="a mass fraction")
        unit = r"( ?((wt|mass|w/w)[.-]{0,2} ?%|% ?(wt|w/w|by mass|by weight)?|ppm)\.?)"
        self.openapi = self.openapi | {"pattern": rf"^(\d{{1,9}}(\.\d{{1,9}})?{unit}|{NUMBER_PATTERN[1:-1]})$"}

    def read(self, value: Any) -> Decimal:
        match = _BY_MASS.fullmatch(value.strip()) if isinstance(value, str) else None
        if not match:
            return super().read(value)
        parts = PER_MILLION if match["ppm"] else PER_CENT
        return super().read(self._parse(match["number"]) / parts)


class Whole(fields.Field[int]):
    """A whole number in a query string. Bounds are inclusive."""

    def __init__(self, low: int, high: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.low, self.high = low, high
        self.openapi = {"type": "integer", "minimum": low, "maximum": high}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not isinstance(value, str) or not re.fullmatch(r"\d{1,18}", value, re.ASCII):
            raise fault("not_a_number", "Must be a whole number.")
        if not self.low <= int(value) <= self.high:
            raise fault("out_of_range", f"Must be from {self.low} to {self.high}, is {int(value)}.")
        return int(value)


class Choice(fields.Field[str]):
    """One of a few words. ``words`` are the wire's spelling, ``synonyms`` what else leads to one in an error."""

    def __init__(
        self, words: list[str], *, also: str = "", synonyms: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.words = words
        self.synonyms = synonyms or {}
        self.also = also
        self._known = frozenset(words)
        self.openapi = {"type": "string", "enum": words}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if isinstance(value, str) and value in self._known:
            return value
        hint = hints.choice(value, self.words, self.synonyms) if isinstance(value, str) else ""
        raise fault("not_a_choice", f"Must be one of {', '.join(self.words)}.{self.also}{hint}")


class Country(fields.Field[str]):
    """An ISO 3166-1 code: alpha-2 or alpha-3 in, alpha-3 inside, alpha-2 out."""

    openapi: ClassVar[dict[str, Any]] = {"type": "string", "pattern": "^[A-Za-z]{2,3}$", "examples": ["DE"]}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        code = COUNTRIES.get(value.strip().upper()) if isinstance(value, str) else None
        if code is None:
            hint = hints.country(value) if isinstance(value, str) else ""
            raise fault("not_a_country", f"Must be an ISO 3166-1 code of a country, such as DE or DEU.{hint}")
        return code

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return ALPHA3_TO_ALPHA2.get(value, value)


class Currency(fields.Field[str]):
    """An ISO 4217 currency."""

    openapi: ClassVar[dict[str, Any]] = {"type": "string", "pattern": "^[A-Z]{3}$", "examples": ["EUR"]}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or value not in CURRENCIES:
            raise fault("not_a_currency", "Must be an ISO 4217 code such as EUR, USD or CNY.")
        return value


class Day(fields.Field[date]):
    """A calendar day, ``YYYY-MM-DD``, from 1995 to 2099."""

    openapi: ClassVar[dict[str, Any]] = {"type": "string", "format": "date"}
    first, last = date(1995, 1, 1), date(2099, 12, 31)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        day = self._parse(value)
        if not self.first <= day <= self.last:
            raise fault("out_of_range", f"Must be from {self.first} to {self.last}, is {day}.")
        return day

    @staticmethod
    def _parse(value: Any) -> date:
        if isinstance(value, str) and _DATE.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError as error:
                raise fault("not_a_date", f"There is no such day: {error}.") from error
        raise fault("not_a_date", "Must be a day such as 2026-11-21.")

    def _serialize(self, value: date | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else value.isoformat()


class Composition(fields.Field[tuple[tuple[str, Decimal], ...]]):
    """Mass fractions by element symbol, at most 1 together; what is missing to 1 is not rare earth."""

    share = MassFraction()
    openapi: ClassVar[dict[str, Any]] = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 118,
        "propertyNames": {"pattern": "^[A-Z][a-z]?$"},
        "additionalProperties": share.openapi,
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, dict) or not value:
            raise fault("not_an_object", 'Must be an object of mass fractions such as {"Nd": 0.29, "Dy": 0.03}.')
        found: list[tuple[str, Decimal]] = []
        faults: dict[str, Any] = {}
        for symbol, share in value.items():
            try:
                found.append((self._symbol(symbol), self.share.read(share)))
            except ValidationError as error:
                faults[symbol] = error.messages
        if faults:
            raise ValidationError(faults)
        total = sum(share for _, share in found)
        if total > Decimal("1.000001"):
            raise fault("sum", f"The mass fractions add up to {total:f}; they must not exceed 1.")
        return tuple(found)

    @staticmethod
    def _symbol(symbol: str) -> str:
        if not re.fullmatch("[A-Z][a-z]?", symbol):
            raise fault(
                "not_an_element", f"{symbol[:20]!r} is not a chemical symbol such as Nd.{hints.element(symbol)}"
            )
        return symbol


class Shape(fields.Nested):
    """A nested object, read by its own ``Strict`` schema."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, partial: Any = None, **kwargs: Any) -> Any:
        schema: Strict = self.schema  # type: ignore[assignment]
        return schema.read(value)


class Shapes(fields.List[Any]):
    """From ``least`` to ``most`` nested objects; every one is checked, whatever the others hold."""

    def __init__(self, inner: Shape, *, most: int, least: int = 0, **kwargs: Any) -> None:
        super().__init__(inner, validate=validate.Length(least, most), **kwargs)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, list):
            raise fault("not_a_list", "Must be a list.")
        if not self.least <= len(value) <= self.most:
            raise fault("length", f"Must hold from {self.least} to {self.most:,} items, holds {len(value):,}.")
        schema: Strict = self.inner.schema  # type: ignore[attr-defined]
        found, faults = [], {}
        for index, item in enumerate(value):
            try:
                found.append(schema.read(item))
            except ValidationError as error:
                faults[index] = error.messages
        if faults:
            raise ValidationError(faults)
        return tuple(found)


class Strict(Schema):
    """A schema that refuses unknown members and builds a value from the known ones (see ``build``)."""

    class Meta:
        unknown = RAISE

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._plan = [
            (field.data_key or name, name, field, field._deserialize) for name, field in self.load_fields.items()
        ]
        self._order = [name for name, *_ in self._plan]
        self._names = frozenset(self._order)

    def read(self, data: Any) -> Any:
        """The built value; raises ``ValidationError`` with every fault, keyed by member."""
        if not isinstance(data, dict):
            raise fault("not_an_object", "Must be an object.")
        values: dict[str, Any] = {}
        faults: dict[str, Any] = {}
        for key, name, field, convert in self._plan:
            raw = data.get(key)
            if raw is not None:
                try:
                    values[name] = convert(raw, key, data)
                except ValidationError as error:
                    faults[key] = error.messages
            elif field.required:
                faults[key] = [Fault("required", "Is required.")]
        if not data.keys() <= self._names:
            faults |= self._unknown(data)
        self.check(values, faults)
        if faults:
            raise ValidationError(faults)
        return self.build(values)

    def load(self, data: Any, **kwargs: Any) -> Any:
        """Marshmallow's entry point; ``many``, ``partial`` and ``unknown`` have no use here."""
        return self.read(dict(data) if isinstance(data, Mapping) else data)

    def check(self, values: dict[str, Any], faults: dict[str, Any]) -> None:
        """Add to ``faults`` what only shows when members are seen together."""

    def build(self, values: dict[str, Any]) -> Any:
        return values

    def _unknown(self, data: dict[str, Any]) -> dict[str, Any]:
        return {key: [Fault("unknown_field", self._allowed(key))] for key in data if key not in self._names}

    def _allowed(self, key: str) -> str:
        """That ``key`` is unknown, what was probably meant, and every member there is, near ones first."""
        close = get_close_matches(key[:64], self._order, n=3, cutoff=0.6)
        rest = [name for name in self._order if name not in close]
        known = f" Known are {', '.join((*close, *rest))}." if self._order else " None is known."
        return f"There is no member {key[:64]!r} here.{hints.near(key, self._order)}{known}"
