from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.standing_state import StandingState, check_standing_state

T = TypeVar("T", bound="Standing")


@_attrs_define
class Standing:
    """
    Attributes:
        measure_id (str): In `register`.
        state (StandingState): already_hit: in force for up to twelve months; under_control: longer; announced.
        country (str): ISO 3166-1 alpha-2; ZZ stands for makers that no source names.
        share (float): Largest share of a purchase's need whose path meets it, 0..1.
        since (datetime.date | None): First day of it.
        eased_since (datetime.date | None): First day of a relaxation in force that speaks of it.
    """

    measure_id: str
    state: StandingState
    country: str
    share: float
    since: datetime.date | None
    eased_since: datetime.date | None

    def to_dict(self) -> dict[str, Any]:
        measure_id = self.measure_id

        state: str = self.state

        country = self.country

        share = self.share

        since: None | str
        if isinstance(self.since, datetime.date):
            since = self.since.isoformat()
        else:
            since = self.since

        eased_since: None | str
        if isinstance(self.eased_since, datetime.date):
            eased_since = self.eased_since.isoformat()
        else:
            eased_since = self.eased_since

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "measure_id": measure_id,
                "state": state,
                "country": country,
                "share": share,
                "since": since,
                "eased_since": eased_since,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        measure_id = d.pop("measure_id")

        state = check_standing_state(d.pop("state"))

        country = d.pop("country")

        share = d.pop("share")

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

        def _parse_eased_since(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                eased_since_type_0 = datetime.date.fromisoformat(data)

                return eased_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        eased_since = _parse_eased_since(d.pop("eased_since"))

        standing = cls(
            measure_id=measure_id,
            state=state,
            country=country,
            share=share,
            since=since,
            eased_since=eased_since,
        )

        return standing
