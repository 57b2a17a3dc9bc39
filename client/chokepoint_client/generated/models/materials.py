from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.material import Material
    from ..models.meaning import Meaning


T = TypeVar("T", bound="Materials")


@_attrs_define
class Materials:
    """
    Attributes:
        items (list[Material]): What a name stands for.
        near (list[str]): Names near to q when nothing matched.
        reading (Meaning | None): Null without q.
    """

    items: list[Material]
    near: list[str]
    reading: Meaning | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.meaning import Meaning  # noqa: PLC0415

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        near = self.near

        reading: dict[str, Any] | None
        if isinstance(self.reading, Meaning):
            reading = self.reading.to_dict()
        else:
            reading = self.reading

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "items": items,
                "near": near,
                "reading": reading,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.material import Material  # noqa: PLC0415
        from ..models.meaning import Meaning  # noqa: PLC0415

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = Material.from_dict(items_item_data)

            items.append(items_item)

        near = cast(list[str], d.pop("near"))

        def _parse_reading(data: object) -> Meaning | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                reading_type_0 = Meaning.from_dict(data)

                return reading_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Meaning | None, data)

        reading = _parse_reading(d.pop("reading"))

        materials = cls(
            items=items,
            near=near,
            reading=reading,
        )

        return materials
