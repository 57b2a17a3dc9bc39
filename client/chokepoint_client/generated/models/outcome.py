from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.assumption import Assumption
    from ..models.level import Level
    from ..models.lost_place import LostPlace


T = TypeVar("T", bound="Outcome")


@_attrs_define
class Outcome:
    """
    Attributes:
        id (str): Asks for it in `scenario`.
        title (str): What would be the case.
        starts (datetime.date | None): First day for which it is thought; null where it is for any.
        ends (datetime.date | None): Last day for which it is thought; null where it is for any.
        assumptions (list[Assumption]): One row of the table of scenarios.
        sentence (str): If what, then what.
        applies (bool): Whether it says something about this product.
        why_not (None | str): Why it says nothing, and what would change that; null where it applies.
        level (Level | None): Null where the scenario doesn't apply.
        points_more (float | None): Score less the forecast's; null where the scenario doesn't apply.
        surely_lost (float): Share of need that the assumptions take by themselves, of the part that loses most, 0..1.
        lost (list[LostPlace]): Sources that are lost.
        withheld (float | None): Share of what the assumed acts reach that is lost, 0..1; null where it is all.
        extra_cost (list[float] | None): What risen prices add to the stated quantities, low and high, in the BOM's
            currency.
    """

    id: str
    title: str
    starts: datetime.date | None
    ends: datetime.date | None
    assumptions: list[Assumption]
    sentence: str
    applies: bool
    why_not: None | str
    level: Level | None
    points_more: float | None
    surely_lost: float
    lost: list[LostPlace]
    withheld: float | None
    extra_cost: list[float] | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.level import Level  # noqa: PLC0415

        id = self.id

        title = self.title

        starts: None | str
        if isinstance(self.starts, datetime.date):
            starts = self.starts.isoformat()
        else:
            starts = self.starts

        ends: None | str
        if isinstance(self.ends, datetime.date):
            ends = self.ends.isoformat()
        else:
            ends = self.ends

        assumptions = []
        for assumptions_item_data in self.assumptions:
            assumptions_item = assumptions_item_data.to_dict()
            assumptions.append(assumptions_item)

        sentence = self.sentence

        applies = self.applies

        why_not: None | str
        why_not = self.why_not

        level: dict[str, Any] | None
        if isinstance(self.level, Level):
            level = self.level.to_dict()
        else:
            level = self.level

        points_more: float | None
        points_more = self.points_more

        surely_lost = self.surely_lost

        lost = []
        for lost_item_data in self.lost:
            lost_item = lost_item_data.to_dict()
            lost.append(lost_item)

        withheld: float | None
        withheld = self.withheld

        extra_cost: list[float] | None
        if isinstance(self.extra_cost, list):
            extra_cost = self.extra_cost

        else:
            extra_cost = self.extra_cost

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "title": title,
                "starts": starts,
                "ends": ends,
                "assumptions": assumptions,
                "sentence": sentence,
                "applies": applies,
                "why_not": why_not,
                "level": level,
                "points_more": points_more,
                "surely_lost": surely_lost,
                "lost": lost,
                "withheld": withheld,
                "extra_cost": extra_cost,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.assumption import Assumption  # noqa: PLC0415
        from ..models.level import Level  # noqa: PLC0415
        from ..models.lost_place import LostPlace  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        title = d.pop("title")

        def _parse_starts(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                starts_type_0 = datetime.date.fromisoformat(data)

                return starts_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        starts = _parse_starts(d.pop("starts"))

        def _parse_ends(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ends_type_0 = datetime.date.fromisoformat(data)

                return ends_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        ends = _parse_ends(d.pop("ends"))

        assumptions = []
        _assumptions = d.pop("assumptions")
        for assumptions_item_data in _assumptions:
            assumptions_item = Assumption.from_dict(assumptions_item_data)

            assumptions.append(assumptions_item)

        sentence = d.pop("sentence")

        applies = d.pop("applies")

        def _parse_why_not(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        why_not = _parse_why_not(d.pop("why_not"))

        def _parse_level(data: object) -> Level | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                level_type_0 = Level.from_dict(data)

                return level_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Level | None, data)

        level = _parse_level(d.pop("level"))

        def _parse_points_more(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        points_more = _parse_points_more(d.pop("points_more"))

        surely_lost = d.pop("surely_lost")

        lost = []
        _lost = d.pop("lost")
        for lost_item_data in _lost:
            lost_item = LostPlace.from_dict(lost_item_data)

            lost.append(lost_item)

        def _parse_withheld(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        withheld = _parse_withheld(d.pop("withheld"))

        def _parse_extra_cost(data: object) -> list[float] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                extra_cost_type_0 = cast(list[float], data)

                return extra_cost_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[float] | None, data)

        extra_cost = _parse_extra_cost(d.pop("extra_cost"))

        outcome = cls(
            id=id,
            title=title,
            starts=starts,
            ends=ends,
            assumptions=assumptions,
            sentence=sentence,
            applies=applies,
            why_not=why_not,
            level=level,
            points_more=points_more,
            surely_lost=surely_lost,
            lost=lost,
            withheld=withheld,
            extra_cost=extra_cost,
        )

        return outcome
