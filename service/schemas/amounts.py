"""Fields of numbers: amounts, shares, mass fractions and compositions, as decimals that are kept exactly."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

from marshmallow import ValidationError, fields

from service.risk.materials.wording import written_numbers
from service.risk.materials.wording.written_numbers import PER_CENT
from service.schemas import did_you_mean
from service.schemas.strict import fault

SMALLEST_PLACE = -30
PER_CENT_PATTERN = r"^(1|0(\.\d{1,6})?|(100|\d{1,2}(\.\d{1,4})?) ?%)$"
"""What is promised of a share in a string; more is read that is as clear (``"12,5 %"``, ``"250 ppm"``)."""
NOT_ZERO = "(?=.*[1-9])"


def _plain(high: Decimal) -> str:
    """What is promised of a number in a string: fewer digits than its bound has; more is read, as is ``"1,2"``."""
    whole = rf"\d{{1,{high.adjusted()}}}" if high.adjusted() else "0"
    return rf"^{whole}(\.\d{{1,6}})?$"


def _above(low: Decimal, pattern: str) -> str:
    """The pattern, of a number that must be above 0 where its bound is."""
    return pattern.replace("^", f"^{NOT_ZERO}", 1) if low > 0 else pattern


def clear(number: Decimal | written_numbers.Ambiguous) -> Decimal:
    """A number that can be read in one way; raises ``ValidationError`` with both readings of another."""
    if isinstance(number, written_numbers.Ambiguous):
        raise fault("ambiguous_number", f"Must be a number that can be read in one way: {number}.")
    return number


class Number(fields.Field[Decimal]):
    """A number, or the same as a string (``"1.2"``, ``"1,2"``, ``"1 200"``, ``"1,200.5"``), kept exactly.

    Bounds are inclusive.
    """

    def __init__(self, low: str, high: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.low = Decimal(low)
        self.high = Decimal(high)
        self.openapi = {
            "type": ["number", "string"],
            "format": "decimal",
            "minimum": float(self.low),
            "maximum": float(self.high),
            "pattern": _above(self.low, _plain(self.high)),
        }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        return self.read(value)

    def read(self, value: Any) -> Decimal:
        """The number; raises ``ValidationError``."""
        number = value if type(value) is Decimal else self._parse(value)
        if not self.low <= number <= self.high:
            words = f"Must be from {self.low:f} to {self.high:f}, is {str(value)[:40]}."
            raise fault("out_of_range", words + self._hint(number))
        if +number != number or (number and number.adjusted() < SMALLEST_PLACE):
            raise fault("too_precise", f"Must have at most 28 significant digits, none behind place {-SMALLEST_PLACE}.")
        return number if number else Decimal(0)  # 0E-999999 would be written out in full

    def _hint(self, number: Decimal) -> str:
        """What a number out of range was probably meant as."""
        return ""

    @staticmethod
    def _parse(value: Any) -> Decimal:
        if isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        number = written_numbers.number(value.strip()) if isinstance(value, str) else None
        if number is not None:
            return clear(number)
        raise fault("not_a_number", "Must be a number, such as 1.2, with a decimal point.")


class Share(Number):
    """A part of a whole, 0 to 1; as a string also per cent (``"80 %"``). A bare number above 1 is refused and told how
    it is written: 80 might be meant as either."""

    def __init__(self, low: str = "0", *, called: str = "a share", **kwargs: Any) -> None:
        super().__init__(low, "1", **kwargs)
        self.called = called
        self.openapi = self.openapi | {"pattern": _above(self.low, PER_CENT_PATTERN)}

    def read(self, value: Any) -> Decimal:
        if not isinstance(value, str):
            return super().read(value)
        fraction = written_numbers.fraction(value.strip())
        return super().read(value if fraction is None else clear(fraction))

    def _hint(self, number: Decimal) -> str:
        if not 0 < number <= PER_CENT:
            return ""
        written = (number / PER_CENT).normalize()
        per_cent = f"{number.normalize():f}"
        return f' It is {self.called}, not a percentage: {per_cent} % is written {written:f} or "{per_cent} %".'


class MassFraction(Share):
    """A mass fraction, 0 to 1; as a string also per cent or parts per million by mass (``"29 %"``, ``"29 wt%"``,
    ``"250 ppm"``)."""

    def __init__(self) -> None:
        super().__init__("0.000001", called="a mass fraction")


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
        fractions: list[tuple[str, Decimal]] = []
        faults: dict[str, Any] = {}
        for symbol, share in value.items():
            try:
                fractions.append((self._symbol(symbol), self.share.read(share)))
            except ValidationError as error:
                faults[symbol] = error.messages
        if faults:
            raise ValidationError(faults)
        total = sum(share for _, share in fractions)
        if total > Decimal("1.000001"):
            raise fault("sum", f"The mass fractions add up to {total:f}; they must not exceed 1.")
        return tuple(fractions)

    @staticmethod
    def _symbol(symbol: str) -> str:
        if not re.fullmatch("[A-Z][a-z]?", symbol):
            raise fault(
                "not_an_element",
                f"{symbol[:20]!r} is not a chemical symbol such as Nd.",
                partial(did_you_mean.element, symbol),
            )
        return symbol
