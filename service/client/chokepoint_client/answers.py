"""Answers of the class that was expected, the service's problems as exceptions, and lists page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

import httpx

from chokepoint_client.generated.models import Fault
from chokepoint_client.generated.models import Problem as Document
from chokepoint_client.generated.types import UNSET

Answer = TypeVar("Answer")
Item = TypeVar("Item")


class Page(Protocol[Item]):
    """What every list is given as: items, and where it goes on."""

    items: list[Item]
    next_: str | None


class Problem(Exception):  # noqa: N818 - the name that RFC 9457 gives it
    """What the service refused, in its words: ``document`` holds all of it, ``errors`` each fault with its pointer."""

    def __init__(self, document: Document) -> None:
        super().__init__(f"{document.status} {document.title}: {document.detail}")
        self.document, self.status = document, document.status
        self.errors: list[Fault] = document.errors


def answered(kind: type[Answer], answer: object) -> Answer:
    """The answer, where it is one of that class. Raises ``Problem``, and ``TypeError`` for another class."""
    if isinstance(answer, kind):
        return answer
    if isinstance(answer, Document):
        raise Problem(answer)
    raise TypeError(f"The service answered with {type(answer).__name__}, expected {kind.__name__}.")


def every(kind: type[Page[Item]], page: Callable[..., object], **query: Any) -> Iterator[Item]:
    """All items of a list, page by page: ``every(BomPage, list_boms.sync, client=api)``. Raises ``Problem``."""
    after: Any = query.pop("after", UNSET)
    while after is not None:
        one = answered(kind, page(**query, after=after))
        yield from one.items
        after = httpx.URL(one.next_).params["after"] if one.next_ else None
