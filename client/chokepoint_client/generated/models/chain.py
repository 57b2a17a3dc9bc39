from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.place import Place


T = TypeVar("T", bound="Chain")


@_attrs_define
class Chain:
    """
    Attributes:
        id (str): As paths name it, in this answer only.
        places (list[Place]): Mine first.
    """

    id: str
    places: list[Place]

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        places = []
        for places_item_data in self.places:
            places_item = places_item_data.to_dict()
            places.append(places_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "places": places,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.place import Place  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        places = []
        _places = d.pop("places")
        for places_item_data in _places:
            places_item = Place.from_dict(places_item_data)

            places.append(places_item)

        chain = cls(
            id=id,
            places=places,
        )

        return chain
