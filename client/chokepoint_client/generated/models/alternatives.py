from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.lead_time import LeadTime
    from ..models.maker import Maker
    from ..models.project import Project


T = TypeVar("T", bound="Alternatives")


@_attrs_define
class Alternatives:
    """
    Attributes:
        element (str): Symbol of a rare earth.
        stage (str): mining, separation, metal or magnet.
        as_of (datetime.date): What was known by this day.
        by (datetime.date | None): Plans that state a start by this day; null for all.
        without (str): The country to do without.
        sentences (list[str]): The answer in plain words.
        lost_share (float): Of the world's output that is made in the country, 0..1.
        world_share (float): Of the world's output that the makers below have, 0..1: plans add nothing to it.
        makers (list[Maker]): The largest first.
        left_out (list[str]): Smaller makers, ISO 3166-1 alpha-2.
        planned (list[Project]): Never supply before it has produced.
        recyclers (list[Project]): Plants that work scrap, built or planned.
        lead_time (list[LeadTime]): How long new capacity takes, as a source document has it.
        dated (list[Project]): Projects for any element with a dated decision and no output: they check the lead time.
        qualification (str): How long a new source takes to be qualified.
    """

    element: str
    stage: str
    as_of: datetime.date
    by: datetime.date | None
    without: str
    sentences: list[str]
    lost_share: float
    world_share: float
    makers: list[Maker]
    left_out: list[str]
    planned: list[Project]
    recyclers: list[Project]
    lead_time: list[LeadTime]
    dated: list[Project]
    qualification: str

    def to_dict(self) -> dict[str, Any]:
        element = self.element

        stage = self.stage

        as_of = self.as_of.isoformat()

        by: None | str
        if isinstance(self.by, datetime.date):
            by = self.by.isoformat()
        else:
            by = self.by

        without = self.without

        sentences = self.sentences

        lost_share = self.lost_share

        world_share = self.world_share

        makers = []
        for makers_item_data in self.makers:
            makers_item = makers_item_data.to_dict()
            makers.append(makers_item)

        left_out = self.left_out

        planned = []
        for planned_item_data in self.planned:
            planned_item = planned_item_data.to_dict()
            planned.append(planned_item)

        recyclers = []
        for recyclers_item_data in self.recyclers:
            recyclers_item = recyclers_item_data.to_dict()
            recyclers.append(recyclers_item)

        lead_time = []
        for lead_time_item_data in self.lead_time:
            lead_time_item = lead_time_item_data.to_dict()
            lead_time.append(lead_time_item)

        dated = []
        for dated_item_data in self.dated:
            dated_item = dated_item_data.to_dict()
            dated.append(dated_item)

        qualification = self.qualification

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "element": element,
                "stage": stage,
                "as_of": as_of,
                "by": by,
                "without": without,
                "sentences": sentences,
                "lost_share": lost_share,
                "world_share": world_share,
                "makers": makers,
                "left_out": left_out,
                "planned": planned,
                "recyclers": recyclers,
                "lead_time": lead_time,
                "dated": dated,
                "qualification": qualification,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.lead_time import LeadTime  # noqa: PLC0415
        from ..models.maker import Maker  # noqa: PLC0415
        from ..models.project import Project  # noqa: PLC0415

        d = dict(src_dict)
        element = d.pop("element")

        stage = d.pop("stage")

        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        def _parse_by(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                by_type_0 = datetime.date.fromisoformat(data)

                return by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        by = _parse_by(d.pop("by"))

        without = d.pop("without")

        sentences = cast(list[str], d.pop("sentences"))

        lost_share = d.pop("lost_share")

        world_share = d.pop("world_share")

        makers = []
        _makers = d.pop("makers")
        for makers_item_data in _makers:
            makers_item = Maker.from_dict(makers_item_data)

            makers.append(makers_item)

        left_out = cast(list[str], d.pop("left_out"))

        planned = []
        _planned = d.pop("planned")
        for planned_item_data in _planned:
            planned_item = Project.from_dict(planned_item_data)

            planned.append(planned_item)

        recyclers = []
        _recyclers = d.pop("recyclers")
        for recyclers_item_data in _recyclers:
            recyclers_item = Project.from_dict(recyclers_item_data)

            recyclers.append(recyclers_item)

        lead_time = []
        _lead_time = d.pop("lead_time")
        for lead_time_item_data in _lead_time:
            lead_time_item = LeadTime.from_dict(lead_time_item_data)

            lead_time.append(lead_time_item)

        dated = []
        _dated = d.pop("dated")
        for dated_item_data in _dated:
            dated_item = Project.from_dict(dated_item_data)

            dated.append(dated_item)

        qualification = d.pop("qualification")

        alternatives = cls(
            element=element,
            stage=stage,
            as_of=as_of,
            by=by,
            without=without,
            sentences=sentences,
            lost_share=lost_share,
            world_share=world_share,
            makers=makers,
            left_out=left_out,
            planned=planned,
            recyclers=recyclers,
            lead_time=lead_time,
            dated=dated,
            qualification=qualification,
        )

        return alternatives
