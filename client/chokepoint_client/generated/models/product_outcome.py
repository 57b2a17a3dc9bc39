from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ProductOutcome")


@_attrs_define
class ProductOutcome:
    """
    Attributes:
        bom_id (str): Yours.
        name (None | str): Yours.
        sentence (str): If what, then what; or why the product couldn't be scored.
        forecast (float | None): Its score, 0..100; null where it couldn't be scored.
        score (float | None): Under the scenario; null where that doesn't apply.
        surely_lost (float | None): As in a product's own scenarios; null where it couldn't be scored.
    """

    bom_id: str
    name: None | str
    sentence: str
    forecast: float | None
    score: float | None
    surely_lost: float | None

    def to_dict(self) -> dict[str, Any]:
        bom_id = self.bom_id

        name: None | str
        name = self.name

        sentence = self.sentence

        forecast: float | None
        forecast = self.forecast

        score: float | None
        score = self.score

        surely_lost: float | None
        surely_lost = self.surely_lost

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom_id": bom_id,
                "name": name,
                "sentence": sentence,
                "forecast": forecast,
                "score": score,
                "surely_lost": surely_lost,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        bom_id = d.pop("bom_id")

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))

        sentence = d.pop("sentence")

        def _parse_forecast(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        forecast = _parse_forecast(d.pop("forecast"))

        def _parse_score(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        score = _parse_score(d.pop("score"))

        def _parse_surely_lost(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        surely_lost = _parse_surely_lost(d.pop("surely_lost"))

        product_outcome = cls(
            bom_id=bom_id,
            name=name,
            sentence=sentence,
            forecast=forecast,
            score=score,
            surely_lost=surely_lost,
        )

        return product_outcome
