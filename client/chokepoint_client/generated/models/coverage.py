from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Coverage")


@_attrs_define
class Coverage:
    """
    Attributes:
        lines (float | None): Of the lines.
        mass (float | None): Of the mass.
        value (float | None): Of the value.
        unread (int): Lines that couldn't be read.
        unread_may_hold (int): Unread lines that may hold rare earths: the interval counts the worst of each.
        low_confidence (int): Lines whose reading leaves open what they hold; a message says what settles it.
    """

    lines: float | None
    mass: float | None
    value: float | None
    unread: int
    unread_may_hold: int
    low_confidence: int

    def to_dict(self) -> dict[str, Any]:
        lines: float | None
        lines = self.lines

        mass: float | None
        mass = self.mass

        value: float | None
        value = self.value

        unread = self.unread

        unread_may_hold = self.unread_may_hold

        low_confidence = self.low_confidence

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "lines": lines,
                "mass": mass,
                "value": value,
                "unread": unread,
                "unread_may_hold": unread_may_hold,
                "low_confidence": low_confidence,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_lines(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        lines = _parse_lines(d.pop("lines"))

        def _parse_mass(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        mass = _parse_mass(d.pop("mass"))

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))

        unread = d.pop("unread")

        unread_may_hold = d.pop("unread_may_hold")

        low_confidence = d.pop("low_confidence")

        coverage = cls(
            lines=lines,
            mass=mass,
            value=value,
            unread=unread,
            unread_may_hold=unread_may_hold,
            low_confidence=low_confidence,
        )

        return coverage
