"""Reading a JSON body strictly: what other parsers let pass in silence is refused here with its place."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from itertools import islice
from typing import Any

from service.errors import MOST_FAULTS, MalformedError
from service.risk.errors import FieldError
from service.schemas.strict import LONGEST_TOKEN, escape


class _Duplicates(dict[str, Any]):
    """An object that names a member twice; ``twice`` holds the names."""

    twice: tuple[str, ...] = ()


class _NotANumber:
    """NaN or an infinity, which JSON does not have."""

    def __init__(self, text: str) -> None:
        self.text = text


_CONTAINERS = frozenset({dict, list, _Duplicates})
_NO_NUMBERS = (b"NaN", b"Infinity")


def parse(raw: bytes, depth: int) -> Any:
    """The JSON value in ``raw``. Numbers with a fraction come back as ``Decimal``, exactly as written.

    Raises ``MalformedError`` for what is not JSON, for member names given twice, for NaN and infinities, and
    for nesting deeper than ``depth``.
    """
    with suppress(ArithmeticError):  # of an exponent that no Decimal has
        value = _decode(raw, depth, {"parse_float": Decimal})
        members = _members(value, depth)
        # Each member has its colon: with as many as there are in the text, no name came twice. Text has colons, too.
        if members == raw.count(b":") and not any(word in raw for word in _NO_NUMBERS):
            return value
    suspects: list[int] = []
    value = _decode(raw, depth, _marking(suspects))
    _members(value, depth)
    if suspects:
        count = sum(suspects)
        faults = islice(_find(value), MOST_FAULTS)
        what = "a value" if count == 1 else f"{count:,} values"
        raise MalformedError(f"The body holds {what} that JSON does not allow.", faults, count)
    return value


def _marking(suspects: list[int]) -> dict[str, Callable[..., Any]]:
    """How to decode so that ``suspects`` gets how many names an object repeats, and a 1 for each NaN and infinity."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(pairs)
        if len(values) == len(pairs):
            return values
        times = Counter(name for name, _ in pairs)
        marked = _Duplicates(values)
        marked.twice = tuple(name for name, count in times.items() if count > 1)
        suspects.append(len(marked.twice))
        return marked

    def constant(text: str) -> _NotANumber:
        suspects.append(1)
        return _NotANumber(text)

    return {"parse_float": _number, "parse_constant": constant, "object_pairs_hook": members}


def _decode(raw: bytes, depth: int, more: Mapping[str, Any]) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"), **more)
    except UnicodeDecodeError as error:
        raise _malformed("not_utf8", f"The body is not UTF-8 (byte {error.start}); send it as UTF-8.") from error
    except RecursionError as error:
        raise _too_deep(depth) from error
    except json.JSONDecodeError as error:
        raise _malformed("malformed_json", _place(error)) from error
    except ValueError as error:
        detail = "The body holds a whole number of more digits than can be read; round it."
        raise _malformed("too_many_digits", detail) from error


def _number(text: str) -> Decimal:
    """The number as written. One whose exponent has more than 18 digits is JSON, and beyond every field's bounds."""
    try:
        return Decimal(text)
    except ArithmeticError:
        sign = "-" if text.startswith("-") else ""
        return Decimal(f"{sign}1E-999999" if "-" in text[1:] else f"{sign}Infinity")


# what the parser says begins with -> how it is mended
_FIXES = {
    "Expecting value": "A value is missing: text stands in double quotation marks, and no comma before ] or }.",
    "Expecting property name": "A member's name is missing: it stands in double quotation marks; no comma before }.",
    "Illegal trailing comma": "Remove the last comma.",
    "Expecting ',' delimiter": "A comma or a closing bracket is missing before it.",
    "Expecting ':' delimiter": "A member's name needs a colon and a value.",
    "Extra data": "Send one JSON value and remove what follows it.",
    "Unterminated string": "The text that begins there needs its closing quotation mark.",
    "Invalid control character": "Write line breaks in text as \\n and tabs as \\t.",
    "Invalid \\": "Write a backslash in text as two.",
}


def _place(error: json.JSONDecodeError) -> str:
    """Where the body stops being JSON, and the fix."""
    if not error.doc.strip():
        return "The body is empty: send a JSON object."
    if error.pos >= len(error.doc.rstrip()):
        fix = "It ends too early: close every quotation mark and bracket, and give every member its value."
    else:
        fix = next((words for start, words in _FIXES.items() if error.msg.startswith(start)), f"{error.msg}.")
    return f"The body is not JSON at line {error.lineno}, column {error.colno}. {fix}"


def _malformed(code: str, detail: str) -> MalformedError:
    return MalformedError(detail, [FieldError("", code, detail)])


def _too_deep(depth: int) -> MalformedError:
    detail = f"The body is nested deeper than {depth} levels."
    return _malformed("too_deep", detail)


def _members(value: Any, depth: int) -> int:
    """How many members all objects have. Raises ``MalformedError`` for nesting deeper than ``depth``."""
    count = 0
    level = [value]
    for _ in range(depth):
        below: list[Any] = []
        for node in level:
            if isinstance(node, dict):
                count += len(node)
                below += [child for child in node.values() if type(child) in _CONTAINERS]
            elif isinstance(node, list):
                below += [child for child in node if type(child) in _CONTAINERS]
        if not below:
            return count
        level = below
    raise _too_deep(depth)


def _find(value: Any) -> Iterator[FieldError]:
    """Where the duplicates and the non-numbers sit, in document order."""
    stack: list[tuple[str, Any]] = [("", value)]
    while stack:
        pointer, node = stack.pop()
        if isinstance(node, _NotANumber):
            yield FieldError(pointer, "not_a_number", f"{node.text} is not a JSON number.")
        if isinstance(node, _Duplicates):
            for name in node.twice:
                words = f"{name[:LONGEST_TOKEN]!r} is given more than once."
                yield FieldError(f"{pointer}/{escape(name)}", "duplicate_member", words)
        stack += reversed(_children(pointer, node))


def _children(pointer: str, node: Any) -> list[tuple[str, Any]]:
    if isinstance(node, dict):
        return [(f"{pointer}/{escape(name)}", child) for name, child in node.items()]
    if isinstance(node, list):
        return [(f"{pointer}/{index}", child) for index, child in enumerate(node)]
    return []
