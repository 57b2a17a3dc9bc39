from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.bom import Bom


T = TypeVar("T", bound="ScenariosRequest")


@_attrs_define
class ScenariosRequest:
    """
    Attributes:
        bom (Bom):
        scenarios (list[str] | None | Unset): Ids; all when left out.
        delay_days (float | None | str | Unset): Days by which licences come late, in place of those of `licences-late`;
            dated scenarios keep theirs.
    """

    bom: Bom
    scenarios: list[str] | None | Unset = UNSET
    delay_days: float | None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        bom = self.bom.to_dict()

        scenarios: list[str] | None | Unset
        if isinstance(self.scenarios, Unset):
            scenarios = UNSET
        elif isinstance(self.scenarios, list):
            scenarios = self.scenarios

        else:
            scenarios = self.scenarios

        delay_days: float | None | str | Unset
        if isinstance(self.delay_days, Unset):
            delay_days = UNSET
        else:
            delay_days = self.delay_days

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom": bom,
            }
        )
        if scenarios is not UNSET:
            field_dict["scenarios"] = scenarios
        if delay_days is not UNSET:
            field_dict["delay_days"] = delay_days

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bom import Bom  # noqa: PLC0415

        d = dict(src_dict)
        bom = Bom.from_dict(d.pop("bom"))

        def _parse_scenarios(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                scenarios_type_0 = cast(list[str], data)

                return scenarios_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        scenarios = _parse_scenarios(d.pop("scenarios", UNSET))

        def _parse_delay_days(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        delay_days = _parse_delay_days(d.pop("delay_days", UNSET))

        scenarios_request = cls(
            bom=bom,
            scenarios=scenarios,
            delay_days=delay_days,
        )

        return scenarios_request
