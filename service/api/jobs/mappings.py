"""``/v1/imports/mappings``: what columns of files are, kept by name."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import orjson
from flask import Response
from sqlalchemy import RowMapping

from service.api.context import answer, key_name, services, tenant
from service.api.smorest import BODY_STATUSES, Blueprint
from service.errors import RequestError
from service.imports.tables import check_mapping
from service.risk.errors import FieldError, NotFoundError
from service.schemas.many.jobs import (
    KEPT_NAME,
    MAPPING_EXAMPLE,
    KeptMappingSchema,
    MappingListSchema,
    MappingSchema,
)
from service.schemas.serialise import dumper

PATH = "/v1/imports/mappings/<name>"
IN_PATH = [
    {
        "in": "path",
        "name": "name",
        "description": "Yours: letters, digits and . _ -, at most 100.",
        "schema": {"type": "string", "pattern": f"^{KEPT_NAME}$"},
    }
]

blueprint = Blueprint("mappings", __name__, description="Keep what the columns of your files are.")
_dump = dumper(KeptMappingSchema())


@blueprint.route(PATH, methods=["PUT"], parameters=IN_PATH)
@blueprint.arguments(MappingSchema(), example=MAPPING_EXAMPLE)
@blueprint.response(200, KeptMappingSchema, description="Kept in the place of another.")
@blueprint.stored(201, KeptMappingSchema, description="Kept.")
@blueprint.problems(*BODY_STATUSES, 500, 503)
def put_mapping(body: dict[str, Any], name: str) -> Response:
    """Keep what the columns of a kind of files are

    `POST /v1/imports?mapping=NAME` takes it. At most 100 are kept of a tenant.
    """
    if not re.fullmatch(KEPT_NAME, name):
        words = "A name has letters, digits and . _ -, at most 100, a letter or digit first."
        raise RequestError("The name can't be used.", [FieldError("/name", "pattern", words)])
    check_mapping(body["columns"], "/columns")
    store = services().store.mappings
    created = store.put(tenant(), name, body["columns"], datetime.now(UTC), key_name())
    response = answer(_shown(_kept(name)), 201 if created else 200)
    response.headers["Location"] = f"/v1/imports/mappings/{name}"
    return response


@blueprint.route("/v1/imports/mappings", methods=["GET"])
@blueprint.response(200, MappingListSchema)
@blueprint.problems(500, 503)
def list_mappings() -> Response:
    """Every mapping that is kept, by name"""
    return answer({"items": [_shown(row) for row in services().store.mappings.all(tenant())]})


@blueprint.route(PATH, methods=["GET"], parameters=IN_PATH)
@blueprint.response(200, KeptMappingSchema)
@blueprint.problems(404, 500, 503)
def get_mapping(name: str) -> Response:
    """A mapping that is kept"""
    return answer(_shown(_kept(name)))


@blueprint.route(PATH, methods=["DELETE"], parameters=IN_PATH)
@blueprint.response(204, description="Forgotten.")
@blueprint.problems(404, 500, 503)
def delete_mapping(name: str) -> Response:
    """Forget a mapping

    What was imported with it stays.
    """
    if not re.fullmatch(KEPT_NAME, name) or not services().store.mappings.delete(tenant(), name):
        raise _unknown(name)
    return Response(status=204)


def columns_of(name: str) -> dict[str, str]:
    """The mapping under a name. Raises ``RequestError``."""
    row = services().store.mappings.get(tenant(), name) if re.fullmatch(KEPT_NAME, name) else None
    if row is None:
        words = (
            f"No mapping {name[:100]!r} is kept: PUT /v1/imports/mappings/NAME keeps one, or write it as JSON, "
            'such as {"Teil": "part_number"}.'
        )
        raise RequestError("There is no such mapping.", [FieldError("?mapping", "unknown_mapping", words)])
    return dict(orjson.loads(row["columns"]))


def _kept(name: str) -> RowMapping:
    row = services().store.mappings.get(tenant(), name) if re.fullmatch(KEPT_NAME, name) else None
    if row is None:
        raise _unknown(name)
    return row


def _shown(row: RowMapping) -> dict[str, Any]:
    kept: dict[str, Any] = _dump(dict(row) | {"columns": orjson.loads(row["columns"])})
    return kept


def _unknown(name: str) -> NotFoundError:
    return NotFoundError(f"No mapping {name[:100]!r} is kept; GET /v1/imports/mappings lists them.")
