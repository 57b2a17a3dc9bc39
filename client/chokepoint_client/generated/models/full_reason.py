from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="FullReason")


@_attrs_define
class FullReason:
    """
    Attributes:
        text (str): In plain words.
        hazards (list[str]): Ids of `hazards`.
        controls (list[str]): Ids of `register`.
        figure_list (str): Id in `figure_lists`.
    """

    text: str
    hazards: list[str]
    controls: list[str]
    figure_list: str

    def to_dict(self) -> dict[str, Any]:
        text = self.text

        hazards = self.hazards

        controls = self.controls

        figure_list = self.figure_list

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "text": text,
                "hazards": hazards,
                "controls": controls,
                "figure_list": figure_list,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        text = d.pop("text")

        hazards = cast(list[str], d.pop("hazards"))

        controls = cast(list[str], d.pop("controls"))

        figure_list = d.pop("figure_list")

        full_reason = cls(
            text=text,
            hazards=hazards,
            controls=controls,
            figure_list=figure_list,
        )

        return full_reason
