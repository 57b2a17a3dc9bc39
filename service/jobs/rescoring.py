"""Stored BOMs that are brought up to date by a job, in the order of their ids.

A score that is today's isn't computed again, whoever made it. One that is made is committed with the job's progress.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from service.api.context import services, tenant, today
from service.api.stored.current import current, state_now
from service.errors import RequestError
from service.risk.errors import NotFoundError, RiskError
from service.store.jobs import JobStep, Lease, NewJob
from service.store.lists import Filters, Today

KIND = "rescore"
AT_ONCE = 10
"""BOMs of a step: a worker that is told to end does so after them."""


def new(filters: Filters, tenant: str, by: str | None) -> NewJob:
    """A job for every BOM of a tenant that the filters leave."""
    given = {name: value for name, value in vars(filters).items() if value is not None}
    if filters.changed_since is not None:
        given["changed_since"] = filters.changed_since.isoformat()
    return NewJob(tenant, KIND, given, by)


def step(claim: Lease) -> Lease:
    """Count the BOMs first, then bring the next ones up to date."""
    lists, filters = services().store.lists, _filters(claim.asked)
    now = Today(state_now().digest, today())
    if claim.total is None:
        total = lists.count(tenant(), filters, now)
        return _kept(replace(claim, total=total, counts={"scored": 0, "stored": 0, "failed": 0}))
    wanted = lists.stale(tenant(), filters, now, AT_ONCE, claim.position)
    if not wanted:
        return replace(claim, ended=True)
    for bom_id in wanted:
        claim = _one(claim, bom_id)
    return claim


def _filters(asked: Mapping[str, Any]) -> Filters:
    since = asked.get("changed_since")
    return Filters(**{**asked, "changed_since": since and datetime.fromisoformat(since)})


def _one(claim: Lease, bom_id: str) -> Lease:
    """Bring one BOM up to date. One that is gone, or that somebody else scored, counts as dealt with."""
    jobs, done = services().store.jobs, claim.done + 1
    passed = replace(claim, done=done, total=max(claim.total or 0, done), position=bom_id)
    scored = replace(passed, counts=_more(claim, "scored", "stored"))
    try:
        made = current(bom_id, also=lambda connection, _: jobs.commit(connection, JobStep(scored)))
    except NotFoundError:
        return _kept(passed)
    except (RiskError, RequestError) as error:
        row = {"sheet": None, "row": None, "kind": "product", "text": "", "product": bom_id, "line_id": None}
        why = {"column": None, "code": "cant_be_scored", "why": error.detail, "outcome": "failed"}
        failed = replace(passed, counts=_more(claim, "failed"), errors=claim.errors + 1)
        return _kept(failed, row | why)
    return scored if made.computed else _kept(passed)


def _kept(after: Lease, *errors: Mapping[str, Any]) -> Lease:
    services().store.jobs.keep(JobStep(after, errors))
    return after


def _more(claim: Lease, *names: str) -> dict[str, int]:
    return {name: number + (name in names) for name, number in claim.counts.items()}
