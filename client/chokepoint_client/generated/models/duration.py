from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.survival import Survival


T = TypeVar("T", bound="Duration")


@_attrs_define
class Duration:
    """
    Attributes:
        kind (str): restriction: acts that can stop deliveries, on any mineral; collapse: of exports, any raw material.
        spells (int): How many were counted.
        ended (int): Those whose end was seen; the others last so far.
        survival (list[Survival]): How many shocks lasted longer.
        left_out (list[float] | None): Share beyond 180 days when each act is left out in turn, lowest and highest.
        method (str): How it was estimated.
    """

    kind: str
    spells: int
    ended: int
    survival: list[Survival]
    left_out: list[float] | None
    method: str

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        spells = self.spells

        ended = self.ended

        survival = []
        for survival_item_data in self.survival:
            survival_item = survival_item_data.to_dict()
            survival.append(survival_item)

        left_out: list[float] | None
        if isinstance(self.left_out, list):
            left_out = self.left_out

        else:
            left_out = self.left_out

        method = self.method

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "spells": spells,
                "ended": ended,
                "survival": survival,
                "left_out": left_out,
                "method": method,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.survival import Survival  # noqa: PLC0415

        d = dict(src_dict)
        kind = d.pop("kind")

        spells = d.pop("spells")

        ended = d.pop("ended")

        survival = []
        _survival = d.pop("survival")
        for survival_item_data in _survival:
            survival_item = Survival.from_dict(survival_item_data)

            survival.append(survival_item)

        def _parse_left_out(data: object) -> list[float] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                left_out_type_0 = cast(list[float], data)

                return left_out_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[float] | None, data)

        left_out = _parse_left_out(d.pop("left_out"))

        method = d.pop("method")

        duration = cls(
            kind=kind,
            spells=spells,
            ended=ended,
            survival=survival,
            left_out=left_out,
            method=method,
        )

        return duration
