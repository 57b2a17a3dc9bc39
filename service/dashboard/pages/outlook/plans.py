"""``/plans/{bom_id}``: the cheapest changes that bring a stored BOM to a target score. Nothing is stored."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import Any

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from service.api import json_body
from service.api.context import kernel, services, today
from service.api.plans import figures_to_weigh, plan_work_of, planned
from service.api.protocol.budget import Budget
from service.api.stored.current import document_of
from service.dashboard.findings import answers, language, plans, supply
from service.dashboard.pages import stored
from service.dashboard.pages.serving import address, page, refused, site
from service.errors import RequestError
from service.risk.bom import Bom
from service.risk.errors import BomError
from service.risk.mitigation.plan import Aim, Effects, Wish
from service.risk.mitigation.sentences import action_words
from service.schemas.fields import COUNTRIES

LONGEST_CURL = 20_000
MOST_DIGITS = 12
RELOAD = "Today’s score was made just now, which is all that one page may score: load it again."


@site.get("/plans/<path:bom_id>")
def show_plan(bom_id: str) -> BaseResponse:
    """What would lower the score of a stored BOM, and where there is nowhere to go."""
    kept = stored.product(bom_id)
    shown: dict[str, Any] = {"bom_id": bom_id, "name": kept.name or bom_id, "late": kept.late, "answer": kept.answer}
    if not answers.is_current(kept.answer):
        return page("product_old.html", **shown)
    score = kept.answer["score"]
    shown |= {"advice": None, "wrong": None, "without": request.args.get("without", ""), "on": today()}
    shown["target"] = plans.next_target(score) if score is not None else None
    shown["makers"] = sorted({language.alpha2(code) for code in supply.makers(kernel(), today())}, key=language.country)
    if score is None:
        return page("plan.html", **shown)
    try:
        shown["target"] = _target(request.args.get("target", ""), shown["target"])
        bom = document_of(kept.document, bom_id)
        advice = advised(bom, shown["target"], _without(shown["without"]), kept.budget)
        if advice is None:
            raise RequestError(RELOAD)
    except (RequestError, BomError) as error:
        return page("plan.html", 422, **shown | {"wrong": error.errors[0].detail if error.errors else error.detail})
    return page("plan.html", **shown | _told(advice, bom), curl=_curl(kept, advice, shown["without"]))


def advised(bom: Bom, target: float, without: frozenset[str], budget: Budget) -> plans.Advice | None:
    """The plan for a target score, and where it has no change the one that halves what is lost. It is ``None`` where it
    doesn't fit into ``budget``. Raises ``BomError``."""
    work, effects = plan_work_of(bom), Effects()
    if not budget.fits(work):
        return None
    wish = Wish(target, without=without)
    by_score = planned(bom, wish, effects)
    lost = by_score.before.expected_share_hit
    if by_score.steps or by_score.reached or lost is None or not budget.fits(work):
        return plans.Advice(target, by_score, None)
    less = replace(wish, aim=Aim.SHARE_HIT, target=100 * lost.value / 2)
    return plans.Advice(target, by_score, planned(bom, less, effects))


def _told(advice: plans.Advice, bom: Bom) -> dict[str, Any]:
    """What the template lists of the plan."""
    plan, line_ids = advice.shown, [line.line_id for line in bom.lines]
    return {
        "advice": advice,
        "lead": plans.lead(advice),
        "besides": plans.second(advice),
        "steps": [(action_words(step.action, line_ids), step) for step in plan.steps],
        "method": plans.METHODS[plan.method],
        "figures": figures_to_weigh(plan.after),
    }


def _target(text: str, default: float) -> float:
    """A target score. Raises ``RequestError``."""
    if not text.strip():
        return default
    try:
        value = float(text) if len(text) <= MOST_DIGITS else -1.0
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:  # noqa: PLR2004 - a score
        raise refused("target", "range", f"{text[:30]!r} is no score: write a number from 0 to 100.")
    return value


def _without(code: str) -> frozenset[str]:
    """The country that nothing is moved to. Raises ``RequestError``."""
    if code and code not in COUNTRIES:
        raise refused("without", "not_a_country", f"{code[:30]!r} is no country: choose one of the list.")
    return frozenset({COUNTRIES[code]} if code else ())


def _curl(kept: stored.Stored, advice: plans.Advice, without: str) -> str | None:
    """The same plan as a request; ``None`` where it would be too long to copy."""
    document = dict(json_body.parse(kept.document, services().settings.limits.depth))
    document.pop("as_of", None)
    lost = advice.by_score.before.expected_share_hit
    halved = advice.by_loss is not None and lost is not None
    aim = {"target_share_hit": lost.value / 2} if halved and lost else {"target_score": advice.target}
    body = stored.written({"bom": document} | aim | ({"without_countries": [without]} if without else {})).decode()
    posted = f"-H 'Content-Type: application/json' -d {shlex.quote(body)}"
    asked = f'CHOKEPOINT_URL={address()}  # where this service answers\ncurl -s "$CHOKEPOINT_URL/v1/plans" {posted}'
    return asked if len(body) <= LONGEST_CURL else None
