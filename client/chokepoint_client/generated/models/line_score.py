from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.reading import Reading


T = TypeVar("T", bound="LineScore")


@_attrs_define
class LineScore:
    """
    Attributes:
        line_id (str): Yours.
        part_number (None | str): Yours.
        described (None | str): Your words for it; null where a composition or the part number alone says it.
        score (float | None): 100 x probability; null when the line couldn't be read.
        probability (float | None): That at least one of the line's purchases is hit.
        expected_share_hit (float | None): Mean over the line's purchases; lines are ranked by it.
        hazards (list[str]): Ids of the line's purchases.
        score_without (float | None): The BOM's score without this line; without the whole part where it has several
            suppliers.
        mass_g (float | None): Grams of the whole line: exact.
        value (float | None): Quantity x unit price: exact, in the BOM's currency.
        expected_cost_increase (float | None): In the BOM's currency; null without a value, or where rare earths are
            under a fifth of the mass.
        reading (None | Reading): Null where the line couldn't be read.
    """

    line_id: str
    part_number: None | str
    described: None | str
    score: float | None
    probability: float | None
    expected_share_hit: float | None
    hazards: list[str]
    score_without: float | None
    mass_g: float | None
    value: float | None
    expected_cost_increase: float | None
    reading: None | Reading

    def to_dict(self) -> dict[str, Any]:
        from ..models.reading import Reading  # noqa: PLC0415

        line_id = self.line_id

        part_number: None | str
        part_number = self.part_number

        described: None | str
        described = self.described

        score: float | None
        score = self.score

        probability: float | None
        probability = self.probability

        expected_share_hit: float | None
        expected_share_hit = self.expected_share_hit

        hazards = self.hazards

        score_without: float | None
        score_without = self.score_without

        mass_g: float | None
        mass_g = self.mass_g

        value: float | None
        value = self.value

        expected_cost_increase: float | None
        expected_cost_increase = self.expected_cost_increase

        reading: dict[str, Any] | None
        if isinstance(self.reading, Reading):
            reading = self.reading.to_dict()
        else:
            reading = self.reading

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line_id": line_id,
                "part_number": part_number,
                "described": described,
                "score": score,
                "probability": probability,
                "expected_share_hit": expected_share_hit,
                "hazards": hazards,
                "score_without": score_without,
                "mass_g": mass_g,
                "value": value,
                "expected_cost_increase": expected_cost_increase,
                "reading": reading,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.reading import Reading  # noqa: PLC0415

        d = dict(src_dict)
        line_id = d.pop("line_id")

        def _parse_part_number(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        part_number = _parse_part_number(d.pop("part_number"))

        def _parse_described(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        described = _parse_described(d.pop("described"))

        def _parse_score(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        score = _parse_score(d.pop("score"))

        def _parse_probability(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        probability = _parse_probability(d.pop("probability"))

        def _parse_expected_share_hit(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        expected_share_hit = _parse_expected_share_hit(d.pop("expected_share_hit"))

        hazards = cast(list[str], d.pop("hazards"))

        def _parse_score_without(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        score_without = _parse_score_without(d.pop("score_without"))

        def _parse_mass_g(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        mass_g = _parse_mass_g(d.pop("mass_g"))

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))

        def _parse_expected_cost_increase(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        expected_cost_increase = _parse_expected_cost_increase(d.pop("expected_cost_increase"))

        def _parse_reading(data: object) -> None | Reading:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                reading_type_0 = Reading.from_dict(data)

                return reading_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Reading, data)

        reading = _parse_reading(d.pop("reading"))

        line_score = cls(
            line_id=line_id,
            part_number=part_number,
            described=described,
            score=score,
            probability=probability,
            expected_share_hit=expected_share_hit,
            hazards=hazards,
            score_without=score_without,
            mass_g=mass_g,
            value=value,
            expected_cost_increase=expected_cost_increase,
            reading=reading,
        )

        return line_score
