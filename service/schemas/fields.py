"""Marshmallow fields of words, codes and days that are strict and say what is wrong with a value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

import numpy as np
import pycountry
from marshmallow import fields

from service.schemas import did_you_mean
from service.schemas.strict import fault

ALPHA3_TO_ALPHA2 = {c.alpha_3: c.alpha_2 for c in pycountry.countries} | {
    "XKX": "XK",
    "EU27": "EU",
    "ZZZ": "ZZ",
}
COUNTRIES = {c.alpha_2: c.alpha_3 for c in pycountry.countries} | {c.alpha_3: c.alpha_3 for c in pycountry.countries}
CURRENCIES = {c.alpha_3 for c in pycountry.currencies}

_BLANKS = r"\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
PRINTABLE = rf"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f{_BLANKS}][^\x00-\x1f\x7f]*$"
"""Pattern of what ``Text`` takes: no control characters, and not only blanks."""
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
LONGEST_TOKEN = 2_000
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
WORTH_AN_ARRAY = 48
"""Numbers that are rounded faster together than one by one."""
LEAST_SCALED, MOST_SCALED = 1e-18, 1e15
POWERS = np.array([10.0**power for power in range(21)])
"""Of ten, exact: no scale of a number within these bounds needs another."""
NEAR_HALF = 1e-9
"""Of a unit in the last digit kept: nearer to a half, Python's own rounding decides, which knows all digits."""


class Text(fields.Field[str]):
    """Printable text of 1 to ``longest`` characters, without blanks around it."""

    def __init__(self, longest: int, *, pattern: str | None = None, rule: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest
        self.pattern = re.compile(pattern) if pattern else None
        self.rule = rule
        words = f"^{pattern}$" if pattern else PRINTABLE
        self.openapi: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": longest, "pattern": words}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise fault("not_text", "Must be a string in quotation marks.")
        text = value.strip()
        if not text:
            raise fault("blank", "Must not be blank." if self.required else "Must not be blank; leave it out instead.")
        if len(text) > self.longest:
            raise fault("too_long", f"Must have at most {self.longest} characters, has {len(text)}.")
        if _UNPRINTABLE.search(text):
            raise fault("unprintable", "Must not hold control characters or lone surrogates.")
        if not text.isascii() and len(unicodedata.normalize("NFKC", text)) > self.longest:
            # U+FDFA alone is 18 letters: what reads names and formulas must get no more than this field takes
            raise fault("too_long", f"Must have at most {self.longest} characters, ligatures written out.")
        if self.pattern and not self.pattern.fullmatch(text):
            raise fault("pattern", f"{text!r} is not valid here: {self.rule}.")
        return text


class Token(Text):
    """Where a page begins, as the one before it wrote."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(LONGEST_TOKEN, metadata={"description": "From `next`."}, **kwargs)


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


def three_digits(value: float | Decimal) -> float:
    """An estimate as it is answered: no score, chance or share means more than three significant digits. Each number
    is rounded by itself, so sums hold within that."""
    return float(f"{value:.3g}")


def each_with_three_digits(values: Sequence[float | Decimal]) -> list[float]:
    """``three_digits`` of each, to the same last bit. Many floats are rounded together: to write and read each one
    took more than half of the time in which a full answer is written."""
    if len(values) < WORTH_AN_ARRAY or set(map(type, values)) != {float}:
        return [three_digits(value) for value in values]
    numbers = np.array(values)
    size = np.abs(numbers)
    if ((size < LEAST_SCALED) & (size != 0.0) | ~(size < MOST_SCALED)).any():
        return [three_digits(value) for value in values]
    places = 2 - np.floor(np.log10(np.where(size == 0.0, 1.0, size))).astype(np.intp)
    up, down = POWERS[np.maximum(places, 0)], POWERS[np.maximum(-places, 0)]
    scaled = numbers * up / down
    whole = np.rint(scaled)
    rounded: list[float] = (whole * down / up).tolist()  # both powers are exact, so this is the nearest float
    for at in (np.abs(np.abs(scaled - whole) - 0.5) < NEAR_HALF).nonzero()[0].tolist():
        rounded[at] = three_digits(values[at])
    return rounded


class Estimate(fields.Float):
    """A number that was estimated, out with three significant digits."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else three_digits(value)


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
        hint = partial(did_you_mean.choice, value, self.words, self.synonyms) if isinstance(value, str) else None
        raise fault("not_a_choice", f"Must be one of {', '.join(self.words)}.{self.also}", hint)


class Country(fields.Field[str]):
    """An ISO 3166-1 code or an English name: alpha-2, alpha-3 or ``South Korea`` in, alpha-3 inside, alpha-2 out."""

    openapi: ClassVar[dict[str, Any]] = {
        "type": "string",
        "format": "country",
        "minLength": 2,
        "examples": ["DE", "DEU", "South Korea"],
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        code = self._code(value) if isinstance(value, str) else None
        if code is None:
            hint = partial(did_you_mean.country, value) if isinstance(value, str) else None
            words = "Must be an ISO 3166-1 code of a country, such as DE or DEU, or its English name."
            raise fault("not_a_country", words, hint)
        return code

    @staticmethod
    def _code(value: str) -> str | None:
        code = COUNTRIES.get(value.strip().upper())
        return code or COUNTRIES.get(did_you_mean.COUNTRY_NAMES.get(did_you_mean.spoken(value), ""))

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return ALPHA3_TO_ALPHA2.get(value, value)


class SupplyCountry(Country):
    """A country, the European Union (``EU``: its makers by production) or ``ZZ`` (makers that nobody names)."""

    openapi: ClassVar[dict[str, Any]] = Country.openapi | {"examples": ["CN", "South Korea", "EU", "ZZ"]}
    places: ClassVar[dict[str, str]] = {
        "EU": "EU27", "EU27": "EU27", "EU-27": "EU27", "EUROPEAN UNION": "EU27", "ZZ": "ZZZ", "ZZZ": "ZZZ",
    }  # fmt: skip

    codes: ClassVar[dict[str, str]] = COUNTRIES | places

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            return super()._deserialize(value, attr, data, **kwargs)
        place = self.codes.get(value) or self.places.get(value.strip().upper())
        return place or super()._deserialize(value, attr, data, **kwargs)


class Flag(fields.Field[bool]):
    """True or false."""

    openapi: ClassVar[dict[str, Any]] = {"type": "boolean"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise fault("not_a_flag", "Must be true or false, without quotation marks.")
        return value


class NoneOfIt(Flag):
    """``false``, the one thing that it can say."""

    # no enum: makers of clients know none of booleans, and leave out all that holds one
    openapi: ClassVar[dict[str, Any]] = {"type": "boolean", "not": {"const": True}}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if super()._deserialize(value, attr, data, **kwargs):
            words = "Can only be false, for what holds no rare earth; name what it holds where it does."
            raise fault("only_false", words)
        return False


class Currency(fields.Field[str]):
    """An ISO 4217 currency."""

    openapi: ClassVar[dict[str, Any]] = {"type": "string", "enum": sorted(CURRENCIES), "examples": ["EUR"]}

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
