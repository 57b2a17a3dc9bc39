from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.document import Document
    from ..models.value import Value
    from ..models.view import View


T = TypeVar("T", bound="ClaimView")


@_attrs_define
class ClaimView:
    """
    Attributes:
        claim_id (str): Id for /v1/claims/{claim_id}.
        quantity (str): What is measured: one name for one definition.
        scope (str): Elements or groups, separated by blanks, or an HS 1992 code.
        stage (str): mining, separation, metal or magnet.
        form (str): What is bought: ore, oxide, compound, metal, alloy or magnet.
        geography (None | str): A country, EU, WLD for the world, or null for no place.
        basis (str): What a share is taken of: output, capacity and the like.
        value_low (float | None): Low end, where one is stated.
        value (float | None): The point, where one is stated.
        value_high (float | None): High end, where one is stated.
        values (list[Value]): The numbers of a figure of the trade and governance tables; empty for a claim.
        unit (str): Unit of the value.
        nature (str): measured, estimate, target or projection.
        valid_from (str): First day that it describes; blank where it isn't said.
        valid_to (str): Last day that it describes; blank where it isn't said.
        published (datetime.date | None): Null for tables, which don't say it of each year.
        document (str): Id of the document.
        source (Document | None): The document or data set that a figure was read in.
        locator (str): Section, paragraph, table or rows.
        source_class (str): Class of the source.
        attributed_to (str): Whom the document names for the figure.
        use (str): model, check or context.
        flags (list[str]): Such as self_reported, source_estimate, contradicted_by_register.
        conflicts (list[str]): Ids of figures that this one disagrees with, whichever of the two names the other.
        contradicted_by (list[str]): Those of `conflicts` that are public statistics, where this is a document's figure.
        superseded_by (list[str]): Ids of later editions of the same figure.
        supersedes (list[str]): Ids of earlier ones.
        compared (str): What public statistics say to a document's figure, or why none compares; blank where nobody
            looked.
        compared_with (list[str]): Ids of these statistics.
        derived_from (list[str]): Claims that a figure of our own was worked out from; empty for published figures.
        note (str): What else is to be known.
        view (None | View): Null for context and for the tables.
    """

    claim_id: str
    quantity: str
    scope: str
    stage: str
    form: str
    geography: None | str
    basis: str
    value_low: float | None
    value: float | None
    value_high: float | None
    values: list[Value]
    unit: str
    nature: str
    valid_from: str
    valid_to: str
    published: datetime.date | None
    document: str
    source: Document | None
    locator: str
    source_class: str
    attributed_to: str
    use: str
    flags: list[str]
    conflicts: list[str]
    contradicted_by: list[str]
    superseded_by: list[str]
    supersedes: list[str]
    compared: str
    compared_with: list[str]
    derived_from: list[str]
    note: str
    view: None | View

    def to_dict(self) -> dict[str, Any]:
        from ..models.document import Document  # noqa: PLC0415
        from ..models.view import View  # noqa: PLC0415

        claim_id = self.claim_id

        quantity = self.quantity

        scope = self.scope

        stage = self.stage

        form = self.form

        geography: None | str
        geography = self.geography

        basis = self.basis

        value_low: float | None
        value_low = self.value_low

        value: float | None
        value = self.value

        value_high: float | None
        value_high = self.value_high

        values = []
        for values_item_data in self.values:
            values_item = values_item_data.to_dict()
            values.append(values_item)

        unit = self.unit

        nature = self.nature

        valid_from = self.valid_from

        valid_to = self.valid_to

        published: None | str
        if isinstance(self.published, datetime.date):
            published = self.published.isoformat()
        else:
            published = self.published

        document = self.document

        source: dict[str, Any] | None
        if isinstance(self.source, Document):
            source = self.source.to_dict()
        else:
            source = self.source

        locator = self.locator

        source_class = self.source_class

        attributed_to = self.attributed_to

        use = self.use

        flags = self.flags

        conflicts = self.conflicts

        contradicted_by = self.contradicted_by

        superseded_by = self.superseded_by

        supersedes = self.supersedes

        compared = self.compared

        compared_with = self.compared_with

        derived_from = self.derived_from

        note = self.note

        view: dict[str, Any] | None
        if isinstance(self.view, View):
            view = self.view.to_dict()
        else:
            view = self.view

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "claim_id": claim_id,
                "quantity": quantity,
                "scope": scope,
                "stage": stage,
                "form": form,
                "geography": geography,
                "basis": basis,
                "value_low": value_low,
                "value": value,
                "value_high": value_high,
                "values": values,
                "unit": unit,
                "nature": nature,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "published": published,
                "document": document,
                "source": source,
                "locator": locator,
                "source_class": source_class,
                "attributed_to": attributed_to,
                "use": use,
                "flags": flags,
                "conflicts": conflicts,
                "contradicted_by": contradicted_by,
                "superseded_by": superseded_by,
                "supersedes": supersedes,
                "compared": compared,
                "compared_with": compared_with,
                "derived_from": derived_from,
                "note": note,
                "view": view,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.document import Document  # noqa: PLC0415
        from ..models.value import Value  # noqa: PLC0415
        from ..models.view import View  # noqa: PLC0415

        d = dict(src_dict)
        claim_id = d.pop("claim_id")

        quantity = d.pop("quantity")

        scope = d.pop("scope")

        stage = d.pop("stage")

        form = d.pop("form")

        def _parse_geography(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        geography = _parse_geography(d.pop("geography"))

        basis = d.pop("basis")

        def _parse_value_low(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value_low = _parse_value_low(d.pop("value_low"))

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))

        def _parse_value_high(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value_high = _parse_value_high(d.pop("value_high"))

        values = []
        _values = d.pop("values")
        for values_item_data in _values:
            values_item = Value.from_dict(values_item_data)

            values.append(values_item)

        unit = d.pop("unit")

        nature = d.pop("nature")

        valid_from = d.pop("valid_from")

        valid_to = d.pop("valid_to")

        def _parse_published(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                published_type_0 = datetime.date.fromisoformat(data)

                return published_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        published = _parse_published(d.pop("published"))

        document = d.pop("document")

        def _parse_source(data: object) -> Document | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                source_type_0 = Document.from_dict(data)

                return source_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Document | None, data)

        source = _parse_source(d.pop("source"))

        locator = d.pop("locator")

        source_class = d.pop("source_class")

        attributed_to = d.pop("attributed_to")

        use = d.pop("use")

        flags = cast(list[str], d.pop("flags"))

        conflicts = cast(list[str], d.pop("conflicts"))

        contradicted_by = cast(list[str], d.pop("contradicted_by"))

        superseded_by = cast(list[str], d.pop("superseded_by"))

        supersedes = cast(list[str], d.pop("supersedes"))

        compared = d.pop("compared")

        compared_with = cast(list[str], d.pop("compared_with"))

        derived_from = cast(list[str], d.pop("derived_from"))

        note = d.pop("note")

        def _parse_view(data: object) -> None | View:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                view_type_0 = View.from_dict(data)

                return view_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | View, data)

        view = _parse_view(d.pop("view"))

        claim_view = cls(
            claim_id=claim_id,
            quantity=quantity,
            scope=scope,
            stage=stage,
            form=form,
            geography=geography,
            basis=basis,
            value_low=value_low,
            value=value,
            value_high=value_high,
            values=values,
            unit=unit,
            nature=nature,
            valid_from=valid_from,
            valid_to=valid_to,
            published=published,
            document=document,
            source=source,
            locator=locator,
            source_class=source_class,
            attributed_to=attributed_to,
            use=use,
            flags=flags,
            conflicts=conflicts,
            contradicted_by=contradicted_by,
            superseded_by=superseded_by,
            supersedes=supersedes,
            compared=compared,
            compared_with=compared_with,
            derived_from=derived_from,
            note=note,
            view=view,
        )

        return claim_view
