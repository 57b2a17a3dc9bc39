from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.plan_request_allowed_type_0_item import (
    PlanRequestAllowedType0Item,
    check_plan_request_allowed_type_0_item,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.bom import Bom
    from ..models.costs import Costs
    from ..models.offer import Offer
    from ..models.other_material import OtherMaterial


T = TypeVar("T", bound="PlanRequest")


@_attrs_define
class PlanRequest:
    """
    Attributes:
        bom (Bom):
        target_score (float | None | str | Unset): The score that shall not be exceeded, 0 to 100.
        target_share_hit (float | None | str | Unset): The expected share hit that shall not be exceeded, 0..1.
        allowed (list[PlanRequestAllowedType0Item] | None | Unset): Kinds of actions. second_source: half of a stage is
            made in another country; sole_source: all of a stage is made in another country; other_material: a line is made
            of a material that its owner allows; offer: an offer of the buyer's own is taken.
        without_countries (list[str] | None | Unset): Countries that no move goes to.
        materials (list[OtherMaterial] | None | Unset): What lines may be made of.
        offers (list[Offer] | None | Unset): What the buyer can get.
        costs (Costs | None | Unset): What an action of a kind costs, where it has no cost of its own.
        budget (float | None | str | Unset): The most to spend; needs costs. In the BOM's currency.
    """

    bom: Bom
    target_score: float | None | str | Unset = UNSET
    target_share_hit: float | None | str | Unset = UNSET
    allowed: list[PlanRequestAllowedType0Item] | None | Unset = UNSET
    without_countries: list[str] | None | Unset = UNSET
    materials: list[OtherMaterial] | None | Unset = UNSET
    offers: list[Offer] | None | Unset = UNSET
    costs: Costs | None | Unset = UNSET
    budget: float | None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.costs import Costs  # noqa: PLC0415

        bom = self.bom.to_dict()

        target_score: float | None | str | Unset
        if isinstance(self.target_score, Unset):
            target_score = UNSET
        else:
            target_score = self.target_score

        target_share_hit: float | None | str | Unset
        if isinstance(self.target_share_hit, Unset):
            target_share_hit = UNSET
        else:
            target_share_hit = self.target_share_hit

        allowed: list[str] | None | Unset
        if isinstance(self.allowed, Unset):
            allowed = UNSET
        elif isinstance(self.allowed, list):
            allowed = []
            for allowed_type_0_item_data in self.allowed:
                allowed_type_0_item: str = allowed_type_0_item_data
                allowed.append(allowed_type_0_item)

        else:
            allowed = self.allowed

        without_countries: list[str] | None | Unset
        if isinstance(self.without_countries, Unset):
            without_countries = UNSET
        elif isinstance(self.without_countries, list):
            without_countries = self.without_countries

        else:
            without_countries = self.without_countries

        materials: list[dict[str, Any]] | None | Unset
        if isinstance(self.materials, Unset):
            materials = UNSET
        elif isinstance(self.materials, list):
            materials = []
            for materials_type_0_item_data in self.materials:
                materials_type_0_item = materials_type_0_item_data.to_dict()
                materials.append(materials_type_0_item)

        else:
            materials = self.materials

        offers: list[dict[str, Any]] | None | Unset
        if isinstance(self.offers, Unset):
            offers = UNSET
        elif isinstance(self.offers, list):
            offers = []
            for offers_type_0_item_data in self.offers:
                offers_type_0_item = offers_type_0_item_data.to_dict()
                offers.append(offers_type_0_item)

        else:
            offers = self.offers

        costs: dict[str, Any] | None | Unset
        if isinstance(self.costs, Unset):
            costs = UNSET
        elif isinstance(self.costs, Costs):
            costs = self.costs.to_dict()
        else:
            costs = self.costs

        budget: float | None | str | Unset
        if isinstance(self.budget, Unset):
            budget = UNSET
        else:
            budget = self.budget

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom": bom,
            }
        )
        if target_score is not UNSET:
            field_dict["target_score"] = target_score
        if target_share_hit is not UNSET:
            field_dict["target_share_hit"] = target_share_hit
        if allowed is not UNSET:
            field_dict["allowed"] = allowed
        if without_countries is not UNSET:
            field_dict["without_countries"] = without_countries
        if materials is not UNSET:
            field_dict["materials"] = materials
        if offers is not UNSET:
            field_dict["offers"] = offers
        if costs is not UNSET:
            field_dict["costs"] = costs
        if budget is not UNSET:
            field_dict["budget"] = budget

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bom import Bom  # noqa: PLC0415
        from ..models.costs import Costs  # noqa: PLC0415
        from ..models.offer import Offer  # noqa: PLC0415
        from ..models.other_material import OtherMaterial  # noqa: PLC0415

        d = dict(src_dict)
        bom = Bom.from_dict(d.pop("bom"))

        def _parse_target_score(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        target_score = _parse_target_score(d.pop("target_score", UNSET))

        def _parse_target_share_hit(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        target_share_hit = _parse_target_share_hit(d.pop("target_share_hit", UNSET))

        def _parse_allowed(data: object) -> list[PlanRequestAllowedType0Item] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                allowed_type_0 = []
                _allowed_type_0 = data
                for allowed_type_0_item_data in _allowed_type_0:
                    allowed_type_0_item = check_plan_request_allowed_type_0_item(allowed_type_0_item_data)

                    allowed_type_0.append(allowed_type_0_item)

                return allowed_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[PlanRequestAllowedType0Item] | None | Unset, data)

        allowed = _parse_allowed(d.pop("allowed", UNSET))

        def _parse_without_countries(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                without_countries_type_0 = cast(list[str], data)

                return without_countries_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        without_countries = _parse_without_countries(d.pop("without_countries", UNSET))

        def _parse_materials(data: object) -> list[OtherMaterial] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                materials_type_0 = []
                _materials_type_0 = data
                for materials_type_0_item_data in _materials_type_0:
                    materials_type_0_item = OtherMaterial.from_dict(materials_type_0_item_data)

                    materials_type_0.append(materials_type_0_item)

                return materials_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[OtherMaterial] | None | Unset, data)

        materials = _parse_materials(d.pop("materials", UNSET))

        def _parse_offers(data: object) -> list[Offer] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                offers_type_0 = []
                _offers_type_0 = data
                for offers_type_0_item_data in _offers_type_0:
                    offers_type_0_item = Offer.from_dict(offers_type_0_item_data)

                    offers_type_0.append(offers_type_0_item)

                return offers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Offer] | None | Unset, data)

        offers = _parse_offers(d.pop("offers", UNSET))

        def _parse_costs(data: object) -> Costs | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                costs_type_0 = Costs.from_dict(data)

                return costs_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Costs | None | Unset, data)

        costs = _parse_costs(d.pop("costs", UNSET))

        def _parse_budget(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        budget = _parse_budget(d.pop("budget", UNSET))

        plan_request = cls(
            bom=bom,
            target_score=target_score,
            target_share_hit=target_share_hit,
            allowed=allowed,
            without_countries=without_countries,
            materials=materials,
            offers=offers,
            costs=costs,
            budget=budget,
        )

        return plan_request
