"""Values to JSON by their marshmallow schemas, without marshmallow's cost per call.

The schemas stay the one definition of names and shapes. A plan is drawn up from each once, and what orjson writes as it
is isn't touched. Rows that lie in many places, such as the sources of all purchases, are converted together, member by
member.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum, auto
from functools import cache, cached_property
from itertools import accumulate, chain, pairwise
from operator import attrgetter, itemgetter
from typing import Any, cast

import orjson
from marshmallow import Schema, fields

from service.schemas.fields import ALPHA3_TO_ALPHA2, Country, Estimate, each_with_three_digits

Dump = Callable[[Any], Any]
Column = Sequence[Any]
Convert = Callable[[Column], Column]
"""Values of one member to what ``encode`` writes; the same object where they are written as they are."""


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
    rows = _rows(schema)
    return lambda value: rows([value])[0]


def _rows(schema: Schema) -> Convert:
    """As ``dumper``, of many at once."""
    declared = list(schema.dump_fields.items())
    keys = [field.data_key or name for name, field in declared]
    converters = [(at, convert) for at, (_, field) in enumerate(declared) if (convert := _converter(field))]
    optional = [key for key, (_, field) in zip(keys, declared, strict=True) if not field.required]
    names = [field.attribute or name for name, field in declared]
    attributes, members = _readers(names)
    plans: dict[type, Plan] = {}
    written = _writer(keys)

    def dump(values: Column) -> Column:
        kinds = set(map(type, values))
        if len(kinds) > 1:
            return [dump([value])[0] for value in values]
        kind = kinds.pop()
        plan = plans.get(kind)
        if plan is None:
            plan = plans[kind] = _plan(kind, names, plain=not optional and keys == names, converted=bool(converters))
        if plan is Plan.AS_IT_IS:
            return values
        if plan is not Plan.ROW:
            values = list(map(members if plan is Plan.MAPPING else attributes, values))
        columns: list[Column] = list(zip(*values, strict=True))
        for at, convert in converters:
            columns[at] = convert(columns[at])
        rows = written(zip(*columns, strict=True))
        return _without_none(rows, optional) if optional else rows

    return dump


def _writer(keys: list[str]) -> Callable[[Iterable[Any]], list[dict[str, Any]]]:
    """What writes rows of values under these keys: a display of the keys, which takes a third of the time of ``zip``
    and ``dict``. Keys are those of our schemas; nothing that a client sent is run."""
    places = [f"value{number}" for number in range(len(keys))]
    members = ", ".join(f"{key!r}: {place}" for key, place in zip(keys, places, strict=True))
    source = f"lambda rows: [{{{members}}} for {', '.join(places)}, in rows]"
    return cast("Callable[[Iterable[Any]], list[dict[str, Any]]]", eval(source))  # noqa: S307


def _readers(names: list[str]) -> tuple[Dump, Dump]:
    """What reads the members of these names from an object, and what reads them from a mapping."""
    attributes: Dump = attrgetter(*names)
    items: Dump = itemgetter(*names)
    if len(names) == 1:  # the getters then give the value itself
        attributes, items = _tuple_of(attributes), _tuple_of(items)

    def members(mapping: Mapping[str, Any]) -> Any:
        try:
            return items(mapping)
        except KeyError:  # what is absent is None
            return items({**dict.fromkeys(names), **mapping})

    return attributes, members


def _without_none(rows: list[dict[str, Any]], optional: list[str]) -> list[dict[str, Any]]:
    """The rows without optional members that are None."""
    for key in optional:
        for row in rows:
            if row[key] is None:
                del row[key]
    return rows


class Plan(Enum):
    """How a kind of value becomes what ``encode`` writes. A mapping or an object is written by its names. A named
    tuple of the schema's members is a row already. A dataclass of them, none of which is converted, goes as it is."""

    MAPPING = auto()
    OBJECT = auto()
    ROW = auto()
    AS_IT_IS = auto()


def _plan(kind: type, names: list[str], *, plain: bool, converted: bool) -> Plan:
    if issubclass(kind, Mapping):
        return Plan.MAPPING
    if issubclass(kind, tuple) and list(getattr(kind, "_fields", ())) == names:
        return Plan.ROW
    return Plan.AS_IT_IS if plain and not converted and as_written(kind, names) else Plan.OBJECT


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


def _converter(field: fields.Field[Any]) -> Convert | None:
    """How values of ``field`` are converted; None for what ``encode`` writes as it is."""
    convert = _of_present(field)
    return _with_none(convert) if convert else None


def _of_present(field: fields.Field[Any]) -> Convert | None:
    """As ``_converter``, where none is None."""
    if isinstance(field, fields.Nested):
        return _rows(field.schema)
    if isinstance(field, fields.List):
        each = _converter(field.inner)
        return _lists(each) if each else None
    if isinstance(field, fields.Dict):
        inner = _converter(field.value_field) if field.value_field else None
        return _dicts(inner) if inner else lambda values: list(map(dict, values))
    if isinstance(field, Estimate):
        return each_with_three_digits
    if isinstance(field, Country):
        return lambda codes: [ALPHA3_TO_ALPHA2.get(code, code) for code in codes]
    return None


def _with_none(convert: Convert) -> Convert:
    """A conversion that leaves None as it is."""

    def dump(values: Column) -> Column:
        present = [value for value in values if value is not None]
        if not present:
            return values
        written = convert(present)
        if written is present:
            return values
        if len(present) == len(values):
            return written
        rest = iter(written)
        return [None if value is None else next(rest) for value in values]

    return dump


def _lists(convert: Convert) -> Convert:
    """Lists whose members are converted, those of all lists together."""

    def dump(values: Column) -> Column:
        members = list(chain.from_iterable(values))
        written = convert(members)
        return values if written is members else _cut(written, map(len, values))

    return dump


def _dicts(convert: Convert) -> Convert:
    """Mappings whose values are converted, those of all mappings together."""

    def dump(values: Column) -> Column:
        mappings = list(map(dict, values))
        written = convert(list(chain.from_iterable(one.values() for one in mappings)))
        rows = zip(mappings, _cut(written, map(len, mappings)), strict=True)
        return [dict(zip(map(str, one), row, strict=True)) for one, row in rows]

    return dump


def _cut(values: Column, lengths: Iterable[int]) -> list[Column]:
    """The values, in pieces of these lengths."""
    bounds = pairwise(accumulate(lengths, initial=0))
    return [values[begin:end] for begin, end in bounds]
