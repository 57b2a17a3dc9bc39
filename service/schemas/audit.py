"""What is told of the audit log."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.schemas.bom import LIMITS
from service.schemas.fields import Token, Whole
from service.schemas.openapi import about, word
from service.schemas.strict import Strict


class AuditQuery(Strict):
    limit = Whole(1, LIMITS.page, metadata=about("Entries on a page; 50 when left out."))
    after = Token()


class EntrySchema(Schema):
    entry = word("Its id; ids grow with time.")
    at = fields.AwareDateTime(required=True, metadata=about("When it happened."))
    key_id = word("The key that was used; null for what an operator did at the console.", null=True)
    action = word("The operation, as the service calls it, or the operator's command.")
    subject = word("Method and path, or the id of a key.")
    outcome = word("done or refused.", enum=["done", "refused"])
    status = fields.Integer(required=True, allow_none=True, metadata=about("The HTTP status that was answered."))
    reason = word("Why it was refused: the code of the problem.", null=True)
    request_id = word("The X-Request-ID of the answer.", null=True)


class AuditPageSchema(Schema):
    items = fields.List(fields.Nested(EntrySchema), required=True, metadata=about("Newest first."))
    next = word("Where the next page is; null on the last.", null=True)
