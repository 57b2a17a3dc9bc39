from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Reason")


@_attrs_define
class Reason:
    """
    Attributes:
        text (str): In plain words.
        hazards (list[str]): Ids of `hazards`.
        controls (list[str]): Ids for /v1/controls/{id}.
        figures (list[str]): Ids for /v1/claims/{id}.
    """

    text: str
    hazards: list[str]
    controls: list[str]
    figures: list[str]

    def to_dict(self) -> dict[str, Any]:
        text = self.text

        hazards = self.hazards

        controls = self.controls

        figures = self.figures

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "text": text,
                "hazards": hazards,
                "controls": controls,
                "figures": figures,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        text = d.pop("text")

        hazards = cast(list[str], d.pop("hazards"))

        controls = cast(list[str], d.pop("controls"))

        figures = cast(list[str], d.pop("figures"))

        reason = cls(
            text=text,
            hazards=hazards,
            controls=controls,
            figures=figures,
        )

        return reason
