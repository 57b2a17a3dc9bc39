"""What an answer says of the price of one element's form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PricePressure:
    """Probability that the world price of an element's form stands 50 % or more above today's within twelve months.
    Another peril than the score's; it never enters it."""

    probability: float
    extrapolated: bool
    price_through: str | None
    figures: tuple[str, ...] = ()
