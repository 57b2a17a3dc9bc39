from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.moved_part_part import MovedPartPart, check_moved_part_part

if TYPE_CHECKING:
    from ..models.measure_change import MeasureChange


T = TypeVar("T", bound="MovedPart")


@_attrs_define
class MovedPart:
    """
    Attributes:
        part (MovedPartPart): bom, register, evidence, trade_and_prices, model, time, or release.
        text (str): What the part is.
        points (float): In points of the score. As printed, the parts add up to `difference`.
        measures (list[MeasureChange]): Those that bear on it most; at most 20.
        measure_count (int): How many there are.
        figures (list[str]): Ids of figures that one side knows and the other doesn't, for /v1/claims/{claim_id}; at
            most 20.
        figure_count (int): How many there are.
    """

    part: MovedPartPart
    text: str
    points: float
    measures: list[MeasureChange]
    measure_count: int
    figures: list[str]
    figure_count: int

    def to_dict(self) -> dict[str, Any]:
        part: str = self.part

        text = self.text

        points = self.points

        measures = []
        for measures_item_data in self.measures:
            measures_item = measures_item_data.to_dict()
            measures.append(measures_item)

        measure_count = self.measure_count

        figures = self.figures

        figure_count = self.figure_count

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "part": part,
                "text": text,
                "points": points,
                "measures": measures,
                "measure_count": measure_count,
                "figures": figures,
                "figure_count": figure_count,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.measure_change import MeasureChange  # noqa: PLC0415

        d = dict(src_dict)
        part = check_moved_part_part(d.pop("part"))

        text = d.pop("text")

        points = d.pop("points")

        measures = []
        _measures = d.pop("measures")
        for measures_item_data in _measures:
            measures_item = MeasureChange.from_dict(measures_item_data)

            measures.append(measures_item)

        measure_count = d.pop("measure_count")

        figures = cast(list[str], d.pop("figures"))

        figure_count = d.pop("figure_count")

        moved_part = cls(
            part=part,
            text=text,
            points=points,
            measures=measures,
            measure_count=measure_count,
            figures=figures,
            figure_count=figure_count,
        )

        return moved_part
