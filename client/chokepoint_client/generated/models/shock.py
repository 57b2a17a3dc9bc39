from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Shock")


@_attrs_define
class Shock:
    """
    Attributes:
        time (datetime.datetime): The day as a moment, its first in UTC (RFC 3339): what charts put on their axis.
        as_of (datetime.date): The day, as known on it.
        country (str): ISO 3166-1 alpha-2; ZZ stands for makers that no source names.
        element (str): Symbol of a rare earth.
        stage (str): mining, separation, metal or magnet.
        share (float): Of world supply at the stage, 0..1.
        probability (float): Of a serious restriction or a collapse of exports within twelve months, 0..1.
        restriction (float): Of a serious act of its own that names the element, 0..1.
        restriction_low (float): Low end of the 90 % interval.
        restriction_high (float): High end of the 90 % interval.
        collapse (float): Of exports that break down for reasons of supply: one stated rate for all, 0..1.
        baseline (float): What every source begins with. Of the restriction's log-odds, which the five parts add up to
            exactly; rounded here.
        concentration (float): Added by its share of world supply.
        governance (float): Added by its political stability.
        export_control (float): Added by its record of acts.
        substitution (float): Added by how hard the element is to replace.
        controls (list[str]): Ids of its serious general acts on the element that are in force; in CSV with blanks
            between.
    """

    time: datetime.datetime
    as_of: datetime.date
    country: str
    element: str
    stage: str
    share: float
    probability: float
    restriction: float
    restriction_low: float
    restriction_high: float
    collapse: float
    baseline: float
    concentration: float
    governance: float
    export_control: float
    substitution: float
    controls: list[str]

    def to_dict(self) -> dict[str, Any]:
        time = self.time.isoformat()

        as_of = self.as_of.isoformat()

        country = self.country

        element = self.element

        stage = self.stage

        share = self.share

        probability = self.probability

        restriction = self.restriction

        restriction_low = self.restriction_low

        restriction_high = self.restriction_high

        collapse = self.collapse

        baseline = self.baseline

        concentration = self.concentration

        governance = self.governance

        export_control = self.export_control

        substitution = self.substitution

        controls = self.controls

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "time": time,
                "as_of": as_of,
                "country": country,
                "element": element,
                "stage": stage,
                "share": share,
                "probability": probability,
                "restriction": restriction,
                "restriction_low": restriction_low,
                "restriction_high": restriction_high,
                "collapse": collapse,
                "baseline": baseline,
                "concentration": concentration,
                "governance": governance,
                "export_control": export_control,
                "substitution": substitution,
                "controls": controls,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        time = datetime.datetime.fromisoformat(d.pop("time"))

        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        country = d.pop("country")

        element = d.pop("element")

        stage = d.pop("stage")

        share = d.pop("share")

        probability = d.pop("probability")

        restriction = d.pop("restriction")

        restriction_low = d.pop("restriction_low")

        restriction_high = d.pop("restriction_high")

        collapse = d.pop("collapse")

        baseline = d.pop("baseline")

        concentration = d.pop("concentration")

        governance = d.pop("governance")

        export_control = d.pop("export_control")

        substitution = d.pop("substitution")

        controls = cast(list[str], d.pop("controls"))

        shock = cls(
            time=time,
            as_of=as_of,
            country=country,
            element=element,
            stage=stage,
            share=share,
            probability=probability,
            restriction=restriction,
            restriction_low=restriction_low,
            restriction_high=restriction_high,
            collapse=collapse,
            baseline=baseline,
            concentration=concentration,
            governance=governance,
            export_control=export_control,
            substitution=substitution,
            controls=controls,
        )

        return shock
