"""Values to JSON by their marshmallow schemas, without marshmallow's cost per call.

The schemas stay the one definition of names and shapes. A plan is drawn up from each once, and what orjson writes as it
is isn't touched. The answer for the sample motor (83 kB) takes 0.45 ms of CPU. With ``Schema.dump`` it takes 2.8 ms,
where the score takes 3.3 ms. That for 1,000 lines (1.1 MB) takes 4.8 ms instead of 28.6 ms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum, auto
from functools import cache, cached_property
from operator import attrgetter, itemgetter
from typing import Any

import orjson
from marshmallow import Schema, fields

from service.schemas.fields import ALPHA3_TO_ALPHA2, Country, Estimate, three_digits

Dump = Callable[[Any], Any]


def encode(value: Any) -> bytes:
    """JSON bytes. Decimals become numbers, dates and moments RFC 3339."""
    return orjson.dumps(value, default=_number, option=orjson.OPT_UTC_Z | orjson.OPT_SERIALIZE_NUMPY)


def moment(value: datetime) -> str:
    """A moment as ``encode`` writes it, for what isn't JSON: RFC 3339, in UTC, which is Z."""
    return encode(value).decode().strip('"')


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)


def dumper(schema: Schema) -> Dump:
    """A function from an object or a mapping to what ``encode`` writes as ``schema`` documents it.

    A field that isn't ``required`` is left out when it is absent or None.
    """
    declared = list(schema.dump_fields.items())
    keys = [field.data_key or name for name, field in declared]
    names = [field.attribute or name for name, field in declared]
    converters = [(key, convert) for key, (_, f) in zip(keys, declared, strict=True) if (convert := _converter(f))]
    optional = [key for key, (_, field) in zip(keys, declared, strict=True) if not field.required]
    attributes: Dump = attrgetter(*names)
    items: Dump = itemgetter(*names)
    if len(names) == 1:  # the getters then give the value itself
        attributes, items = _tuple_of(attributes), _tuple_of(items)
    plans: dict[type, Plan] = {}
    read: dict[Plan, Dump] = {
        Plan.MEMBERS: lambda value: {**value.__dict__},
        Plan.OBJECT: lambda value: dict(zip(keys, attributes(value), strict=True)),
        Plan.MAPPING: lambda value: dict(zip(keys, items({**dict.fromkeys(names), **value}), strict=True)),
    }

    def dump(value: Any) -> Any:
        plan = plans.get(kind := type(value))
        if plan is None:
            plan = plans[kind] = _plan(kind, keys, plain=not optional, converted=bool(converters))
        if plan is Plan.AS_IT_IS:
            return value
        members = read[plan](value)
        for key, convert in converters:
            if members[key] is not None:
                members[key] = convert(members[key])
        for key in optional:
            if members[key] is None:
                del members[key]
        return members

    return dump


class Plan(Enum):
    """How a kind of value becomes what ``encode`` writes. A mapping or an object is written by its names. A dataclass
    has the schema's members by these or, where none is converted, goes as it is."""

    MAPPING = auto()
    OBJECT = auto()
    MEMBERS = auto()
    AS_IT_IS = auto()


def _plan(kind: type, keys: list[str], *, plain: bool, converted: bool) -> Plan:
    if issubclass(kind, Mapping):
        return Plan.MAPPING
    if not plain or not as_written(kind, keys):
        return Plan.OBJECT
    return Plan.MEMBERS if converted else Plan.AS_IT_IS


@cache
def _members(kind: type) -> list[str] | None:
    """The fields of a dataclass that keeps nothing beside them."""
    if not is_dataclass(kind) or any(isinstance(one, cached_property) for one in vars(kind).values()):
        return None
    return [field.name for field in dataclass_fields(kind)]


def as_written(kind: type, keys: list[str]) -> bool:
    """Whether ``encode`` writes objects of a dataclass with just these members, in this order."""
    return _members(kind) == keys


def _tuple_of(getter: Dump) -> Dump:
    return lambda value: (getter(value),)


def _converter(field: fields.Field[Any]) -> Dump | None:
    """How a value of ``field`` is converted; None for what ``encode`` writes as it is."""
    if isinstance(field, fields.Nested):
        return dumper(field.schema)
    if isinstance(field, fields.List):
        each = _converter(field.inner)
        return _each(each) if each else None
    if isinstance(field, fields.Dict):
        inner = _converter(field.value_field) if field.value_field else None
        return _values(inner) if inner else dict
    if isinstance(field, Estimate):
        return three_digits
    if isinstance(field, Country):
        return lambda code: ALPHA3_TO_ALPHA2.get(code, code)
    return None


def _each(convert: Dump) -> Dump:
    def dump(values: Any) -> Any:
        first = [convert(value) for value in values[:1]]
        if first and first[0] is values[0]:  # what one of them is written as, all of them are
            return values
        return [*first, *map(convert, values[1:])]

    return dump


def _values(convert: Dump) -> Dump:
    return lambda mapping: {str(key): convert(value) for key, value in dict(mapping).items()}
