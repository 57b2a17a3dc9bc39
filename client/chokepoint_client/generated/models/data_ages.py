from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.age import Age


T = TypeVar("T", bound="DataAges")


@_attrs_define
class DataAges:
    """
    Attributes:
        register (Age | None): The register's newest entry by as_of.
        prices (Age | None): The last day of the newest price that was read; null where none was.
        trade_year (int): The newest year of trade that was read.
    """

    register: Age | None
    prices: Age | None
    trade_year: int

    def to_dict(self) -> dict[str, Any]:
        from ..models.age import Age  # noqa: PLC0415

        register: dict[str, Any] | None
        if isinstance(self.register, Age):
            register = self.register.to_dict()
        else:
            register = self.register

        prices: dict[str, Any] | None
        if isinstance(self.prices, Age):
            prices = self.prices.to_dict()
        else:
            prices = self.prices

        trade_year = self.trade_year

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "register": register,
                "prices": prices,
                "trade_year": trade_year,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.age import Age  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_register(data: object) -> Age | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                register_type_0 = Age.from_dict(data)

                return register_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Age | None, data)

        register = _parse_register(d.pop("register"))

        def _parse_prices(data: object) -> Age | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                prices_type_0 = Age.from_dict(data)

                return prices_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Age | None, data)

        prices = _parse_prices(d.pop("prices"))

        trade_year = d.pop("trade_year")

        data_ages = cls(
            register=register,
            prices=prices,
            trade_year=trade_year,
        )

        return data_ages
