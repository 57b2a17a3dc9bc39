from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.register_counts import RegisterCounts, check_register_counts
from ..models.register_severity import RegisterSeverity, check_register_severity
from ..models.register_sign import RegisterSign, check_register_sign

T = TypeVar("T", bound="Register")


@_attrs_define
class Register:
    """
    Attributes:
        measure_id (str): /v1/controls/{measure_id}.
        country (str): Where the product meets it first.
        status (str): in_force, announced, suspended or unknown.
        instrument (str): licence, quota, ban, tax and the like.
        elements (list[str]): Symbols that it names.
        sign (RegisterSign): tightening; relaxation for what eases a control and lifts it for nobody else.
        severity (RegisterSeverity): How hard it bites.
        since (datetime.date | None): First day of the status.
        until (datetime.date | None): Last day of the status, where one was known.
        counts (RegisterCounts): standing, score (as a pending act), upper_end (of the interval only) or nothing.
    """

    measure_id: str
    country: str
    status: str
    instrument: str
    elements: list[str]
    sign: RegisterSign
    severity: RegisterSeverity
    since: datetime.date | None
    until: datetime.date | None
    counts: RegisterCounts

    def to_dict(self) -> dict[str, Any]:
        measure_id = self.measure_id

        country = self.country

        status = self.status

        instrument = self.instrument

        elements = self.elements

        sign: str = self.sign

        severity: str = self.severity

        since: None | str
        if isinstance(self.since, datetime.date):
            since = self.since.isoformat()
        else:
            since = self.since

        until: None | str
        if isinstance(self.until, datetime.date):
            until = self.until.isoformat()
        else:
            until = self.until

        counts: str = self.counts

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "measure_id": measure_id,
                "country": country,
                "status": status,
                "instrument": instrument,
                "elements": elements,
                "sign": sign,
                "severity": severity,
                "since": since,
                "until": until,
                "counts": counts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        measure_id = d.pop("measure_id")

        country = d.pop("country")

        status = d.pop("status")

        instrument = d.pop("instrument")

        elements = cast(list[str], d.pop("elements"))

        sign = check_register_sign(d.pop("sign"))

        severity = check_register_severity(d.pop("severity"))

        def _parse_since(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                since_type_0 = datetime.date.fromisoformat(data)

                return since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        since = _parse_since(d.pop("since"))

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

        counts = check_register_counts(d.pop("counts"))

        register = cls(
            measure_id=measure_id,
            country=country,
            status=status,
            instrument=instrument,
            elements=elements,
            sign=sign,
            severity=severity,
            since=since,
            until=until,
            counts=counts,
        )

        return register
