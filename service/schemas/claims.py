"""The ledger: figures with their sources, figures about one thing reconciled, and what documents say without one."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.risk.evidence.statements import AGREES, CONTRADICTED, TOPICS
from service.schemas.fields import Country
from service.schemas.openapi import about, day, number, texts, word


class DocumentSchema(Schema):
    """The document or data set that a figure was read in."""

    title = word(null=True)
    publisher = word(null=True)
    published = word(null=True)
    url = word("Where it is found; blank where `why_no_url` says why there is no address.", null=True)
    why_no_url = fields.String(metadata=about("Why there is no address; left out beside one."))
    licence = word(null=True)


class ValueSchema(Schema):
    """One number of a figure of the trade or governance tables."""

    of = word("import_share, import_value, export_share, price_index or political_instability.")
    country = Country(required=True, allow_none=True, metadata=about("Whose it is; null for the world's prices."))
    year = fields.Integer(required=True)
    value = number()
    unit = word()


class ClaimSchema(Schema):
    """A figure with its source and its place there. A blank word means that nothing is said."""

    claim_id = word()
    quantity = word("What is measured: one name for one definition.")
    scope = word("Elements or groups, separated by blanks, or an HS 1992 code.")
    stage = word()
    form = word()
    geography = Country(
        required=True, allow_none=True, metadata=about("A country, EU, WLD for the world, or null for no place.")
    )
    basis = word()
    value_low = fields.Float(required=True, allow_none=True, attribute="low")
    value = number("The point, where one is stated.", null=True)
    value_high = fields.Float(required=True, allow_none=True, attribute="high")
    values = fields.List(
        fields.Nested(ValueSchema),
        required=True,
        metadata=about("The numbers of a figure of the trade and governance tables; empty for a claim."),
    )
    unit = word()
    nature = word("measured, estimate, target or projection.")
    valid_from = word()
    valid_to = word()
    published = day("Null for tables, which don't say it of each year.", null=True)
    document = word()
    source = fields.Nested(DocumentSchema, required=True, allow_none=True)
    locator = word("Section, paragraph, table or rows.")
    source_class = word()
    attributed_to = word()
    use = word("model, check or context.")
    flags = texts("Such as self_reported, source_estimate, contradicted_by_register.")
    conflicts = texts("Ids of figures that this one disagrees with, whichever of the two names the other.")
    contradicted_by = texts("Those of `conflicts` that are public statistics, where this is a document's figure.")
    superseded_by = texts("Ids of later editions of the same figure.")
    supersedes = texts("Ids of earlier ones.")
    compared = word(
        "What public statistics say to a document's figure, or why none compares; blank where nobody looked."
    )
    compared_with = texts("Ids of these statistics.")
    derived_from = texts("Claims that a figure of our own was worked out from; empty for published figures.")
    note = word()


class ViewSchema(Schema):
    """Figures about one thing reconciled, as known on a day. A blank word keeps no figures apart."""

    quantity = word()
    subject = word("The element asked about, else a scope as claims write it.")
    stage = word()
    form = word()
    geography = Country(required=True, allow_none=True, metadata=about("Null where it keeps no figures apart."))
    basis = word("The series of a price. Shares of output and of capacity are heard together.")
    valid_from = word()
    valid_to = word()
    unit = word()
    on = day()
    low = number("Lowest end of all figures heard.")
    central = number()
    high = number("Highest end of all figures heard.")
    claim_id = word("The figure that gave the central value; the first of `figures`.")
    rule = word(
        "What set it before the next: narrowest scope, newest publication year, attributed to a named source, capacity "
        "before output, class of source, newest year described, first by id; or only one figure; or that the others, "
        "or all, are targets and projections."
    )
    figures = texts(
        "Ids of the figures heard, in order of precedence. Of recycling and substitution, which change over decades, "
        "the statistic first published stands in before that day."
    )
    conflicts = texts("Ids of figures heard that disagree with the central one.")
    checks = texts("Ids of figures that stand beside and are not heard.")
    outside = texts("Ids of those of `checks` that lie outside the interval; some are of other years.")


class ClaimViewSchema(ClaimSchema):
    """One figure with the view that it belongs to."""

    view = fields.Nested(
        ViewSchema, required=True, allow_none=True, metadata=about("Null for context and for the tables.")
    )


class ClaimsSchema(Schema):
    """A page of figures known on a day, by id."""

    on = day()
    items = fields.List(fields.Nested(ClaimSchema), required=True)
    views = fields.List(
        fields.Nested(ViewSchema), required=True, metadata=about("The views that the page's figures belong to.")
    )
    next = word("Path of the next page; null on the last.", null=True)


class StatementSchema(Schema):
    """A sentence of ours on a passage of a source document. None enters a score."""

    statement_id = word()
    topic = word("What it is about.", among=sorted(TOPICS))
    scope = texts("Elements and groups that it is about; empty for all of the trade.")
    stages = texts("Stages that it is about.")
    geographies = fields.List(Country(), required=True, metadata=about("Countries that it is about, or EU."))
    statement = word("In our words.")
    document = word()
    source = fields.Nested(DocumentSchema, required=True)
    published = day("The day from which it was known.")
    locator = word("Section, paragraph, table or rows.")
    attributed_to = word("Whom the document has it from; blank where it speaks for itself.")
    verdict = word(
        "What figures and measures say to it; blank where they don't settle it.", among=("", AGREES, CONTRADICTED)
    )
    beside = texts("Ids of claims and controls on the same matter.")


class StatementsSchema(Schema):
    """A page of statements known on a day, by id."""

    on = day()
    items = fields.List(fields.Nested(StatementSchema), required=True)
    next = word("Path of the next page; null on the last.", null=True)
