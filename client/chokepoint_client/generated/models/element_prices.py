from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.after_acts import AfterActs
    from ..models.premium import Premium
    from ..models.rise import Rise


T = TypeVar("T", bound="ElementPrices")


@_attrs_define
class ElementPrices:
    """
    Attributes:
        element (str): Symbol of a rare earth.
        after (AfterActs | None): Of the codes that the element is traded in.
        premia (list[Premium]): A quote outside China over the price FOB China whose period covers it; rises, 2.0 is
            three times as dear.
        rise (None | Rise): How much dearer a hit is taken to make an element.
    """

    element: str
    after: AfterActs | None
    premia: list[Premium]
    rise: None | Rise

    def to_dict(self) -> dict[str, Any]:
        from ..models.after_acts import AfterActs  # noqa: PLC0415
        from ..models.rise import Rise  # noqa: PLC0415

        element = self.element

        after: dict[str, Any] | None
        if isinstance(self.after, AfterActs):
            after = self.after.to_dict()
        else:
            after = self.after

        premia = []
        for premia_item_data in self.premia:
            premia_item = premia_item_data.to_dict()
            premia.append(premia_item)

        rise: dict[str, Any] | None
        if isinstance(self.rise, Rise):
            rise = self.rise.to_dict()
        else:
            rise = self.rise

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "element": element,
                "after": after,
                "premia": premia,
                "rise": rise,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.after_acts import AfterActs  # noqa: PLC0415
        from ..models.premium import Premium  # noqa: PLC0415
        from ..models.rise import Rise  # noqa: PLC0415

        d = dict(src_dict)
        element = d.pop("element")

        def _parse_after(data: object) -> AfterActs | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                after_type_0 = AfterActs.from_dict(data)

                return after_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AfterActs | None, data)

        after = _parse_after(d.pop("after"))

        premia = []
        _premia = d.pop("premia")
        for premia_item_data in _premia:
            premia_item = Premium.from_dict(premia_item_data)

            premia.append(premia_item)

        def _parse_rise(data: object) -> None | Rise:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                rise_type_0 = Rise.from_dict(data)

                return rise_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Rise, data)

        rise = _parse_rise(d.pop("rise"))

        element_prices = cls(
            element=element,
            after=after,
            premia=premia,
            rise=rise,
        )

        return element_prices
