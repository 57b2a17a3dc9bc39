"""What the OpenAPI document says of all this, read from the table of scopes and so never beside it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from apispec import APISpec, BasePlugin
from werkzeug.routing import Rule

from service.access.callers import HEADER
from service.access.limits import CPU, REQUESTS, WINDOW_SECONDS
from service.access.links import TOKEN
from service.access.policy import LINKED, MEANINGS, OF_THE_OPERATOR, OPEN, scope_of
from service.problems import PROBLEMS

SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "api_key": {"type": "apiKey", "in": "header", "name": HEADER},
}
NEEDED = "x-scope"
"""The member of an operation that names its scope."""
LINK = "link"
TOKENS = (
    "The token of a link, as `PUT /v1/links/{link_id}` showed it: it stands in the address and opens one badge or the "
    "feed, and nothing else."
)
KEYS = (
    "Whoever runs the service makes keys with `python -m service keys create`, replaces them with `rotate` and ends "
    "them with `revoke`. Scopes: " + "; ".join(f"`{scope}`: {meaning}" for scope, meaning in MEANINGS.items()) + ". "
    f"`{NEEDED}` of an operation names the one that it needs. "
    "A service that was started with AUTH=off asks for none, and refuses what came through a proxy (403)."
)
HEADERS = {
    "RateLimit": (
        f"How much of each limit is left (r) for how many seconds (t): {REQUESTS}, and {CPU}, less what the "
        "answer took."
    ),
    "RateLimit-Policy": f"The limits (q) of a key in a window of {WINDOW_SECONDS} seconds (w).",
}
FAILURES = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
"""What looking up a key and counting may answer, whatever the operation."""


class Plugin(BasePlugin):
    """Adds to every operation what it asks for and what that may answer."""

    def init_spec(self, spec: APISpec) -> None:
        for name, scheme in SCHEMES.items():
            spec.components.security_scheme(name, scheme | {"description": KEYS})
        spec.components.security_scheme(LINK, {"type": "apiKey", "in": "query", "name": TOKEN, "description": TOKENS})
        for name, words in HEADERS.items():
            spec.components.header(name, {"description": words, "schema": {"type": "string"}})

    def operation_helper(self, path: str | None = None, operations: dict[str, Any] | None = None, **more: Any) -> None:
        rule: Rule = more["rule"]
        for operation in (operations or {}).values():
            _document(operation, rule.endpoint)


def _document(operation: dict[str, Any], endpoint: str) -> None:
    responses = operation["responses"]
    responses.setdefault(HTTPStatus.FORBIDDEN.value, PROBLEMS[HTTPStatus.FORBIDDEN].slug)
    scope = scope_of(endpoint)
    if scope is OPEN:
        operation["security"] = []
        return
    ways = [*SCHEMES, LINK] if endpoint in LINKED else SCHEMES
    operation["security"] = [{name: []} for name in ways]  # linters take scopes of OAuth alone
    operation[NEEDED] = str(scope)
    of_whom = ", of the operator's own tenant" if endpoint in OF_THE_OPERATOR else ""
    needs = f"Needs a key with the scope `{scope}`{of_whom}."
    operation["description"] = "\n\n".join(filter(None, (operation.get("description"), needs)))
    for status in FAILURES:
        responses.setdefault(status.value, PROBLEMS[status].slug)
    for response in responses.values():
        if isinstance(response, dict):  # those that refuse are references
            response["headers"] = {**response.get("headers", {}), **{name: name for name in HEADERS}}
