from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.assumption_change import AssumptionChange, check_assumption_change

T = TypeVar("T", bound="Assumption")


@_attrs_define
class Assumption:
    """
    Attributes:
        change (AssumptionChange): loss: a country's output at a stage is lost, inside its borders too; in_force: acts
            of the register that aren't in force take effect; ban: a share of what leaves a country is withheld; delay: what
            needs a licence of a country comes some days late, once; odds: the odds of a further serious act of a country
            are multiplied; moved: a share of a stage is made in a country instead; recycled: a share of a stage comes from
            scrap in the buyer's country; saved: a share of each line can be done without; price: prices rise by a share.
        assumption (str): What is assumed, in words.
        country (None | str): ISO 3166-1 alpha-2; `largest`: the product's largest source at the stage. Null where none
            is meant.
        stage (None | str): Where it changes something; null for all stages.
        destinations (list[str]): Where exports go, ISO 3166-1 alpha-2; `buyer`: the buyer's country. Empty means
            everywhere.
        end_uses (list[str]): For which uses; empty means all.
        measures (list[str]): Ids for /v1/controls/{measure_id}.
        low (float | None): Low end of a rise of prices, as a share.
        value (float | None): A share 0..1; days of a delay; a factor of odds.
        high (float | None): High end of a rise of prices, as a share.
        claims (list[str]): Figures of the source documents, /v1/claims/{claim_id}: only where one stands there.
        set_by (str): Who assumed it.
        set_on (datetime.date): When it was assumed.
    """

    change: AssumptionChange
    assumption: str
    country: None | str
    stage: None | str
    destinations: list[str]
    end_uses: list[str]
    measures: list[str]
    low: float | None
    value: float | None
    high: float | None
    claims: list[str]
    set_by: str
    set_on: datetime.date

    def to_dict(self) -> dict[str, Any]:
        change: str = self.change

        assumption = self.assumption

        country: None | str
        country = self.country

        stage: None | str
        stage = self.stage

        destinations = self.destinations

        end_uses = self.end_uses

        measures = self.measures

        low: float | None
        low = self.low

        value: float | None
        value = self.value

        high: float | None
        high = self.high

        claims = self.claims

        set_by = self.set_by

        set_on = self.set_on.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "change": change,
                "assumption": assumption,
                "country": country,
                "stage": stage,
                "destinations": destinations,
                "end_uses": end_uses,
                "measures": measures,
                "low": low,
                "value": value,
                "high": high,
                "claims": claims,
                "set_by": set_by,
                "set_on": set_on,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        change = check_assumption_change(d.pop("change"))

        assumption = d.pop("assumption")

        def _parse_country(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        country = _parse_country(d.pop("country"))

        def _parse_stage(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        stage = _parse_stage(d.pop("stage"))

        destinations = cast(list[str], d.pop("destinations"))

        end_uses = cast(list[str], d.pop("end_uses"))

        measures = cast(list[str], d.pop("measures"))

        def _parse_low(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        low = _parse_low(d.pop("low"))

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))

        def _parse_high(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        high = _parse_high(d.pop("high"))

        claims = cast(list[str], d.pop("claims"))

        set_by = d.pop("set_by")

        set_on = datetime.date.fromisoformat(d.pop("set_on"))

        assumption = cls(
            change=change,
            assumption=assumption,
            country=country,
            stage=stage,
            destinations=destinations,
            end_uses=end_uses,
            measures=measures,
            low=low,
            value=value,
            high=high,
            claims=claims,
            set_by=set_by,
            set_on=set_on,
        )

        return assumption
