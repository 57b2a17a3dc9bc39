from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Stuck")


@_attrs_define
class Stuck:
    """
    Attributes:
        element (str): Symbol of a rare earth.
        stage (str): mining, separation, metal or magnet.
        largest (str): Who makes it.
        world_share (float): Of the world's output, 0..1.
        line_ids (list[str]): Lines that hold it.
    """

    element: str
    stage: str
    largest: str
    world_share: float
    line_ids: list[str]

    def to_dict(self) -> dict[str, Any]:
        element = self.element

        stage = self.stage

        largest = self.largest

        world_share = self.world_share

        line_ids = self.line_ids

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "element": element,
                "stage": stage,
                "largest": largest,
                "world_share": world_share,
                "line_ids": line_ids,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        element = d.pop("element")

        stage = d.pop("stage")

        largest = d.pop("largest")

        world_share = d.pop("world_share")

        line_ids = cast(list[str], d.pop("line_ids"))

        stuck = cls(
            element=element,
            stage=stage,
            largest=largest,
            world_share=world_share,
            line_ids=line_ids,
        )

        return stuck
