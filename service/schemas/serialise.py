"""Values to JSON by their marshmallow schemas, without marshmallow's cost per call.

The schemas stay the one definition of names and shapes: a plan is drawn up from each once, and what orjson writes as it
is isn't touched. The answer for the sample motor (83 kB) takes 0.45 ms of CPU, with ``Schema.dump`` 2.8 ms, where the
score takes 3.3 ms; that for 1,000 lines (1.1 MB) 4.8 ms instead of 28.6 ms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import attrgetter, itemgetter
from typing import Any

import orjson
from marshmallow import Schema, fields

from service.schemas.fields import ALPHA3_TO_ALPHA2, Country

Dump = Callable[[Any], Any]


def encode(value: Any) -> bytes:
    """JSON bytes. Decimals become numbers, dates and moments ISO 8601."""
    return orjson.dumps(value, default=_number, option=orjson.OPT_UTC_Z | orjson.OPT_SERIALIZE_NUMPY)


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
    mappings: dict[type, bool] = {}

    def dump(value: Any) -> dict[str, Any]:
        is_mapping = mappings.get(kind := type(value))
        if is_mapping is None:
            is_mapping = mappings[kind] = issubclass(kind, Mapping)
        if is_mapping:
            value = {**dict.fromkeys(names), **value} if optional else value
        values = items(value) if is_mapping else attributes(value)
        members = dict(zip(keys, values))  # noqa: B905 - as many as names, and asked often
        for key, convert in converters:
            if members[key] is not None:
                members[key] = convert(members[key])
        for key in optional:
            if members[key] is None:
                del members[key]
        return members

    return dump


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
    if isinstance(field, Country):
        return lambda code: ALPHA3_TO_ALPHA2.get(code, code)
    return None


def _each(convert: Dump) -> Dump:
    return lambda values: [convert(value) for value in values]


def _values(convert: Dump) -> Dump:
    return lambda mapping: {str(key): convert(value) for key, value in dict(mapping).items()}
