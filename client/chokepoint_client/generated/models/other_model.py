from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="OtherModel")


@_attrs_define
class OtherModel:
    """
    Attributes:
        model_version (str): The model that scored it.
        score (float | None): In points; null where that bundle isn't here whole.
    """

    model_version: str
    score: float | None

    def to_dict(self) -> dict[str, Any]:
        model_version = self.model_version

        score: float | None
        score = self.score

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "model_version": model_version,
                "score": score,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model_version = d.pop("model_version")

        def _parse_score(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        score = _parse_score(d.pop("score"))

        other_model = cls(
            model_version=model_version,
            score=score,
        )

        return other_model
