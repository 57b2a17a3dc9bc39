from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="LogOdds")


@_attrs_define
class LogOdds:
    """
    Attributes:
        baseline (float): Of an average country, element and year.
        concentration (float): The country's own share of the element's supply.
        governance (float): Its political instability.
        export_control (float): How lately it restricted this element, and other minerals.
        substitution (float): How hard the element is to replace.
    """

    baseline: float
    concentration: float
    governance: float
    export_control: float
    substitution: float

    def to_dict(self) -> dict[str, Any]:
        baseline = self.baseline

        concentration = self.concentration

        governance = self.governance

        export_control = self.export_control

        substitution = self.substitution

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "baseline": baseline,
                "concentration": concentration,
                "governance": governance,
                "export_control": export_control,
                "substitution": substitution,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        baseline = d.pop("baseline")

        concentration = d.pop("concentration")

        governance = d.pop("governance")

        export_control = d.pop("export_control")

        substitution = d.pop("substitution")

        log_odds = cls(
            baseline=baseline,
            concentration=concentration,
            governance=governance,
            export_control=export_control,
            substitution=substitution,
        )

        return log_odds
