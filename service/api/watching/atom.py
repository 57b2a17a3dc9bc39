"""Atom feeds (RFC 4287), written.

ElementTree writes them: a feed is a dozen elements, and the libraries that write feeds bring lxml for it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree  # only writes here

from flask import Response, request

from service.api.context import answer_as, tenant

MEDIA_TYPE = "application/atom+xml"
OURS = uuid.UUID("8f0d0c4e-5b0e-4f2f-9d0a-6f6b3d1c7a10")
"""Namespace of the ids of entries."""
_UNWRITABLE = re.compile("[\ufffe\uffff]")
"""What may stand in names, but not in XML 1.0."""


@dataclass(frozen=True)
class Entry:
    """One change: ``key`` makes its id, ``path`` leads to what changed."""

    key: str
    at: datetime
    title: str
    summary: str
    path: str


def feed(title: str, entries: Sequence[Entry]) -> Response:
    """The feed as it is answered: the newest entry first."""
    ordered = sorted(entries, key=lambda one: (one.at, one.key), reverse=True)
    return answer_as(f"{MEDIA_TYPE}; charset=utf-8", _written(title, ordered))


def _written(title: str, entries: Sequence[Entry]) -> bytes:
    root = ElementTree.Element("feed", xmlns="http://www.w3.org/2005/Atom")
    address = request.base_url  # without the token
    _add(root, "id", uuid.uuid5(OURS, f"{tenant()} {address}").urn)
    _add(root, "title", title)
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
