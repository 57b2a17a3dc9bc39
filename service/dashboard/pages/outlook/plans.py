"""``/plans/{bom_id}``: the cheapest changes that bring a stored BOM to an aim, in order, and what remains. Nothing is
stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from service.api import json_body
from service.api.context import kernel, services, today
from service.api.outlook.stock import valued
from service.api.plans import plan_work_of, planned, within_budget
from service.api.plans import shown as as_answered
from service.api.protocol.budget import Budget
from service.api.scores import Asked, work_of
from service.dashboard.findings import answers, language, plan_steps, plans, product, supply
from service.dashboard.pages import stored
from service.dashboard.pages.outlook.plan_form import OFFER, Form, in_words, read_plan
from service.dashboard.pages.serving import command, page, site
from service.errors import RequestError
from service.risk.bom import Bom
from service.risk.errors import BomError
from service.risk.mitigation.actions import KINDS
from service.risk.mitigation.plan import Aim, Effects, Wish
from service.risk.outlook.spending import Spending
from service.risk.outlook.stock import Money

FILE, CHANGED_BOM = "file", "bom"
"""What asks for the changed BOM as a file."""
RELOAD = "Today’s score was made just now, which is all that one page may score: load it again."


@site.get("/plans/<path:bom_id>")
def show_plan(bom_id: str) -> BaseResponse:
    """What would lower the score of a stored BOM, from whom, what remains, and where there is nowhere to go."""
    kept, form = stored.product(bom_id), Form.from_query(request.args)
    head: dict[str, Any] = {"bom_id": bom_id, "name": kept.name or bom_id, "late": kept.late, "answer": kept.answer}
    if not answers.is_current(kept.answer):
        return page("product_old.html", **head)
    head |= {"advice": None, "wrong": None, "bought": None, "form": form, "on": today(), "target": ""}
    if kept.answer["score"] is None:
        return page("plan.html", **head)
    document = json_body.parse(kept.document, services().settings.limits.depth)
    document = {name: value for name, value in document.items() if name != "as_of"}
    head |= _choices(document) | {"target": _target(form, kept.answer)}
    try:
        body = {"bom": document} | form.wanted(head["target"])
        bom, wish, prices = read_plan(body)
        money = form.money()
        advice = advised(bom, wish, kept.budget)
        if advice is None:
            raise RequestError(RELOAD)
    except (RequestError, BomError) as error:
        wrong = in_words(error.errors[0]) if isinstance(error, BomError) and error.errors else error.detail
        return page("plan.html", 422, **head | {"wrong": wrong})
    bought = _bought(advice, bom, prices, kept.budget)
    told = as_answered(advice.shown, advice.shown_wish, bom, document, bought)
    if request.args.get(FILE) == CHANGED_BOM:
        return _file(told["bom"])
    shown = _told(advice, told, kept.answer)
    return page("plan.html", **head | shown, store=_stored(told, money, kept.budget), curl=_curl(body, advice))


def advised(bom: Bom, wish: Wish, budget: Budget) -> plans.Advice | None:
    """The plan for a wish, and where a score is aimed at and no change lowers it, the one that halves what is lost. It
    is ``None`` where it doesn't fit into ``budget``. Raises ``BomError``."""
    work, effects = plan_work_of(bom), Effects()
    if not budget.fits(work):
        return None
    wished = planned(bom, wish, effects)
    lost = wished.before.expected_share_hit
    done = wished.steps or wished.reached or wish.aim is Aim.SHARE_HIT
    if done or lost is None or not budget.fits(work):
        return plans.Advice(wish, wished, None, wish)
    less = replace(wish, aim=Aim.SHARE_HIT, target=100 * lost.value / 2)
    return plans.Advice(wish, wished, planned(bom, less, effects), less)


def _choices(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the form offers."""
    makers = {language.alpha2(code) for code in supply.makers(kernel(), today())}
    return {
        "makers": sorted(makers, key=language.country),
        "kinds": {str(kind): words for kind, words in KINDS.items()},
        "lines": [(line.get("line_id"), product.described(line)) for line in document["lines"]],
        "written": {line.get("line_id"): product.described(line) for line in document["lines"]},
        "materials": sorted(kernel().resolver.catalogue.materials),
        "currency": document.get("currency"),
    }


def _target(form: Form, answer: Mapping[str, Any]) -> str:
    """What the field of the aim says: what was asked for, else the next band, or half of what is lost."""
    if form.text("target"):
        return form.text("target")
    if form.by_share:
        return f"{50 * answer['expected_share_hit']['value']:.3g}"
    return f"{plans.next_target(answer['score']):g}"


def _told(advice: plans.Advice, told: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    """What the template lists of the plan."""
    currency, bought = advice.shown.bom.currency, told["budget"]
    return {
        "advice": advice,
        "told": told,
        "lead": plans.lead(advice),
        "besides": plans.second(advice),
        "steps": plan_steps.steps(told, answer),
        "method": plans.METHODS[advice.shown.method],
        "nowhere": plan_steps.nowhere(advice.shown, kernel(), today()),
        "offer_link": _offer_link,
        "left": plan_steps.left(advice.shown.after),
        "lead_times": list(dict.fromkeys(one["lead_time"] for one in told["actions"])),
        "spent": plans.spent(bought, currency) if bought else [],
        "bought": bought,
        "file": _file_link(),
    }


def _bought(advice: plans.Advice, bom: Bom, prices: Money, budget: Budget) -> Spending | None:
    """What the budget buys beside the plan; ``None`` without one, or where that doesn't fit into ``budget``."""
    wish = advice.shown_wish
    fits = wish.budget is not None and budget.fits(work_of(Asked.from_bom(bom)))
    return within_budget(advice.shown, wish, prices) if fits else None


def _stored(told: Mapping[str, Any], money: Mapping[str, Any], budget: Budget) -> plan_steps.Store | None:
    """What to store of the product as the plan leaves it; ``None`` where that doesn't fit into ``budget``."""
    bom = stored.parsed(stored.written(told["bom"]))
    if not budget.fits(work_of(Asked.from_bom(bom))):
        return None
    return plan_steps.storing(valued(bom, dict(money)), bom.currency)


def _file_link() -> str:
    """The address of the changed BOM of this plan."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != FILE]
    return f"?{urlencode([*asked, (FILE, CHANGED_BOM)])}"


def _offer_link(stage: str, country: str) -> str:
    """The address of this plan with an offer more: all of a stage from a country, at no cost that is known."""
    row = {"stage": stage, "country": country, "share": "100", "made_of": "ore", "line": "", "cost": ""}
    rows = [*Form.from_query(request.args).offers, row]
    asked = [(name, value) for name, value in request.args.items(multi=True) if not name.startswith("offer_")]
    offers = [(f"offer_{name}", one[name]) for one in rows for name in OFFER]
    return f"?{urlencode([*asked, *offers])}"


def _file(changed: Mapping[str, Any]) -> Response:
    """The changed BOM, as ``POST /v1/scores`` takes it."""
    headers = {"Content-Disposition": 'attachment; filename="changed-bom.json"', "Cache-Control": "no-store"}
    return Response(stored.written(changed), headers=headers, content_type="application/json")


def _curl(body: Mapping[str, Any], advice: plans.Advice) -> str | None:
    """The same plan as a request; ``None`` where it would be too long to copy."""
    asked = dict(body)
    if advice.shown is advice.by_loss:
        del asked["target_score"]
        asked["target_share_hit"] = advice.shown_wish.target / 100
    return command("/v1/plans", stored.written(asked).decode())
