"""The table of grades: the shipped one is sound, no pattern can cost much, and each way to break it is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.training.table_cases import copied, repeat, rows_of, spoil
from training.tables import materials
from training.tables.grades import FILE, NOT_SEEN, check, load
from training.tables.reader import EVIDENCE, TableError

GRADES = load()
FIRST = "VACODYM"  # a pattern of its own, and the key of its row


def test_the_shipped_table_is_sound() -> None:
    assert check() == []


def test_every_example_is_read_by_its_own_pattern_and_no_other() -> None:
    for grade in GRADES:
        assert grade.examples, grade.pattern.pattern
        for example in (*grade.examples, *map(str.upper, grade.examples), *map(str.lower, grade.examples)):
            assert [g for g in GRADES if g.pattern.fullmatch(example)] == [grade], example


def test_every_grade_stands_for_a_material_of_the_catalogue() -> None:
    assert {grade.material_id for grade in GRADES} <= {row["id"] for row in materials.load()}


def test_what_nobody_looked_up_is_never_surer_than_from_memory() -> None:
    unseen = [grade for grade in GRADES if NOT_SEEN in grade.source + grade.locator]
    assert unseen
    assert {grade.confidence for grade in unseen} == {"C"}


@pytest.mark.parametrize("text", "S2015 N4021 BMS-24 MQ2 MQ-3 AE41 MC35110 LAC14 H-18B PM2000 G40AH XG-20".split())
def test_a_code_that_is_also_a_part_number_counts_only_beside_what_it_is_of(text: str) -> None:
    assert not [grade.pattern.pattern for grade in GRADES if grade.pattern.fullmatch(text)]


@pytest.mark.parametrize(
    ("text", "material_id"),
    [
        ("VACODYM 688 AP", "ndfeb-sintered-ah"),
        ("NdFeB 280/167", "ndfeb-sintered-sh"),
        ("REFeB 82/68p", "ndfeb-bonded"),
        ("YXG-28H", "sm2co17"),
        ("YXG-28LT", "sm2co17-lt"),
        ("YX-20", "smco5"),
        ("YX-28", "sm2co17"),
        ("EWLa-1", "wl10"),
        ("EWLa-1.5", "wl15"),
        ("WE43B-T6", "we43"),
        ("N-LAK9", "lanthanum-crown-glass"),
        ("N-LASF9", "lanthanum-dense-flint-glass"),
    ],
)
def test_neighbouring_designations_stand_for_different_materials(text: str, material_id: str) -> None:
    assert [grade.material_id for grade in GRADES if grade.pattern.fullmatch(text)] == [material_id]


def test_a_pattern_reads_no_longer_text_than_its_own_characters_allow() -> None:
    """Bounded repeats only: an example repeated to 200 characters is never read whole, whatever the text."""
    for grade in GRADES:
        for example in grade.examples:
            text = (example * 200)[:200]
            longest = max((m.end() - m.start() for m in grade.pattern.finditer(text)), default=0)
            assert longest <= 2 * len(grade.pattern.pattern), (grade.pattern.pattern, example)


@pytest.mark.slow
@pytest.mark.parametrize(
    "pattern",
    [
        "VACODYM.*",
        "VACODYM.+",
        r"VACODYM(?:\d?){3}",
        r"VACODYM(?:\d{1,3}){1,9}",
        r"VACODYM\d{2,}",
        r"VACODYM\d{1,99}",
        r"VACODYM\d??",
        r"VACODYM\d{1,3}?",
        r"(?=V)VACODYM",
        r"(VACODYM)",
        r"(?:VACODYM)\1",
        r"^VACODYM$",
        r"VACODYM(?:",
        r"(?:VACODYM)?",
        "",
    ],
)
def test_a_pattern_that_may_cost_too_much_or_says_nothing_is_refused(tmp_path: Path, pattern: str) -> None:
    folder = copied(tmp_path / "evidence")
    number = spoil(folder, FILE, FIRST, pattern=pattern, examples="VACODYM")
    assert {(p.row, p.column) for p in check(folder)} == {(number, "pattern")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"material_id": "no-such-magnet"}, "material_id"),
        ({"examples": ""}, "examples"),
        ({"examples": "VACODYM | VACOMAX 9"}, "examples"),
        ({"pattern": "VACODYM|Recoma", "examples": "VACODYM | Recoma"}, "examples"),
        ({"pattern": "VACODYM|VN", "examples": "VACODYM | VN"}, "examples"),
        ({"source": ""}, "source"),
        ({"locator": ""}, "locator"),
        ({"locator": f"page 3, {NOT_SEEN}"}, "confidence"),
        ({"confidence": "D"}, "confidence"),
        ({"pattern": "VACODYM|mischmetal"}, "pattern"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, cells: dict[str, str], column: str) -> None:
    folder = copied(tmp_path / "evidence")
    number = spoil(folder, FILE, FIRST, **cells)
    assert (number, column) in [(p.row, p.column) for p in check(folder)]


def test_a_pattern_given_twice_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path / "evidence")
    number = repeat(folder, FILE, FIRST)
    assert (number, "pattern") in [(p.row, p.column) for p in check(folder)]


def test_a_table_that_is_not_sound_as_a_table_is_not_loaded(tmp_path: Path) -> None:
    folder = copied(tmp_path / "evidence")
    (folder / FILE).write_text("pattern,material_id\n", encoding="utf-8")
    with pytest.raises(TableError):
        load(folder)


def test_a_row_is_one_pattern_with_its_cells_as_written() -> None:
    written = {row["pattern"]: row for row in rows_of(EVIDENCE, FILE)}
    for grade in GRADES:
        row = written[grade.pattern.pattern]
        assert (grade.material_id, grade.note) == (row["material_id"], row["note"])
        assert grade.pattern.flags & re.IGNORECASE
