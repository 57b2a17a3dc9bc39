"""What the service knows: elements, controls, materials, the model; and its problems."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.schemas.answers.codes import BANDS, CODES, CONTROL_SEVERITIES, SEVERITIES, SIGNS
from service.schemas.fields import Country
from service.schemas.openapi import (
    CONFIDENCE_WORDS,
    MAY_HOLD_WORDS,
    METHOD_WORDS,
    about,
    day,
    flag,
    number,
    texts,
    word,
)


class ElementSchema(Schema):
    """A traded rare earth."""

    symbol = word()
    name = word()
    atomic_number = fields.Integer(required=True)
    group = word("light, heavy or scandium.")


class ElementsSchema(Schema):
    items = fields.List(fields.Nested(ElementSchema), required=True)


class CountryShareSchema(Schema):
    """A country's share of the world's output at a stage, 0..1; the central shares of a stage sum to at most 1."""

    country = Country(required=True)
    low = number()
    central = number()
    high = number()
    figures = texts("Claims behind it; the first one leads: it gave the central value.")
    scope = word("The elements that the leading figure is said of, together.")
    valid_from = word("First day of the period that the leading figure describes; blank where it isn't said.")
    valid_to = word("Its last day; blank where it isn't said.")
    stands_in = word(
        "Where the leading figure is less close than the largest country's: group_figure, said of more elements, or "
        "earlier_period, of a time before. Such a share may be as low as 0.",
        null=True,
    )


class PlaceShareSchema(Schema):
    """A place's share of its own country's output at a stage, 0..1; never a share of the world."""

    place = word()
    country = Country(required=True)
    scope = word("The elements that the figure is said of, together.")
    low = number()
    central = number()
    high = number()
    figures = texts("Claims behind it.")


class StageSupplySchema(Schema):
    """Who makes an element at a stage, or why nobody can tell."""

    stage = word("mining, separation, metal or magnet.")
    gap = word(
        "What the evidence lacks: nothing_published, by_product, group_figure, no_magnet_element or no_such_stage.",
        null=True,
    )
    fallback = word("What stands in for it; blank without a gap.")
    shares = fields.List(fields.Nested(CountryShareSchema), required=True, metadata=about("The largest first."))
    within = fields.List(
        fields.Nested(PlaceShareSchema), required=True, metadata=about("Places within a country, where some are known.")
    )


class ElementSupplySchema(Schema):
    """Who makes an element at each stage, as published by a day.

    The central shares are those that a score uses: the largest country's as published, the others' scaled down where
    they exceed what it leaves. What they leave is nobody's that a source names.
    """

    symbol = word()
    as_of = day()
    stages = fields.List(fields.Nested(StageSupplySchema), required=True)


class ControlSchema(Schema):
    """A row of the register of export controls, with its status on the day asked about."""

    measure_id = word()
    status = word("announced, in_force, suspended, ended, unknown, or evidence for what never acts.")
    jurisdiction = Country(required=True)
    authority = word()
    announcement = word()
    instrument = word()
    severity = word("How hard it bites.", among=CONTROL_SEVERITIES)
    sign = word("Whether it tightens, eases, or only tells.", among=SIGNS)
    elements = texts("Symbols; empty when no rare earth is named.")
    hs92 = texts("Six digits.")
    stages = texts()
    forms = texts()
    destinations = fields.List(Country(), required=True, metadata=about("Empty means all."))
    end_uses = texts("Empty means all; else it acts only on lines whose `end_use` is one of them.")
    commodity = word()
    announced = day(null=True)
    effective = day(null=True)
    ended = day("The last day.", null=True)
    suspended_from = day(null=True)
    suspended_until = day("The last day.", null=True)
    unknown_since = day(null=True)
    source = word()
    locator = word()
    checked_on = day("Day on which it was last looked up; null where nobody did.", null=True)
    confidence = word("A: a primary text was seen; B: a secondary source; C: recalled, not verified, never acts.")
    eases = texts("Ids of the measures that a relaxation eased, lifted or suspended, or that evidence speaks of.")
    eased_by = texts("Ids of the relaxations in force that ease this measure; a general licence doesn't lift it.")
    note = word()


class DatedControlSchema(ControlSchema):
    """One measure with its status on `as_of`, as known at `known_at`."""

    as_of = day()
    known_at = day()
    status = word("As in the list; not_yet_announced on a day before it was.")


class ControlsSchema(Schema):
    as_of = day()
    known_at = day()
    items = fields.List(fields.Nested(ControlSchema), required=True)


class FractionSchema(Schema):
    """Mass fraction of one element, 0..1."""

    element = word()
    low = number()
    central = number()
    high = number()


class MaterialSchema(Schema):
    """What a name stands for."""

    material_id = word()
    name = word()
    material_class = word()
    form = word()
    composition = fields.List(
        fields.Nested(FractionSchema), required=True, metadata=about("Rare earths only; empty when it holds none.")
    )
    stages = texts("Steps of the chain that it has passed when it is bought, mine first.")
    aliases = texts("Other names.")
    cas = texts()
    nature = word(
        "stoichiometric (computed from a formula), published, engineering estimate, range (the name says too little: "
        "over all that it may be) or definition (no rare earth)."
    )
    source = word()
    locator = word()
    confidence = word()
    note = word()


class NoteSchema(Schema):
    """Something about a reading."""

    severity = word("How much it matters.", among=SEVERITIES)
    code = word("Stable; for machines.", among=CODES)
    detail = word()


class MeaningSchema(Schema):
    """What a line whose `material` is q would be read as; `resolved` is false, and `detail` says what would help, where
    it is left open."""

    resolved = flag("Whether it is read.")
    material_id = word(null=True)
    name = word(null=True)
    form = word(null=True)
    stages = texts("Steps of the chain that it has passed.")
    composition = fields.List(fields.Nested(FractionSchema), required=True)
    method = word(METHOD_WORDS, null=True)
    confidence = word(CONFIDENCE_WORDS, null=True)
    source = word(null=True)
    locator = word(null=True)
    nature = word("As of a material; as stated, where the line says it itself.", null=True)
    set_aside = texts("Words that change no composition, as written.")
    out_of_scope = flag("Holds no rare earth, but another critical material, which scores don't cover.")
    may_hold = word(MAY_HOLD_WORDS, null=True)
    reason = word("Why it is left open.", null=True)
    detail = word("What would resolve it.", null=True)
    near = texts("Names that are near: suggestions, never answers.")
    messages = fields.List(fields.Nested(NoteSchema), required=True)


class MaterialsSchema(Schema):
    items = fields.List(fields.Nested(MaterialSchema), required=True)
    near = texts("Names near to q when nothing matched.")
    reading = fields.Nested(MeaningSchema, required=True, allow_none=True, metadata=about("Null without q."))


class BandSchema(Schema):
    """A band and where it begins."""

    band = word("Its name.", among=BANDS)
    from_score = number("Lowest score of the band.")


class ModelSchema(Schema):
    version = word()
    sha256 = word()
    bands = fields.List(fields.Nested(BandSchema), required=True)
    manifest = fields.Dict(required=True, metadata=about("As the bundle describes itself."))


class HealthSchema(Schema):
    status = word("What the process is.", among=("alive", "ready"))
    overdue = fields.List(
        fields.String(),
        metadata=about("What is served though it is older than its bound: the model with its card, the forecasts."),
    )


class FaultSchema(Schema):
    """One thing that is wrong, where, and how it is mended."""

    pointer = word("RFC 6901 into the body, or ?name for a query parameter; empty for the whole.")
    code = word("Stable; for machines.", among=CODES)
    detail = word("What is wrong and the fix, for people.")


class ProblemSchema(Schema):
    """Every error (RFC 9457)."""

    type = word("Address of the page that explains it: /docs/problems/{type}.")
    title = word("What kind of problem it is.")
    status = fields.Integer(required=True, metadata=about("The HTTP status."))
    detail = word("What went wrong here, and the fix.")
    instance = word("Path of the request.")
    errors = fields.List(fields.Nested(FaultSchema), required=True, metadata=about("The first 100 at most."))
    error_count = fields.Integer(required=True, metadata=about("How many there are, listed or not."))
