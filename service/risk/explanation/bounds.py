"""How old what is published may become: a model and its card by their evidence, frozen forecasts by their day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from service.risk.bundle.kernel import Kernel
from service.risk.explanation.words import day_words

FORECAST_DAYS = 31
"""Forecasts are frozen every month."""


@dataclass(frozen=True)
class Bound:
    """The last day on which something is good, and what to say of it later."""

    good_until: date
    subject: str
    remedy: str

    def overdue(self, on: date) -> str | None:
        """What is said from the day after; ``None`` until then."""
        if on <= self.good_until:
            return None
        return f"{self.subject} good until {day_words(self.good_until)}. {self.remedy}"


def of_model(version: str, good_until: date) -> Bound:
    """The bound of a model and its card: the day to which a score rests on the evidence as it stands."""
    return Bound(good_until, f"Model {version} and its card were", "Newer evidence is due: `python -m training watch`.")


def of_kernel(kernel: Kernel) -> Bound:
    """The bound of a model that is loaded."""
    return of_model(kernel.version, kernel.last_day)


def of_forecasts(day: date) -> Bound:
    """The bound of the forecasts that were frozen on a day."""
    until = day + timedelta(days=FORECAST_DAYS)
    return Bound(
        until, f"The forecasts frozen on {day_words(day)} were", "Newer ones are due: `python -m training freeze`."
    )
