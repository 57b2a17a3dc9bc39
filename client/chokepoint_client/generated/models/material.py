from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.fraction import Fraction


T = TypeVar("T", bound="Material")


@_attrs_define
class Material:
    """
    Attributes:
        material_id (str): Id for /v1/materials/{material_id}.
        name (str): In words.
        material_class (str): Kind of material.
        form (str): What is bought: ore, oxide, compound, metal, alloy or magnet.
        composition (list[Fraction]): Rare earths only; empty when it holds none.
        stages (list[str]): Steps of the chain that it has passed when it is bought, mine first.
        aliases (list[str]): Other names.
        cas (list[str]): CAS numbers.
        nature (str): stoichiometric (computed from a formula), published, engineering estimate, range (the name says
            too little: over all that it may be) or definition (no rare earth).
        source (str): Where it was read.
        locator (str): Section, paragraph, table or rows.
        confidence (str): How well it is known.
        note (str): What else is to be known.
    """

    material_id: str
    name: str
    material_class: str
    form: str
    composition: list[Fraction]
    stages: list[str]
    aliases: list[str]
    cas: list[str]
    nature: str
    source: str
    locator: str
    confidence: str
    note: str

    def to_dict(self) -> dict[str, Any]:
        material_id = self.material_id

        name = self.name

        material_class = self.material_class

        form = self.form

        composition = []
        for composition_item_data in self.composition:
            composition_item = composition_item_data.to_dict()
            composition.append(composition_item)

        stages = self.stages

        aliases = self.aliases

        cas = self.cas

        nature = self.nature

        source = self.source

        locator = self.locator

        confidence = self.confidence

        note = self.note

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "material_id": material_id,
                "name": name,
                "material_class": material_class,
                "form": form,
                "composition": composition,
                "stages": stages,
                "aliases": aliases,
                "cas": cas,
                "nature": nature,
                "source": source,
                "locator": locator,
                "confidence": confidence,
                "note": note,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.fraction import Fraction  # noqa: PLC0415

        d = dict(src_dict)
        material_id = d.pop("material_id")

        name = d.pop("name")

        material_class = d.pop("material_class")

        form = d.pop("form")

        composition = []
        _composition = d.pop("composition")
        for composition_item_data in _composition:
            composition_item = Fraction.from_dict(composition_item_data)

            composition.append(composition_item)

        stages = cast(list[str], d.pop("stages"))

        aliases = cast(list[str], d.pop("aliases"))

        cas = cast(list[str], d.pop("cas"))

        nature = d.pop("nature")

        source = d.pop("source")

        locator = d.pop("locator")

        confidence = d.pop("confidence")

        note = d.pop("note")

        material = cls(
            material_id=material_id,
            name=name,
            material_class=material_class,
            form=form,
            composition=composition,
            stages=stages,
            aliases=aliases,
            cas=cas,
            nature=nature,
            source=source,
            locator=locator,
            confidence=confidence,
            note=note,
        )

        return material
