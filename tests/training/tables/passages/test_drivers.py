"""Passages of the source documents that name a feature as a driver."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.risk.source_shock.features import NAMES
from tests.training.table_cases import copied, repeat, spoil
from training.tables import claims
from training.tables.passages import drivers


def test_every_feature_has_a_passage_and_every_passage_a_document_and_a_place() -> None:
    passages = drivers.load()
    documents = claims.load().documents
    assert tuple(passages) == NAMES
    for feature, passage in passages.items():
        assert passage, feature
        for one in passage:
            assert one["document"] in documents
            assert one["locator"].startswith("s. ")


def test_concentration_is_named_by_the_four_documents_that_speak_of_it() -> None:
    documents = {one["document"] for one in drivers.load()["share"]}
    assert documents == {"doc-000", "doc-001", "doc-003", "doc-004"}


def test_the_four_mechanisms_stand_for_the_countrys_own_record() -> None:
    mechanisms = [p for p in drivers.load()["own_record"] if "of four mechanisms" in p["note"]]
    assert [p["locator"][-1] for p in mechanisms] == ["2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("cells", "words"),
    [({"feature": "weather"}, "feature"), ({"document": "usgs-mcs2026"}, "document"), ({"locator": ""}, "locator")],
)
def test_a_passage_of_something_else_or_nowhere_is_named(tmp_path: Path, cells: dict[str, str], words: str) -> None:
    folder = copied(tmp_path)
    row = spoil(folder, drivers.FILE, "share", **cells)
    assert {(p.row, p.column) for p in drivers.check(folder)} == {(row, words)}


def test_a_passage_given_twice_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    row = repeat(folder, drivers.FILE, "share")
    assert [(p.row, p.column) for p in drivers.check(folder)] == [(row, "locator")]
