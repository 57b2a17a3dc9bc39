"""The table of materials: the shipped one is sound, and each way to break it is named."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from service.risk.materials.catalogue import Catalogue
from training.tables.materials import COLUMNS, TABLE, check, load
from training.tables.reader import TableError

ROW = {
    "id": "some-alloy",
    "name": "some alloy",
    "material_class": "alloy",
    "form": "alloy",
    "formula": "",
    "composition": "Nd 0.2 0.3 0.4",
    "aliases": "SA|S-alloy",
    "cas": "",
    "nature": "engineering estimate",
    "source": "engineering estimate",
    "locator": "range of makers",
    "confidence": "C",
    "note": "",
}


def table(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "materials.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_shipped_table_is_sound() -> None:
    assert check() == []


def test_every_shipped_row_becomes_a_material() -> None:
    rows = load()
    assert len(Catalogue.from_rows(rows).materials) == len(rows)


def test_no_unverified_figure_is_shipped_without_being_called_an_estimate_or_a_range() -> None:
    for row in load():
        assert (row["confidence"] == "C") == (row["nature"] in ("engineering estimate", "range")), row["id"]


def test_a_range_never_answers_to_a_name_and_says_what_would_settle_it() -> None:
    rows = load()
    known = Catalogue.from_rows(rows)
    ranges = [row for row in rows if row["nature"] == "range"]
    assert {"permanent-magnet", "rare-earth-magnet", "bonded-magnet", "mlcc-any"} <= {row["id"] for row in ranges}
    for row in ranges:
        assert row["note"], row["id"]
        for name in (row["name"], *row["aliases"]):
            reading = known.ranged(name)
            assert known.named(name) is None, name
            assert reading is not None, name
            assert reading.id == row["id"], name


@pytest.mark.slow
@pytest.mark.parametrize("text", [*"WS2 GZO TAG BOSE LPS LSC TDF MSR Y123 LMA".split(), "CE magnet", "alloy 230"])
def test_an_acronym_that_is_better_known_for_something_else_names_no_material(text: str) -> None:
    """Tungsten disulfide, doped zinc oxide, an RFID tag, a loudspeaker, a sulfide electrolyte and so on."""
    assert Catalogue.from_rows(load()).named(text) is None


def test_a_range_makes_no_magnet_hold_what_only_another_kind_holds() -> None:
    rows = [row for row in load() if row["id"] in ("sm2co17", "smco5", "permanent-magnet")]
    assert Catalogue.from_rows(rows).companions("Sm") == {"Gd", "Er", "Pr"}


def test_a_name_that_says_too_little_brings_no_suggestion_of_a_range() -> None:
    known = Catalogue.from_rows(load())
    ranges = {m.name for m in known.materials.values() if m.nature == "range"}
    assert not ranges & set(known.near("permanent magnets, kind open"))


@pytest.mark.parametrize(
    "cells",
    [
        {"nature": "range", "note": ""},
        {"nature": "range", "note": "state the kind", "confidence": "B"},
        {"composition": "Nd 0 0 0.33; Sm 0 0 0.38"},
    ],
)
def test_a_material_that_may_hold_nothing_is_a_range_with_what_settles_it(
    tmp_path: Path, cells: dict[str, str]
) -> None:
    sound = ROW | {"nature": "range", "composition": "Nd 0 0 0.33; Sm 0 0 0.38", "note": "state the kind"}
    assert check(table(tmp_path, sound)) == []
    assert [p.row for p in check(table(tmp_path, ROW | cells))] == [2]


def test_a_sound_row_has_no_problem(tmp_path: Path) -> None:
    assert check(table(tmp_path, ROW)) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("form", "liquid"),
        ("nature", "guess"),
        ("confidence", "D"),
        ("confidence", ""),
        ("source", ""),
        ("locator", ""),
        ("id", "Some Alloy"),
        ("composition", ""),
        ("composition", "Nd 0.4 0.3 0.2"),
        ("composition", "Nd 0.2 0.3"),
        ("composition", "Nd 0.2 0.3 1.4"),
        ("composition", "Nd NaN 0.3 0.4"),
        ("composition", "Nd a b c"),
        ("composition", "Fe 0.2 0.3 0.4"),
        ("composition", "Nd 0.1 0.2 0.3; Nd 0.1 0.2 0.3"),
        ("composition", "Nd 0.5 0.6 0.7; Pr 0.5 0.6 0.7"),
        ("formula", "Dy2O3"),
        ("nature", "published"),
    ],
)
def test_a_broken_cell_is_named_with_its_row_and_a_fix(tmp_path: Path, column: str, value: str) -> None:
    problems = check(table(tmp_path, ROW | {column: value}))
    assert problems
    assert all(p.row == 2 and p.file == "materials.csv" and p.fix for p in problems)
    with pytest.raises(TableError):
        load(table(tmp_path, ROW | {column: value}))


def test_an_alias_belongs_to_one_material_whatever_its_spelling(tmp_path: Path) -> None:
    other = ROW | {"id": "other", "name": "other alloy", "aliases": "s alloy"}
    problems = check(table(tmp_path, ROW, other))
    assert [(p.row, p.column) for p in problems] == [(3, "aliases")]
    assert "row 2" in problems[0].problem


def test_another_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "materials.csv"
    path.write_text("id,name\n", encoding="utf-8")
    assert check(path)[0].row == 1


def test_only_a_definition_may_hold_no_rare_earth(tmp_path: Path) -> None:
    empty = ROW | {"composition": "", "nature": "definition", "confidence": "B"}
    assert check(table(tmp_path, empty)) == []
    assert check(table(tmp_path, empty | {"nature": "published"}))
    assert check(table(tmp_path, empty | {"composition": "Nd 0.2 0.3 0.4"}))
    assert check(table(tmp_path, empty | {"formula": "Fe2O3"}))


@pytest.mark.parametrize("alias", ["N42SH", "Ho", "holmium", "1308-87-8", "Dy2O3", "HTS 2846.10.0010", "Y30BH"])
def test_an_alias_that_is_read_as_something_else_is_refused(tmp_path: Path, alias: str) -> None:
    known = [row for row in rows() if row["id"] in ("dysprosium-oxide", "ndfeb-sintered-sh")]
    known = [row | {"aliases": ""} for row in known]
    bad = ROW | {"material_class": "phosphor", "form": "oxide", "composition": "Y 0.3 0.4 0.5", "aliases": alias}
    problems = check(table(tmp_path, *known, bad))
    assert [(p.column, p.row) for p in problems] == [("aliases", 4)]
    assert repr(alias) in problems[0].problem


def test_a_form_that_no_other_material_of_the_class_has_is_refused(tmp_path: Path) -> None:
    bad = ROW | {"material_class": "phosphor", "form": "magnet"}
    problems = check(table(tmp_path, *rows(), bad))
    assert [(p.column, p.problem) for p in problems] == [("form", "no other phosphor is bought as magnet")]


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
