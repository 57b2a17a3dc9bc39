"""The summary of an answer: a few kilobytes for a BOM of any size."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields

from service.risk.answer import Reason, Summary, UnreadLine
from service.risk.explanation.hazard_scores import MOST_TOP_LINES
from service.schemas.answers.codes import BANDS, STATUSES
from service.schemas.answers.messages import MessageSchema, grouped
from service.schemas.answers.score import (
    BAND_WORDS,
    INTERVAL_WORDS,
    PERCENTILE_WORDS,
    SCORE_WORDS,
    STATUS_WORDS,
    ChokepointSchema,
    CoverageSchema,
    DataAgesSchema,
    ModelRefSchema,
    ReasonSchema,
    UnreadLineSchema,
    band_range,
)
from service.schemas.openapi import about, day, estimate, estimates, word

MOST_UNREAD, MOST_CANDIDATES, MOST_REASONS, MOST_IDS, MOST_CHOKEPOINTS = 20, 3, 5, 5, 5
LONGEST_RECEIPT = 2_048
"""Characters of a receipt that a summary still holds: it carries the whole BOM."""


class WindowSchema(Schema):
    """The days that are forecast, both included."""

    start = day("First day.")
    end = day("Last day.")


class TopLineSchema(Schema):
    """A line of which much is expected to be hit."""

    line_id = word("Yours.")
    part_number = word("Yours.", null=True)
    score = estimate("The line's own, in points.")
    expected_share_hit = estimate("Mean over the line's purchases, 0..1.")
    score_without = estimate("The BOM's score without this line, in points.")


class SummarySchema(Schema):
    """The short answer, and the default: `?view=full` gives lines, purchases, sources and evidence, too."""

    bom_id = word("Yours.", null=True)
    name = word("Yours.", null=True)
    score = estimate(SCORE_WORDS, null=True)
    band = word(BAND_WORDS, null=True, among=BANDS)
    band_range = band_range()
    interval = estimates(INTERVAL_WORDS, null=True)
    percentile = estimate(PERCENTILE_WORDS, null=True)
    status = word(STATUS_WORDS, among=STATUSES)
    coverage = fields.Nested(CoverageSchema, required=True, metadata=about("How much of the BOM could be scored."))
    unread = fields.List(
        fields.Nested(UnreadLineSchema),
        required=True,
        metadata=about(f"The first {MOST_UNREAD} lines that couldn't be read; `coverage` counts all."),
    )
    reasons = fields.List(
        fields.Nested(ReasonSchema),
        required=True,
        metadata=about(f"Why, in at most {MOST_REASONS} sentences, with the first {MOST_IDS} ids of each kind."),
    )
    top_lines = fields.List(
        fields.Nested(TopLineSchema),
        required=True,
        metadata=about(f"The {MOST_TOP_LINES} lines of which most is expected to be hit."),
    )
    chokepoints = fields.List(
        fields.Nested(ChokepointSchema), required=True, metadata=about("Countries that a shock would come from.")
    )
    messages = fields.List(fields.Nested(MessageSchema), required=True, metadata=about("What should be known beside."))
    data_ages = fields.Nested(DataAgesSchema, required=True, metadata=about("How old what the answer knows is."))
    as_of = day("The day that is scored for.")
    window = fields.Nested(WindowSchema, required=True, metadata=about("What the score looks ahead to."))
    model = fields.Nested(ModelRefSchema, required=True, metadata=about("Which model answered."))
    receipt = word(
        f"Send it to /v1/receipts to recompute this answer. It carries the whole BOM: null where it is longer than "
        f"{LONGEST_RECEIPT:,} characters, `?view=full` then has it.",
        null=True,
    )
    receipt_sha256 = word("Digest of the receipt, there or not: two answers with the same one are the same answer.")


def summary_of(score: Summary) -> dict[str, Any]:
    """What ``SummarySchema`` writes of a score."""
    same = "bom_id name score band band_range interval percentile status coverage top_lines data_ages as_of".split()
    receipt = score.receipt
    return {name: getattr(score, name) for name in same} | {
        "unread": [_unread(line) for line in score.unread[:MOST_UNREAD]],
        "reasons": [_reason(reason) for reason in score.reasons[:MOST_REASONS]],
        "chokepoints": score.chokepoints[:MOST_CHOKEPOINTS],
        "messages": grouped(score.messages, wordings=False),
        "window": {"start": score.window_start, "end": score.window_end},
        "model": score.model,
        "receipt": receipt if len(receipt) <= LONGEST_RECEIPT else None,
        "receipt_sha256": hashlib.sha256(receipt.encode()).hexdigest(),
    }


def _unread(line: UnreadLine) -> dict[str, Any]:
    return {**vars(line), "candidates": line.candidates[:MOST_CANDIDATES]}


def _reason(reason: Reason) -> dict[str, Any]:
    return {name: _first(ids) if name != "text" else ids for name, ids in vars(reason).items()}


def _first(ids: Sequence[str]) -> Sequence[str]:
    return ids[:MOST_IDS]
