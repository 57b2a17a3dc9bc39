from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Document")


@_attrs_define
class Document:
    """
    Attributes:
        title (None | str): Its title.
        publisher (None | str): Who published it.
        published (None | str): When it was published.
        url (None | str): Where it is found; blank where `why_no_url` says why there is no address.
        licence (None | str): Under which it may be used.
        why_no_url (str | Unset): Why there is no address; left out beside one.
    """

    title: None | str
    publisher: None | str
    published: None | str
    url: None | str
    licence: None | str
    why_no_url: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        title: None | str
        title = self.title

        publisher: None | str
        publisher = self.publisher

        published: None | str
        published = self.published

        url: None | str
        url = self.url

        licence: None | str
        licence = self.licence

        why_no_url = self.why_no_url

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "title": title,
                "publisher": publisher,
                "published": published,
                "url": url,
                "licence": licence,
            }
        )
        if why_no_url is not UNSET:
            field_dict["why_no_url"] = why_no_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_title(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        title = _parse_title(d.pop("title"))

        def _parse_publisher(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        publisher = _parse_publisher(d.pop("publisher"))

        def _parse_published(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        published = _parse_published(d.pop("published"))

        def _parse_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        url = _parse_url(d.pop("url"))

        def _parse_licence(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        licence = _parse_licence(d.pop("licence"))

        why_no_url = d.pop("why_no_url", UNSET)

        document = cls(
            title=title,
            publisher=publisher,
            published=published,
            url=url,
            licence=licence,
            why_no_url=why_no_url,
        )

        return document
