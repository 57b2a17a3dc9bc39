from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.bom import Bom


T = TypeVar("T", bound="YearCostsRequest")


@_attrs_define
class YearCostsRequest:
    """
    Attributes:
        bom (Bom):
        products_per_year (float | None | str | Unset): How many products are made in a year; a line's monthly_need goes
            before it.
        contract_share (float | None | str | Unset): The share of what is bought whose price a contract holds for the
            year, 0 to 1; 0 when left out.
    """

    bom: Bom
    products_per_year: float | None | str | Unset = UNSET
    contract_share: float | None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        bom = self.bom.to_dict()

        products_per_year: float | None | str | Unset
        if isinstance(self.products_per_year, Unset):
            products_per_year = UNSET
        else:
            products_per_year = self.products_per_year

        contract_share: float | None | str | Unset
        if isinstance(self.contract_share, Unset):
            contract_share = UNSET
        else:
            contract_share = self.contract_share

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom": bom,
            }
        )
        if products_per_year is not UNSET:
            field_dict["products_per_year"] = products_per_year
        if contract_share is not UNSET:
            field_dict["contract_share"] = contract_share

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bom import Bom  # noqa: PLC0415

        d = dict(src_dict)
        bom = Bom.from_dict(d.pop("bom"))

        def _parse_products_per_year(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        products_per_year = _parse_products_per_year(d.pop("products_per_year", UNSET))

        def _parse_contract_share(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        contract_share = _parse_contract_share(d.pop("contract_share", UNSET))

        year_costs_request = cls(
            bom=bom,
            products_per_year=products_per_year,
            contract_share=contract_share,
        )

        return year_costs_request
