from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.batch_boms import BatchBoms


T = TypeVar("T", bound="Batch")


@_attrs_define
class Batch:
    """
    Attributes:
        boms (BatchBoms): Each as POST /v1/scores takes it.
    """

    boms: BatchBoms

    def to_dict(self) -> dict[str, Any]:
        boms = self.boms.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "boms": boms,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.batch_boms import BatchBoms  # noqa: PLC0415

        d = dict(src_dict)
        boms = BatchBoms.from_dict(d.pop("boms"))

        batch = cls(
            boms=boms,
        )

        return batch
