"""Many BOMs in one request: batches and files, what a request states of them, and what becomes of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from marshmallow import Schema, fields

from service.config import Limits
from service.schemas.fields import ALPHA3_TO_ALPHA2, Choice, Country, Currency, Day, Text
from service.schemas.openapi import about, word
from service.schemas.queries import View, ViewQuery
from service.schemas.reference import ProblemSchema
from service.schemas.strict import Strict, fault

LIMITS = Limits()
LONGEST_KEY = 100


class Boms(fields.Field[dict[str, Any]]):
    """BOMs by keys of the caller's; each is read for itself later."""

    openapi: ClassVar[dict[str, Any]] = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": LIMITS.batch,
        "propertyNames": {"minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[ -~]+$"},
        "additionalProperties": {"$ref": "#/components/schemas/Bom"},
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise fault("not_an_object", "Must be an object of BOMs by your keys.")
        if not 1 <= len(value) <= LIMITS.batch:
            rest = ": send the rest in another request" if value else ""
            words = f"Must hold from 1 to {LIMITS.batch} BOMs, holds {len(value):,}{rest}."
            raise fault("length", words)
        for key in value:
            if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
                raise fault("key", f"A key must have 1 to {LONGEST_KEY} printable characters.")
        return value


class BatchSchema(Strict):
    """BOMs to be scored, each for itself."""

    boms = Boms(required=True, metadata=about("Each as POST /v1/scores takes it."))


class ScoreOfView(fields.Field[Any]):
    """A score in the view that was asked for."""

    openapi: ClassVar[dict[str, Any]] = {
        "oneOf": [{"$ref": "#/components/schemas/Summary"}, {"$ref": "#/components/schemas/Score"}]
    }


class ResultSchema(Schema):
    """One BOM's score, or why it has none."""

    status = fields.Integer(required=True, metadata=about("200, 422, or 503 where the model was busy or not there."))
    score = ScoreOfView(metadata=about("With 200; the whole score with `?view=full`."))
    problem = fields.Nested(ProblemSchema, metadata=about("With any other status."))


class ResultsSchema(Schema):
    """What became of each BOM."""

    results = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(ResultSchema),
        required=True,
        metadata=about("One by each of your keys."),
    )


YES_NO = ["true", "false"]
SPLIT = (
    "Several rows at the top of a file: `true` makes each a product, `false` one product of all. Left out, they are "
    "products where all of them have parts."
)
MAPPING = (
    'What columns are, as JSON: {"Teil": "part_number", "Notiz": "other"}. Roles stand under `columns` of an answer. '
    "Or the name of a mapping that is kept. A form may hold it as a field of this name."
)
ON_ERROR = (
    "A product with a row that holds what can't be used: `refuse` to store it (the default), or `skip_line`, which "
    "stores it with those lines unread."
)


AUTO, SYNC, ASYNC = MODES = ("auto", "sync", "async")
MODE = (
    "`async` answers 202 at once, and a job reads the file. `sync` answers when it is done, or refuses what is too "
    "large for that. `auto`, the default, is `sync` for what isn't too large, else `async`. "
    "`Prefer: respond-async` is `async`, too."
)


@dataclass(frozen=True)
class Stated:
    """What a request states beside its file."""

    view: View
    buyer_country: str | None = None
    currency: str | None = None
    as_of: date | None = None
    name: str | None = None
    mapping: str | None = None
    encoding: str | None = None
    split: bool | None = None
    store: bool = False
    skip: bool = False
    mode: str = AUTO


class ImportQuery(Strict):
    buyer_country = Country(metadata=about("Of every BOM that states none."))
    currency = Currency(metadata=about("Of every price that states none."))
    as_of = Day(metadata=about("The day that is scored for and that picks the rows effective then; today left out."))
    store = Choice(YES_NO, metadata=about("`true` stores every product under its id. Left out, nothing is stored."))
    on_error = Choice(["refuse", "skip_line"], metadata=about(ON_ERROR))
    split = Choice(YES_NO, metadata=about(SPLIT))
    name = Text(
        200, metadata=about("The file's name, where a form doesn't tell it: a product without a number has it.")
    )
    mapping = Text(3000, metadata=about(MAPPING))
    encoding = Text(20, metadata=about("Of a text file, where it isn't told by the file: utf-8, cp1252, cp932, ..."))
    view = ViewQuery._declared_fields["view"]
    mode = Choice(list(MODES), metadata=about(MODE))

    def build(self, values: dict[str, Any]) -> Stated:
        flags = {name: values.pop(name) == "true" for name in ("store", "split") if name in values}
        view = View(values.pop("view", View.SUMMARY))
        country = values.pop("buyer_country", None)
        skip = values.pop("on_error", "refuse") == "skip_line"
        return Stated(view, ALPHA3_TO_ALPHA2.get(country, country), skip=skip, **values, **flags)


class ExportQuery(Strict):
    format = Choice(["csv", "xlsx"], metadata=about("`csv`, the default, or `xlsx`."))


class BomExportQuery(ExportQuery):
    bom_id = Text(200, required=True, metadata=about("The stored BOM."))


class FileColumnSchema(Schema):
    """What a column was taken for."""

    sheet = word("Null of a file without sheets.", null=True)
    heading = word("As in the file.")
    role = word("What it says; `other`: nothing to the score. A mapping may change it.")
    kept_as = word("The member of a line that keeps it; null where it has a role.", null=True)


class FileRowSchema(Schema):
    """A row and what became of it. Members that begin with x_ are the file's own columns."""

    sheet = word("Null of a file without sheets.", null=True)
    row = fields.Integer(required=True, metadata=about("Its number as the file's own program counts, from 1."))
    kind = word("line, assembly, phantom, not_effective, product or row.")
    text = word("What it says an item is.")
    product = word("The bom_id that it belongs to.", null=True)
    line_id = word("Its line in that BOM; null where it is none.", null=True)


class ToldFileRowSchema(FileRowSchema):
    """A row with something open or refused."""

    column = word("The heading, or the pointer into a BOM; null where it is of the whole row.", null=True)
    code = word("A stable word.")
    why = word("Why, and what settles it.")


class ImportedProductSchema(Schema):
    """A product of the file."""

    bom_id = word("Under which it is stored.")
    name = word("As the file has it.", null=True)
    sheet = word("Null of a file without sheets.", null=True)
    lines = fields.Integer(required=True, metadata=about("Lines of its BOM."))
    refused = fields.Boolean(required=True, metadata=about("Whether a row of it holds what can't be used."))
    stored = word("created or updated; null where it wasn't stored.", null=True)
    result = fields.Nested(ResultSchema, required=True, metadata=about("Its score, or why it has none."))
    bom = fields.Dict(metadata=about("The BOM as POST /v1/scores takes it; with `?view=full`."))


class ImportSchema(Schema):
    """A file as it was read: each row stands in `read`, or in `open` and `refused` with every reason."""

    format = word("csv, xlsx, json, json-lines, cyclonedx-json, cyclonedx-xml or ipc-1752.")
    encoding = word("Of a text file.", null=True)
    delimiter = word("Of a CSV file.", null=True)
    columns = fields.List(fields.Nested(FileColumnSchema), required=True, metadata=about("What each was taken for."))
    notes = fields.List(fields.String(), required=True, metadata=about("About the file as a whole."))
    products = fields.List(fields.Nested(ImportedProductSchema), required=True, metadata=about("Each with its score."))
    read = fields.List(fields.Nested(FileRowSchema), required=True, metadata=about("Rows read without a question."))
    open = fields.List(
        fields.Nested(ToldFileRowSchema),
        required=True,
        metadata=about("What rows leave open; their lines are scored so."),
    )
    refused = fields.List(
        fields.Nested(ToldFileRowSchema), required=True, metadata=about("What can't be used; such a line stays unread.")
    )
