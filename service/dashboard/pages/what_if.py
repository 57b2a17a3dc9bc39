"""``/what-if/{bom_id}``: a stored BOM with a change, scored beside what it is. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from flask import request
from werkzeug.wrappers import Response as BaseResponse

from service.api import json_body
from service.api.context import kernel, services, today
from service.api.outlook.stock import valued
from service.api.protocol.budget import Budget
from service.api.scores import Asked, whole_of, work_of
from service.dashboard.charts.intervals import interval_bar
from service.dashboard.findings import answers, language, product, supply, what_if
from service.dashboard.pages import stored
from service.dashboard.pages.serving import address, command, page, refused, site
from service.errors import RequestError
from service.risk.errors import BomError
from service.risk.vocabulary import ELEMENTS, Stage
from service.schemas.fields import COUNTRIES
from service.schemas.queries import View

MOST_DAYS, MOST_DIGITS = 3_650, 6
WHOLE = 100.0
ASKED = ("share", "stage", "from", "to", "line", "element", "grade", "spare", "stock")
RELOAD = "Today's score of the product was made just now, which is all that one page may score: load it again."


@site.get("/what-if/<path:bom_id>")
def show_what_if(bom_id: str) -> BaseResponse:
    """A stored BOM, a form to change it, and both scores."""
    kept = stored.product(bom_id)
    asked = request.args
    shown: dict[str, Any] = {
        "bom_id": bom_id,
        "name": kept.name or bom_id,
        "asked": asked,
        "wrong": None,
        "after": None,
        "stock": None,
        "late": kept.late,
    }
    if not answers.is_current(kept.answer):
        return page("product_old.html", **shown)
    document = json_body.parse(kept.document, services().settings.limits.depth)
    status = 200
    try:
        _check_line(asked, document)
        change = _change(asked)
        shown |= _scored(document, kept, change)
    except (RequestError, BomError) as error:
        shown |= {"before": kept.answer, "wrong": error.errors[0].detail if error.errors else error.detail}
        shown["bars"] = {"before": _bar(kept.answer)}
        status = 422
    return page("what_if.html", status, **shown, **_choices(document, kept.answer), on=today())


def _choices(document: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    """What the form offers."""
    makers = {language.alpha2(code) for code in supply.makers(kernel(), today())} | set(what_if.countries_of(answer))
    stages = {stage for hazard in answer["hazards"] for stage in hazard["supply"]}
    return {
        "stages": [stage for stage in language.STAGES if stage in stages],
        "elements": list(dict.fromkeys(hazard["element"] for hazard in answer["hazards"])),
        "sources": what_if.countries_of(answer),
        "makers": sorted(makers, key=language.country),
        "lines": [(line.get("line_id"), product.described(line)) for line in document["lines"]],
        "materials": sorted(kernel().resolver.catalogue.materials),
        "ideas": what_if.ideas(answer),
    }


def _check_line(asked: Mapping[str, str], document: Mapping[str, Any]) -> None:
    """Raise ``RequestError`` for a line that the product doesn't have."""
    name = asked.get("line", what_if.ALL)
    if name != what_if.ALL and name not in [line.get("line_id") for line in document["lines"]]:
        raise refused("line", "unknown", f"The product has no line {name[:100]!r}: choose one of the list.")


def _change(asked: Mapping[str, str]) -> what_if.Change:
    """The change of an address. Raises ``RequestError`` naming what can't be used."""
    stage, source, target = asked.get("stage", ""), asked.get("from", ""), asked.get("to", "")
    if stage and stage not in set(Stage):
        raise refused(
            "stage", "unknown", f"There is no stage {stage[:30]!r}: choose mining, separation, metal or magnet."
        )
    for code in (source, target):
        if code and code not in COUNTRIES:
            raise refused("to", "not_a_country", f"{code[:30]!r} is no country: choose one of the list.")
    element = asked.get("element", "")
    if element and element not in ELEMENTS:
        raise refused("element", "unknown", f"There is no rare earth {element[:20]!r}: choose one of the list.")
    material = asked.get("grade", "").strip()
    if material and material not in kernel().resolver.catalogue.materials:
        raise refused(
            "grade", "unknown_material", f"No material {material[:60]!r} is catalogued: choose one of the list."
        )
    share, spared = _share(asked, "share", WHOLE), _share(asked, "spare", 0.0)
    moves = bool(target and stage and share)
    return what_if.Change(
        asked.get("line", what_if.ALL),
        element,
        stage if moves else "",
        source,
        target if moves else "",
        share,
        material,
        spared,
        _days(asked),
    )


def _days(asked: Mapping[str, str]) -> int | None:
    """Days of stock; ``None`` where none are given."""
    text = asked.get("stock", "").strip()
    whole = text.isascii() and text.isdigit() and len(text) < MOST_DIGITS
    if text and not (whole and int(text) <= MOST_DAYS):
        raise refused("stock", "range", f"{text[:30]!r} is no stock: write whole days, from 0 to {MOST_DAYS:,}.")
    return int(text) if text else None


def _share(asked: Mapping[str, str], name: str, default: float) -> float:
    """A share from per cent."""
    text = asked.get(name, "").strip().removesuffix("%").strip()
    try:
        value = float(text) if text else default
    except ValueError:
        value = -1.0
    if not 0 <= value <= WHOLE:
        raise refused(name, "range", f"{text[:30]!r} is no share: write a number from 0 to 100.")
    return value / WHOLE


def _scored(document: Mapping[str, Any], kept: stored.Stored, change: what_if.Change) -> dict[str, Any]:
    """The scores before and after, and of each part of the change alone where that fits into what a request may take,
    all for today. Raises ``RequestError`` where there is none of today, or no room for another."""
    parts, before = change.alone(), kept.answer
    if kept.late:
        raise RequestError(kept.late)
    if not parts and change.stock_days is None:
        return {"before": before, "bars": {"before": _bar(before)}}
    new = what_if.changed(document, before, change)
    after = _score(new, kept.budget) if parts else before
    if after is None:
        raise RequestError(RELOAD)
    alone = [] if len(parts) == 1 else _alone(document, kept, parts)
    stock = _stocked(document, new, kept.budget, change)
    curl = _curl("/v1/stock", {"bom": new}) if stock and not parts else _curl("/v1/scores", new)
    bars = {"before": _bar(before), "after": _bar(after)}
    said = [words for words, _ in parts]
    shown = {"before": before, "after": after, "alone": alone, "said": said, "curl": curl, "bars": bars}
    return shown | {"too_large": len(parts) > 1 and not alone, "stock": stock, "sent": f"{address()}{_sent()}"}


@dataclass(frozen=True)
class StockPart:
    """What another stock does, in words and by line; no line where the product is too large to work it out here."""

    finding: str
    lines: Sequence[what_if.Held]


def _stocked(
    document: Mapping[str, Any], new: Mapping[str, Any], budget: Budget, change: what_if.Change
) -> StockPart | None:
    """What the stock before and after is worth; ``None`` where it isn't changed."""
    if change.stock_days is None:
        return None
    made = []
    for one in (document, new):
        bom = stored.parsed(stored.written({name: value for name, value in one.items() if name != "as_of"}))
        if not budget.fits(work_of(Asked.from_bom(bom))):
            return StockPart("The product is too large to work out its stock on this page.", ())
        made.append(valued(bom, {}))
    lines = what_if.held_lines(*made)
    return StockPart(what_if.stock_finding(lines), lines)


def _curl(path: str, document: Mapping[str, Any]) -> str | None:
    """The same question as a request; ``None`` where it would be too long to copy."""
    return command(path, stored.written(document).decode())


def _sent() -> str:
    """The address of this change, without what is left as it is."""
    asked = [(name, value) for name, value in request.args.items() if value and name in ASKED]
    return f"{quote(request.path)}?{urlencode(asked)}"


def _alone(
    document: Mapping[str, Any], kept: stored.Stored, parts: Sequence[tuple[str, what_if.Change]]
) -> list[tuple[str, dict[str, Any]]]:
    """Each part of a change with its words and its answer; nothing where not all of them fit."""
    told = []
    for words, part in parts:
        answer = _score(what_if.changed(document, kept.answer, part), kept.budget)
        if answer is None:
            return []
        told.append((words, answer))
    return told


def _score(document: Mapping[str, Any], budget: Budget) -> dict[str, Any] | None:
    """The answer for a document, as the API gives it; None where it doesn't fit into ``budget``."""
    asked = Asked.from_bom(stored.parsed(stored.written(document)))
    return answers.whole(orjson.loads(whole_of(asked).body(View.FULL))) if budget.fits(work_of(asked)) else None


def _bar(answer: Mapping[str, Any]) -> Any:
    return interval_bar(answer["score"], *answer["interval"], width=340) if answer["interval"] else None
