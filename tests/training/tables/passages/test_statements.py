"""The table of statements: every passage has its place, every id leads somewhere, no practice is missing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from service.risk.evidence.statements import TOPICS
from tests.training.table_cases import copied, spoil
from training.tables.passages import statements


def test_the_table_is_sound() -> None:
    assert statements.check() == []


def test_every_topic_and_every_document_is_there() -> None:
    rows = statements.load()
    assert {row["topic"] for row in rows} == set(TOPICS)
    assert {row["document"] for row in rows} == {f"doc-00{n}" for n in range(5)}


@pytest.mark.parametrize(
    ("topic", "document", "count"),
    [
        ("control_mechanism", "doc-001", 4), ("indicator", "doc-001", 5), ("sector", "doc-001", 4),
        ("scenario", "doc-001", 3), ("scenario", "doc-000", 3),
    ],
)  # fmt: skip
def test_counted_lists_are_complete(topic: str, document: str, count: int) -> None:
    counted = Counter((row["topic"], row["document"]) for row in statements.load())
    assert counted[topic, document] == count


def test_a_quota_told_in_the_present_is_contradicted_by_the_register() -> None:
    (quota,) = [row for row in statements.load() if row["statement"].startswith("Quota:")]
    assert (quota["verdict"], quota["beside"]) == ("contradicted", "CN-QUOTA-END-2015")


def test_a_licence_for_every_shipment_is_contradicted_by_the_register() -> None:
    (licence,) = [row for row in statements.load() if row["statement"].startswith("Licence:")]
    assert licence["verdict"] == "contradicted"
    assert "CN-GL-2025-12" in licence["beside"].split()


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"topic": "stocks"}, "topic"),
        ({"statement": ""}, "statement"),
        ({"statement": "word " * 41}, "statement"),
        ({"locator": ""}, "locator"),
        ({"document": "usgs-mcs2026"}, "document"),
        ({"scope": "Xx"}, "scope"),
        ({"stage": "refining"}, "stage"),
        ({"geography": "China"}, "geography"),
        ({"verdict": "true"}, "verdict"),
        ({"verdict": "agrees", "beside": ""}, "beside"),
        ({"verdict": "agrees", "beside": "doc-001-07"}, "verdict"),
        ({"beside": "doc-000-99"}, "beside"),
    ],
)
def test_a_bad_cell_is_named(tmp_path: Path, cells: dict[str, str], column: str) -> None:
    folder = copied(tmp_path)
    row = spoil(folder, statements.FILE, "doc-000-s15", **cells)
    assert {(p.row, p.column) for p in statements.check(folder)} == {(row, column)}
