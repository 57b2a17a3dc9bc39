from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.bom_currency_type_1 import BomCurrencyType1, check_bom_currency_type_1
from ..models.bom_currency_type_2_type_1 import (
    BomCurrencyType2Type1,
    check_bom_currency_type_2_type_1,
)
from ..models.bom_currency_type_3_type_1 import (
    BomCurrencyType3Type1,
    check_bom_currency_type_3_type_1,
)
from ..models.bom_on_error_type_1 import BomOnErrorType1, check_bom_on_error_type_1
from ..models.bom_on_error_type_2_type_1 import (
    BomOnErrorType2Type1,
    check_bom_on_error_type_2_type_1,
)
from ..models.bom_on_error_type_3_type_1 import (
    BomOnErrorType3Type1,
    check_bom_on_error_type_3_type_1,
)
from ..models.bom_same_part_type_1 import BomSamePartType1, check_bom_same_part_type_1
from ..models.bom_same_part_type_2_type_1 import (
    BomSamePartType2Type1,
    check_bom_same_part_type_2_type_1,
)
from ..models.bom_same_part_type_3_type_1 import (
    BomSamePartType3Type1,
    check_bom_same_part_type_3_type_1,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.line import Line


T = TypeVar("T", bound="Bom")


@_attrs_define
class Bom:
    """
    Attributes:
        lines (list[Line]): One line, described by exactly one of material, element + form, formula or composition; or
            by read_as, rare_earth or a confirmed part alone. Members that begin with x_ are yours: kept as they stand.
        bom_id (None | str | Unset): Yours; comes back as it is.
        name (None | str | Unset): In words.
        buyer_country (None | str | Unset): Where the material is bought for: ISO 3166-1. Left out, acts limited to some
            destinations count in the upper end of the interval only.
        as_of (datetime.date | None | Unset): The day it is scored for; today (UTC) when left out.
        currency (BomCurrencyType1 | BomCurrencyType2Type1 | BomCurrencyType3Type1 | None | Unset): Of every price in
            this BOM: ISO 4217.
        tolerance (float | None | str | Unset): Share (0 to 1) of need that may be lost without harm. Left out, it is
            taken as 0.25 to 0.75.
        same_part (BomSamePartType1 | BomSamePartType2Type1 | BomSamePartType3Type1 | None | Unset): Lines with one part
            number that read alike and state different supply: `split` (one part with several suppliers, shares by quantity;
            the default) or `separate` (a part each).
        on_error (BomOnErrorType1 | BomOnErrorType2Type1 | BomOnErrorType3Type1 | None | Unset): A line with a value
            that can't be used: `refuse` the BOM (the default), or `skip_line`, which leaves the line unread and tells its
            errors as messages.
    """

    lines: list[Line]
    bom_id: None | str | Unset = UNSET
    name: None | str | Unset = UNSET
    buyer_country: None | str | Unset = UNSET
    as_of: datetime.date | None | Unset = UNSET
    currency: BomCurrencyType1 | BomCurrencyType2Type1 | BomCurrencyType3Type1 | None | Unset = UNSET
    tolerance: float | None | str | Unset = UNSET
    same_part: BomSamePartType1 | BomSamePartType2Type1 | BomSamePartType3Type1 | None | Unset = UNSET
    on_error: BomOnErrorType1 | BomOnErrorType2Type1 | BomOnErrorType3Type1 | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        bom_id: None | str | Unset
        if isinstance(self.bom_id, Unset):
            bom_id = UNSET
        else:
            bom_id = self.bom_id

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        buyer_country: None | str | Unset
        if isinstance(self.buyer_country, Unset):
            buyer_country = UNSET
        else:
            buyer_country = self.buyer_country

        as_of: None | str | Unset
        if isinstance(self.as_of, Unset):
            as_of = UNSET
        elif isinstance(self.as_of, datetime.date):
            as_of = self.as_of.isoformat()
        else:
            as_of = self.as_of

        currency: None | str | Unset
        if isinstance(self.currency, Unset):
            currency = UNSET
        elif isinstance(self.currency, str):
            currency = self.currency
        elif isinstance(self.currency, str):
            currency = self.currency
        elif isinstance(self.currency, str):
            currency = self.currency
        else:
            currency = self.currency

        tolerance: float | None | str | Unset
        if isinstance(self.tolerance, Unset):
            tolerance = UNSET
        else:
            tolerance = self.tolerance

        same_part: None | str | Unset
        if isinstance(self.same_part, Unset):
            same_part = UNSET
        elif isinstance(self.same_part, str):
            same_part = self.same_part
        elif isinstance(self.same_part, str):
            same_part = self.same_part
        elif isinstance(self.same_part, str):
            same_part = self.same_part
        else:
            same_part = self.same_part

        on_error: None | str | Unset
        if isinstance(self.on_error, Unset):
            on_error = UNSET
        elif isinstance(self.on_error, str):
            on_error = self.on_error
        elif isinstance(self.on_error, str):
            on_error = self.on_error
        elif isinstance(self.on_error, str):
            on_error = self.on_error
        else:
            on_error = self.on_error

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "lines": lines,
            }
        )
        if bom_id is not UNSET:
            field_dict["bom_id"] = bom_id
        if name is not UNSET:
            field_dict["name"] = name
        if buyer_country is not UNSET:
            field_dict["buyer_country"] = buyer_country
        if as_of is not UNSET:
            field_dict["as_of"] = as_of
        if currency is not UNSET:
            field_dict["currency"] = currency
        if tolerance is not UNSET:
            field_dict["tolerance"] = tolerance
        if same_part is not UNSET:
            field_dict["same_part"] = same_part
        if on_error is not UNSET:
            field_dict["on_error"] = on_error

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.line import Line  # noqa: PLC0415

        d = dict(src_dict)
        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = Line.from_dict(lines_item_data)

            lines.append(lines_item)

        def _parse_bom_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        bom_id = _parse_bom_id(d.pop("bom_id", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_buyer_country(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        buyer_country = _parse_buyer_country(d.pop("buyer_country", UNSET))

        def _parse_as_of(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                as_of_type_0 = datetime.date.fromisoformat(data)

                return as_of_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        as_of = _parse_as_of(d.pop("as_of", UNSET))

        def _parse_currency(
            data: object,
        ) -> BomCurrencyType1 | BomCurrencyType2Type1 | BomCurrencyType3Type1 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                currency_type_1 = check_bom_currency_type_1(data)

                return currency_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                currency_type_2_type_1 = check_bom_currency_type_2_type_1(data)

                return currency_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                currency_type_3_type_1 = check_bom_currency_type_3_type_1(data)

                return currency_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BomCurrencyType1 | BomCurrencyType2Type1 | BomCurrencyType3Type1 | None | Unset, data)

        currency = _parse_currency(d.pop("currency", UNSET))

        def _parse_tolerance(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        tolerance = _parse_tolerance(d.pop("tolerance", UNSET))

        def _parse_same_part(
            data: object,
        ) -> BomSamePartType1 | BomSamePartType2Type1 | BomSamePartType3Type1 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                same_part_type_1 = check_bom_same_part_type_1(data)

                return same_part_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                same_part_type_2_type_1 = check_bom_same_part_type_2_type_1(data)

                return same_part_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                same_part_type_3_type_1 = check_bom_same_part_type_3_type_1(data)

                return same_part_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BomSamePartType1 | BomSamePartType2Type1 | BomSamePartType3Type1 | None | Unset, data)

        same_part = _parse_same_part(d.pop("same_part", UNSET))

        def _parse_on_error(
            data: object,
        ) -> BomOnErrorType1 | BomOnErrorType2Type1 | BomOnErrorType3Type1 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                on_error_type_1 = check_bom_on_error_type_1(data)

                return on_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                on_error_type_2_type_1 = check_bom_on_error_type_2_type_1(data)

                return on_error_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                on_error_type_3_type_1 = check_bom_on_error_type_3_type_1(data)

                return on_error_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BomOnErrorType1 | BomOnErrorType2Type1 | BomOnErrorType3Type1 | None | Unset, data)

        on_error = _parse_on_error(d.pop("on_error", UNSET))

        bom = cls(
            lines=lines,
            bom_id=bom_id,
            name=name,
            buyer_country=buyer_country,
            as_of=as_of,
            currency=currency,
            tolerance=tolerance,
            same_part=same_part,
            on_error=on_error,
        )

        return bom
