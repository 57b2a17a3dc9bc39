from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..models.indicator_direction import IndicatorDirection, check_indicator_direction

if TYPE_CHECKING:
    from ..models.observation import Observation
    from ..models.year_steps import YearSteps


T = TypeVar("T", bound="Indicator")


@_attrs_define
class Indicator:
    """
    Attributes:
        indicator (str): Its id.
        name (str): In words.
        statement (str): Id of the passage that names it, for /v1/statements/{statement_id}.
        counts (str): What is counted, so that two people count alike.
        direction (IndicatorDirection): Where the last twelve months went. not_observed: nobody published what would
            tell.
        rising_means (str): What it means that it rises.
        would_move (str): Which numbers of this service follow it, once evidence says so.
        missing (str): What it would also count, if anybody published it.
        last (int): Steps up less steps down in the last twelve months.
        before (int): Steps up less steps down in the twelve months before.
        by_year (list[YearSteps]): From the first that was seen. Where not all is published, only years in which
            something was.
        observations (list[Observation]): The newest first.
    """

    indicator: str
    name: str
    statement: str
    counts: str
    direction: IndicatorDirection
    rising_means: str
    would_move: str
    missing: str
    last: int
    before: int
    by_year: list[YearSteps]
    observations: list[Observation]

    def to_dict(self) -> dict[str, Any]:
        indicator = self.indicator

        name = self.name

        statement = self.statement

        counts = self.counts

        direction: str = self.direction

        rising_means = self.rising_means

        would_move = self.would_move

        missing = self.missing

        last = self.last

        before = self.before

        by_year = []
        for by_year_item_data in self.by_year:
            by_year_item = by_year_item_data.to_dict()
            by_year.append(by_year_item)

        observations = []
        for observations_item_data in self.observations:
            observations_item = observations_item_data.to_dict()
            observations.append(observations_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "indicator": indicator,
                "name": name,
                "statement": statement,
                "counts": counts,
                "direction": direction,
                "rising_means": rising_means,
                "would_move": would_move,
                "missing": missing,
                "last": last,
                "before": before,
                "by_year": by_year,
                "observations": observations,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.observation import Observation  # noqa: PLC0415
        from ..models.year_steps import YearSteps  # noqa: PLC0415

        d = dict(src_dict)
        indicator = d.pop("indicator")

        name = d.pop("name")

        statement = d.pop("statement")

        counts = d.pop("counts")

        direction = check_indicator_direction(d.pop("direction"))

        rising_means = d.pop("rising_means")

        would_move = d.pop("would_move")

        missing = d.pop("missing")

        last = d.pop("last")

        before = d.pop("before")

        by_year = []
        _by_year = d.pop("by_year")
        for by_year_item_data in _by_year:
            by_year_item = YearSteps.from_dict(by_year_item_data)

            by_year.append(by_year_item)

        observations = []
        _observations = d.pop("observations")
        for observations_item_data in _observations:
            observations_item = Observation.from_dict(observations_item_data)

            observations.append(observations_item)

        indicator = cls(
            indicator=indicator,
            name=name,
            statement=statement,
            counts=counts,
            direction=direction,
            rising_means=rising_means,
            would_move=would_move,
            missing=missing,
            last=last,
            before=before,
            by_year=by_year,
            observations=observations,
        )

        return indicator
