"""Many scores brought up to date: by ``POST /v1/boms/rescore``, in bounded requests, or ``python -m service rescore``.

What says how far it came is what is stored: a score that is today's isn't computed again, whoever made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response

from service.api.context import answer, services, tenant, today
from service.api.protocol.budget import Budget
from service.api.smorest import Blueprint
from service.api.stored import paging
from service.api.stored.current import SpentError, current, state_now
from service.api.stored.filters import filters_in
from service.errors import RequestError
from service.risk.errors import NotFoundError, RiskError
from service.schemas.stored.queries import RescoreQuery
from service.schemas.stored.rows import RescoredSchema
from service.store.lists import Filters, Today

blueprint = Blueprint("rescoring", __name__, description="Bring the scores of stored BOMs up to date.")


@dataclass
class Batch:
    """What became of some BOMs: how many were ``rescored``, which ``failed`` and why, and the ``last`` that was
    looked at."""

    rescored: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    last: str = ""


@blueprint.route("/v1/boms/rescore", methods=["POST"])
@blueprint.arguments(RescoreQuery(), location="query")
@blueprint.response(200, RescoredSchema)
@blueprint.problems(500, 503)
def post_rescore(query: dict[str, Any]) -> Response:
    """Bring the scores of all stored BOMs, or of those that the filters leave, up to date

    Bounded in number, and in work to that of one answer: post to `next` until it is null. What is done stays done, and
    who begins anew goes on where the last request ended. A BOM that can't be scored any more keeps its old score and is
    told under `failed`.
    """
    filters = filters_in(query)
    after = paging.behind(query)
    wanted = services().store.lists.stale(tenant(), filters, _now(), query["limit"], after)
    batch = rescore(wanted, Budget())
    left = services().store.lists.count(tenant(), filters, _now(), batch.last or after)
    following = paging.next_path(batch.last or after) if left else None
    return answer({"rescored": batch.rescored, "failed": batch.failed, "left": left, "next": following})


def rescore(bom_ids: Sequence[str], budget: Budget | None = None) -> Batch:
    """Bring BOMs of the tenant up to date, as many as fit into ``budget``."""
    batch = Batch()
    for bom_id in bom_ids:
        try:
            batch.rescored += current(bom_id, budget).computed
        except SpentError:
            break
        except NotFoundError:  # it was deleted in between
            pass
        except (RiskError, RequestError) as error:
            batch.failed.append({"bom_id": bom_id, "detail": error.detail})
        batch.last = bom_id
    return batch


def rescore_all(filters: Filters, at_once: int) -> Batch:
    """Bring every BOM of the tenant that the filters leave up to date."""
    whole = Batch()
    while wanted := services().store.lists.stale(tenant(), filters, _now(), at_once, whole.last):
        batch = rescore(wanted)
        whole = Batch(whole.rescored + batch.rescored, whole.failed + batch.failed, batch.last)
    return whole


def _now() -> Today:
    return Today(state_now().digest, today())
