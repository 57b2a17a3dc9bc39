"""What the page of a plan says: what it comes to, and what it costs in other respects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.dashboard.findings import language
from service.risk.answer import Summary
from service.risk.mitigation.actions import Move
from service.risk.mitigation.plan import Plan
from service.risk.mitigation.sentences import action_words

BAND_EDGES = (30.0, 17.0, 10.0, 5.0)
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


def first(advice: Advice, line_ids: Sequence[str]) -> tuple[str, str] | None:
    """How the change that comes first is brought, and the change; None where there is none. It is advice only where
    the score falls."""
    steps = advice.shown.steps
    if not steps:
        return None
    words = action_words(steps[0].action, list(line_ids))
    brought = "Change first:" if advice.by_score.steps else "To lose less, first"
    return brought, words[:1].lower() + words[1:]


def _lost(score: Summary) -> float | None:
    return score.expected_share_hit.value if score.expected_share_hit else None
