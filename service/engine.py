"""What the web layer asks of the kernel. Tests put other functions in their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from service.risk import scoring
from service.risk.answer import Score, Summary
from service.risk.bom import Bom
from service.risk.bundle import storage
from service.risk.bundle.kernel import Kernel
from service.risk.mitigation.first import First, first_move
from service.risk.mitigation.plan import Effects, Plan, Wish, plan, plan_work
from service.risk.outlook.alternatives import Alternatives, alternatives
from service.risk.outlook.costs import Bought, YearCosts, year_costs
from service.risk.outlook.from_whom import FromWhom, from_whom
from service.risk.outlook.questions import Questions, questions
from service.risk.outlook.spending import Spending, spending
from service.risk.outlook.stock import Money, Stock, stock
from service.risk.outlook.what_if import WhatIf, what_if
from service.risk.vocabulary import Stage


@dataclass(frozen=True)
class Engine:
    """Each member is a piece of work. A bundle is loaded from its folder if it has the digest that is trusted. A BOM is
    scored for a day, and a receipt's answer computed again, each in whole or as a summary. A plan is made, and the work
    of either counted, its budget spent, its sellers named, or its best single move picked. Scenarios are scored, other
    sources listed, stocks valued, a year's costs worked out and questions ranked. ``state`` names the model, evidence
    and register that scores hang on."""

    load: Callable[[Path, str | None], Kernel] = storage.load
    score: Callable[[Bom, Kernel, date], Score] = scoring.score
    summary: Callable[[Bom, Kernel, date], Summary] = scoring.summary
    rescore: Callable[[str, Kernel, date], Score] = scoring.rescore
    rescore_summary: Callable[[str, Kernel, date], Summary] = scoring.rescore_summary
    plan: Callable[[Bom, Wish, Kernel, date, Effects], Plan] = plan
    plan_work: Callable[[Bom, Kernel, date], int] = plan_work
    first_move: Callable[[Bom, Kernel, date], First | None] = first_move
    state: Callable[[Kernel], dict[str, str]] = scoring.state_of
    work: Callable[[Bom, Kernel, date], int] = scoring.work
    what_if: Callable[[Bom, Sequence[str], Kernel, date, float | None], WhatIf] = what_if
    alternatives: Callable[[str, Stage, str, str | None, Kernel, date, date | None], Alternatives] = alternatives
    stock: Callable[[Bom, Money, Kernel, date], Stock] = stock
    from_whom: Callable[[Plan, Kernel], tuple[FromWhom, ...]] = from_whom
    spending: Callable[[Plan, Wish, Money, Kernel, date], Spending | None] = spending
    year_costs: Callable[[Bom, Bought, Kernel, date], YearCosts] = year_costs
    questions: Callable[[Bom, Kernel, date], Questions] = questions


KERNEL = Engine()
