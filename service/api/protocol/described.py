"""What the OpenAPI document says of HTTP: headers, parameters of paths, and an example for every answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from service.problems import PROBLEMS
from service.schemas.queries import View

TEXT: dict[str, Any] = {"type": "string"}
REQUEST_HEADERS = {
    "If-Match": "ETag of the stored BOM, or of its score: the request is done only while it stands so; else 412, with "
    "the ETag that stands. One that is there and empty is refused.",
    "If-None-Match": "ETags that are held already: 304 where one still stands. With a PUT, `*` only creates; else 412.",
    "Idempotency-Key": "Yours, 1 to 255 printable characters without blanks, a new one for each task. A repeated "
    "request with the same key and body gets the same answer for 24 hours; with another body 422.",
    "Prefer": "`respond-async` for 202 and a job at once (RFC 7240); other preferences are passed over.",
}
REQUEST_SCHEMAS = {"Idempotency-Key": TEXT | {"minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}}
RESPONSE_HEADERS = {
    "Accept": "Media type that a body has to be of.",
    "Accept-Encoding": "Coding that a body may be in.",
    "Cache-Control": "private and max-age where a poll may keep the answer, and for how many seconds; no-store where "
    "it holds what a customer buys; no-cache where it may be kept and asked about.",
    "Content-Disposition": "Name of a file.",
    "Content-Encoding": "gzip where the answer is packed: from a kilobyte on, for who takes it.",
    "Content-Security-Policy": "What a browser may load for it.",
    "Deprecation": "Since when the operation should no longer be used (RFC 9745).",
    "ETag": "Of the answer; send it back in If-None-Match. With 412 that of what is stored, for If-Match.",
    "Idempotency-Replayed": "true where the answer is that of an earlier request with the same Idempotency-Key.",
    "Link": "Where it is told what to use instead of a deprecated operation.",
    "Location": "Where it is stored.",
    "Preference-Applied": "respond-async where the request preferred it.",
    "Referrer-Policy": "no-referrer.",
    "Retry-After": "Seconds to wait.",
    "Strict-Transport-Security": "Where the request came by TLS.",
    "Sunset": "When a deprecated operation ends (RFC 8594).",
    "Vary": "What else the answer hangs on.",
    "WWW-Authenticate": "How to send a key.",
    "X-Content-Type-Options": "nosniff.",
    "X-Request-ID": "Yours, or a new one; the log has the request under it.",
}
EVERYWHERE = (
    "Cache-Control", "Content-Encoding", "Content-Security-Policy", "RateLimit", "RateLimit-Policy",
    "Referrer-Policy", "Strict-Transport-Security", "Vary", "X-Content-Type-Options", "X-Request-ID",
)  # fmt: skip
OF_STATUS = {
    200: (
        "Content-Disposition",
        "Deprecation",
        "ETag",
        "Idempotency-Replayed",
        "Link",
        "Location",
        "Retry-After",
        "Sunset",
    ),
    201: ("ETag", "Location"),
    202: ("Idempotency-Replayed", "Location", "Preference-Applied", "Retry-After"),
    304: ("ETag",),
    401: ("WWW-Authenticate",),
    403: ("WWW-Authenticate",),
    409: ("Retry-After",),
    412: ("ETag",),
    415: ("Accept", "Accept-Encoding"),
    429: ("Retry-After",),
    503: ("Retry-After",),
}
PATH_PARAMETERS = {
    "bom_id": "Of a BOM: yours.",
    "claim_id": "Of a figure.",
    "link_id": "Of a link: yours.",
    "job_id": "Of a job.",
    "statement_id": "Of a statement.",
    "material_id": "Of a catalogued material.",
    "measure_id": "Of a measure in the register.",
    "message_id": "Of a message: its webhook-id.",
    "part_number": "Yours, percent-encoded.",
    "revision": "Number of a revision.",
    "symbol": "Of a traded rare earth, such as Dy.",
    "version": "Of a model.",
    "webhook_id": "Of a webhook: yours.",
}
EXAMPLES: dict[str, Any] = orjson.loads((Path(__file__).parents[2] / "schemas" / "examples.json").read_bytes())
"""An answer by operation, recorded from the service with its lists shortened. Those with a score share one by view."""
VIEWS = tuple(view.value for view in View)
NOT_MODIFIED = "not-modified"


def shown(operation: str, schema: Any) -> dict[str, Any]:
    """The example of an answer; of one whose schema hangs on the view, by view."""
    if isinstance(schema, dict) and "oneOf" in schema:
        return {"examples": {view: view for view in VIEWS}}
    return {"example": EXAMPLES[operation]} if operation in EXAMPLES else {}


def headers_of(status: int) -> dict[str, str]:
    """Headers that an answer with a status may have, by the names of their components."""
    return {name: name for name in sorted({*EVERYWHERE, *OF_STATUS.get(status, ())})}


def header(name: str) -> dict[str, Any]:
    """A header that a request may have, as a parameter."""
    return {
        "in": "header",
        "name": name,
        "description": REQUEST_HEADERS[name],
        "schema": REQUEST_SCHEMAS.get(name, TEXT),
    }


def response_name(status: int) -> str:
    """The name of the component of an answer that many operations give."""
    return PROBLEMS[status].slug
