from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.project_status import ProjectStatus, check_project_status

T = TypeVar("T", bound="Project")


@_attrs_define
class Project:
    """
    Attributes:
        name (str): As its source calls it.
        owner (str): Who owns it; blank where the source doesn't say.
        country (str): Where it stands, ISO 3166-1 alpha-2.
        status (ProjectStatus): producing: it produces; ramping: it has produced, below its capacity; construction: it
            is being built and has not produced; planned: it is planned and has not produced; announced: it was announced
            and has not produced; given_up: its owner doesn't expect it to proceed.
        supplies (bool): Whether it has produced. Planned capacity is no supply.
        capacity_tonnes (float | None): A year, of what `note` says; the middle where a range is stated.
        times_need (float | None): Capacity over `need_kg`; null without it.
        stated_starts (list[str]): Starts that its sources state, in the order of their publication.
        slipped_months (int | None): From the first stated start to the last; null with fewer than two.
        years_without_output (float | None): Since a source dates a decision or study; null where none does.
        offtake (str): Who buys from it, where a source says so; else blank.
        claims (list[str]): Where the figures stand, /v1/claims/{claim_id}; the newest last.
        note (str): What the newest source says of the capacity.
    """

    name: str
    owner: str
    country: str
    status: ProjectStatus
    supplies: bool
    capacity_tonnes: float | None
    times_need: float | None
    stated_starts: list[str]
    slipped_months: int | None
    years_without_output: float | None
    offtake: str
    claims: list[str]
    note: str

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        owner = self.owner

        country = self.country

        status: str = self.status

        supplies = self.supplies

        capacity_tonnes: float | None
        capacity_tonnes = self.capacity_tonnes

        times_need: float | None
        times_need = self.times_need

        stated_starts = self.stated_starts

        slipped_months: int | None
        slipped_months = self.slipped_months

        years_without_output: float | None
        years_without_output = self.years_without_output

        offtake = self.offtake

        claims = self.claims

        note = self.note

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "owner": owner,
                "country": country,
                "status": status,
                "supplies": supplies,
                "capacity_tonnes": capacity_tonnes,
                "times_need": times_need,
                "stated_starts": stated_starts,
                "slipped_months": slipped_months,
                "years_without_output": years_without_output,
                "offtake": offtake,
                "claims": claims,
                "note": note,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        owner = d.pop("owner")

        country = d.pop("country")

        status = check_project_status(d.pop("status"))

        supplies = d.pop("supplies")

        def _parse_capacity_tonnes(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        capacity_tonnes = _parse_capacity_tonnes(d.pop("capacity_tonnes"))

        def _parse_times_need(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        times_need = _parse_times_need(d.pop("times_need"))

        stated_starts = cast(list[str], d.pop("stated_starts"))

        def _parse_slipped_months(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        slipped_months = _parse_slipped_months(d.pop("slipped_months"))

        def _parse_years_without_output(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        years_without_output = _parse_years_without_output(d.pop("years_without_output"))

        offtake = d.pop("offtake")

        claims = cast(list[str], d.pop("claims"))

        note = d.pop("note")

        project = cls(
            name=name,
            owner=owner,
            country=country,
            status=status,
            supplies=supplies,
            capacity_tonnes=capacity_tonnes,
            times_need=times_need,
            stated_starts=stated_starts,
            slipped_months=slipped_months,
            years_without_output=years_without_output,
            offtake=offtake,
            claims=claims,
            note=note,
        )

        return project
