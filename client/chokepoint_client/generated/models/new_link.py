from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.new_link_opens import NewLinkOpens, check_new_link_opens
from ..types import UNSET, Unset

T = TypeVar("T", bound="NewLink")


@_attrs_define
class NewLink:
    """
    Attributes:
        link_id (str): Yours.
        opens (NewLinkOpens): badge or feed.
        bom_id (None | str): Of a badge; null of the feed.
        created_at (datetime.datetime): When its token was made.
        created_by (None | str): Name of the key that made it.
        expires_at (datetime.datetime | None): Null: when it is deleted.
        path (str | Unset): The address that it opens, below that of the service; only where it is new.
    """

    link_id: str
    opens: NewLinkOpens
    bom_id: None | str
    created_at: datetime.datetime
    created_by: None | str
    expires_at: datetime.datetime | None
    path: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        link_id = self.link_id

        opens: str = self.opens

        bom_id: None | str
        bom_id = self.bom_id

        created_at = self.created_at.isoformat()

        created_by: None | str
        created_by = self.created_by

        expires_at: None | str
        if isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        path = self.path

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "link_id": link_id,
                "opens": opens,
                "bom_id": bom_id,
                "created_at": created_at,
                "created_by": created_by,
                "expires_at": expires_at,
            }
        )
        if path is not UNSET:
            field_dict["path"] = path

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        link_id = d.pop("link_id")

        opens = check_new_link_opens(d.pop("opens"))

        def _parse_bom_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        bom_id = _parse_bom_id(d.pop("bom_id"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_created_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        created_by = _parse_created_by(d.pop("created_by"))

        def _parse_expires_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        expires_at = _parse_expires_at(d.pop("expires_at"))

        path = d.pop("path", UNSET)

        new_link = cls(
            link_id=link_id,
            opens=opens,
            bom_id=bom_id,
            created_at=created_at,
            created_by=created_by,
            expires_at=expires_at,
            path=path,
        )

        return new_link
