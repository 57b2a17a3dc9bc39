"""What the page of a plan says: what it comes to, and what it costs in other respects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.dashboard.findings import language
from service.risk.answer import Summary
from service.risk.mitigation.actions import Move
from service.risk.mitigation.first import First
from service.risk.mitigation.plan import Plan
from service.risk.mitigation.sentences import action_words

BAND_EDGES = (30.0, 17.0, 10.0, 5.0)
NONE_HELPS = "No single change of source lowers the score, or what is lost, by much."
NOWHERE = "No other country makes enough of what it needs to move to."
METHODS = {
    "enumerated": "Every set of them was tried, the cheapest first.",
    "stepwise": "The change or pair that helps most was taken, one after the other.",
}


@dataclass(frozen=True)
class Advice:
    """A plan for a target score. Where it changes nothing and misses the target, also the plan that loses least."""

    target: float
    by_score: Plan
    by_loss: Plan | None

    @property
    def shown(self) -> Plan:
        """The plan whose changes are listed."""
        return self.by_loss if self.by_loss and not self.by_score.steps else self.by_score


def next_target(score: float) -> float:
    """The edge of the band below a score; below the lowest edge half of the score."""
    return next((edge for edge in BAND_EDGES if edge < score), score / 2)


def lead(advice: Advice) -> str:
    """One sentence: what becomes of the score."""
    plan, target = advice.by_score, language.number(advice.target)
    before, after = language.score(plan.before.score), language.score(plan.after.score)
    if not plan.steps:
        met = f"The score is {before}: the target of {target} is met as it stands."
        return met if plan.reached else f"No change that was tried lowers the score of {before} by much."
    changes = language.plural(len(plan.steps), "change")
    missed = "" if plan.reached else f" The target of {target} isn’t reached."
    return f"{language.sentence(changes)} would lower the score from {before} to {after}.{missed}"


def second(advice: Advice) -> list[str]:
    """What to know besides: what is lost, and where the score rises although less is lost."""
    plan = advice.shown
    if not plan.steps:
        return [] if advice.by_score.reached else ["None cuts the share of need that is lost by much, either."]
    before, after = _lost(plan.before), _lost(plan.after)
    if before is None or after is None:
        return []
    ends = f"from {language.percent(before, 1)} to {language.percent(after, 1)}"
    if plan is advice.by_score:
        moved = "fall" if after < before else "rise"
        return [*_alone(plan), f"The share of need lost, on average, would {moved} {ends}."]
    return [f"{_them(plan)} would cut the share of need lost, on average, {ends}.", _score_then(plan)]


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
