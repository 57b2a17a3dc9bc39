"""Forecasts frozen on a day stay as they were."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from datetime import date
from pathlib import Path

import pytest

from service.risk.bundle.versions import FROZEN
from tests.factories import CURRENT, kernel, workspace
from training.publication import frozen
from training.publication.frozen import COLUMNS, FrozenError

DAY = date(2026, 11, 30)
SHIPPED = CURRENT.parent / FROZEN / "current"


@pytest.mark.fit
def test_a_day_is_frozen_once_with_its_digest(tmp_path: Path) -> None:
    path = frozen.freeze(workspace(), kernel(), tmp_path, DAY)
    assert (tmp_path / FROZEN / "current").readlink() == Path(path.name)
    described = json.loads(path.with_suffix(".json").read_text())
    assert described["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert frozen.freeze(workspace(), kernel(), tmp_path, DAY) == path
    path.write_bytes(path.read_bytes() + b"AUS,tin,,0.5,0.1\n")
    with pytest.raises(FrozenError, match="stays as it is"):
        frozen.freeze(workspace(), kernel(), tmp_path, DAY)


def test_the_shipped_forecasts_are_those_that_their_digest_names() -> None:
    content = SHIPPED.read_bytes()
    described = json.loads(SHIPPED.resolve().with_suffix(".json").read_text())
    assert described["sha256"] == hashlib.sha256(content).hexdigest()
    assert len(content) < 300_000


def test_each_row_is_a_probability_of_a_country_and_a_mineral_and_only_rare_earths_have_elements() -> None:
    with SHIPPED.open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert tuple(rows[0]) == COLUMNS
    assert all(0 < float(row["probability"]) < 1 for row in rows)
    assert {row["mineral"] for row in rows if row["element"]} == {"LREE", "HREE"}
    keys = [(row["country"], row["mineral"], row["element"]) for row in rows]
    assert len(set(keys)) == len(keys)


def test_the_codebook_explains_every_column() -> None:
    text = (SHIPPED.parent / "CODEBOOK.md").read_text(encoding="utf-8")
    assert all(f"| `{column}` |" in text for column in COLUMNS)
    assert os.fspath(SHIPPED.resolve().name)[:10] in text
