"""Jobs, what they left, and mappings of columns."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import Schema, fields

from service.config import Limits
from service.schemas.fields import PRINTABLE, Choice, Token, Whole
from service.schemas.many.bulk import FileColumnSchema, ImportedProductSchema, ToldFileRowSchema
from service.schemas.openapi import about, word
from service.schemas.reference import ProblemSchema
from service.schemas.strict import Strict, fault

LIMITS = Limits()
STATES = ["queued", "running", "done", "failed", "cancelled"]
KINDS = ["import", "rescore"]
OUTCOMES = ["open", "refused", "failed"]
MOST_COLUMNS, LONGEST_HEADING, LONGEST_ROLE = 200, 200, 40
KEPT_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
MAPPING_EXAMPLE = {"columns": {"Teil": "part_number", "Notiz": "other"}}


class JobQuery(Strict):
    state = Choice(STATES, metadata=about("Jobs that stand so."))
    kind = Choice(KINDS, metadata=about("Jobs of this kind."))
    limit = Whole(1, LIMITS.page, metadata=about("Jobs on a page; 50 when left out."))
    after = Token()


class JobPageQuery(Strict):
    limit = Whole(1, LIMITS.page, metadata=about("Rows on a page; 50 when left out."))
    after = Token()


class JobProgressSchema(Schema):
    """How far a job came."""

    done = fields.Integer(required=True, metadata=about("BOMs that are dealt with."))
    total = fields.Integer(
        required=True, allow_none=True, metadata=about("BOMs in all; null until the file is read or the BOMs counted.")
    )


class JobCountsSchema(Schema):
    """What became of the BOMs."""

    scored = fields.Integer(required=True, metadata=about("That got a score."))
    stored = fields.Integer(required=True, metadata=about("That were stored, or whose score was."))
    failed = fields.Integer(required=True, metadata=about("That can't be scored; the errors say why."))
    errors = fields.Integer(required=True, metadata=about("Rows of `/errors`: everything open or refused, so far."))


class JobFileSchema(Schema):
    """A file as a job read it."""

    format = word("As POST /v1/imports tells it.")
    encoding = word("Of a text file.", null=True)
    delimiter = word("Of a CSV file.", null=True)
    rows = fields.Integer(required=True, metadata=about("Rows that were read, the open and refused ones among them."))
    columns = fields.List(fields.Nested(FileColumnSchema), required=True, metadata=about("What each was taken for."))
    notes = fields.List(fields.String(), required=True, metadata=about("About the file as a whole."))


class JobSchema(Schema):
    """Work that goes on after the request was answered. It outlives restarts, and no step of it is done twice."""

    job_id = word("Its id; ids grow with time.")
    kind = word("import: a file; rescore: stored BOMs brought up to date.", among=KINDS)
    state = word("done, failed and cancelled don't change any more.", among=STATES)
    progress = fields.Nested(JobProgressSchema, required=True, metadata=about("How far it came."))
    counts = fields.Nested(JobCountsSchema, required=True, metadata=about("What became of the BOMs."))
    file = fields.Nested(
        JobFileSchema, required=True, allow_none=True, metadata=about("Of an import, once the file is read.")
    )
    asked = fields.Dict(required=True, metadata=about("What the request stated."))
    created_by = word("Name of the key.", null=True)
    created_at = fields.AwareDateTime(required=True, metadata=about("When it was accepted."))
    started_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata=about("When a worker first took it; null while none has.")
    )
    finished_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata=about("When it ended; null while it hasn't.")
    )
    kept_until = fields.AwareDateTime(
        required=True, allow_none=True, metadata=about("When it goes with its errors and results, at the latest.")
    )
    problem = fields.Nested(
        ProblemSchema, required=True, allow_none=True, metadata=about("Why it failed as a whole; else null.")
    )
    errors = word("Path of its errors.")
    results = word("Path of what it made.")


class JobListSchema(Schema):
    items = fields.List(fields.Nested(JobSchema), required=True, metadata=about("Newest first."))
    next = word("Path of the next page; null on the last.", null=True)


class JobErrorSchema(ToldFileRowSchema):
    """A row with something open or refused, or a BOM that failed."""

    outcome = word("open: scored, with a question; refused: can't be used; failed: of a whole BOM.", among=OUTCOMES)
    row = fields.Integer(
        required=True, allow_none=True, metadata=about("Its number in the file, from 1; null where there is no file.")
    )


class JobErrorPageSchema(Schema):
    items = fields.List(fields.Nested(JobErrorSchema), required=True, metadata=about("In the order they were met."))
    next = word("Path of the next page; null where no more are there yet.", null=True)


class JobResultPageSchema(Schema):
    items = fields.List(
        fields.Nested(ImportedProductSchema), required=True, metadata=about("Products in the file's order.")
    )
    next = word("Path of the next page; null where no more are there yet.", null=True)


class Columns(fields.Field[dict[str, str]]):
    """Roles by headings."""

    openapi: ClassVar[dict[str, Any]] = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": MOST_COLUMNS,
        "propertyNames": {"minLength": 1, "maxLength": LONGEST_HEADING, "pattern": PRINTABLE},
        "additionalProperties": {"type": "string", "minLength": 1, "maxLength": LONGEST_ROLE},
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not all(isinstance(role, str) for role in value.values()):
            raise fault("not_an_object", 'Must be an object such as {"Teil": "part_number"}.')
        if not 1 <= len(value) <= MOST_COLUMNS:
            raise fault("length", f"Must hold from 1 to {MOST_COLUMNS} headings, holds {len(value):,}.")
        for heading in value:
            if not 1 <= len(heading) <= LONGEST_HEADING or not heading.isprintable():
                raise fault("key", f"A heading must have 1 to {LONGEST_HEADING} printable characters.")
        return value


class MappingSchema(Strict):
    columns = Columns(required=True, metadata=about("What columns are, by their headings, as `?mapping=` of a file."))


class KeptMappingSchema(Schema):
    name = word("Under which it is kept: `?mapping=` of a file takes it.")
    columns = fields.Dict(required=True, metadata=about("What columns are, by their headings."))
    put_at = fields.AwareDateTime(required=True, metadata=about("When it was put."))
    put_by = word("Name of the key.", null=True)


class MappingListSchema(Schema):
    items = fields.List(fields.Nested(KeptMappingSchema), required=True, metadata=about("By name."))
