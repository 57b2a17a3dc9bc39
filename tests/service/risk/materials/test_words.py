"""Words of descriptions: how they are found, split and put in order."""

from __future__ import annotations

import pytest

from service.risk.materials.wording.description import described
from service.risk.materials.wording.words import LONGEST, Role, Vocabulary, folded, straightened


def row(concept: str, role: str, words: str) -> dict[str, str]:
    return {"concept": concept, "role": role, "words": words}


VOCABULARY = Vocabulary(
    [
        row("cerium", "element", "cerium|cer|cérium|铈"),
        row("neodymium", "element", "neodym|néodyme|钕"),
        row("dysprosium", "element", "dysprosium|镝"),
        row("oxide", "form", "oxide|oxid|oxyde|氧化"),
        row("magnet", "material", "magnet|aimant|磁铁"),
        row("NdFeB", "material", "ndfeb|钕铁硼"),
        row("rare earth", "material", "seltenerd|稀土"),
        row("disc", "shape", "disc|scheibe|disque"),
        row("nickel plated", "coating", "vernickelt|nickel plated"),
        row("of", "link", "de|of|von|and|und"),
        row("for", "for", "for|für|用于"),
        row("for", "for", "用"),
        row("without", "without", "without|ohne|sans|无"),
        row("free", "without", "free|frei"),
        row("or", "doubt", "or|oder"),
        row("motor", "assembly", "motor|电机"),
        row("steel", "harmless", "steel|stahl"),
        row("fastener", "harmless", "screw|schraube"),
        row("lead", "harmless", "lead"),
        row("temperature", "property", "max|°c"),
    ],
    [{"pattern": r"M\d{1,2}(?:x\d{1,3}){0,1}", "role": "harmless", "concept": "fastener"}],
)


def concepts(text: str) -> list[str]:
    words = VOCABULARY.words_of(straightened(text))
    return [word.concept or word.written for word in words if word.written not in ",;"]


def test_the_longest_word_of_the_table_is_found_wherever_words_part(subtests: pytest.Subtests) -> None:
    for text, expected in (
        ("nickel plated magnet", ["nickel plated", "magnet"]),
        ("Magnet,NdFeB;disc", ["magnet", "NdFeB", "disc"]),
        ("magnet_disc", ["magnet", "disc"]),
        ("discs", ["disc"]),
        ("discovery", ["discovery"]),
        ("钕铁硼磁铁", ["NdFeB", "magnet"]),
        ("钕磁铁 foo", ["neodymium", "magnet", "foo"]),
        ("M6x20 screw", ["fastener", "fastener"]),
        ("XM6x20", ["XM6x20"]),
    ):
        with subtests.test(text=text):
            assert concepts(text) == expected


def test_a_compound_is_split_only_where_stems_cover_it(subtests: pytest.Subtests) -> None:
    for text, expected in (
        ("Scheibenmagnet", ["disc", "magnet"]),
        ("Stahlschrauben", ["steel", "fastener"]),
        ("Seltenerdmagnete", ["rare earth", "magnet"]),
        ("dysprosiumfrei", ["dysprosium", "free"]),
        ("Scheibenwischer", ["Scheibenwischer"]),
    ):
        with subtests.test(text=text):
            assert concepts(text) == expected


def test_no_letter_of_a_description_is_left_out() -> None:
    text = "钐钴磁铁 Ωfoo ≠ 30SH (bar) 'q' ж"
    told = "".join(word.written for word in VOCABULARY.words_of(straightened(text)))
    assert set(text) - set(told) <= {" "}


def test_folding_keeps_every_place() -> None:
    text = straightened("Straße İ ﬁn N°5 Ⅷ")
    assert len(folded(text)) == len(text)
    assert len(straightened("x" * 999)) == LONGEST


def test_a_form_before_its_elements_goes_behind_them() -> None:
    for text in ("oxyde de cérium", "氧化铈", "OXIDE, CERIUM", "Ceroxid"):
        assert described(text, VOCABULARY).core() == "cerium oxide", text


def test_what_is_said_to_be_absent_is_taken_as_absent(subtests: pytest.Subtests) -> None:
    for text in ("NdFeB ohne Dysprosium", "dysprosiumfrei NdFeB", "NdFeB sans Dy", "无镝 NdFeB", "NdFeB, Dy-free"):
        with subtests.test(text=text):
            about = described(text, VOCABULARY)
            assert (about.absent, about.doubtful) == (("dysprosium",), "")


def test_lead_free_says_nothing_of_rare_earths_and_without_a_material_is_doubtful() -> None:
    assert described("lead free screw", VOCABULARY).doubtful == ""
    assert described("without NdFeB", VOCABULARY).doubtful
    assert described("cerium oxide free", VOCABULARY).doubtful


def test_what_a_part_is_for_is_set_apart_in_either_order() -> None:
    for text in ("magnet for motor", "Magnet für Motor", "磁铁用于电机", "电机用磁铁"):
        about = described(text, VOCABULARY)
        assert [word.concept for word in about.words] == ["magnet"], text
        assert [word.concept for word in about.purpose] == ["motor"], text


def test_a_number_beside_a_shape_or_a_property_is_set_aside_and_others_stay() -> None:
    about = described("NdFeB disc 12 max 200 °C 77", VOCABULARY)
    assert [word.written for word in about.essential if word.role is Role.OTHER] == []
    assert [word.written for word in described("NdFeB 77 foo", VOCABULARY).essential] == ["NdFeB", "77", "foo"]
