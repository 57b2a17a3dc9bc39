"""What real bills of materials say, line by line: tests/data/real_lines.csv, and what must never be guessed."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import periodictable
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.risk.bom import Line
from service.risk.materials.chemistry.stoichiometry import OXIDES, SALTS
from service.risk.materials.composition import CONFIDENCES, METHODS, Resolved, Unresolved
from service.risk.materials.wording.spelling import closest
from service.risk.vocabulary import ELEMENTS, Form
from tests.drawn import drawn
from tests.factories import catalogue, resolver
from training.tables.materials import load

TABLE = Path(__file__).parents[3] / "data" / "real_lines.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
NAMES = {e.symbol: e.name for e in ELEMENTS.values()}
OTHERS = sorted({e.name for e in periodictable.elements if e.number > 0} - set(NAMES.values()))


def read(text: str) -> Resolved | Unresolved:
    return resolver().resolve(Line("1", material=text))


@pytest.mark.slow
def test_a_real_description_is_read_as_what_it_is_or_left_open_for_the_reason_that_it_has(
    subtests: pytest.Subtests,
) -> None:
    for row in ROWS:
        with subtests.test(row=row):
            reading = read(row["material"])
            if row["form"] == "unresolved":
                assert isinstance(reading, Unresolved), reading
                assert reading.reason == row["read_by"]
                assert reading.detail
                assert len(reading.near) <= 5
            else:
                assert isinstance(reading, Resolved), reading
                assert set(reading.composition.elements) == set(row["elements"].split())
                low, form = reading.confidence == "low", reading.bought_as or "none"
                assert ("low" if low else form, reading.method) == (row["form"], row["read_by"])
                assert reading.confidence in CONFIDENCES


def test_the_table_covers_every_way_of_reading_and_enough_that_must_stay_open() -> None:
    methods = Counter(row["read_by"] for row in ROWS)
    assert set(METHODS) - {"composition"} <= set(methods)
    assert sum(row["form"] == "unresolved" for row in ROWS) >= 40
    assert len(ROWS) - sum(row["form"] == "unresolved" for row in ROWS) >= 150
    assert len({row["material"] for row in ROWS}) == len(ROWS)


SUBSTANCES = ("{} oxide", "{} metal", "{} chloride", "{} carbonate", "{} fluoride", "{} nitrate hexahydrate", "{}",
              "{} oxide 99.9 %", "high purity {} oxide powder", "{}(III) oxide", "{} metal ingot, 3N")  # fmt: skip


@st.composite
def misspelt(draw: st.DrawFn, word: str) -> str:
    """The word with one or two letters left out, doubled, swapped or replaced."""
    letters = list(word)
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(letters) - 2))
        change = draw(st.sampled_from(("drop", "double", "swap", "replace")))
        if change == "drop":
            del letters[at]
        elif change == "double":
            letters.insert(at, letters[at])
        elif change == "swap":
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            letters[at] = draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    return "".join(letters)


@pytest.mark.slow
@settings(max_examples=drawn(400))
@given(st.sampled_from(list(ELEMENTS)), st.sampled_from(SUBSTANCES), st.data())
def test_a_misspelt_element_is_never_read_as_another(symbol: str, substance: str, data: st.DataObject) -> None:
    wrong = data.draw(misspelt(NAMES[symbol]))
    if wrong in NAMES.values():
        return  # the slip made another element's own name: nobody can tell
    if next(iter(closest(wrong, NAMES.values(), least=0.0))) != NAMES[symbol]:
        return  # two slips made it nearer to another: cebrium
    reading = read(substance.format(wrong))
    if isinstance(reading, Resolved):
        assert reading.composition.elements == (symbol,)
        assert (reading.method, reading.confidence) != ("exact name", "certain")


@pytest.mark.slow
@settings(max_examples=drawn(300))
@given(st.sampled_from(OTHERS), st.sampled_from(SUBSTANCES), st.booleans(), st.data())
def test_another_element_is_never_read_as_a_rare_earth(
    name: str, substance: str, wrong: bool, data: st.DataObject
) -> None:
    written = data.draw(misspelt(name)) if wrong else name
    if written.capitalize() in ELEMENTS or written.lower() in {element.name for element in ELEMENTS.values()}:
        return  # the slips made a rare earth's own symbol or name, cerium of cesium: nobody can tell
    reading = read(substance.format(written))
    assert isinstance(reading, Unresolved) or not reading.composition.fractions


@pytest.mark.slow
@given(st.sampled_from(list(ELEMENTS)), st.sampled_from(list(ELEMENTS)))
def test_two_elements_side_by_side_are_never_read_as_one(one: str, two: str) -> None:
    if one == two:
        return
    for text in (
        f"{NAMES[one]} oxide {OXIDES[two]}",
        f"{OXIDES[one]} ({NAMES[two]} oxide)",
        f"{NAMES[one]} or {NAMES[two]} oxide",
        f"{NAMES[one]} oxide {catalogue().materials[f'{NAMES[two]}-oxide'].cas[0]}",
        f"{one}/{two} oxide",
    ):
        reading = read(text)
        assert isinstance(reading, Unresolved) or {one, two} <= set(reading.composition.elements), text


@pytest.mark.slow
def test_every_salt_of_every_rare_earth_is_read_by_its_name_and_by_its_symbol(subtests: pytest.Subtests) -> None:
    for anion in SALTS:
        for symbol in ELEMENTS:
            with subtests.test(symbol=symbol, anion=anion):
                for text in (
                    f"{NAMES[symbol]} {anion}",
                    f"{symbol} {anion}",
                    f"{NAMES[symbol]}(III) {anion} anhydrous",
                ):
                    reading = read(text)
                    assert isinstance(reading, Resolved), text
                    assert reading.composition.elements == (symbol,)
                    assert reading.form == Form.COMPOUND


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("yterbium oxide", {"ytterbium oxide", "terbium oxide"}),
        ("erbum oxide", {"erbium oxide", "terbium oxide"}),
        ("didymium", {"NdPr metal (didymium)", "NdPr oxide (didymium oxide)"}),
        ("REBCO tape", {"GdBCO coated tape", "YBCO coated tape"}),
        ("N42SH rotor", {"sintered NdFeB magnet, suffix SH"}),
    ],
)
def test_what_could_be_two_is_refused_with_both_offered(text: str, near: set[str]) -> None:
    reading = read(text)
    assert isinstance(reading, Unresolved)
    assert near <= set(reading.near)


def test_the_form_on_the_line_decides_what_a_name_leaves_open() -> None:
    for form, material in (("oxide", "didymium-oxide"), ("metal", "didymium-metal")):
        reading = resolver().resolve(Line("1", material="NdPr", form=form))
        assert isinstance(reading, Resolved)
        assert (reading.material_id, reading.form) == (material, form)


@pytest.mark.parametrize(
    ("text", "confidence", "codes"),
    [
        ("dysprosium oxide", "certain", set()),
        ("Dysprosium oxide 99.9 %", "high", {"words_ignored"}),
        ("disprosium oxide", "high", {"spelling_corrected", "words_ignored"}),
        ("N42SH", "certain", {"possible_element", "uncertain_element", "engineering_estimate"}),
        ("dysprosium", "moderate", {"assumed_form"}),
        ("lanthanum chloride", "moderate", {"hydrate_unknown"}),
        ("CN 2846 90 40", "moderate", {"compound_unknown"}),
    ],
)
def test_how_surely_a_line_was_read_says_what_was_left_out_or_assumed(
    text: str, confidence: str, codes: set[str]
) -> None:
    reading = read(text)
    assert isinstance(reading, Resolved)
    assert reading.confidence == confidence
    assert {note.code for note in reading.messages} - {"words_ignored"} == codes - {"words_ignored"}


def test_a_code_that_leaves_the_element_open_names_the_elements_to_choose_from() -> None:
    reading = read("CN 2846 90 60")
    assert isinstance(reading, Unresolved)
    assert "Gd, Tb, Dy" in reading.detail
    assert "Combined Nomenclature 2023" in reading.detail
    differs = read("2846.10.0010")
    assert isinstance(differs, Unresolved)
    assert "HTS or TARIC" in differs.detail


@pytest.mark.slow
def test_every_name_and_alias_of_the_catalogue_is_read_as_its_own_material(subtests: pytest.Subtests) -> None:
    for row in (row for row in load() if row["nature"] != "range"):
        with subtests.test(row=row):
            for name in (row["name"], *row["aliases"]):  # type: ignore[misc]
                reading = read(str(name))
                assert isinstance(reading, Resolved), name
                assert reading.material_id == row["id"] or re.fullmatch(r"\d{1,2}(SH|UH|EH)", str(name)), name
