from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="View")


@_attrs_define
class View:
    """
    Attributes:
        quantity (str): What is measured, or how much of it there is.
        subject (str): The element asked about, else a scope as claims write it.
        stage (str): mining, separation, metal or magnet.
        form (str): What is bought: ore, oxide, compound, metal, alloy or magnet.
        geography (None | str): Null where it keeps no figures apart.
        basis (str): The series of a price. Shares of output and of capacity are heard together.
        valid_from (str): First day that it describes; blank where it isn't said.
        valid_to (str): Last day that it describes; blank where it isn't said.
        unit (str): Unit of the value.
        on (datetime.date): The day whose knowledge is asked about.
        low (float): Lowest end of all figures heard.
        central (float): Central value.
        high (float): Highest end of all figures heard.
        claim_id (str): The figure that gave the central value; the first of `figures`.
        rule (str): What set it before the next: narrowest scope, newest publication year, attributed to a named source,
            capacity before output, class of source, newest year described, first by id; or only one figure; or that the
            others, or all, are targets and projections.
        figures (list[str]): Ids of the figures heard, in order of precedence. Of recycling and substitution, which
            change over decades, the statistic first published stands in before that day.
        conflicts (list[str]): Ids of figures heard that disagree with the central one.
        checks (list[str]): Ids of figures that stand beside and are not heard.
        outside (list[str]): Ids of those of `checks` that lie outside the interval; some are of other years.
    """

    quantity: str
    subject: str
    stage: str
    form: str
    geography: None | str
    basis: str
    valid_from: str
    valid_to: str
    unit: str
    on: datetime.date
    low: float
    central: float
    high: float
    claim_id: str
    rule: str
    figures: list[str]
    conflicts: list[str]
    checks: list[str]
    outside: list[str]

    def to_dict(self) -> dict[str, Any]:
        quantity = self.quantity

        subject = self.subject

        stage = self.stage

        form = self.form

        geography: None | str
        geography = self.geography

        basis = self.basis

        valid_from = self.valid_from

        valid_to = self.valid_to

        unit = self.unit

        on = self.on.isoformat()

        low = self.low

        central = self.central

        high = self.high

        claim_id = self.claim_id

        rule = self.rule

        figures = self.figures

        conflicts = self.conflicts

        checks = self.checks

        outside = self.outside

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "quantity": quantity,
                "subject": subject,
                "stage": stage,
                "form": form,
                "geography": geography,
                "basis": basis,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "unit": unit,
                "on": on,
                "low": low,
                "central": central,
                "high": high,
                "claim_id": claim_id,
                "rule": rule,
                "figures": figures,
                "conflicts": conflicts,
                "checks": checks,
                "outside": outside,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        quantity = d.pop("quantity")

        subject = d.pop("subject")

        stage = d.pop("stage")

        form = d.pop("form")

        def _parse_geography(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        geography = _parse_geography(d.pop("geography"))

        basis = d.pop("basis")

        valid_from = d.pop("valid_from")

        valid_to = d.pop("valid_to")

        unit = d.pop("unit")

        on = datetime.date.fromisoformat(d.pop("on"))

        low = d.pop("low")

        central = d.pop("central")

        high = d.pop("high")

        claim_id = d.pop("claim_id")

        rule = d.pop("rule")

        figures = cast(list[str], d.pop("figures"))

        conflicts = cast(list[str], d.pop("conflicts"))

        checks = cast(list[str], d.pop("checks"))

        outside = cast(list[str], d.pop("outside"))

        view = cls(
            quantity=quantity,
            subject=subject,
            stage=stage,
            form=form,
            geography=geography,
            basis=basis,
            valid_from=valid_from,
            valid_to=valid_to,
            unit=unit,
            on=on,
            low=low,
            central=central,
            high=high,
            claim_id=claim_id,
            rule=rule,
            figures=figures,
            conflicts=conflicts,
            checks=checks,
            outside=outside,
        )

        return view
