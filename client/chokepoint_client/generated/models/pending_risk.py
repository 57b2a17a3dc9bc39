from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="PendingRisk")


@_attrs_define
class PendingRisk:
    """
    Attributes:
        measure_id (str): In `register`.
        status (str): announced, suspended or unknown.
        country (str): ISO 3166-1 alpha-2; ZZ stands for makers that no source names.
        share (float): Largest share of a purchase's need whose path would meet it, 0..1.
        central (float): Probability of a start that the score counts.
        adverse (float): Probability of a start that the upper end of the interval counts.
        until (datetime.date | None): Last day of the present status, where one is known.
    """

    measure_id: str
    status: str
    country: str
    share: float
    central: float
    adverse: float
    until: datetime.date | None

    def to_dict(self) -> dict[str, Any]:
        measure_id = self.measure_id

        status = self.status

        country = self.country

        share = self.share

        central = self.central

        adverse = self.adverse

        until: None | str
        if isinstance(self.until, datetime.date):
            until = self.until.isoformat()
        else:
            until = self.until

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "measure_id": measure_id,
                "status": status,
                "country": country,
                "share": share,
                "central": central,
                "adverse": adverse,
                "until": until,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        measure_id = d.pop("measure_id")

        status = d.pop("status")

        country = d.pop("country")

        share = d.pop("share")

        central = d.pop("central")

        adverse = d.pop("adverse")

        def _parse_until(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                until_type_0 = datetime.date.fromisoformat(data)

                return until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        until = _parse_until(d.pop("until"))

        pending_risk = cls(
            measure_id=measure_id,
            status=status,
            country=country,
            share=share,
            central=central,
            adverse=adverse,
            until=until,
        )

        return pending_risk
