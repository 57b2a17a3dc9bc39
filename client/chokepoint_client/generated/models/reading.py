from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Reading")


@_attrs_define
class Reading:
    """
    Attributes:
        material_id (None | str): /v1/materials/{id}; null for a formula, a composition, an element or a salt.
        name (None | str): In words.
        form (None | str): Null of goods that only words tell to hold no rare earth.
        method (str): How it was read. exact name: the catalogue's own name of the material; alias: another name of it
            that the catalogue lists; spelling: a name after a known or near misspelling was put right; CAS: a CAS number;
            HS code: a customs code that determines the element; grade: a magnet grade; formula: a chemical formula, or a
            salt's systematic name; stated shares: a named material with shares of elements stated beside it; element: an
            element with the form in which it is bought; composition: mass fractions; words: words that no rare earth stands
            behind: screws, steels, plastics, parts of electronics; confirmed part: what was confirmed of its part number;
            read_as: the material that the line is to be read as; stated: the line says that it holds no rare earth.
        confidence (str): How surely. certain: What is written names one material, as it stands. high: One reading
            remains after a misspelling is put right or words that change no composition (purity, size, shape, coating, a
            remark) are left out. moderate: Something that isn't written was assumed, and a message names it: the form of a
            bare element, the water in a salt, the rest of a magnet, what a code leaves open. low: Several readings are
            possible, or something that is written isn't explained. The range covers what the line may be; a message says
            what would settle it.
        set_aside (list[str]): Words that change no composition, as written.
        out_of_scope (bool): Holds no rare earth, but another critical material, which this score doesn't cover.
        confirmed_by (None | str): Who confirmed it of the part number; null where its own words were read.
        confirmed_at (datetime.datetime | None): When it was confirmed; null where nothing confirmed was used.
    """

    material_id: None | str
    name: None | str
    form: None | str
    method: str
    confidence: str
    set_aside: list[str]
    out_of_scope: bool
    confirmed_by: None | str
    confirmed_at: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        material_id: None | str
        material_id = self.material_id

        name: None | str
        name = self.name

        form: None | str
        form = self.form

        method = self.method

        confidence = self.confidence

        set_aside = self.set_aside

        out_of_scope = self.out_of_scope

        confirmed_by: None | str
        confirmed_by = self.confirmed_by

        confirmed_at: None | str
        if isinstance(self.confirmed_at, datetime.datetime):
            confirmed_at = self.confirmed_at.isoformat()
        else:
            confirmed_at = self.confirmed_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "material_id": material_id,
                "name": name,
                "form": form,
                "method": method,
                "confidence": confidence,
                "set_aside": set_aside,
                "out_of_scope": out_of_scope,
                "confirmed_by": confirmed_by,
                "confirmed_at": confirmed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_material_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        material_id = _parse_material_id(d.pop("material_id"))

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))

        def _parse_form(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        form = _parse_form(d.pop("form"))

        method = d.pop("method")

        confidence = d.pop("confidence")

        set_aside = cast(list[str], d.pop("set_aside"))

        out_of_scope = d.pop("out_of_scope")

        def _parse_confirmed_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        confirmed_by = _parse_confirmed_by(d.pop("confirmed_by"))

        def _parse_confirmed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                confirmed_at_type_0 = datetime.datetime.fromisoformat(data)

                return confirmed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        confirmed_at = _parse_confirmed_at(d.pop("confirmed_at"))

        reading = cls(
            material_id=material_id,
            name=name,
            form=form,
            method=method,
            confidence=confidence,
            set_aside=set_aside,
            out_of_scope=out_of_scope,
            confirmed_by=confirmed_by,
            confirmed_at=confirmed_at,
        )

        return reading
