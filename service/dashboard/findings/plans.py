"""What the page of a plan says: what it comes to, and what it costs in other respects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.dashboard.findings import language
from service.risk.answer import Summary
from service.risk.mitigation.actions import Move
from service.risk.mitigation.first import First
from service.risk.mitigation.plan import Aim, Plan, Wish
from service.risk.mitigation.sentences import action_words

BAND_EDGES = (30.0, 17.0, 10.0, 5.0)
NONE_HELPS = "No single change of source lowers the score, or what is lost, by much."
NOWHERE = "No other country makes enough of what it needs to move to."
UNPRICED = "say below what changes cost you, and how many products you make in a year."
AIMS = {Aim.SCORE: "score", Aim.SHARE_HIT: "share of need lost, on average,"}
METHODS = {
    "enumerated": "Every set of them was tried, the cheapest first.",
    "stepwise": "The change or pair that helps most was taken, one after the other.",
}


@dataclass(frozen=True)
class Advice:
    """A plan for what was wished. Where a score was, and the plan changes nothing and misses it, also the plan that
    loses less, for ``less``."""

    wish: Wish
    wished: Plan
    by_loss: Plan | None
    less: Wish

    @property
    def shown(self) -> Plan:
        """The plan whose changes are listed."""
        return self.by_loss if self.by_loss and not self.wished.steps else self.wished

    @property
    def shown_wish(self) -> Wish:
        """What the listed changes aim at."""
        return self.less if self.shown is self.by_loss else self.wish


def next_target(score: float) -> float:
    """The edge of the band below a score; below the lowest edge half of the score."""
    return next((edge for edge in BAND_EDGES if edge < score), score / 2)


def lead(advice: Advice) -> str:
    """What becomes of what is aimed at, and whether the aim is reached."""
    plan, aim = advice.wished, advice.wish.aim
    what, target = AIMS[aim], level(advice.wish.target, aim)
    before, after = _aimed(plan.before, aim), _aimed(plan.after, aim)
    if plan.reached and not plan.steps:
        return f"The {what} is {before}: the aim of {target} is met as it stands."
    missed = "" if plan.reached else f" {target} is out of reach of what was tried: the best is {after}."
    if not plan.steps:
        return f"No change that was tried lowers the {what} of {before} by much.{missed}"
    changes = language.plural(len(plan.steps), "change")
    return f"{language.sentence(changes)} would lower the {what} from {before} to {after}.{missed}"


def level(points: float, aim: Aim) -> str:
    """A score, or a share of need, from points."""
    return language.score(points) if aim is Aim.SCORE else language.percent(points / 100.0, 1)


def _aimed(score: Summary, aim: Aim) -> str:
    return level((score.score or 0.0) if aim is Aim.SCORE else 100.0 * (_lost(score) or 0.0), aim)


def second(advice: Advice) -> list[str]:
    """What to know besides: what is lost, and where the score rises although less is lost."""
    plan = advice.shown
    if not plan.steps:
        idle = advice.wished.reached or advice.wish.aim is Aim.SHARE_HIT
        return [] if idle else ["None cuts the share of need that is lost by much, either."]
    before, after = _lost(plan.before), _lost(plan.after)
    if before is None or after is None:
        return []
    ends = f"from {language.percent(before, 1)} to {language.percent(after, 1)}"
    if plan is advice.by_loss:
        return [f"{_them(plan)} would cut the share of need lost, on average, {ends}.", _score_then(plan)]
    if advice.wish.aim is Aim.SHARE_HIT:
        return [_score_then(plan)]
    moved = "fall" if after < before else "rise"
    return [*_alone(plan), f"The share of need lost, on average, would {moved} {ends}."]


def spent(bought: Mapping[str, Any], currency: str | None) -> list[str]:
    """What a budget buys: changes, stock, and what is left. Changes without a cost are named."""
    whole, changes = (language.money(float(bought[name]), currency) for name in ("budget", "actions"))
    if not bought["actions"] and not bought["lines"]:
        return [f"The budget of {whole} buys nothing yet: {UNPRICED}"]
    unit = f"{language.SPACE}{currency}" if currency else ""
    stock, left = (f"{language.estimate(float(bought[name]))}{unit}" for name in ("stock", "left"))
    words = [f"Of the budget of {whole} the changes take {changes}, stock takes {stock}, and {left} are left."]
    if bought["unpriced"]:
        count = language.plural(len(bought["unpriced"]), "change")
        words.append(f"Nobody put a cost on {count}: the budget counts nothing for that.")
    return words


def _alone(plan: Plan) -> list[str]:
    """What the first change does without the others, where that raises the score."""
    alone = plan.steps[0].after.score
    rises = language.number(alone) != language.score(plan.before.score) and alone > (plan.before.score or 0.0)
    return [f"The first alone would raise it to {language.score(alone)}: make them together."] if rises else []


def _them(plan: Plan) -> str:
    return "One change" if len(plan.steps) == 1 else f"{len(plan.steps)} changes"


def _score_then(plan: Plan) -> str:
    """What the score does where a plan aims at losing less."""
    low, high = plan.before.score, plan.after.score
    before, after = language.score(low), language.score(high)
    if before == after:
        return f"The score would stay at {before}."
    if (high or 0.0) < (low or 0.0):
        return f"The score would fall from {before} to {after}."
    return f"The score would rise from {before} to {after}: {_new(plan)} can be hit too, even if less is lost then."


def _new(plan: Plan) -> str:
    """The countries that supply is moved to."""
    codes = [step.action.country for step in plan.steps if isinstance(step.action, Move)]
    return language.listed([language.prose_country(code) for code in dict.fromkeys(codes)]) or "other countries"


@dataclass(frozen=True)
class FirstChange:
    """What to change first, in words: how it is brought, the change (``None`` where none helps), and what it does."""

    brought: str
    change: str | None
    does: Sequence[str]


def first_change(first: First, line_ids: Sequence[str]) -> FirstChange:
    """The one change that helps most, told with all that it does. It is advice only where the score falls."""
    if first.move is None:
        return FirstChange(NONE_HELPS if first.tried else NOWHERE, None, ())
    before, after = language.score(first.before.score), language.score(first.after.score)
    falls = first.after.score < first.before.score and before != after
    words = action_words(first.move, list(line_ids))
    lost = (language.percent(one.expected_share_hit, 1) for one in (first.before, first.after))
    shares = "The share of need lost, on average, would {} from {} to {}.".format(_way(first), *lost)
    scores = f"The score would {'fall' if falls else 'rise'} from {before} to {after}"
    if before == after:
        scores = f"The score would stay at {before}."
    elif falls:
        scores += "."
    else:
        scores += f": {language.prose_country(first.move.country)} can be hit too, even if less is lost then."
    brought = "Change first:" if falls else "To lose less, first"
    return FirstChange(brought, words[:1].lower() + words[1:], (scores, shares) if falls else (shares, scores))


def _way(first: First) -> str:
    return "fall" if first.after.expected_share_hit < first.before.expected_share_hit else "rise"


def _lost(score: Summary) -> float | None:
    return score.expected_share_hit.value if score.expected_share_hit else None
