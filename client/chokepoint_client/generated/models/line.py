from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.line_element_type_1 import LineElementType1, check_line_element_type_1
from ..models.line_element_type_2_type_1 import (
    LineElementType2Type1,
    check_line_element_type_2_type_1,
)
from ..models.line_element_type_3_type_1 import (
    LineElementType3Type1,
    check_line_element_type_3_type_1,
)
from ..models.line_form_type_1 import LineFormType1, check_line_form_type_1
from ..models.line_form_type_2_type_1 import (
    LineFormType2Type1,
    check_line_form_type_2_type_1,
)
from ..models.line_form_type_3_type_1 import (
    LineFormType3Type1,
    check_line_form_type_3_type_1,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.line_composition_type_0 import LineCompositionType0
    from ..models.mass_per_metre import MassPerMetre
    from ..models.price import Price
    from ..models.quantity import Quantity
    from ..models.source import Source


T = TypeVar("T", bound="Line")


@_attrs_define
class Line:
    """
    Attributes:
        line_id (str): Unique within the BOM.
        part_number (None | str | Unset): Yours. What was confirmed of it (PUT /v1/parts/{part_number}) goes before the
            line's words.
        material (None | str | Unset): A name, grade, formula, CAS or HS number.
        element (LineElementType1 | LineElementType2Type1 | LineElementType3Type1 | None | Unset): Symbol of a rare
            earth.
        form (LineFormType1 | LineFormType2Type1 | LineFormType3Type1 | None | Unset): What is bought. Needed with
            element.
        formula (None | str | Unset): A chemical formula.
        composition (LineCompositionType0 | None | Unset): Mass fractions (0.29 or "29 %") by symbol.
        read_as (None | str | Unset): Id of a catalogued material (/v1/materials) that the line is read as, whatever its
            words say: for what-ifs.
        rare_earth (bool | None | Unset): false: the line holds no rare earth, whatever its words say.
        quantity (None | Quantity | Unset): What is measured, or how much of it there is.
        pieces (float | None | str | Unset): How many pieces there are; `quantity` is then the mass of one. Without it,
            `quantity` is the line's whole mass.
        mass_per_metre (MassPerMetre | None | Unset): What a metre weighs, where the quantity or the price is by the
            metre.
        unit_price (None | Price | str | Unset): In the BOM's currency, with what it is for.
        supply (list[Source] | None | Unset): Where each stage is done; the default mix of makers where it is left out.
        alternate_group (None | str | Unset): Lines that can replace each other share it.
        end_use (None | str | Unset): What the product is for. A control that names an end use acts only on lines that
            state the same one. Today's measures name `military`, and for buyers on an authority's list `listed_entity` or
            `watch_list_entity`.
        supplier (None | str | Unset): Who delivers the line. It changes no score; stored BOMs are grouped by it
            (/v1/suppliers).
        stock_days (float | None | str | Unset): Days that the stock lasts. It changes no score: see /v1/stock.
        monthly_need (None | Quantity | Unset): What is used in a month. It changes no score: see /v1/stock.
        can_do_without (float | None | str | Unset): Share (0 to 1) of the line that its owner can spare: by a
            substitute, by saving, by stock.
    """

    line_id: str
    part_number: None | str | Unset = UNSET
    material: None | str | Unset = UNSET
    element: LineElementType1 | LineElementType2Type1 | LineElementType3Type1 | None | Unset = UNSET
    form: LineFormType1 | LineFormType2Type1 | LineFormType3Type1 | None | Unset = UNSET
    formula: None | str | Unset = UNSET
    composition: LineCompositionType0 | None | Unset = UNSET
    read_as: None | str | Unset = UNSET
    rare_earth: bool | None | Unset = UNSET
    quantity: None | Quantity | Unset = UNSET
    pieces: float | None | str | Unset = UNSET
    mass_per_metre: MassPerMetre | None | Unset = UNSET
    unit_price: None | Price | str | Unset = UNSET
    supply: list[Source] | None | Unset = UNSET
    alternate_group: None | str | Unset = UNSET
    end_use: None | str | Unset = UNSET
    supplier: None | str | Unset = UNSET
    stock_days: float | None | str | Unset = UNSET
    monthly_need: None | Quantity | Unset = UNSET
    can_do_without: float | None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.line_composition_type_0 import LineCompositionType0  # noqa: PLC0415
        from ..models.mass_per_metre import MassPerMetre  # noqa: PLC0415
        from ..models.price import Price  # noqa: PLC0415
        from ..models.quantity import Quantity  # noqa: PLC0415

        line_id = self.line_id

        part_number: None | str | Unset
        if isinstance(self.part_number, Unset):
            part_number = UNSET
        else:
            part_number = self.part_number

        material: None | str | Unset
        if isinstance(self.material, Unset):
            material = UNSET
        else:
            material = self.material

        element: None | str | Unset
        if isinstance(self.element, Unset):
            element = UNSET
        elif isinstance(self.element, str):
            element = self.element
        elif isinstance(self.element, str):
            element = self.element
        elif isinstance(self.element, str):
            element = self.element
        else:
            element = self.element

        form: None | str | Unset
        if isinstance(self.form, Unset):
            form = UNSET
        elif isinstance(self.form, str):
            form = self.form
        elif isinstance(self.form, str):
            form = self.form
        elif isinstance(self.form, str):
            form = self.form
        else:
            form = self.form

        formula: None | str | Unset
        if isinstance(self.formula, Unset):
            formula = UNSET
        else:
            formula = self.formula

        composition: dict[str, Any] | None | Unset
        if isinstance(self.composition, Unset):
            composition = UNSET
        elif isinstance(self.composition, LineCompositionType0):
            composition = self.composition.to_dict()
        else:
            composition = self.composition

        read_as: None | str | Unset
        if isinstance(self.read_as, Unset):
            read_as = UNSET
        else:
            read_as = self.read_as

        rare_earth: bool | None | Unset
        if isinstance(self.rare_earth, Unset):
            rare_earth = UNSET
        else:
            rare_earth = self.rare_earth

        quantity: dict[str, Any] | None | Unset
        if isinstance(self.quantity, Unset):
            quantity = UNSET
        elif isinstance(self.quantity, Quantity):
            quantity = self.quantity.to_dict()
        else:
            quantity = self.quantity

        pieces: float | None | str | Unset
        if isinstance(self.pieces, Unset):
            pieces = UNSET
        else:
            pieces = self.pieces

        mass_per_metre: dict[str, Any] | None | Unset
        if isinstance(self.mass_per_metre, Unset):
            mass_per_metre = UNSET
        elif isinstance(self.mass_per_metre, MassPerMetre):
            mass_per_metre = self.mass_per_metre.to_dict()
        else:
            mass_per_metre = self.mass_per_metre

        unit_price: dict[str, Any] | None | str | Unset
        if isinstance(self.unit_price, Unset):
            unit_price = UNSET
        elif isinstance(self.unit_price, Price):
            unit_price = self.unit_price.to_dict()
        else:
            unit_price = self.unit_price

        supply: list[dict[str, Any]] | None | Unset
        if isinstance(self.supply, Unset):
            supply = UNSET
        elif isinstance(self.supply, list):
            supply = []
            for supply_type_0_item_data in self.supply:
                supply_type_0_item = supply_type_0_item_data.to_dict()
                supply.append(supply_type_0_item)

        else:
            supply = self.supply

        alternate_group: None | str | Unset
        if isinstance(self.alternate_group, Unset):
            alternate_group = UNSET
        else:
            alternate_group = self.alternate_group

        end_use: None | str | Unset
        if isinstance(self.end_use, Unset):
            end_use = UNSET
        else:
            end_use = self.end_use

        supplier: None | str | Unset
        if isinstance(self.supplier, Unset):
            supplier = UNSET
        else:
            supplier = self.supplier

        stock_days: float | None | str | Unset
        if isinstance(self.stock_days, Unset):
            stock_days = UNSET
        else:
            stock_days = self.stock_days

        monthly_need: dict[str, Any] | None | Unset
        if isinstance(self.monthly_need, Unset):
            monthly_need = UNSET
        elif isinstance(self.monthly_need, Quantity):
            monthly_need = self.monthly_need.to_dict()
        else:
            monthly_need = self.monthly_need

        can_do_without: float | None | str | Unset
        if isinstance(self.can_do_without, Unset):
            can_do_without = UNSET
        else:
            can_do_without = self.can_do_without

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line_id": line_id,
            }
        )
        if part_number is not UNSET:
            field_dict["part_number"] = part_number
        if material is not UNSET:
            field_dict["material"] = material
        if element is not UNSET:
            field_dict["element"] = element
        if form is not UNSET:
            field_dict["form"] = form
        if formula is not UNSET:
            field_dict["formula"] = formula
        if composition is not UNSET:
            field_dict["composition"] = composition
        if read_as is not UNSET:
            field_dict["read_as"] = read_as
        if rare_earth is not UNSET:
            field_dict["rare_earth"] = rare_earth
        if quantity is not UNSET:
            field_dict["quantity"] = quantity
        if pieces is not UNSET:
            field_dict["pieces"] = pieces
        if mass_per_metre is not UNSET:
            field_dict["mass_per_metre"] = mass_per_metre
        if unit_price is not UNSET:
            field_dict["unit_price"] = unit_price
        if supply is not UNSET:
            field_dict["supply"] = supply
        if alternate_group is not UNSET:
            field_dict["alternate_group"] = alternate_group
        if end_use is not UNSET:
            field_dict["end_use"] = end_use
        if supplier is not UNSET:
            field_dict["supplier"] = supplier
        if stock_days is not UNSET:
            field_dict["stock_days"] = stock_days
        if monthly_need is not UNSET:
            field_dict["monthly_need"] = monthly_need
        if can_do_without is not UNSET:
            field_dict["can_do_without"] = can_do_without

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.line_composition_type_0 import LineCompositionType0  # noqa: PLC0415
        from ..models.mass_per_metre import MassPerMetre  # noqa: PLC0415
        from ..models.price import Price  # noqa: PLC0415
        from ..models.quantity import Quantity  # noqa: PLC0415
        from ..models.source import Source  # noqa: PLC0415

        d = dict(src_dict)
        line_id = d.pop("line_id")

        def _parse_part_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        part_number = _parse_part_number(d.pop("part_number", UNSET))

        def _parse_material(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        material = _parse_material(d.pop("material", UNSET))

        def _parse_element(
            data: object,
        ) -> LineElementType1 | LineElementType2Type1 | LineElementType3Type1 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                element_type_1 = check_line_element_type_1(data)

                return element_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                element_type_2_type_1 = check_line_element_type_2_type_1(data)

                return element_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                element_type_3_type_1 = check_line_element_type_3_type_1(data)

                return element_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LineElementType1 | LineElementType2Type1 | LineElementType3Type1 | None | Unset, data)

        element = _parse_element(d.pop("element", UNSET))

        def _parse_form(data: object) -> LineFormType1 | LineFormType2Type1 | LineFormType3Type1 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                form_type_1 = check_line_form_type_1(data)

                return form_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                form_type_2_type_1 = check_line_form_type_2_type_1(data)

                return form_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                form_type_3_type_1 = check_line_form_type_3_type_1(data)

                return form_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LineFormType1 | LineFormType2Type1 | LineFormType3Type1 | None | Unset, data)

        form = _parse_form(d.pop("form", UNSET))

        def _parse_formula(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        formula = _parse_formula(d.pop("formula", UNSET))

        def _parse_composition(data: object) -> LineCompositionType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                composition_type_0 = LineCompositionType0.from_dict(data)

                return composition_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LineCompositionType0 | None | Unset, data)

        composition = _parse_composition(d.pop("composition", UNSET))

        def _parse_read_as(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        read_as = _parse_read_as(d.pop("read_as", UNSET))

        def _parse_rare_earth(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        rare_earth = _parse_rare_earth(d.pop("rare_earth", UNSET))

        def _parse_quantity(data: object) -> None | Quantity | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                quantity_type_0 = Quantity.from_dict(data)

                return quantity_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Quantity | Unset, data)

        quantity = _parse_quantity(d.pop("quantity", UNSET))

        def _parse_pieces(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        pieces = _parse_pieces(d.pop("pieces", UNSET))

        def _parse_mass_per_metre(data: object) -> MassPerMetre | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                mass_per_metre_type_0 = MassPerMetre.from_dict(data)

                return mass_per_metre_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MassPerMetre | None | Unset, data)

        mass_per_metre = _parse_mass_per_metre(d.pop("mass_per_metre", UNSET))

        def _parse_unit_price(data: object) -> None | Price | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                unit_price_type_1 = Price.from_dict(data)

                return unit_price_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Price | str | Unset, data)

        unit_price = _parse_unit_price(d.pop("unit_price", UNSET))

        def _parse_supply(data: object) -> list[Source] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                supply_type_0 = []
                _supply_type_0 = data
                for supply_type_0_item_data in _supply_type_0:
                    supply_type_0_item = Source.from_dict(supply_type_0_item_data)

                    supply_type_0.append(supply_type_0_item)

                return supply_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Source] | None | Unset, data)

        supply = _parse_supply(d.pop("supply", UNSET))

        def _parse_alternate_group(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        alternate_group = _parse_alternate_group(d.pop("alternate_group", UNSET))

        def _parse_end_use(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        end_use = _parse_end_use(d.pop("end_use", UNSET))

        def _parse_supplier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        supplier = _parse_supplier(d.pop("supplier", UNSET))

        def _parse_stock_days(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        stock_days = _parse_stock_days(d.pop("stock_days", UNSET))

        def _parse_monthly_need(data: object) -> None | Quantity | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                monthly_need_type_0 = Quantity.from_dict(data)

                return monthly_need_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Quantity | Unset, data)

        monthly_need = _parse_monthly_need(d.pop("monthly_need", UNSET))

        def _parse_can_do_without(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        can_do_without = _parse_can_do_without(d.pop("can_do_without", UNSET))

        line = cls(
            line_id=line_id,
            part_number=part_number,
            material=material,
            element=element,
            form=form,
            formula=formula,
            composition=composition,
            read_as=read_as,
            rare_earth=rare_earth,
            quantity=quantity,
            pieces=pieces,
            mass_per_metre=mass_per_metre,
            unit_price=unit_price,
            supply=supply,
            alternate_group=alternate_group,
            end_use=end_use,
            supplier=supplier,
            stock_days=stock_days,
            monthly_need=monthly_need,
            can_do_without=can_do_without,
        )

        return line
