from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.miss import Miss
    from ..models.record_summary import RecordSummary
    from ..models.record_year import RecordYear


T = TypeVar("T", bound="RecordGroup")


@_attrs_define
class RecordGroup:
    """
    Attributes:
        group (str): all or rare_earths.
        summary (RecordSummary):
        years (list[RecordYear]): Year by year.
        surprises (list[Miss]): Low forecasts, and it happened.
        false_alarms (list[Miss]): High forecasts, and nothing.
    """

    group: str
    summary: RecordSummary
    years: list[RecordYear]
    surprises: list[Miss]
    false_alarms: list[Miss]

    def to_dict(self) -> dict[str, Any]:
        group = self.group

        summary = self.summary.to_dict()

        years = []
        for years_item_data in self.years:
            years_item = years_item_data.to_dict()
            years.append(years_item)

        surprises = []
        for surprises_item_data in self.surprises:
            surprises_item = surprises_item_data.to_dict()
            surprises.append(surprises_item)

        false_alarms = []
        for false_alarms_item_data in self.false_alarms:
            false_alarms_item = false_alarms_item_data.to_dict()
            false_alarms.append(false_alarms_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "group": group,
                "summary": summary,
                "years": years,
                "surprises": surprises,
                "false_alarms": false_alarms,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.miss import Miss  # noqa: PLC0415
        from ..models.record_summary import RecordSummary  # noqa: PLC0415
        from ..models.record_year import RecordYear  # noqa: PLC0415

        d = dict(src_dict)
        group = d.pop("group")

        summary = RecordSummary.from_dict(d.pop("summary"))

        years = []
        _years = d.pop("years")
        for years_item_data in _years:
            years_item = RecordYear.from_dict(years_item_data)

            years.append(years_item)

        surprises = []
        _surprises = d.pop("surprises")
        for surprises_item_data in _surprises:
            surprises_item = Miss.from_dict(surprises_item_data)

            surprises.append(surprises_item)

        false_alarms = []
        _false_alarms = d.pop("false_alarms")
        for false_alarms_item_data in _false_alarms:
            false_alarms_item = Miss.from_dict(false_alarms_item_data)

            false_alarms.append(false_alarms_item)

        record_group = cls(
            group=group,
            summary=summary,
            years=years,
            surprises=surprises,
            false_alarms=false_alarms,
        )

        return record_group
