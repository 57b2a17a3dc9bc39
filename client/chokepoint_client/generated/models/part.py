from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.part_element_type_1 import PartElementType1, check_part_element_type_1
from ..models.part_element_type_2_type_1 import (
    PartElementType2Type1,
    check_part_element_type_2_type_1,
)
from ..models.part_element_type_3_type_1 import (
    PartElementType3Type1,
    check_part_element_type_3_type_1,
)
from ..models.part_form_type_1 import PartFormType1, check_part_form_type_1
from ..models.part_form_type_2_type_1 import (
    PartFormType2Type1,
    check_part_form_type_2_type_1,
)
from ..models.part_form_type_3_type_1 import (
    PartFormType3Type1,
    check_part_form_type_3_type_1,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.part_composition_type_0 import PartCompositionType0


T = TypeVar("T", bound="Part")


@_attrs_define
class Part:
    """
    Attributes:
        confirmed_by (str): Who confirms it.
        material_id (None | str | Unset): Of a catalogued material (/v1/materials).
        element (None | PartElementType1 | PartElementType2Type1 | PartElementType3Type1 | Unset): Symbol of a rare
            earth.
        form (None | PartFormType1 | PartFormType2Type1 | PartFormType3Type1 | Unset): Needed with element.
        formula (None | str | Unset): A chemical formula.
        composition (None | PartCompositionType0 | Unset): Mass fractions (0.29 or "29 %") by symbol.
        rare_earth (bool | None | Unset): false: it holds no rare earth.
        note (None | str | Unset): On what grounds.
    """

    confirmed_by: str
    material_id: None | str | Unset = UNSET
    element: None | PartElementType1 | PartElementType2Type1 | PartElementType3Type1 | Unset = UNSET
    form: None | PartFormType1 | PartFormType2Type1 | PartFormType3Type1 | Unset = UNSET
    formula: None | str | Unset = UNSET
    composition: None | PartCompositionType0 | Unset = UNSET
    rare_earth: bool | None | Unset = UNSET
    note: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.part_composition_type_0 import PartCompositionType0  # noqa: PLC0415

        confirmed_by = self.confirmed_by

        material_id: None | str | Unset
        if isinstance(self.material_id, Unset):
            material_id = UNSET
        else:
            material_id = self.material_id

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
        elif isinstance(self.composition, PartCompositionType0):
            composition = self.composition.to_dict()
        else:
            composition = self.composition

        rare_earth: bool | None | Unset
        if isinstance(self.rare_earth, Unset):
            rare_earth = UNSET
        else:
            rare_earth = self.rare_earth

        note: None | str | Unset
        if isinstance(self.note, Unset):
            note = UNSET
        else:
            note = self.note

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "confirmed_by": confirmed_by,
            }
        )
        if material_id is not UNSET:
            field_dict["material_id"] = material_id
        if element is not UNSET:
            field_dict["element"] = element
        if form is not UNSET:
            field_dict["form"] = form
        if formula is not UNSET:
            field_dict["formula"] = formula
        if composition is not UNSET:
            field_dict["composition"] = composition
        if rare_earth is not UNSET:
            field_dict["rare_earth"] = rare_earth
        if note is not UNSET:
            field_dict["note"] = note

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.part_composition_type_0 import PartCompositionType0  # noqa: PLC0415

        d = dict(src_dict)
        confirmed_by = d.pop("confirmed_by")

        def _parse_material_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        material_id = _parse_material_id(d.pop("material_id", UNSET))

        def _parse_element(
            data: object,
        ) -> None | PartElementType1 | PartElementType2Type1 | PartElementType3Type1 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                element_type_1 = check_part_element_type_1(data)

                return element_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                element_type_2_type_1 = check_part_element_type_2_type_1(data)

                return element_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                element_type_3_type_1 = check_part_element_type_3_type_1(data)

                return element_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PartElementType1 | PartElementType2Type1 | PartElementType3Type1 | Unset, data)

        element = _parse_element(d.pop("element", UNSET))

        def _parse_form(data: object) -> None | PartFormType1 | PartFormType2Type1 | PartFormType3Type1 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                form_type_1 = check_part_form_type_1(data)

                return form_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                form_type_2_type_1 = check_part_form_type_2_type_1(data)

                return form_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                form_type_3_type_1 = check_part_form_type_3_type_1(data)

                return form_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PartFormType1 | PartFormType2Type1 | PartFormType3Type1 | Unset, data)

        form = _parse_form(d.pop("form", UNSET))

        def _parse_formula(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        formula = _parse_formula(d.pop("formula", UNSET))

        def _parse_composition(data: object) -> None | PartCompositionType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                composition_type_0 = PartCompositionType0.from_dict(data)

                return composition_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PartCompositionType0 | Unset, data)

        composition = _parse_composition(d.pop("composition", UNSET))

        def _parse_rare_earth(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        rare_earth = _parse_rare_earth(d.pop("rare_earth", UNSET))

        def _parse_note(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        note = _parse_note(d.pop("note", UNSET))

        part = cls(
            confirmed_by=confirmed_by,
            material_id=material_id,
            element=element,
            form=form,
            formula=formula,
            composition=composition,
            rare_earth=rare_earth,
            note=note,
        )

        return part
