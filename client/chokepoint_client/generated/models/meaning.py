from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.fraction import Fraction
    from ..models.note import Note


T = TypeVar("T", bound="Meaning")


@_attrs_define
class Meaning:
    """
    Attributes:
        resolved (bool): Whether it is read.
        material_id (None | str): Id for /v1/materials/{material_id}.
        name (None | str): In words.
        form (None | str): What is bought: ore, oxide, compound, metal, alloy or magnet.
        stages (list[str]): Steps of the chain that it has passed.
        composition (list[Fraction]): Mass fraction of one element, 0..1.
        method (None | str): How it was read. exact name: the catalogue's own name of the material; alias: another name
            of it that the catalogue lists; spelling: a name after a known or near misspelling was put right; CAS: a CAS
            number; HS code: a customs code that determines the element; grade: a magnet grade; formula: a chemical formula,
            or a salt's systematic name; stated shares: a named material with shares of elements stated beside it; element:
            an element with the form in which it is bought; composition: mass fractions; words: words that no rare earth
            stands behind: screws, steels, plastics, parts of electronics; confirmed part: what was confirmed of its part
            number; read_as: the material that the line is to be read as; stated: the line says that it holds no rare earth.
        confidence (None | str): How surely. certain: What is written names one material, as it stands. high: One
            reading remains after a misspelling is put right or words that change no composition (purity, size, shape,
            coating, a remark) are left out. moderate: Something that isn't written was assumed, and a message names it: the
            form of a bare element, the water in a salt, the rest of a magnet, what a code leaves open. low: Several
            readings are possible, or something that is written isn't explained. The range covers what the line may be; a
            message says what would settle it.
        source (None | str): Where it was read.
        locator (None | str): Section, paragraph, table or rows.
        nature (None | str): As of a material; as stated, where the line says it itself.
        set_aside (list[str]): Words that change no composition, as written.
        out_of_scope (bool): Holds no rare earth, but another critical material, which scores don't cover.
        may_hold (None | str): How an unread line is judged; null for what is read. may_hold: The line may hold rare
            earths: the upper end of the interval counts the worst that it may be. unlikely: Nothing in the line speaks for
            a rare earth, yet it isn't understood well enough to rule one out.
        reason (None | str): Why it is left open.
        detail (None | str): What would resolve it.
        near (list[str]): Names that are near: suggestions, never answers.
        messages (list[Note]): Something about a reading.
    """

    resolved: bool
    material_id: None | str
    name: None | str
    form: None | str
    stages: list[str]
    composition: list[Fraction]
    method: None | str
    confidence: None | str
    source: None | str
    locator: None | str
    nature: None | str
    set_aside: list[str]
    out_of_scope: bool
    may_hold: None | str
    reason: None | str
    detail: None | str
    near: list[str]
    messages: list[Note]

    def to_dict(self) -> dict[str, Any]:
        resolved = self.resolved

        material_id: None | str
        material_id = self.material_id

        name: None | str
        name = self.name

        form: None | str
        form = self.form

        stages = self.stages

        composition = []
        for composition_item_data in self.composition:
            composition_item = composition_item_data.to_dict()
            composition.append(composition_item)

        method: None | str
        method = self.method

        confidence: None | str
        confidence = self.confidence

        source: None | str
        source = self.source

        locator: None | str
        locator = self.locator

        nature: None | str
        nature = self.nature

        set_aside = self.set_aside

        out_of_scope = self.out_of_scope

        may_hold: None | str
        may_hold = self.may_hold

        reason: None | str
        reason = self.reason

        detail: None | str
        detail = self.detail

        near = self.near

        messages = []
        for messages_item_data in self.messages:
            messages_item = messages_item_data.to_dict()
            messages.append(messages_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "resolved": resolved,
                "material_id": material_id,
                "name": name,
                "form": form,
                "stages": stages,
                "composition": composition,
                "method": method,
                "confidence": confidence,
                "source": source,
                "locator": locator,
                "nature": nature,
                "set_aside": set_aside,
                "out_of_scope": out_of_scope,
                "may_hold": may_hold,
                "reason": reason,
                "detail": detail,
                "near": near,
                "messages": messages,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.fraction import Fraction  # noqa: PLC0415
        from ..models.note import Note  # noqa: PLC0415

        d = dict(src_dict)
        resolved = d.pop("resolved")

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

        stages = cast(list[str], d.pop("stages"))

        composition = []
        _composition = d.pop("composition")
        for composition_item_data in _composition:
            composition_item = Fraction.from_dict(composition_item_data)

            composition.append(composition_item)

        def _parse_method(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        method = _parse_method(d.pop("method"))

        def _parse_confidence(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        confidence = _parse_confidence(d.pop("confidence"))

        def _parse_source(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        source = _parse_source(d.pop("source"))

        def _parse_locator(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        locator = _parse_locator(d.pop("locator"))

        def _parse_nature(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        nature = _parse_nature(d.pop("nature"))

        set_aside = cast(list[str], d.pop("set_aside"))

        out_of_scope = d.pop("out_of_scope")

        def _parse_may_hold(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        may_hold = _parse_may_hold(d.pop("may_hold"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        def _parse_detail(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        detail = _parse_detail(d.pop("detail"))

        near = cast(list[str], d.pop("near"))

        messages = []
        _messages = d.pop("messages")
        for messages_item_data in _messages:
            messages_item = Note.from_dict(messages_item_data)

            messages.append(messages_item)

        meaning = cls(
            resolved=resolved,
            material_id=material_id,
            name=name,
            form=form,
            stages=stages,
            composition=composition,
            method=method,
            confidence=confidence,
            source=source,
            locator=locator,
            nature=nature,
            set_aside=set_aside,
            out_of_scope=out_of_scope,
            may_hold=may_hold,
            reason=reason,
            detail=detail,
            near=near,
            messages=messages,
        )

        return meaning
