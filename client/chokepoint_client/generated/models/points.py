from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Points")


@_attrs_define
class Points:
    """
    Attributes:
        concentration (float): Against twenty equal, independent sources.
        source_power_and_governance (float): Against sources of average power and governance.
        export_control (float): Against an empty register.
        substitution (float): How hard elements are to replace, and what the owner can do without.
        reference (float): What is left with every family off.
    """

    concentration: float
    source_power_and_governance: float
    export_control: float
    substitution: float
    reference: float

    def to_dict(self) -> dict[str, Any]:
        concentration = self.concentration

        source_power_and_governance = self.source_power_and_governance

        export_control = self.export_control

        substitution = self.substitution

        reference = self.reference

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "concentration": concentration,
                "source_power_and_governance": source_power_and_governance,
                "export_control": export_control,
                "substitution": substitution,
                "reference": reference,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        concentration = d.pop("concentration")

        source_power_and_governance = d.pop("source_power_and_governance")

        export_control = d.pop("export_control")

        substitution = d.pop("substitution")

        reference = d.pop("reference")

        points = cls(
            concentration=concentration,
            source_power_and_governance=source_power_and_governance,
            export_control=export_control,
            substitution=substitution,
            reference=reference,
        )

        return points
