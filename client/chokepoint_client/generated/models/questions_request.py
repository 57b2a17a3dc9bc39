from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.bom import Bom


T = TypeVar("T", bound="QuestionsRequest")


@_attrs_define
class QuestionsRequest:
    """
    Attributes:
        bom (Bom):
    """

    bom: Bom

    def to_dict(self) -> dict[str, Any]:
        bom = self.bom.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom": bom,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bom import Bom  # noqa: PLC0415

        d = dict(src_dict)
        bom = Bom.from_dict(d.pop("bom"))

        questions_request = cls(
            bom=bom,
        )

        return questions_request
