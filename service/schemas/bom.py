"""The request: a bill of materials and a receipt."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from service.config import Limits
from service.risk.bom import Bom, Line, Price, Quantity, Source
from service.risk.vocabulary import ELEMENTS, Form, Stage
from service.schemas.amounts import Composition, Number, Share
from service.schemas.did_you_mean import ELEMENT_WORDS, FORM_WORDS, STAGE_WORDS, elsewhere
from service.schemas.fields import Choice, Country, Currency, Day, Flag, SupplyCountry, Text
from service.schemas.openapi import said
from service.schemas.strict import ITSELF, Fault, Shape, Shapes, Strict, fault

LIMITS = Limits()
SHARES_TOLERANCE = Decimal("0.000001")
LARGEST = "1000000000000"
SMALLEST = "0.000001"
BOM_ID = r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}"
STAGES = [stage.value for stage in Stage]
FORMS = [form.value for form in Form]
SYMBOLS = list(ELEMENTS)
UNIT = (
    "kg, g, mg, t, lb, oz, short ton ... or piece. What it counts may follow when that is not the product: kg TREO, "
    "kg Nd2O3, kg Nd; stoichiometry turns it into product."
)
PIECES = (
    "How many pieces there are; `quantity` is then the mass of one. Without it, `quantity` is the line's whole mass."
)
BUYER = (
    "Where the material is bought for: ISO 3166-1. Left out, acts limited to some destinations count in the upper end "
    "of the interval only."
)
END_USE = (
    "What the product is for. A control that names an end use acts only on lines that state the same one. Today's "
    "measures name `military`, and for buyers on an authority's list `listed_entity` or `watch_list_entity`."
)
EXAMPLE: dict[str, Any] = {
    "bom_id": "motor-7",
    "name": "Traction motor",
    "buyer_country": "DE",
    "lines": [
        {
            "line_id": "10",
            "part_number": "MAG-0042",
            "material": "NdFeB N42SH",
            "quantity": {"value": 1.2, "unit": "kg"},
            "unit_price": {"value": 95, "per": "kg"},
            "supply": [
                {"stage": "magnet", "country": "CN", "share": 0.8},
                {"stage": "magnet", "country": "JP", "share": 0.2},
            ],
        },
        {"line_id": "20", "element": "Ce", "form": "oxide", "quantity": {"value": 300, "unit": "g"}},
    ],
    "currency": "EUR",
}
RECEIPT_EXAMPLE = {"receipt": "cp2.eNq...: the receipt of an earlier answer, whole"}


class ElementSymbol(Choice):
    """A traded rare earth; its name in the error when the name was written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(SYMBOLS, also=" (Promethium is not traded.)", synonyms=ELEMENT_WORDS, **kwargs)


class StageWord(Choice):
    """A stage of the chain; in the error the one that was probably meant."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(STAGES, synonyms=STAGE_WORDS, **kwargs)


class QuantitySchema(Strict):
    value = Number(SMALLEST, LARGEST, required=True, metadata=said("Above 0."))
    unit = Text(32, required=True, metadata=said(UNIT, examples=["kg"]))

    def build(self, values: dict[str, Any]) -> Quantity:
        return Quantity(**values)


class PriceSchema(Strict):
    value = Number("0", LARGEST, required=True, metadata=said("In the BOM's currency."))
    per = Text(
        32, required=True, metadata=said("The unit that is priced: kg, g, t, piece, or kg TREO ...", examples=["kg"])
    )

    def build(self, values: dict[str, Any]) -> Price:
        return Price(**values)


class SourceSchema(Strict):
    stage = StageWord(
        required=True,
        metadata=said(
            "What is done there: mining, separation (refining to oxides), metal (and alloy) or magnet making."
        ),
    )
    country = SupplyCountry(required=True)
    share = Share(required=True, metadata=said("0 to 1, of the line's material; a stage's shares add up to 1."))
    recycled = Flag(metadata=said("Made from scrap: it enters here and passes no stage before. False when left out."))

    def build(self, values: dict[str, Any]) -> Source:
        return Source(**values)


class SupplyShape(Shapes):
    """Sources of one line; those of the same stage and country are added, each stage must add up to 1."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        merged: dict[tuple[str, str, bool], Decimal] = {}
        stages: dict[str, Decimal] = {}
        for source in super()._deserialize(value, attr, data, **kwargs):
            key = source.stage, source.country, source.recycled
            merged[key] = merged.get(key, Decimal(0)) + source.share
            stages[source.stage] = stages.get(source.stage, Decimal(0)) + source.share
        off = [f"{s} to {total.normalize():f}" for s, total in stages.items() if abs(total - 1) > SHARES_TOLERANCE]
        if off:
            raise fault("shares", f"Each stage's shares must add up to 1; {', '.join(off)}.")
        return tuple(Source(stage, c, share, recycled) for (stage, c, recycled), share in merged.items())


class LineSchema(Strict):
    """One line, described by exactly one of material, element + form, formula or composition."""

    line_id = Text(100, required=True, metadata=said("Unique within the BOM."))
    part_number = Text(100, allow_none=True)
    material = Text(
        200, allow_none=True, metadata=said("A name, grade, formula, CAS or HS number.", examples=["NdFeB N42SH"])
    )
    element = ElementSymbol(allow_none=True)
    form = Choice(FORMS, synonyms=FORM_WORDS, allow_none=True, metadata=said("What is bought. Needed with element."))
    formula = Text(100, allow_none=True, metadata=said("A chemical formula.", examples=["Dy2O3"]))
    composition = Composition(allow_none=True, metadata=said('Mass fractions (0.29 or "29 %") by symbol.'))
    quantity = Shape(QuantitySchema, allow_none=True)
    pieces = Number(SMALLEST, LARGEST, allow_none=True, metadata=said(PIECES))
    unit_price = Shape(PriceSchema, allow_none=True)
    supply = SupplyShape(Shape(SourceSchema), most=LIMITS.sources_per_line, allow_none=True)
    alternate_group = Text(100, allow_none=True, metadata=said("Lines that can replace each other share it."))
    end_use = Text(100, allow_none=True, metadata=said(END_USE, examples=["military"]))
    can_do_without = Share(
        allow_none=True,
        called="a share of the line",
        metadata=said("Share (0 to 1) of the line that its owner can spare: by a substitute, by saving, by stock."),
    )

    def check(self, values: dict[str, Any], faults: dict[str, Any]) -> None:
        described = [name for name in ("material", "element", "formula", "composition") if name in values]
        attempted = {"material", "element", "formula", "composition"} & faults.keys()
        if len(described) + len(attempted) != 1:
            given = ", ".join(described) or "none"
            words = f"Describe the line by exactly one of {_DESCRIPTIONS}; {given} is given."
            faults[ITSELF] = [Fault("description", words)]
        elif described == ["element"] and "form" not in values and "form" not in faults:
            faults["form"] = [Fault("required", f"Is required with element: one of {', '.join(FORMS)}.")]

    def build(self, values: dict[str, Any]) -> Line:
        return Line(**values)

    def _allowed(self, key: str) -> str:
        return super()._allowed(key) + elsewhere(key, BOM_MEMBERS, "the BOM, beside lines")


BOM_MEMBERS = frozenset({"bom_id", "name", "buyer_country", "as_of", "currency", "tolerance"})
_DESCRIPTIONS = "material, element (with form), formula, composition"


class BomSchema(Strict):
    """A bill of materials. What a line leaves out is filled by stated defaults, and the answer says so."""

    bom_id = Text(100, pattern=BOM_ID, rule="use letters, digits and . _ : -", allow_none=True)
    name = Text(200, allow_none=True)
    buyer_country = Country(allow_none=True, metadata=said(BUYER))
    as_of = Day(allow_none=True, metadata=said("The day it is scored for; today (UTC) when left out."))
    currency = Currency(allow_none=True, metadata=said("Of every price in this BOM: ISO 4217."))
    tolerance = Share(
        allow_none=True,
        called="a share of need",
        metadata=said("Share (0 to 1) of need that may be lost without harm. Left out, it is taken as 0.25 to 0.75."),
    )
    lines = Shapes(Shape(LineSchema), least=1, most=LIMITS.lines, required=True)

    def check(self, values: dict[str, Any], faults: dict[str, Any]) -> None:
        counted = Counter(line.line_id for line in values.get("lines", ()))
        repeated = {line_id for line_id, count in counted.items() if count > 1}
        if repeated:
            faults["lines"] = {
                index: {"line_id": [Fault("duplicate", f"{line.line_id!r} names another line, too.")]}
                for index, line in enumerate(values["lines"])
                if line.line_id in repeated
            }

    def build(self, values: dict[str, Any]) -> Bom:
        return Bom(**{"buyer_country": None} | values)

    def _allowed(self, key: str) -> str:
        return super()._allowed(key) + elsewhere(key, LineSchema._declared_fields, "each line, in lines")


class ReceiptSchema(Strict):
    receipt = Text(
        LIMITS.body_bytes,
        required=True,
        metadata=said("The `receipt` of an earlier answer, whole; it begins with cp2."),
    )
