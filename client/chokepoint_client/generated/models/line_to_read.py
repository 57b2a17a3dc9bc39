from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.line_to_read_element_type_1 import (
    LineToReadElementType1,
    check_line_to_read_element_type_1,
)
from ..models.line_to_read_element_type_2_type_1 import (
    LineToReadElementType2Type1,
    check_line_to_read_element_type_2_type_1,
)
from ..models.line_to_read_element_type_3_type_1 import (
    LineToReadElementType3Type1,
    check_line_to_read_element_type_3_type_1,
)
from ..models.line_to_read_form_type_1 import (
    LineToReadFormType1,
    check_line_to_read_form_type_1,
)
from ..models.line_to_read_form_type_2_type_1 import (
    LineToReadFormType2Type1,
    check_line_to_read_form_type_2_type_1,
)
from ..models.line_to_read_form_type_3_type_1 import (
    LineToReadFormType3Type1,
    check_line_to_read_form_type_3_type_1,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.line_to_read_composition_type_0 import LineToReadCompositionType0


T = TypeVar("T", bound="LineToRead")


@_attrs_define
class LineToRead:
    """
    Attributes:
        line_id (None | str | Unset): Comes back as it is; needn't be unique.
        part_number (None | str | Unset): Yours. What was confirmed of it (PUT /v1/parts/{part_number}) goes before the
            line's words.
        material (None | str | Unset): A name, grade, formula, CAS or HS number.
        element (LineToReadElementType1 | LineToReadElementType2Type1 | LineToReadElementType3Type1 | None | Unset):
            Symbol of a rare earth.
        form (LineToReadFormType1 | LineToReadFormType2Type1 | LineToReadFormType3Type1 | None | Unset): What is bought.
            Needed with element.
        formula (None | str | Unset): A chemical formula.
        composition (LineToReadCompositionType0 | None | Unset): Mass fractions (0.29 or "29 %") by symbol.
        read_as (None | str | Unset): Id of a catalogued material (/v1/materials) that the line is read as, whatever its
            words say: for what-ifs.
        rare_earth (bool | None | Unset): false: the line holds no rare earth, whatever its words say.
    """

    line_id: None | str | Unset = UNSET
    part_number: None | str | Unset = UNSET
    material: None | str | Unset = UNSET
    element: LineToReadElementType1 | LineToReadElementType2Type1 | LineToReadElementType3Type1 | None | Unset = UNSET
    form: LineToReadFormType1 | LineToReadFormType2Type1 | LineToReadFormType3Type1 | None | Unset = UNSET
    formula: None | str | Unset = UNSET
    composition: LineToReadCompositionType0 | None | Unset = UNSET
    read_as: None | str | Unset = UNSET
    rare_earth: bool | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.line_to_read_composition_type_0 import LineToReadCompositionType0  # noqa: PLC0415

        line_id: None | str | Unset
        if isinstance(self.line_id, Unset):
            line_id = UNSET
        else:
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
        elif isinstance(self.composition, LineToReadCompositionType0):
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

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if line_id is not UNSET:
            field_dict["line_id"] = line_id
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

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.line_to_read_composition_type_0 import LineToReadCompositionType0  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_line_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        line_id = _parse_line_id(d.pop("line_id", UNSET))

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
        ) -> LineToReadElementType1 | LineToReadElementType2Type1 | LineToReadElementType3Type1 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                element_type_1 = check_line_to_read_element_type_1(data)

                return element_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                element_type_2_type_1 = check_line_to_read_element_type_2_type_1(data)

                return element_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                element_type_3_type_1 = check_line_to_read_element_type_3_type_1(data)

                return element_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                LineToReadElementType1 | LineToReadElementType2Type1 | LineToReadElementType3Type1 | None | Unset, data
            )

        element = _parse_element(d.pop("element", UNSET))

        def _parse_form(
            data: object,
        ) -> LineToReadFormType1 | LineToReadFormType2Type1 | LineToReadFormType3Type1 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                form_type_1 = check_line_to_read_form_type_1(data)

                return form_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                form_type_2_type_1 = check_line_to_read_form_type_2_type_1(data)

                return form_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                form_type_3_type_1 = check_line_to_read_form_type_3_type_1(data)

                return form_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LineToReadFormType1 | LineToReadFormType2Type1 | LineToReadFormType3Type1 | None | Unset, data)

        form = _parse_form(d.pop("form", UNSET))

        def _parse_formula(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        formula = _parse_formula(d.pop("formula", UNSET))

        def _parse_composition(data: object) -> LineToReadCompositionType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                composition_type_0 = LineToReadCompositionType0.from_dict(data)

                return composition_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LineToReadCompositionType0 | None | Unset, data)

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

        line_to_read = cls(
            line_id=line_id,
            part_number=part_number,
            material=material,
            element=element,
            form=form,
            formula=formula,
            composition=composition,
            read_as=read_as,
            rare_earth=rare_earth,
        )

        return line_to_read
