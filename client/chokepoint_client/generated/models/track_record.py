from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.record_group import RecordGroup


T = TypeVar("T", bound="TrackRecord")


@_attrs_define
class TrackRecord:
    """
    Attributes:
        version (str): Of the model.
        sha256 (str): Of the file of all forecasts.
        event (str): The definition of what is forecast.
        groups (list[RecordGroup]): All minerals, rare earths.
    """

    version: str
    sha256: str
    event: str
    groups: list[RecordGroup]

    def to_dict(self) -> dict[str, Any]:
        version = self.version

        sha256 = self.sha256

        event = self.event

        groups = []
        for groups_item_data in self.groups:
            groups_item = groups_item_data.to_dict()
            groups.append(groups_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "version": version,
                "sha256": sha256,
                "event": event,
                "groups": groups,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.record_group import RecordGroup  # noqa: PLC0415

        d = dict(src_dict)
        version = d.pop("version")

        sha256 = d.pop("sha256")

        event = d.pop("event")

        groups = []
        _groups = d.pop("groups")
        for groups_item_data in _groups:
            groups_item = RecordGroup.from_dict(groups_item_data)

            groups.append(groups_item)

        track_record = cls(
            version=version,
            sha256=sha256,
            event=event,
            groups=groups,
        )

        return track_record
