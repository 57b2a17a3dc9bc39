"""The request: a bill of materials and a receipt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import Any

from marshmallow import ValidationError

from service.config import Limits
from service.risk.bom import REFUSE, SEPARATE, SKIP_LINE, SPLIT, Bom, Line, Quantity, Source
from service.risk.errors import FieldError
from service.risk.mix import DEFAULT_MIX
from service.risk.purchase.canonical import MOST_ERRORS, line_errors
from service.risk.purchase.prices import OTHER_CURRENCY
from service.risk.vocabulary import ELEMENTS, Form, Stage
from service.schemas.amounts import Composition, Number, Share
from service.schemas.did_you_mean import ELEMENT_WORDS, FORM_WORDS, STAGE_WORDS, elsewhere
from service.schemas.fields import Choice, Country, Currency, Day, Flag, NoneOfIt, SupplyCountry, Text
from service.schemas.openapi import about
from service.schemas.prices import LARGEST, SMALLEST, UnitPrice
from service.schemas.strict import ITSELF, Fault, Shape, Shapes, Strict, counted, fault, flattened, which_given

LIMITS = Limits()
SHARES_TOLERANCE = Decimal("0.02")
PER_METRE = {"g/m": 1, "kg/m": 1000}
STAGES = [stage.value for stage in Stage]
FORMS = [form.value for form in Form]
SYMBOLS = list(ELEMENTS)
UNIT = (
    "kg, g, mg, t, lb, oz, short ton, piece, m (with `mass_per_metre`), or their codes in SAP, Oracle and UN/ECE "
    "Recommendation 20 (KGM, GRM, TNE, TO, LBR, ST, EA, H87, MTR). MT is the metric ton. What it counts may follow "
    "when that is not the product: kg TREO, kg Nd2O3, kg Nd; stoichiometry turns it into product."
)
PIECES = (
    "How many pieces there are; `quantity` is then the mass of one. Without it, `quantity` is the line's whole mass."
)
DEFAULT_COUNTRY = (
    "Code or English name, EU, or ZZ for makers that nobody names; null takes the default mix for the share."
)
PER_METRE_WORDS = "What a metre weighs, where the quantity or the price is by the metre."
READ_AS = "Id of a catalogued material (/v1/materials) that the line is read as, whatever its words say: for what-ifs."
RARE_EARTH = "false: the line holds no rare earth, whatever its words say."
PART_NUMBER = "Yours. What was confirmed of it (PUT /v1/parts/{part_number}) goes before the line's words."
SAME_PART = (
    "Lines with one part number that read alike and state different supply: `split` (one part with several suppliers, "
    "shares by quantity; the default) or `separate` (a part each)."
)
ON_ERROR = (
    "A line with a value that can't be used: `refuse` the BOM (the default), or `skip_line`, which leaves the line "
    "unread and tells its errors as messages."
)
BUYER = (
    "Where the material is bought for: ISO 3166-1. Left out, acts limited to some destinations count in the upper end "
    "of the interval only."
)
SUPPLIER = "Who delivers the line. It changes no score; stored BOMs are grouped by it (/v1/suppliers)."
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
    value = Number(SMALLEST, LARGEST, required=True, metadata=about("Above 0."))
    unit = Text(32, required=True, metadata=about(UNIT, examples=["kg"], format="unit"))

    def build(self, values: dict[str, Any]) -> Quantity:
        return Quantity(**values)


class MassPerMetreSchema(Strict):
    value = Number(SMALLEST, LARGEST, required=True, metadata=about("Above 0."))
    unit = Choice(list(PER_METRE), required=True, metadata=about("Mass of a metre."))

    def build(self, values: dict[str, Any]) -> Decimal:
        """Grams of a metre."""
        grams: Decimal = values["value"] * PER_METRE[values["unit"]]
        return grams


class SourceSchema(Strict):
    stage = StageWord(
        required=True,
        metadata=about(
            "What is done there: mining, separation (refining to oxides), metal (and alloy) or magnet making."
        ),
    )
    country = SupplyCountry(required=True, allow_none=True, metadata=about(DEFAULT_COUNTRY))
    share = Share(
        required=True,
        metadata=about(
            "Of the line's material, 0 to 1 or \"80 %\"; a stage's shares add up to 1; 0.98 to 1.02 is scaled."
        ),
    )
    recycled = Flag(metadata=about("Made from scrap: it enters here and passes no stage before. False when left out."))

    def check(self, values: dict[str, Any], faults: dict[str, Any]) -> None:
        if values.get("recycled") and "country" not in values and "country" not in faults:
            faults["recycled"] = [Fault("recycled", "Needs a country: the default mix has its own recycling.")]

    def build(self, values: dict[str, Any]) -> Source:
        return Source(
            values["stage"], values.get("country", DEFAULT_MIX), values["share"], values.get("recycled", False)
        )


class SupplyShape(Shapes):
    """Sources of one line; those of the same stage and country are added, each stage must add up to about 1."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        sources = super()._deserialize(value, attr, data, **kwargs)
        merged: dict[tuple[str, str, bool], Decimal] = {}
        stages: dict[str, Decimal] = {}
        for stage, country, share, recycled in sources:
            key = stage, country, recycled
            merged[key] = merged[key] + share if key in merged else share
            stages[stage] = stages[stage] + share if stage in stages else share
        off = [f"{s} to {total.normalize():f}" for s, total in stages.items() if abs(total - 1) > SHARES_TOLERANCE]
        if off:
            rest = 'give what isn\'t known as {"country": null, "share": ...}, which takes the default mix'
            raise fault("shares", f"Each stage's shares must add up to 1; {', '.join(off)}; {rest}.")
        if len(merged) == len(sources):
            return sources
        return tuple([Source(stage, c, share, recycled) for (stage, c, recycled), share in merged.items()])


class LineSchema(Strict):
    """One line, described by exactly one of material, element + form, formula or composition; or by read_as,
    rare_earth or a confirmed part alone. Members that begin with x_ are yours: kept as they stand."""

    keeps = True

    line_id = Text(100, required=True, metadata=about("Unique within the BOM."))
    part_number = Text(100, allow_none=True, metadata=about(PART_NUMBER))
    material = Text(
        200, allow_none=True, metadata=about("A name, grade, formula, CAS or HS number.", examples=["NdFeB N42SH"])
    )
    element = ElementSymbol(allow_none=True)
    form = Choice(FORMS, synonyms=FORM_WORDS, allow_none=True, metadata=about("What is bought. Needed with element."))
    formula = Text(100, allow_none=True, metadata=about("A chemical formula.", examples=["Dy2O3"]))
    composition = Composition(allow_none=True, metadata=about('Mass fractions (0.29 or "29 %") by symbol.'))
    read_as = Text(100, allow_none=True, metadata=about(READ_AS, examples=["smco5"]))
    rare_earth = NoneOfIt(allow_none=True, metadata=about(RARE_EARTH))
    quantity = Shape(QuantitySchema, allow_none=True)
    pieces = Number(SMALLEST, LARGEST, allow_none=True, metadata=about(PIECES))
    mass_per_metre = Shape(MassPerMetreSchema, allow_none=True, metadata=about(PER_METRE_WORDS))
    unit_price = UnitPrice(allow_none=True, metadata=about("In the BOM's currency, with what it is for."))
    supply = SupplyShape(Shape(SourceSchema), most=LIMITS.sources_per_line, allow_none=True)
    alternate_group = Text(100, allow_none=True, metadata=about("Lines that can replace each other share it."))
    end_use = Text(100, allow_none=True, metadata=about(END_USE, examples=["military"]))
    supplier = Text(200, allow_none=True, metadata=about(SUPPLIER, examples=["Magnets & Co."]))
    stock_days = Number(
        "0", "3650", allow_none=True, metadata=about("Days that the stock lasts. It changes no score: see /v1/stock.")
    )
    monthly_need = Shape(
        QuantitySchema, allow_none=True, metadata=about("What is used in a month. It changes no score: see /v1/stock.")
    )
    can_do_without = Share(
        allow_none=True,
        called="a share of the line",
        metadata=about("Share (0 to 1) of the line that its owner can spare: by a substitute, by saving, by stock."),
    )

    def check(self, values: dict[str, Any], faults: dict[str, Any]) -> None:
        described = [name for name in DESCRIBED if name in values]
        if not faults and len(described) == 1 and (described[0] != "element" or "form" in values):
            return
        attempted = {*DESCRIBED} & faults.keys()
        enough = attempted or any(name in values or name in faults for name in ("read_as", "rare_earth", "part_number"))
        if len(described) + len(attempted) > 1 or not (described or enough):
            words = f"Describe the line by exactly one of {_DESCRIPTIONS}; {which_given(described)}."
            faults[ITSELF] = [Fault("description", words)]
        elif described == ["element"] and "form" not in values and "form" not in faults:
            faults["form"] = [Fault("required", f"Is required with element: one of {', '.join(FORMS)}.")]

    def build(self, values: dict[str, Any]) -> Line:
        return _BLANK.changed(grams_per_metre=values.pop("mass_per_metre", None), **values)

    def unread(self, values: dict[str, Any], index: int, faults: Any, most: int) -> Line:
        """A line with faults, ``most`` of them in words, with the words and amounts that could be read."""
        kept = {name: value for name, value in values.items() if name in KEPT}
        errors = tuple(islice(flattened(faults, f"/lines/{index}"), most))
        if most > 1:  # the kernel tells the rest as their number
            errors += (FieldError(f"/lines/{index}", "more_errors", ""),) * (counted(faults) - len(errors))
        return self.build({"line_id": f"/lines/{index}"} | kept | {"errors": errors})

    def _allowed(self, key: str) -> str:
        return super()._allowed(key) + elsewhere(key, BOM_MEMBERS, "the BOM, beside lines")


class LineShapes(Shapes):
    """The lines: each as it was read, with its faults. What becomes of a line with faults, the BOM says."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        items = self.listed(value)
        schema: LineSchema = self.inner.schema  # type: ignore[attr-defined]
        most = MOST_ERRORS + 1 if data.get("on_error") == SKIP_LINE else 1  # a BOM that is refused tells them itself
        lines, faults = [], {}
        for index, item in enumerate(items):
            try:
                values, wrong = schema.gather(item)
            except ValidationError as error:
                values, wrong = {}, error.messages  # type: ignore[assignment]
            if wrong:
                faults[index] = wrong
            lines.append(schema.unread(values, index, wrong, most) if wrong else schema.build(values))
        return lines, faults


BOM_MEMBERS = frozenset({"bom_id", "name", "buyer_country", "as_of", "currency", "tolerance", "same_part", "on_error"})
DESCRIBED = ("material", "element", "formula", "composition")
KEPT = frozenset(
    {"line_id", "part_number", "material", "formula", "rare_earth", "quantity", "pieces", "mass_per_metre"}
)
"""Members of a line that stay in view where others can't be used."""
_DESCRIPTIONS = "material, element (with form), formula, composition"
_BLANK = Line("")
"""What a line states is set in a copy of it: to make one takes five times as long."""


class BomSchema(Strict):
    """A bill of materials. What a line leaves out is filled by stated defaults, and the answer says so.
    Members that begin with x_ are yours: kept as they stand."""

    keeps = True

    bom_id = Text(200, allow_none=True, metadata=about("Yours; comes back as it is.", examples=["motor-7"]))
    name = Text(200, allow_none=True)
    buyer_country = Country(allow_none=True, metadata=about(BUYER))
    as_of = Day(allow_none=True, metadata=about("The day it is scored for; today (UTC) when left out."))
    currency = Currency(allow_none=True, metadata=about("Of every price in this BOM: ISO 4217."))
    tolerance = Share(
        allow_none=True,
        called="a share of need",
        metadata=about("Share (0 to 1) of need that may be lost without harm. Left out, it is taken as 0.25 to 0.75."),
    )
    same_part = Choice([SPLIT, SEPARATE], allow_none=True, metadata=about(SAME_PART))
    on_error = Choice([REFUSE, SKIP_LINE], allow_none=True, metadata=about(ON_ERROR))
    lines = LineShapes(Shape(LineSchema), least=1, most=LIMITS.lines, required=True)

    def check(self, values: dict[str, Any], faults: dict[str, Any]) -> None:
        if "lines" not in values:
            return
        lines, wrong = values["lines"]
        for index, repeated in _repeated(lines).items():
            of_id = {"line_id": [repeated]}
            wrong[index] = wrong.get(index, {}) | of_id
            errors = (*lines[index].errors, *flattened(of_id, f"/lines/{index}"))
            lines[index] = replace(lines[index], errors=errors)
        if values.get("on_error") != SKIP_LINE and (wrong or faults):
            known = values.get("currency"), "currency" not in faults
            if every := _refused_later(lines, *known) | wrong:
                faults["lines"] = dict(sorted(every.items()))
        values["lines"] = tuple(lines)

    def build(self, values: dict[str, Any]) -> Bom:
        return Bom(**{"buyer_country": None} | values)

    def _allowed(self, key: str) -> str:
        return super()._allowed(key) + elsewhere(key, LineSchema._declared_fields, "each line, in lines")


def _refused_later(lines: Sequence[Line], currency: str | None, known: bool) -> dict[int, Any]:
    """What the kernel would refuse in lines that could be read, so that all is told at once. Of prices in another
    currency where the BOM's is ``known``."""
    faults: dict[int, Any] = {}
    for index, line in enumerate(lines):
        for error in line_errors(line, currency, ""):
            way = error.pointer.split("/")[1:]
            if not way or (error.code == OTHER_CURRENCY and not known):
                continue  # a line without a description may have that of its part
            within = faults.setdefault(index, {})
            for member in way:
                within = within.setdefault(member, {})
            within.setdefault(ITSELF, []).append(Fault(error.code, error.detail))
    return faults


def _repeated(lines: Sequence[Line]) -> dict[int, Fault]:
    """Faults of lines that share their ids, by position."""
    counted = Counter(line.line_id for line in lines)
    return {
        index: Fault("duplicate", f"{line.line_id!r} names another line, too.")
        for index, line in enumerate(lines)
        if counted[line.line_id] > 1
    }


class ReceiptSchema(Strict):
    receipt = Text(
        LIMITS.body_bytes,
        required=True,
        metadata=about("The `receipt` of an earlier answer, whole; it begins with cp2. or, encrypted, with cpe1."),
    )
