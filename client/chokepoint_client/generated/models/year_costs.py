from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.after_acts import AfterActs
    from ..models.document_says import DocumentSays
    from ..models.element_prices import ElementPrices
    from ..models.line_cost import LineCost


T = TypeVar("T", bound="YearCosts")


@_attrs_define
class YearCosts:
    """
    Attributes:
        bom_id (None | str): Yours.
        as_of (datetime.date): The day from which twelve months are counted.
        score (float): The product's score.
        sentences (list[str]): The answer in plain words.
        spend (float): Bought in a year at today's prices, of the lines that say so. In the BOM's currency.
        together (list[float] | None): Expected cost of dearer supply in the year: the sum over lines, of alternates the
            cheapest. Low and high take every figure at its end: all but the chance of a rise, whose error isn't known. Low,
            central and high. In the BOM's currency.
        lines (list[LineCost]): What dearer supply is expected to cost of one line in a year.
        rises (list[float]): Smallest, mean and largest yearly rise of rare earths' world prices that was one by half.
        after (AfterActs | None): Of any mineral under serious acts.
        elements (list[ElementPrices]): What is known of an element's price when its supply is hit.
        documents (list[DocumentSays]): What a source document says of prices or costs.
    """

    bom_id: None | str
    as_of: datetime.date
    score: float
    sentences: list[str]
    spend: float
    together: list[float] | None
    lines: list[LineCost]
    rises: list[float]
    after: AfterActs | None
    elements: list[ElementPrices]
    documents: list[DocumentSays]

    def to_dict(self) -> dict[str, Any]:
        from ..models.after_acts import AfterActs  # noqa: PLC0415

        bom_id: None | str
        bom_id = self.bom_id

        as_of = self.as_of.isoformat()

        score = self.score

        sentences = self.sentences

        spend = self.spend

        together: list[float] | None
        if isinstance(self.together, list):
            together = self.together

        else:
            together = self.together

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        rises = self.rises

        after: dict[str, Any] | None
        if isinstance(self.after, AfterActs):
            after = self.after.to_dict()
        else:
            after = self.after

        elements = []
        for elements_item_data in self.elements:
            elements_item = elements_item_data.to_dict()
            elements.append(elements_item)

        documents = []
        for documents_item_data in self.documents:
            documents_item = documents_item_data.to_dict()
            documents.append(documents_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom_id": bom_id,
                "as_of": as_of,
                "score": score,
                "sentences": sentences,
                "spend": spend,
                "together": together,
                "lines": lines,
                "rises": rises,
                "after": after,
                "elements": elements,
                "documents": documents,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.after_acts import AfterActs  # noqa: PLC0415
        from ..models.document_says import DocumentSays  # noqa: PLC0415
        from ..models.element_prices import ElementPrices  # noqa: PLC0415
        from ..models.line_cost import LineCost  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_bom_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        bom_id = _parse_bom_id(d.pop("bom_id"))

        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        score = d.pop("score")

        sentences = cast(list[str], d.pop("sentences"))

        spend = d.pop("spend")

        def _parse_together(data: object) -> list[float] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                together_type_0 = cast(list[float], data)

                return together_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[float] | None, data)

        together = _parse_together(d.pop("together"))

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = LineCost.from_dict(lines_item_data)

            lines.append(lines_item)

        rises = cast(list[float], d.pop("rises"))

        def _parse_after(data: object) -> AfterActs | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                after_type_0 = AfterActs.from_dict(data)

                return after_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AfterActs | None, data)

        after = _parse_after(d.pop("after"))

        elements = []
        _elements = d.pop("elements")
        for elements_item_data in _elements:
            elements_item = ElementPrices.from_dict(elements_item_data)

            elements.append(elements_item)

        documents = []
        _documents = d.pop("documents")
        for documents_item_data in _documents:
            documents_item = DocumentSays.from_dict(documents_item_data)

            documents.append(documents_item)

        year_costs = cls(
            bom_id=bom_id,
            as_of=as_of,
            score=score,
            sentences=sentences,
            spend=spend,
            together=together,
            lines=lines,
            rises=rises,
            after=after,
            elements=elements,
            documents=documents,
        )

        return year_costs
