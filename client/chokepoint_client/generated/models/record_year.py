from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="RecordYear")


@_attrs_define
class RecordYear:
    """
    Attributes:
        cells (int): Country, mineral and base year.
        mean_forecast (float | None): 0..1.
        event_rate (float | None): 0..1.
        brier_skill (float | None): Against the event rate known at the time; 0 is no better, 1 is perfect.
        auc (float | None): 0.5 is chance.
        year (int): Base year; the outcome is that of the year after.
    """

    cells: int
    mean_forecast: float | None
    event_rate: float | None
    brier_skill: float | None
    auc: float | None
    year: int

    def to_dict(self) -> dict[str, Any]:
        cells = self.cells

        mean_forecast: float | None
        mean_forecast = self.mean_forecast

        event_rate: float | None
        event_rate = self.event_rate

        brier_skill: float | None
        brier_skill = self.brier_skill

        auc: float | None
        auc = self.auc

        year = self.year

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "cells": cells,
                "mean_forecast": mean_forecast,
                "event_rate": event_rate,
                "brier_skill": brier_skill,
                "auc": auc,
                "year": year,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        cells = d.pop("cells")

        def _parse_mean_forecast(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        mean_forecast = _parse_mean_forecast(d.pop("mean_forecast"))

        def _parse_event_rate(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        event_rate = _parse_event_rate(d.pop("event_rate"))

        def _parse_brier_skill(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        brier_skill = _parse_brier_skill(d.pop("brier_skill"))

        def _parse_auc(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        auc = _parse_auc(d.pop("auc"))

        year = d.pop("year")

        record_year = cls(
            cells=cells,
            mean_forecast=mean_forecast,
            event_rate=event_rate,
            brier_skill=brier_skill,
            auc=auc,
            year=year,
        )

        return record_year
