"""What a service misses whose evidence has ended: how far news moved the scores of past days.

On each day the served model scores the reference portfolio twice. Once it has all that was known, once all that had
been known some days before. The rule by which intervals widen (``AGEING``) covers 90 % of the differences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from scipy.special import logit

from service.risk.bundle.kernel import GRACE_DAYS, Kernel
from service.risk.bundle.known import known_on
from service.risk.product.assembly import assemble
from service.risk.product.interval import QUANTILES, log_odds_beyond
from service.risk.purchase.basket import read_bom
from service.risk.purchase.canonical import canonical_bom
from training.publication import reference_portfolio

AGES_DAYS = (365, 730, 1095)
FIRST_YEAR = 2012


def ageing(kernel: Kernel, days: Sequence[date], ages: Sequence[int] = AGES_DAYS) -> list[dict[str, Any]]:
    """By age in days: quantiles of the change in log-odds that news made, and the change that the rule allows. Then how
    many of the changes lie within it."""
    fresh = {day: _chances(kernel, day) for day in days}
    rows = []
    for age in ages:
        moves = [
            float(logit(new) - logit(old))
            for day in days
            for new, old in zip(fresh[day], _chances(_ended(kernel, day - timedelta(days=age)), day), strict=True)
            if 0.0 < old < 1.0 and 0.0 < new < 1.0
        ]
        low, high = log_odds_beyond(max(0, age - GRACE_DAYS))
        quantiles = [float(q) for q in np.quantile(moves, QUANTILES)]
        within = sum(low <= move <= high for move in moves) / len(moves)
        rows.append({"days": age, "scores": len(moves), "moved": quantiles, "rule": [low, high], "within": within})
    return rows


def _ended(kernel: Kernel, day: date) -> Kernel:
    """The model whose evidence ended on a day, and which watches on: the rule is measured on what news moved alone."""
    return replace(kernel, facts=known_on(kernel.facts, day))


def _chances(kernel: Kernel, day: date) -> list[float]:
    """The portfolio's scores as probabilities."""
    epoch, chances = kernel.epoch(day), []
    for bom in reference_portfolio.read():
        made = assemble(read_bom(canonical_bom(bom, day), kernel.resolver), epoch, kernel.sourcing, day, None)
        chances.append(made.measured.score / 100.0 if made else 0.0)
    return chances


def text(rows: Sequence[Mapping[str, Any]]) -> str:
    """The table, log-odds to two decimals."""
    lines = [f"{'days':>5}{'scores':>8}{'moved, 5 % and 95 %':>22}{'rule':>16}{'within':>9}"]
    for row in rows:
        moved, rule = ("{:+.2f} {:+.2f}".format(*row[name]) for name in ("moved", "rule"))
        lines.append(f"{row['days']:>5}{row['scores']:>8}{moved:>22}{rule:>16}{row['within']:>9.1%}")
    return "\n".join(lines)
