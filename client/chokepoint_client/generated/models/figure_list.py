from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="FigureList")


@_attrs_define
class FigureList:
    """
    Attributes:
        id (str): As purchases, sources and reasons name it, in this answer only.
        figures (list[str]): Ids for /v1/claims/{id}.
    """

    id: str
    figures: list[str]

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        figures = self.figures

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "figures": figures,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        figures = cast(list[str], d.pop("figures"))

        figure_list = cls(
            id=id,
            figures=figures,
        )

        return figure_list
