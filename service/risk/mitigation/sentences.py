"""A plan in plain English."""

from __future__ import annotations

from collections.abc import Iterator

from service.risk.explanation.words import country_name, listed, percent
from service.risk.mitigation.actions import Action, Move
from service.risk.mitigation.plan import Aim, Plan, Wish
from service.risk.vocabulary import ELEMENTS, Stage

MAKE = {Stage.MINING: "Mine", Stage.SEPARATION: "Separate", Stage.METAL: "Make into metal", Stage.MAGNET: "Make"}
GOODS = {Stage.MINING: "the ore", Stage.SEPARATION: "the rare earths", Stage.METAL: "the metals",
         Stage.MAGNET: "the magnets"}  # fmt: skip
DONE = {Stage.MINING: "mined", Stage.SEPARATION: "separated", Stage.METAL: "made into metal",
        Stage.MAGNET: "made into magnets"}  # fmt: skip
MOST_LINES = 5


def sentences(plan: Plan, wish: Wish, line_ids: list[str]) -> tuple[str, ...]:
    """The plan told: what it comes to, each action with its effect, and where there is nowhere to go."""
    return tuple(_told(plan, wish, line_ids))


def _told(plan: Plan, wish: Wish, line_ids: list[str]) -> Iterator[str]:
    before, after = _level(plan.before.score, plan, wish, last=False), _level(plan.after.score, plan, wish, last=True)
    what = "score" if wish.aim is Aim.SCORE else "expected share hit"
    target = _points(wish.target, wish.aim)
    if not plan.steps and plan.reached:
        yield f"The {what} is {before}: the target of {target} is met as it stands."
    elif not plan.steps:
        yield f"The target of {target} isn't reached: no action tried brings the {what} of {before} down by much."
    elif plan.reached:
        yield f"The {what} falls from {before} to {after}; the target was {target}."
    else:
        yield f"The {what} falls from {before} to {after}; the target of {target} isn't reached."
    if wish.aim is Aim.SHARE_HIT and (plan.after.score or 0.0) > (plan.before.score or 0.0) and plan.steps:
        rise = f"{plan.before.score:.1f} to {plan.after.score:.1f}"
        yield f"The score rises from {rise}: one country more can hit a part, even if less is lost then."
    for step in plan.steps:
        yield f"{action_words(step.action, line_ids)}: it is then {_points(step.after.read_aim(wish.aim), wish.aim)}."
    for one in plan.stuck:
        name = ELEMENTS[one.element].name.capitalize()
        of = f"line{'s' if len(one.line_ids) > 1 else ''} {listed(list(one.line_ids), MOST_LINES)}"
        where = f"{DONE[one.stage]} in {country_name(one.largest)} alone, but for small makers"
        yield f"{name} of {of} is {where}: an offer, scrap, another material or stock is left."


def action_words(action: Action, line_ids: list[str]) -> str:
    of = listed([line_ids[position] for position in action.positions], MOST_LINES)
    lines = f"line{'s' if len(action.positions) > 1 else ''} {of}"
    if not isinstance(action, Move):
        return f"Make {lines} of {action.material}"
    scrap = " from scrap" if action.recycled else ""
    return (
        f"{MAKE[action.stage]} {percent(float(action.share))} of {GOODS[action.stage]} of {lines} in "
        f"{country_name(action.country)}{scrap}"
    )


def _level(score: float | None, plan: Plan, wish: Wish, *, last: bool) -> str:
    if wish.aim is Aim.SCORE:
        return _points(score or 0.0, wish.aim)
    hit = (plan.after if last else plan.before).expected_share_hit
    return _points(100.0 * (hit.value if hit else 0.0), wish.aim)


def _points(level: float, aim: Aim) -> str:
    return f"{level:.1f}" if aim is Aim.SCORE else percent(level / 100.0)
