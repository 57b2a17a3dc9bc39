"""``/v1/links``: addresses that open one badge or the feed without a key, listed and ended by their tenant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response, url_for

from service.access import links as tokens
from service.api.context import answer, key_name, services, tenant
from service.api.smorest import BODY_STATUSES, Blueprint
from service.api.stored import ids, paging
from service.api.watching import names
from service.risk.errors import NotFoundError
from service.schemas.queries import IdPageQuery
from service.schemas.serialise import dumper
from service.schemas.watching.links import (
    LINK_EXAMPLE,
    KeptLinkSchema,
    LinkPageSchema,
    LinkSchema,
    NewLinkSchema,
)
from service.store.watch.links import BADGE, Link

DEFAULT_PAGE = 50
PATH = "/v1/links/<link_id>"
IN_PATH = names.in_path("link_id")

blueprint = Blueprint("links", __name__, description="Addresses that open a badge or the feed without a key.")
_dump = dumper(KeptLinkSchema())
_dump_new = dumper(NewLinkSchema())


@blueprint.route(PATH, methods=["PUT"], parameters=IN_PATH)
@blueprint.arguments(LinkSchema(), example=LINK_EXAMPLE)
@blueprint.response(200, NewLinkSchema, description="There is such a link; its token goes on.")
@blueprint.stored(201, NewLinkSchema, description="Made; `path` is shown this once.")
@blueprint.problems(*BODY_STATUSES, 404, 500, 503)
def put_link(body: dict[str, Any], link_id: str) -> Response:
    """Make an address that opens a badge or the feed

    It stands in wikis and feed readers, so it opens nothing else and is no key. The same again changes nothing and
    shows no token. Something else under the same id makes another token, and the old one ends.
    """
    names.check(link_id, "link_id")
    store, now = services().store.links, datetime.now(UTC)
    kept, days = store.get(tenant(), link_id), body.get("days")
    if kept and not kept.ended(now) and _same(kept, body):
        return answer(_dump_new(_told(kept)))
    handle, text, digest = tokens.token()
    ends = None if days is None else now + timedelta(days=days)
    bom_id = body.get("bom_id")
    link = Link(tenant(), link_id, handle, digest, body["opens"], bom_id, now, key_name(), ends)
    if (bom_id and not ids.possible(bom_id)) or not store.put(link):
        raise NotFoundError(f"No BOM {str(bom_id)[:100]!r} is stored; PUT it first.")
    response = answer(_dump_new(_told(link) | {"path": _path(link, text)}), 201)
    response.headers["Location"] = url_for("links.get_link", link_id=link_id)
    return response


@blueprint.route("/v1/links", methods=["GET"])
@blueprint.arguments(IdPageQuery(), location="query")
@blueprint.response(200, LinkPageSchema)
@blueprint.problems(500, 503)
def list_links(query: dict[str, Any]) -> Response:
    """Links by their ids, those that have expired, too"""
    limit = query.get("limit", DEFAULT_PAGE)
    rows = services().store.links.page(tenant(), limit + 1, paging.behind(query))
    following = paging.next_path(rows[limit - 1].link_id) if len(rows) > limit else None
    return answer({"items": [_dump(_told(link)) for link in rows[:limit]], "next": following})


@blueprint.route(PATH, methods=["GET"], parameters=IN_PATH)
@blueprint.response(200, KeptLinkSchema)
@blueprint.problems(404, 500, 503)
def get_link(link_id: str) -> Response:
    """One link, without its token"""
    link = services().store.links.get(tenant(), link_id) if names.possible(link_id) else None
    if link is None:
        raise _unknown(link_id)
    return answer(_dump(_told(link)))


@blueprint.route(PATH, methods=["DELETE"], parameters=IN_PATH)
@blueprint.response(204, description="Ended: every worker knows within five seconds.")
@blueprint.problems(404, 500, 503)
def delete_link(link_id: str) -> Response:
    """End a link"""
    if not names.possible(link_id) or not services().store.links.delete(tenant(), link_id):
        raise _unknown(link_id)
    return Response(status=204)


def _same(kept: Link, body: dict[str, Any]) -> bool:
    """Whether a link is what is asked for: it opens the same for as many days."""
    days = None if kept.expires_at is None else round((kept.expires_at - kept.created_at) / timedelta(days=1))
    return (kept.kind, kept.bom_id, days) == (body["opens"], body.get("bom_id"), body.get("days"))


def _told(link: Link) -> dict[str, Any]:
    return vars(link) | {"opens": link.kind}


def _path(link: Link, text: str) -> str:
    if link.kind == BADGE:
        return url_for("badges.get_badge", bom_id=link.bom_id, token=text)
    return url_for("feeds.get_feed", token=text)


def _unknown(link_id: str) -> NotFoundError:
    return NotFoundError(f"There is no link {link_id[:100]!r}.")
