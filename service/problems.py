"""The types of problem documents: what each means and how it is mended, at ``/docs/problems/<slug>``.

The slugs are written down here: the names that Python has for statuses change from version to version.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

ROOT = "/docs/problems"


@dataclass(frozen=True)
class ProblemType:
    """A type of problem: what it ``means``, the ``fix``, and the title, words, path and fault of an example."""

    status: int
    slug: str
    means: str
    fix: str
    title: str
    detail: str
    instance: str = "/v1/scores"
    fault: tuple[str, str] | None = None

    @property
    def path(self) -> str:
        """Where it is explained; the ``type`` of its documents."""
        return f"{ROOT}/{self.slug}"

    @property
    def name(self) -> str:
        """For people, and for the OpenAPI document."""
        return self.slug.replace("-", " ").capitalize()

    @property
    def example(self) -> dict[str, object]:
        """A document of the type."""
        pointer, code = self.fault or ("", "")
        errors = [{"pointer": pointer, "code": code, "detail": self.detail}] if self.fault else []
        return {
            "type": self.path,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": self.instance,
            "errors": errors,
            "error_count": len(errors),
        }


PROBLEMS = {
    one.status: one
    for one in (
        ProblemType(
            400, "bad-request",
            "The request can't be read: its JSON, its form, its gzip or its HTTP is malformed.",
            "Send one JSON value in UTF-8, as a JSON library writes it. The first error says where it stops being one.",
            "The body is not valid JSON",
            "The body is not JSON at line 1, column 12. Remove the last comma.",
            fault=("", "malformed_json"),
        ),
        ProblemType(
            401, "unauthorized",
            "No key came with the request, or one that opens nothing: it is wrong, expired or revoked.",
            "Send a key that is valid as `Authorization: Bearer <key>`.",
            "A key is needed",
            "Send a key as `Authorization: Bearer <key>`.",
            instance="/v1/boms",
        ),
        ProblemType(
            403, "forbidden",
            "The request is understood, and whoever sent it may not have it: the key lacks a scope, or a proxy that "
            "the service doesn't trust forwarded it.",
            "Use a key with the scope that the detail names.",
            "The request is refused",
            "This needs a key with the scope `write`.",
            instance="/v1/boms/motor-7",
        ),
        ProblemType(
            404, "not-found",
            "Nothing is at this address, or nothing has this id.",
            "Check the id; the list beside it (`GET /v1/boms`, say) tells which there are.",
            "Not found",
            "No BOM 'motor-7' is stored; GET /v1/boms lists those that are.",
            instance="/v1/boms/motor-7/score",
        ),
        ProblemType(
            405, "method-not-allowed",
            "The address doesn't take this method.",
            "The Allow header lists those that it takes.",
            "Method Not Allowed",
            "DELETE is not offered here; the Allow header lists what is.",
        ),
        ProblemType(
            408, "request-timeout",
            "The request came too slowly, or ended before the length that its headers state.",
            "Send it again, whole, within 15 seconds.",
            "Request Timeout",
            "The body ended before the length that its headers state, or came too slowly.",
        ),
        ProblemType(
            409, "conflict",
            "What is stored changed, or is being changed, in a way that doesn't go with the request.",
            "Read what is stored and decide again; of two requests with one Idempotency-Key, wait for the first.",
            "The request is being answered",
            "A request with this Idempotency-Key is being answered: ask again shortly.",
            fault=("?Idempotency-Key", "in_progress"),
        ),
        ProblemType(
            412, "precondition-failed",
            "The stored BOM isn't in the state that If-Match or If-None-Match asks for; nothing was changed.",
            "GET it, look at what changed, and send your change again with the new ETag.",
            "What is there is in another state",
            "Revision 3 is stored, with the ETag \"0f6c2d81a94be3c75d20.5b1e9a04c7d3\": GET it, look at what changed, "
            "and send your change with that.",
            instance="/v1/boms/motor-7",
            fault=("If-Match", "other_revision"),
        ),
        ProblemType(
            413, "content-too-large",
            "The body is larger than the service reads, as it was sent or once it is unpacked.",
            "Split the BOM. The limits stand at the top of /docs.",
            "Request Entity Too Large",
            "The body is larger than 1,048,576 bytes.",
        ),
        ProblemType(
            414, "uri-too-long",
            "The address is longer than the service reads.",
            "Shorten the query string; text that belongs into a body goes there.",
            "Request-URI Too Long",
            "The request can't be read: Request Line is too large (5000 > 4094).",
            instance="",
        ),
        ProblemType(
            415, "unsupported-media-type",
            "The body has to be JSON, plain or in gzip, and the headers have to say so.",
            "Send `Content-Type: application/json`, and `Content-Encoding: gzip` where it is packed.",
            "The body must be application/json",
            "Send JSON with Content-Type: application/json, plain or in Content-Encoding: gzip; got text/plain.",
        ),
        ProblemType(
            417, "expectation-failed",
            "The Expect header asks for what the service doesn't do.",
            "Leave it out, or send `Expect: 100-continue`.",
            "Expectation Failed",
            "The request can't be read: Unable to comply with expectation: 'x'.",
            instance="",
        ),
        ProblemType(
            422, "unprocessable-content",
            "The request can be read, but not used as it stands: a member or a query parameter is unknown, missing or "
            "has a value that can't be meant.",
            "Every error has the place, a stable code and the fix. The first 100 are listed, `error_count` counts all.",
            "The request is not valid",
            "There is no member 'materail' here. Did you mean \"material\"?",
            fault=("/lines/0/materail", "unknown_field"),
        ),
        ProblemType(
            429, "too-many-requests",
            "More was asked than the key may ask for.",
            "Wait for the seconds of Retry-After.",
            "Too many requests",
            "This key may ask 60 times a minute: try again later.",
        ),
        ProblemType(
            431, "request-header-fields-too-large",
            "The headers are larger than the service reads.",
            "Send at most 64 headers, each shorter than 8,190 bytes; drop cookies.",
            "Request Header Fields Too Large",
            "The request can't be read: limit request headers fields size.",
            instance="",
        ),
        ProblemType(
            500, "internal-server-error",
            "A fault of the service.",
            "Report it with the request id (`X-Request-ID`): the log has the details under it.",
            "Unexpected error",
            "It is logged under request id 7b1c.",
        ),
        ProblemType(
            501, "not-implemented",
            "The request uses what the service doesn't offer, such as a transfer coding.",
            "Send the body with Content-Length, or chunked.",
            "Not Implemented",
            "The request can't be read: Unsupported transfer coding: 'x'.",
            instance="",
        ),
        ProblemType(
            503, "service-unavailable",
            "The model or the database isn't ready, or too much is asked at once.",
            "Try again after the seconds of Retry-After. The errors name each part that is down.",
            "The service is not ready",
            "The database didn't answer; try again shortly.",
            fault=("", "database_unavailable"),
        ),
    )
}  # fmt: skip


def type_of(status: int) -> str:
    """The ``type`` of a problem with this status."""
    one = PROBLEMS.get(status)
    return one.path if one else f"{ROOT}/{HTTPStatus(status).name.lower().replace('_', '-')}"
