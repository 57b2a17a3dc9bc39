"""``GET /v1/feed.atom``: what changed for a tenant's BOMs, and what is new in the register, as an Atom feed (RFC 4287).

ElementTree writes it: a feed is a dozen elements, and the libraries that write feeds bring lxml for it.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from xml.etree import ElementTree  # only writes here

from flask import Response, request, url_for
from sqlalchemy import RowMapping

from service.api.context import answer_as, kernel, services, tenant, today
from service.api.smorest import Blueprint
from service.api.watching.notices import FEED_KINDS, headline, summary
from service.dashboard.findings.controls import instrument, title
from service.dashboard.findings.language import country
from service.risk.controls.measures import Measure
from service.risk.vocabulary import ELEMENTS
from service.schemas.watching.links import TokenQuery

MOST_NOTICES, MOST_MEASURES = 100, 50
ATOM = "application/atom+xml"
OURS = uuid.UUID("8f0d0c4e-5b0e-4f2f-9d0a-6f6b3d1c7a10")
"""Namespace of the ids of entries."""
_UNWRITABLE = re.compile("[\ufffe\uffff]")
"""What may stand in names, but not in XML 1.0."""

blueprint = Blueprint("feeds", __name__, description="What changed, for feed readers.")


@dataclass(frozen=True)
class Entry:
    """One change: ``key`` makes its id, ``path`` leads to what changed."""

    key: str
    at: datetime
    title: str
    summary: str
    path: str


@blueprint.route("/v1/feed.atom", methods=["GET"])
@blueprint.arguments(TokenQuery(), location="query")
@blueprint.response(200, {"type": "string"}, content_type=ATOM, description="An Atom feed, the newest change first.")
@blueprint.problems(500, 503)
def get_feed(_query: dict[str, Any]) -> Response:
    """What changed for stored BOMs, and what is new in the register, as an Atom feed

    The last 100 changes of bands and of the measures that touch a BOM, of the last 90 days, and the 50 newest measures.
    For feed readers, which can't send a key, `PUT /v1/links/{link_id}` makes an address with a token.
    """
    rows = services().store.notices.newest(tenant(), FEED_KINDS, MOST_NOTICES)
    entries = sorted([*map(_of_notice, rows), *_of_register()], key=lambda one: (one.at, one.key), reverse=True)
    return answer_as(f"{ATOM}; charset=utf-8", _feed(entries))


def _of_notice(row: RowMapping) -> Entry:
    content, bom_id = json.loads(row["content"]), row["bom_id"]
    words = headline(row["kind"], row["name"] or bom_id, content)
    path = url_for("pages.show_product", bom_id=bom_id, _external=True)
    return Entry(row["notice"], row["at"], words, summary(content), path)


def _of_register() -> Iterator[Entry]:
    day = today()
    known = [measure for measure in kernel().register.measures if measure.published <= day]
    for measure in sorted(known, key=lambda one: (one.published, one.measure_id))[-MOST_MEASURES:]:
        yield _of_measure(measure)


def _of_measure(measure: Measure) -> Entry:
    words = f"{country(measure.jurisdiction)}: {title(measure)}"
    elements = ", ".join(sorted(measure.elements)) or measure.commodity.replace(";", ", ")
    if len(measure.elements) == len(ELEMENTS):
        elements = "all rare earths"
    day = datetime.combine(measure.published, time(), UTC)
    path = url_for("reference.get_control", measure_id=measure.measure_id, _external=True)
    return Entry(measure.measure_id, day, words, f"New in the register: {instrument(measure)}, {elements}.", path)


def _feed(entries: list[Entry]) -> bytes:
    root = ElementTree.Element("feed", xmlns="http://www.w3.org/2005/Atom")
    address = request.base_url  # without the token
    _add(root, "id", uuid.uuid5(OURS, f"{tenant()} {address}").urn)
    _add(root, "title", "Supply risk: what changed")
    _add(root, "updated", _moment(entries[0].at if entries else datetime.fromtimestamp(0, UTC)))
    _add(_add(root, "author"), "name", "Chokepoint")
    _add(root, "link", rel="self", href=address)
    for entry in entries:
        each = _add(root, "entry")
        _add(each, "id", uuid.uuid5(OURS, entry.key).urn)
        _add(each, "title", entry.title)
        _add(each, "updated", _moment(entry.at))
        _add(each, "link", href=entry.path)
        _add(each, "summary", entry.summary)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = None if text is None else _UNWRITABLE.sub("", text)
    return child


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
