"""Ten cases of rare earths: what was done, and what the model said before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from service.risk.bom import Bom, Line, Quantity, Source
from service.risk.bundle.kernel import Kernel
from service.risk.bundle.track_record import Record
from service.risk.scoring import score

AFTER = timedelta(days=30)
"""A month later everybody has read the act."""


@dataclass(frozen=True)
class Case:
    """An act on a day, of ``country`` on ``mineral`` (as the track record names it), by its row of the register. The
    purchase that it bears on is a kilogram of ``element`` made at ``stage`` there, for ``buyer``."""

    day: date
    title: str
    measure: str
    country: str
    mineral: str
    element: str
    form: str = "oxide"
    stage: str = "separation"
    buyer: str = "DEU"
    end_use: str | None = None


_CHINA, _MYANMAR = ("CHN", "HREE"), ("MMR", "HREE")
_ORE = ("ore", "mining")
CASES: Sequence[Case] = (
    Case(date(2010, 7, 8), "China cuts the export quota of the second half-year", "CN-QUOTA-2010H2", *_CHINA, "Dy"),
    Case(date(2010, 9, 21), "China stops shipments to Japan", "CN-JPN-EMBARGO-2010", *_CHINA, "Dy", buyer="JPN"),
    Case(date(2015, 1, 1), "China's export quotas have ended", "CN-QUOTA-2014", *_CHINA, "Dy"),
    Case(date(2023, 9, 4), "Pangwa in Myanmar stops mining", "MM-PANGWA-2023", *_MYANMAR, "Dy", *_ORE),
    Case(date(2023, 9, 11), "Malaysia announces a ban on raw rare earths", "MY-RAW-2023", "MYS", "LREE", "Nd", *_ORE),
    Case(date(2023, 12, 21), "China bans technology of separation and magnets", "CN-TECH-2023", *_CHINA, "Dy"),
    Case(date(2025, 3, 26), "Kachin taxes ore from Myanmar", "MM-KIA-TAX-2025", *_MYANMAR, "Dy", *_ORE),
    Case(date(2025, 4, 4), "China licenses seven medium and heavy rare earths", "CN-2025-18", *_CHINA, "Dy"),
    Case(date(2025, 10, 9), "China licenses five more, suspended on 7 November", "CN-2025-57", *_CHINA, "Ho"),
    Case(date(2026, 1, 6), "China bans goods of dual use for Japan's military", "CN-2026-1", *_CHINA, "Dy",
         buyer="JPN", end_use="military"),
)  # fmt: skip


@dataclass(frozen=True)
class CaseFigures:
    """A case with the forecast chance of a general restriction (0..1). It is given at the end of the year before the
    act and at the end of its year. The chance is ``None`` where the country held less than 3 % or the act was announced
    before. Beside it stand the purchase's score the day before and a month after, with the share of need under
    control."""

    case: Case
    forecast_before: float | None
    forecast_after: float | None
    base_rate: float | None
    scores: tuple[float | None, float | None]
    controlled: tuple[float, float]


def with_figures(kernel: Kernel, record: Record, cases: Sequence[Case] = CASES) -> list[CaseFigures]:
    """All cases. Forecasts are those of the frozen track record, made without knowing the act. Scores are asked of the
    bundle for past days, and its coefficients know what came."""
    return [_of(case, kernel, record) for case in cases]


def _of(case: Case, kernel: Kernel, record: Record) -> CaseFigures:
    mine = record.where((record.country == case.country) & (record.mineral == case.mineral))
    by_year = dict(
        zip(mine.year.tolist(), zip(mine.forecast.tolist(), mine.base_rate.tolist(), strict=True), strict=True)
    )
    before, after = (by_year.get(case.day.year - back, (None, None)) for back in (1, 0))
    days = (case.day - timedelta(days=1), case.day + AFTER)
    answers = [score(_bom(case), kernel, day) for day in days]
    return CaseFigures(
        case,
        before[0],
        after[0],
        before[1],
        (answers[0].score, answers[1].score),
        (answers[0].share_under_control or 0.0, answers[1].share_under_control or 0.0),
    )


def _bom(case: Case) -> Bom:
    line = Line(
        line_id="10",
        element=case.element,
        form=case.form,
        quantity=Quantity(Decimal(1), "kg"),
        supply=(Source(case.stage, case.country, Decimal(1)),),
        end_use=case.end_use,
    )
    return Bom(case.buyer, (line,))
