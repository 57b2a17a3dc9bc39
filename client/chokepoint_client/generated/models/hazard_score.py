from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.alternative import Alternative
    from ..models.country_loss import CountryLoss
    from ..models.hazard_score_supply import HazardScoreSupply
    from ..models.path import Path
    from ..models.price_pressure import PricePressure


T = TypeVar("T", bound="HazardScore")


@_attrs_define
class HazardScore:
    """
    Attributes:
        id (str): Names it in this answer.
        element (str): Symbol of a rare earth.
        form (str): What is bought: ore, oxide, compound, metal, alloy or magnet.
        score (float): 100 x probability.
        probability (float): That this purchase is hit within the window.
        expected_share_hit (float): Mean share of the need hit, 0..1.
        by_country (list[CountryLoss]): What a country adds to the expected share hit, by peril; all countries add up to
            it.
        share_under_control (float): Share of the need under a serious act in force or announced, 0..1.
        best_alternative (Alternative | None): The source that would lower the purchase's expected share hit most, were
            all of it bought there.
        supply (HazardScoreSupply): Country shares by stage: favourable, central and adverse view, low to high. A stage
            that the line declares stands as declared. Else the default mix of makers stands in: for separation half the
            world's shares and half three years of trade from makers, for other stages the world's shares, home production
            first. Behind each maker stands its own feed. ZZ stands for makers that no source names.
        paths (list[Path]): Central view, heaviest first.
        mass_g (float | None): Grams of the element.
        mass_range_g (list[float] | None): Least and most grams of it that the composition allows.
        value (float | None): In the BOM's currency: the lines' value split as mass x price of their rare earths.
        price_pressure (None | PricePressure): P(price +50 % within twelve months), on world prices. Another peril: it
            never enters the score.
        expected_cost_increase (float | None): Value x price_pressure x mean rise after an event, in the BOM's currency;
            null without a value, or where rare earths are under a fifth of the mass.
        figure_list (str): Id in `figure_lists` of all behind it: claims, trade and governance.
        controls (list[str]): Ids of the serious acts met on the way: /v1/controls/{id}.
        defaults (list[str]): What was filled in: stage and rule.
    """

    id: str
    element: str
    form: str
    score: float
    probability: float
    expected_share_hit: float
    by_country: list[CountryLoss]
    share_under_control: float
    best_alternative: Alternative | None
    supply: HazardScoreSupply
    paths: list[Path]
    mass_g: float | None
    mass_range_g: list[float] | None
    value: float | None
    price_pressure: None | PricePressure
    expected_cost_increase: float | None
    figure_list: str
    controls: list[str]
    defaults: list[str]

    def to_dict(self) -> dict[str, Any]:
        from ..models.alternative import Alternative  # noqa: PLC0415
        from ..models.price_pressure import PricePressure  # noqa: PLC0415

        id = self.id

        element = self.element

        form = self.form

        score = self.score

        probability = self.probability

        expected_share_hit = self.expected_share_hit

        by_country = []
        for by_country_item_data in self.by_country:
            by_country_item = by_country_item_data.to_dict()
            by_country.append(by_country_item)

        share_under_control = self.share_under_control

        best_alternative: dict[str, Any] | None
        if isinstance(self.best_alternative, Alternative):
            best_alternative = self.best_alternative.to_dict()
        else:
            best_alternative = self.best_alternative

        supply = self.supply.to_dict()

        paths = []
        for paths_item_data in self.paths:
            paths_item = paths_item_data.to_dict()
            paths.append(paths_item)

        mass_g: float | None
        mass_g = self.mass_g

        mass_range_g: list[float] | None
        if isinstance(self.mass_range_g, list):
            mass_range_g = self.mass_range_g

        else:
            mass_range_g = self.mass_range_g

        value: float | None
        value = self.value

        price_pressure: dict[str, Any] | None
        if isinstance(self.price_pressure, PricePressure):
            price_pressure = self.price_pressure.to_dict()
        else:
            price_pressure = self.price_pressure

        expected_cost_increase: float | None
        expected_cost_increase = self.expected_cost_increase

        figure_list = self.figure_list

        controls = self.controls

        defaults = self.defaults

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "element": element,
                "form": form,
                "score": score,
                "probability": probability,
                "expected_share_hit": expected_share_hit,
                "by_country": by_country,
                "share_under_control": share_under_control,
                "best_alternative": best_alternative,
                "supply": supply,
                "paths": paths,
                "mass_g": mass_g,
                "mass_range_g": mass_range_g,
                "value": value,
                "price_pressure": price_pressure,
                "expected_cost_increase": expected_cost_increase,
                "figure_list": figure_list,
                "controls": controls,
                "defaults": defaults,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.alternative import Alternative  # noqa: PLC0415
        from ..models.country_loss import CountryLoss  # noqa: PLC0415
        from ..models.hazard_score_supply import HazardScoreSupply  # noqa: PLC0415
        from ..models.path import Path  # noqa: PLC0415
        from ..models.price_pressure import PricePressure  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        element = d.pop("element")

        form = d.pop("form")

        score = d.pop("score")

        probability = d.pop("probability")

        expected_share_hit = d.pop("expected_share_hit")

        by_country = []
        _by_country = d.pop("by_country")
        for by_country_item_data in _by_country:
            by_country_item = CountryLoss.from_dict(by_country_item_data)

            by_country.append(by_country_item)

        share_under_control = d.pop("share_under_control")

        def _parse_best_alternative(data: object) -> Alternative | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                best_alternative_type_0 = Alternative.from_dict(data)

                return best_alternative_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Alternative | None, data)

        best_alternative = _parse_best_alternative(d.pop("best_alternative"))

        supply = HazardScoreSupply.from_dict(d.pop("supply"))

        paths = []
        _paths = d.pop("paths")
        for paths_item_data in _paths:
            paths_item = Path.from_dict(paths_item_data)

            paths.append(paths_item)

        def _parse_mass_g(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        mass_g = _parse_mass_g(d.pop("mass_g"))

        def _parse_mass_range_g(data: object) -> list[float] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                mass_range_g_type_0 = cast(list[float], data)

                return mass_range_g_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[float] | None, data)

        mass_range_g = _parse_mass_range_g(d.pop("mass_range_g"))

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))

        def _parse_price_pressure(data: object) -> None | PricePressure:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                price_pressure_type_0 = PricePressure.from_dict(data)

                return price_pressure_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PricePressure, data)

        price_pressure = _parse_price_pressure(d.pop("price_pressure"))

        def _parse_expected_cost_increase(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        expected_cost_increase = _parse_expected_cost_increase(d.pop("expected_cost_increase"))

        figure_list = d.pop("figure_list")

        controls = cast(list[str], d.pop("controls"))

        defaults = cast(list[str], d.pop("defaults"))

        hazard_score = cls(
            id=id,
            element=element,
            form=form,
            score=score,
            probability=probability,
            expected_share_hit=expected_share_hit,
            by_country=by_country,
            share_under_control=share_under_control,
            best_alternative=best_alternative,
            supply=supply,
            paths=paths,
            mass_g=mass_g,
            mass_range_g=mass_range_g,
            value=value,
            price_pressure=price_pressure,
            expected_cost_increase=expected_cost_increase,
            figure_list=figure_list,
            controls=controls,
            defaults=defaults,
        )

        return hazard_score
