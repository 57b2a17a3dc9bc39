from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.confirmation_composition import ConfirmationComposition
    from ..models.meaning import Meaning


T = TypeVar("T", bound="Confirmation")


@_attrs_define
class Confirmation:
    """
    Attributes:
        part_number (str): Yours.
        confirmed_by (str): Who confirmed it.
        confirmed_at (datetime.datetime): When it was confirmed; null where nothing confirmed was used.
        note (None | str): What else is to be known.
        reading (Meaning):
        material_id (str | Unset): Id for /v1/materials/{material_id}.
        element (str | Unset): Symbol of a rare earth.
        form (str | Unset): What is bought: ore, oxide, compound, metal, alloy or magnet.
        formula (str | Unset): A chemical formula.
        composition (ConfirmationComposition | Unset): Rare earths in it, by mass.
        rare_earth (bool | Unset): false: it holds no rare earth.
    """

    part_number: str
    confirmed_by: str
    confirmed_at: datetime.datetime
    note: None | str
    reading: Meaning
    material_id: str | Unset = UNSET
    element: str | Unset = UNSET
    form: str | Unset = UNSET
    formula: str | Unset = UNSET
    composition: ConfirmationComposition | Unset = UNSET
    rare_earth: bool | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        part_number = self.part_number

        confirmed_by = self.confirmed_by

        confirmed_at = self.confirmed_at.isoformat()

        note: None | str
        note = self.note

        reading = self.reading.to_dict()

        material_id = self.material_id

        element = self.element

        form = self.form

        formula = self.formula

        composition: dict[str, Any] | Unset = UNSET
        if not isinstance(self.composition, Unset):
            composition = self.composition.to_dict()

        rare_earth = self.rare_earth

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "part_number": part_number,
                "confirmed_by": confirmed_by,
                "confirmed_at": confirmed_at,
                "note": note,
                "reading": reading,
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

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.confirmation_composition import ConfirmationComposition  # noqa: PLC0415
        from ..models.meaning import Meaning  # noqa: PLC0415

        d = dict(src_dict)
        part_number = d.pop("part_number")

        confirmed_by = d.pop("confirmed_by")

        confirmed_at = datetime.datetime.fromisoformat(d.pop("confirmed_at"))

        def _parse_note(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        note = _parse_note(d.pop("note"))

        reading = Meaning.from_dict(d.pop("reading"))

        material_id = d.pop("material_id", UNSET)

        element = d.pop("element", UNSET)

        form = d.pop("form", UNSET)

        formula = d.pop("formula", UNSET)

        _composition = d.pop("composition", UNSET)
        composition: ConfirmationComposition | Unset
        if isinstance(_composition, Unset):
            composition = UNSET
        else:
            composition = ConfirmationComposition.from_dict(_composition)

        rare_earth = d.pop("rare_earth", UNSET)

        confirmation = cls(
            part_number=part_number,
            confirmed_by=confirmed_by,
            confirmed_at=confirmed_at,
            note=note,
            reading=reading,
            material_id=material_id,
            element=element,
            form=form,
            formula=formula,
            composition=composition,
            rare_earth=rare_earth,
        )

        return confirmation
