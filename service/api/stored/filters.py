"""Filters of stored BOMs, held against the register: an id that there isn't finds nothing, which would look safe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.api.context import kernel
from service.errors import NotReadyError, RequestError
from service.risk.errors import FieldError
from service.schemas.did_you_mean import near
from service.store.lists import Filters


def filters_in(query: Mapping[str, Any]) -> Filters:
    """The filters of a query. Raises ``RequestError`` for a measure that the register doesn't have; without a model
    nobody can tell."""
    filters: Filters = query["filters"]
    if filters.measure is not None:
        check_measure(filters.measure, "?measure")
    return filters


def check_measure(measure_id: str, pointer: str) -> None:
    """Raise ``RequestError`` for a measure that the register doesn't have; without a model nobody can tell."""
    try:
        ids = [measure.measure_id for measure in kernel().register.measures]
    except NotReadyError:
        return
    if measure_id not in ids:
        detail = f"No measure {measure_id!r}; GET /v1/controls lists them.{near(measure_id, ids)}"
        raise RequestError("There is no such measure.", [FieldError(pointer, "not_a_choice", detail)])
