from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.health_status import HealthStatus, check_health_status
from ..types import UNSET, Unset

T = TypeVar("T", bound="Health")


@_attrs_define
class Health:
    """
    Attributes:
        status (HealthStatus): What the process is.
        overdue (list[str] | Unset): What is served though it is older than its bound: the model with its card, the
            forecasts.
    """

    status: HealthStatus
    overdue: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        status: str = self.status

        overdue: list[str] | Unset = UNSET
        if not isinstance(self.overdue, Unset):
            overdue = self.overdue

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "status": status,
            }
        )
        if overdue is not UNSET:
            field_dict["overdue"] = overdue

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        status = check_health_status(d.pop("status"))

        overdue = cast(list[str], d.pop("overdue", UNSET))

        health = cls(
            status=status,
            overdue=overdue,
        )

        return health
