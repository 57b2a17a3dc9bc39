"""``GET /v1/boms/{bom_id}/badge.svg``: score and band of a stored BOM as a small picture for other pages."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree  # only writes here

from flask import Response, request

from service.api.context import answer_as, services, tenant, today
from service.api.smorest import Blueprint
from service.api.stored import ids
from service.api.stored.boms import ONE, PATH
from service.api.stored.current import current, etag_for, state_now, unknown
from service.schemas.answers.codes import BANDS
from service.schemas.fields import three_digits
from service.schemas.watching.links import TokenQuery

TITLE = "supply risk"
GROUND = {"low": "#184f8f", "guarded": "#34707c", "elevated": "#8a6200", "high": "#a8213a", "severe": "#3f1550"}
"""As on the pages: white text on each has a contrast of 4.5 or more."""
NO_BAND, DARK, WHITE = "#525b66", "#16191d", "#ffffff"
HEIGHT, PADDING, LETTER, SIZE = 20, 6, 6.6, 11
STEPS = 5 * len(BANDS) + 3

blueprint = Blueprint("badges", __name__, description="Scores as small pictures.")


@blueprint.route(f"{PATH}/badge.svg", methods=["GET"], **ONE)
@blueprint.arguments(TokenQuery(), location="query")
@blueprint.response(200, {"type": "string"}, content_type="image/svg+xml", description="A picture with its words.")
@blueprint.problems(404, 500, 503)
def get_badge(_query: dict[str, Any], bom_id: str) -> Response:
    """Score and band of a stored BOM as of today, as a picture

    For wikis and boards, which can't send a key: `PUT /v1/links/{link_id}` makes an address with a token. The band is
    written, and told by bars; colour is never the only sign. Cheap to poll with its ETag.
    """
    row = services().store.bom(tenant(), bom_id) if ids.possible(bom_id) else None
    if row is None:
        raise unknown(bom_id)
    etag = etag_for(row, state_now(), today(), "badge")
    if request.if_none_match.contains(etag):
        return Response(status=304, headers={"ETag": f'"{etag}"', "Cache-Control": "no-cache"})
    row = current(bom_id).row
    etag = etag_for(row, state_now(), row["as_of"], "badge")
    return answer_as("image/svg+xml; charset=utf-8", badge(row["score"], row["band"]), etag=etag)


def badge(score: float | None, band: str | None) -> bytes:
    """The picture: what it is about on a dark ground, score and band on the band's, and as many bars as the band is
    high."""
    number = "no score" if score is None else f"{three_digits(score):g}"
    value = f"{number} {band or 'no band'}"
    left = len(TITLE) * LETTER + 2 * PADDING
    bars = STEPS if band else 0
    width = left + bars + len(value) * LETTER + 2 * PADDING
    words = f"{TITLE.capitalize()}: {number}" + (" of 100" if score is not None else "") + f", {band or 'no band'}"
    about = {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-label": words}
    size = {"width": f"{width:g}", "height": str(HEIGHT), "viewBox": f"0 0 {width:g} {HEIGHT}"}
    root = ElementTree.Element("svg", about | size)
    ElementTree.SubElement(root, "title").text = words
    _rectangle(root, 0, 0, left, HEIGHT, DARK)
    _rectangle(root, left, 0, width - left, HEIGHT, GROUND.get(band or "", NO_BAND))
    _text(root, PADDING, TITLE)
    if band:
        _bars(root, left + PADDING, BANDS.index(band))
    _text(root, left + bars + PADDING, value)
    written: bytes = ElementTree.tostring(root, encoding="utf-8")
    return written


def _bars(root: ElementTree.Element, start: float, reached: int) -> None:
    """Five rising bars: those up to the band are filled, the others hollow."""
    for step in range(len(BANDS)):
        height = 3 + 2 * step
        bar = _rectangle(root, start + 5 * step + 0.5, 15.5 - height, 3, height, WHITE if step <= reached else "none")
        bar.set("stroke", WHITE)


def _rectangle(
    root: ElementTree.Element, x: float, y: float, width: float, height: float, fill: str
) -> ElementTree.Element:
    numbers = {"x": x, "y": y, "width": width, "height": height}
    return ElementTree.SubElement(root, "rect", {name: f"{value:g}" for name, value in numbers.items()}, fill=fill)


def _text(root: ElementTree.Element, x: float, words: str) -> None:
    """Text that is as long as its letters are counted, whatever the reader's font."""
    about = {"font-family": "Verdana, DejaVu Sans, sans-serif", "font-size": str(SIZE), "fill": WHITE}
    fits = {"textLength": f"{len(words) * LETTER:g}", "lengthAdjust": "spacingAndGlyphs"}
    ElementTree.SubElement(root, "text", about | fits, x=f"{x:g}", y="14").text = words
