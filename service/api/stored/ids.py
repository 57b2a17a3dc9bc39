"""Ids of BOMs in paths: any text, with ``/`` as ``%2F``.

WSGI hands a path over decoded, so that ``/v1/boms/a%2Fscore`` (the BOM ``a/score``) and ``/v1/boms/a/score`` (the score
of the BOM ``a``) would look alike. ``EncodedIds`` takes the path as it was sent, which gunicorn and Werkzeug's test
client keep beside it. It gives each part below ``/v1/boms/`` percent-encoded to the routing.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlsplit

from werkzeug.routing import BaseConverter

from service.errors import RequestError
from service.risk.errors import FieldError

BELOW = "/v1/boms/"
LONGEST = 200
PATTERN = r"^[^\u0000-\u001f\u007f]+$"
IN_PATH = [
    {
        "in": "path",
        "name": "bom_id",
        "description": "Any text, percent-encoded: a slash in it is %2F.",
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": PATTERN},
    }
]
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class BomId(BaseConverter):
    """One part of a path, as ``EncodedIds`` leaves it. Bytes that aren't UTF-8 become half surrogates."""

    def to_python(self, value: str) -> str:
        return unquote_to_bytes(value).decode("utf-8", "surrogateescape")

    def to_url(self, value: Any) -> str:
        return quote(str(value), safe="")


class EncodedIds:
    """WSGI middleware: paths below ``BELOW`` reach the application percent-encoded, part by part."""

    def __init__(self, application: Any) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"].startswith(BELOW):
            environ["PATH_INFO"] = "/".join(quote(part, safe="") for part in _parts(environ))
        return self._application(environ, start_response)


def _parts(environ: dict[str, Any]) -> list[bytes]:
    """The parts of the path, decoded: of the one that was sent, where what stands in between hasn't changed it."""
    decoded = environ["PATH_INFO"].encode("latin-1")
    sent = environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""
    path = (sent if sent.startswith("/") else urlsplit(sent).path).partition("?")[0]
    parts = [unquote_to_bytes(part.encode("latin-1")) for part in path.split("/")]
    mounted = environ.get("SCRIPT_NAME", "").count("/")
    parts = [b"", *parts[mounted + 1 :]]
    same_text = b"/".join(parts).decode(errors="replace") == decoded.decode(errors="replace")
    return parts if same_text else decoded.split(b"/")


def possible(bom_id: str) -> bool:
    """Whether a BOM can have this id."""
    return len(bom_id) <= LONGEST and not _UNPRINTABLE.search(bom_id)


def same(in_path: str, in_body: str | None) -> str:
    """The id in a path, which the body may repeat. Raises ``RequestError`` where no BOM can have it."""
    if not possible(in_path):
        words = f"Use at most {LONGEST} characters of UTF-8 and no control characters; it has {len(in_path)}."
        raise RequestError("The id can't be used.", [FieldError("?bom_id", "pattern", words)])
    if in_body not in (None, in_path.strip()):
        words = f"Leave it out, or give {in_path!r} as in the path."
        raise RequestError("The body is another BOM's.", [FieldError("/bom_id", "mismatch", words)])
    return in_path
