from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.log_odds import LogOdds


T = TypeVar("T", bound="ShockSource")


@_attrs_define
class ShockSource:
    """
    Attributes:
        country (str): ISO 3166-1 alpha-2; ZZ stands for makers that no source names.
        element (str): Symbol of a rare earth.
        stages (list[str]): Where the product meets it.
        restriction (float): P(a serious act that names the element takes effect within the window), before coverage.
        collapse (float): P(its exports collapse for reasons of supply within the window).
        log_odds (LogOdds):
        figure_list (str): Id in `figure_lists` of what it rests on.
    """

    country: str
    element: str
    stages: list[str]
    restriction: float
    collapse: float
    log_odds: LogOdds
    figure_list: str

    def to_dict(self) -> dict[str, Any]:
        country = self.country

        element = self.element

        stages = self.stages

        restriction = self.restriction

        collapse = self.collapse

        log_odds = self.log_odds.to_dict()

        figure_list = self.figure_list

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "country": country,
                "element": element,
                "stages": stages,
                "restriction": restriction,
                "collapse": collapse,
                "log_odds": log_odds,
                "figure_list": figure_list,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.log_odds import LogOdds  # noqa: PLC0415

        d = dict(src_dict)
        country = d.pop("country")

        element = d.pop("element")

        stages = cast(list[str], d.pop("stages"))

        restriction = d.pop("restriction")

        collapse = d.pop("collapse")

        log_odds = LogOdds.from_dict(d.pop("log_odds"))

        figure_list = d.pop("figure_list")

        shock_source = cls(
            country=country,
            element=element,
            stages=stages,
            restriction=restriction,
            collapse=collapse,
            log_odds=log_odds,
            figure_list=figure_list,
        )

        return shock_source
