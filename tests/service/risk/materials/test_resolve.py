"""The resolver: what real names resolve to, and what it refuses to guess."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.risk.bom import Line
from service.risk.materials.chemistry.stoichiometry import ATOMIC_WEIGHTS, OXIDES, FormulaError, mass_fractions
from service.risk.materials.composition import Resolved, Unresolved
from service.risk.materials.contained_amounts import TREO, counted_share
from service.risk.materials.wording.spelling import SPELLINGS, closest
from service.risk.vocabulary import ELEMENTS, Form
from tests.factories import catalogue, resolver
from training.tables.materials import load

SUFFIXES = ["", "M", "H", "SH", "UH", "EH", "AH"]


def resolved(**line: object) -> Resolved:
    reading = resolver().resolve(Line("1", **line))  # type: ignore[arg-type]
    assert isinstance(reading, Resolved), reading
    return reading


def unresolved(**line: object) -> Unresolved:
    reading = resolver().resolve(Line("1", **line))  # type: ignore[arg-type]
    assert isinstance(reading, Unresolved), reading
    return reading


def codes(reading: Resolved) -> set[str]:
    return {note.code for note in reading.messages}


LISTED = {
    "NdFeB N42SH": ("magnet", "Nd Pr Dy"),
    "N42SH": ("magnet", "Nd Pr Dy"),
    "neo magnet N52": ("magnet", "Nd Pr"),
    "sintered NdFeB 48H": ("magnet", "Nd Pr Dy"),
    "NdFeB 3% Dy": ("magnet", "Nd Pr Dy"),
    "bonded NdFeB": ("magnet", "Nd Pr"),
    "SmCo5": ("magnet", "Sm"),
    "Sm2Co17": ("magnet", "Sm"),
    "mischmetal": ("alloy", "La Ce"),
    "didymium oxide": ("oxide", "Nd Pr"),
    "NdPr oxide": ("oxide", "Nd Pr"),
    "NdPr metal": ("alloy", "Nd Pr"),
    "ferro-dysprosium": ("alloy", "Dy"),
    "NiMH AB5 alloy": ("alloy", "La Ce Pr Nd"),
    "FCC catalyst": ("compound", "La Ce"),
    "three-way catalyst washcoat": ("compound", "La Ce"),
    "CeO2 polishing powder": ("oxide", "La Ce"),
    "YSZ 3 mol%": ("oxide", "Y"),
    "YSZ 8 mol %": ("oxide", "Y"),
    "YAG": ("oxide", "Y"),
    "Nd:YAG": ("oxide", "Y Nd"),
    "YOX": ("oxide", "Y Eu"),
    "LAP": ("oxide", "La Ce Tb"),
    "BAM": ("oxide", "Eu"),
    "CAT": ("oxide", "Ce Tb"),
    "Al-Sc": ("alloy", "Sc"),
    "LaNi5": ("alloy", "La"),
    "GdBCO tape": ("compound", "Gd"),
    "YBCO tape": ("compound", "Y"),
    "lanthanum glass": ("oxide", "La"),
    "Gd contrast agent": ("compound", "Gd"),
    "dysprosium oxide": ("oxide", "Dy"),
    "Dy2O3": ("oxide", "Dy"),
    "1308-87-8": ("oxide", "Dy"),
    "dysprosium chloride": ("compound", "Dy"),
    "LaCl3·7H2O": ("compound", "La"),
}


def test_the_materials_of_real_boms_resolve_to_their_elements_and_form(subtests: pytest.Subtests) -> None:
    for name, (form, elements) in LISTED.items():
        with subtests.test(name=name):
            reading = resolved(material=name)
            assert reading.form == form
            assert set(reading.composition.elements) == set(elements.split())


def test_every_rare_earth_resolves_as_oxide_and_metal_by_name_formula_and_cas(subtests: pytest.Subtests) -> None:
    for symbol in ELEMENTS:
        with subtests.test(symbol=symbol):
            name = ELEMENTS[symbol].name
            oxide, metal = catalogue().materials[f"{name}-oxide"], catalogue().materials[f"{name}-metal"]
            by_element = resolved(element=symbol, form="oxide").composition
            for text in (f"{name} oxide", f"{symbol} oxide", OXIDES[symbol], oxide.cas[0]):
                assert resolved(material=text).composition == by_element
            for text in (f"{name} metal", name, symbol, metal.cas[0]):
                reading = resolved(material=text)
                assert reading.form == Form.METAL
                assert reading.composition[symbol].central == 1


@pytest.mark.slow
@given(
    st.integers(35, 55),
    st.sampled_from(SUFFIXES),
    st.sampled_from(["{}", "NdFeB {}", "sintered Nd-Fe-B, {}", "neo magnet {}"]),
)
def test_the_way_a_grade_is_written_does_not_matter(energy: int, suffix: str, template: str) -> None:
    plain = resolved(material=f"N{energy}{suffix}")
    for grade in (f"N{energy}{suffix}", f"n-{energy}-{suffix.lower()}", f" N {energy} {suffix}"):
        assert resolved(material=template.format(grade)).material_id == plain.material_id
    assert (plain.method, plain.confidence) == ("grade", "certain")
    assert "engineering_estimate" in codes(plain)


def test_a_higher_coercivity_class_holds_no_less_dysprosium() -> None:
    shares = [dict(resolved(material=f"N42{s}").composition.fractions).get("Dy") for s in SUFFIXES]
    for point in ("low", "central", "high"):
        values = [getattr(share, point) if share else Decimal(0) for share in shares]
        assert values == sorted(values)


def test_a_stated_share_replaces_the_grades_own_and_neodymium_makes_room() -> None:
    reading = resolved(material="NdFeB N42SH 3% Dy 0.5 wt% terbium").composition
    grade = resolved(material="N42SH").composition
    assert reading["Dy"].low == reading["Dy"].high == Decimal("0.03")
    assert reading["Tb"].central == Decimal("0.005")
    total = sum(f.central for _, f in grade.fractions)
    assert abs(sum(f.central for _, f in reading.fractions) - total) < Decimal("0.00001")
    assert unresolved(material="NdFeB 45% Dy").reason == "contradiction"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Neodynium Oxide", "neodymium oxide"),
        ("dysprosim-metal", "dysprosium metal"),
        ("praseodinium oxide 99.9%", "praseodymium oxide"),
        ("Dysprosium Oxide Powder, >= 99.99 %", "dysprosium oxide"),
        ("Dy2O3 4N", "dysprosium oxide"),
        ("gadolinium oxide (Gd2O3)", "gadolinium oxide"),
        ("CeO₂", "cerium oxide"),
        ("Yttria Stabilised Zirconia 3 mol %", "YSZ 3 mol%"),
        ("samarium cobalt 2:17", "Sm2Co17"),
        ("NdFeB N42SH, nickel coated", "N42SH"),
        ("NdFeB N50 (3% Dy)", "NdFeB N50 3% Dy"),
        ("SmCo28", "Sm2Co17"),
        ("SmCo 18", "SmCo5"),
    ],
)
def test_spelling_purity_and_brackets_do_not_change_what_a_name_means(written: str, meant: str) -> None:
    assert resolved(material=written).composition == resolved(material=meant).composition


def test_a_corrected_spelling_is_nearest_to_the_element_it_is_read_as(subtests: pytest.Subtests) -> None:
    for wrong in [w for w, right in SPELLINGS.items() if right in {e.name for e in ELEMENTS.values()}]:
        with subtests.test(wrong=wrong):
            names = [e.name for e in ELEMENTS.values()] + ["cesium", "thorium", "barium", "strontium", "rhodium"]
            assert list(closest(wrong, names, least=0)) == [SPELLINGS[wrong]]


@pytest.mark.parametrize(
    "name",
    [
        "yterbium oxide",
        "unobtainium",
        "NdPr",
        "gizmo",
        "ErP500",
        "cesium oxide",
    ],
)
def test_an_unknown_or_ambiguous_name_is_never_guessed(name: str) -> None:
    reading = unresolved(material=name)
    assert reading.reason == "unknown_material"
    assert len(reading.near) <= 5
    assert "element" in reading.detail


def test_a_bracket_that_is_not_understood_is_mentioned() -> None:
    assert "bracket_ignored" in codes(resolved(material="NdFeB N42SH (drawing 77)"))


def test_near_matches_are_suggestions_only() -> None:
    reading = unresolved(material="yterbium oxide")
    assert {"ytterbium oxide", "terbium oxide"} <= set(reading.near)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("284690", "code_not_specific"),
        ("HS 2846.90", "code_not_specific"),
        ("CN 3815 19", "code_not_specific"),
        ("1308-87-9", "unknown_cas"),
        ("64-19-7", "unknown_cas"),
        ("NdFeB N90SH", "unknown_grade"),
        ("Nd2O3 (Dy2O3)", "contradiction"),
        ("Nd2O3 Dy2O3", "contradiction"),
    ],
)
def test_what_cannot_be_one_material_says_why(name: str, reason: str) -> None:
    assert unresolved(material=name).reason == reason


@pytest.mark.parametrize(
    ("formula", "form"),
    [
        ("Dy2O3", "oxide"),
        ("CeO2", "oxide"),
        ("Nd2(C2O4)3", "compound"),
        ("LaNi5", "alloy"),
        ("Nd2Fe14B", "alloy"),
        ("Y3Al5O12", "oxide"),
        ("Y2.94Ce0.06Al5O12", "oxide"),
        ("Lu2SiO5", "oxide"),
        ("Gd2O2S", "oxide"),
        ("Gd2(SO4)3", "compound"),
        ("Nd(OH)3", "compound"),
        ("LaPO4", "compound"),
        ("Sm2Fe17N3", "alloy"),
        ("LaB6", "compound"),
        ("Ce0.9Gd0.1O1.95", "oxide"),
        ("Nd", "metal"),
    ],
)
def test_the_form_follows_from_the_formula(formula: str, form: str) -> None:
    reading = resolved(formula=formula)
    assert reading.form == form
    assert reading.figures == (ATOMIC_WEIGHTS,)


def test_bound_water_lowers_the_share_of_the_rare_earth() -> None:
    wet = [mass_fractions(f)["La"] for f in ("LaCl3·7H2O", "LaCl3.7H2O", "LaCl3*7H2O", "LaCl3+7H2O")]
    assert len(set(wet)) == 1
    assert wet[0] < mass_fractions("LaCl3")["La"]
    chloride = resolved(material="lanthanum chloride").composition["La"]
    assert chloride.low == wet[0]
    assert chloride.high == mass_fractions("LaCl3")["La"]


@pytest.mark.parametrize("text", ["", "Nd0", "(Nd)0", "Nd0.0.1", "Nd[2]O3", "(Nd", "()", "D2O", "X", "+", "N d"])
def test_a_malformed_formula_is_refused(text: str) -> None:
    assert unresolved(formula=text or " ").reason == "unknown_formula"


@given(st.text("NdOHC0123456789.()[]+· ", max_size=30))
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    try:
        shares = mass_fractions(text)
    except FormulaError:
        return
    assert abs(sum(shares.values()) - 1) < Decimal("0.0001")


@pytest.mark.slow
@given(st.text(max_size=60))
def test_any_name_is_resolved_or_explained(text: str) -> None:
    reading = resolver().resolve(Line("1", material=text))
    if isinstance(reading, Unresolved):
        assert reading.detail


def test_promethium_is_refused_and_no_rare_earth_adds_no_hazard() -> None:
    assert unresolved(formula="Pm2O3").reason == "radioactive"
    assert unresolved(element="Pm", form="oxide").reason == "unknown_element"
    assert unresolved(formula="NotAFormula").reason == "unknown_formula"
    reading = resolved(formula="Al2O3")
    assert reading.composition.elements == ()
    assert codes(reading) == {"no_rare_earth"}


@pytest.mark.parametrize("form", ["magnet", "alloy", "compound", "ore"])
def test_a_bare_element_in_a_product_is_read_as_mass_of_the_element_and_says_so(form: str) -> None:
    reading = resolved(element="Dy", form=form)
    assert reading.composition["Dy"].central == 1
    assert codes(reading) == {"content_as_element"}


def test_an_explicit_composition_is_checked_and_its_form_stated() -> None:
    parts = (
        ("Nd", Decimal("0.285")),
        ("Dy", Decimal("0.03")),
        ("Fe", Decimal("0.67")),
        ("B", Decimal("0.01")),
    )
    assert resolved(composition=parts, form="magnet").composition.elements == ("Nd", "Dy")
    assert codes(resolved(composition=parts)) == {"assumed_form"}
    assert unresolved(composition=(("Nd", Decimal(30)),)).reason == "invalid_composition"
    assert unresolved(composition=(("Nd", Decimal("0.6")), ("Fe", Decimal("0.5")))).reason == "invalid_composition"
    assert unresolved(composition=(("Xx", Decimal("0.5")),)).reason == "unknown_element"


def test_two_descriptions_that_contradict_each_other_are_not_resolved() -> None:
    assert unresolved(material="NdFeB N42SH", form="oxide").reason == "contradiction"
    assert unresolved(material="Dy2O3", element="Nd", form="oxide").reason == "contradiction"
    assert resolved(formula="Nd2Fe14B", form="magnet").form == Form.MAGNET
    assert resolved(material="dysprosium", form="oxide").form == Form.OXIDE
    assert codes(resolved(material="part 77", element="Dy", form="oxide")) == {"material_ignored"}


def test_a_line_without_description_says_what_would_resolve_it() -> None:
    reading = unresolved()
    assert reading.reason == "undescribed"
    assert "formula" in reading.detail
    assert unresolved(element="Dy").reason == "missing_form"


def test_an_element_that_may_be_present_is_mentioned_and_not_scored() -> None:
    reading = resolved(material="NdFeB N42SH")
    assert "Tb" not in reading.composition.elements
    assert "Tb" in reading.composition.possible
    assert "possible_element" in codes(reading)


def test_every_figure_of_an_answer_can_be_looked_up_with_its_source() -> None:
    for name in LISTED:
        for figure in resolved(material=name).figures:
            assert catalogue().figure(figure)


@pytest.mark.slow
def test_a_substance_has_the_same_form_by_formula_and_by_name(subtests: pytest.Subtests) -> None:
    for row in [row for row in load() if row["formula"]]:
        with subtests.test(row=row):
            assert resolved(formula=row["formula"]).form == resolved(material=row["name"]).form == row["form"]


def test_the_form_that_is_assumed_for_a_composition_is_said_as_a_warning() -> None:
    parts = (("Nd", Decimal("0.3")), ("Fe", Decimal("0.69")), ("B", Decimal("0.01")))
    note = resolved(composition=parts).messages[0]
    assert (note.severity, note.code) == ("warning", "assumed_form")
    assert "alloy" in note.detail
    assert resolved(composition=parts, form="magnet").messages == ()


WITHOUT = ["steel", "Stainless Steel", "copper", "Cu-ETP", "aluminum", "brass", "PA66", "ABS", "AlNiCo",
           "ferrite magnet", "strontium ferrite", "electrical steel", "epoxy", "silicon",
           "glass fiber", "Nb-Ti", "graphite"]  # fmt: skip


def test_what_holds_no_rare_earth_is_read_and_adds_no_hazard(subtests: pytest.Subtests) -> None:
    for form in [None, "magnet", "metal"]:
        for name in WITHOUT:
            with subtests.test(name=name, form=form):
                reading = resolved(material=name, form=form)
                assert reading.composition.possible == reading.composition.elements == ()
                assert codes(reading) == {"no_rare_earth"}


@pytest.mark.parametrize(
    "name",
    [
        "steel with 0.05 % Ce",
        "neodymium glass",
        "copper (YBCO laminate)",
        "steel (Dy2O3)",
        "aluminium Sc",
    ],
)
def test_a_part_of_a_name_never_makes_a_line_free_of_rare_earths(name: str) -> None:
    reading = resolver().resolve(Line("1", material=name))
    assert isinstance(reading, Unresolved) or (reading.composition.fractions and reading.confidence == "low")


def test_a_coating_in_brackets_leaves_a_magnet_what_it_is() -> None:
    assert resolved(material="NdFeB N42SH (nickel)").composition == resolved(material="N42SH").composition


@pytest.mark.parametrize(
    "name",
    ["LED", "AlNiCo rotor bridge x9", "tool", "iron", "tungsten", "cesium oxide", "thorium oxide",
     "cat 5 cable", "gadolinium glass", "hearing aid", "zirconia", "LED driver", "lap joint", "silver"],
)  # fmt: skip
def test_another_thing_brings_no_suggestion_that_only_looks_alike(name: str) -> None:
    rare = {m.name for m in catalogue().materials.values() if m.composition.fractions}
    assert not rare & set(catalogue().near(name))


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Terfonol-D", "Terfenol-D"),
        ("polishing powder", "CeO2 polishing powder"),
        ("NdFeB rotor segment", "sintered NdFeB magnet"),
        ("stainles steel", "stainless steel"),
        ("copper winding, red", "copper"),
        ("ferrite", "hard ferrite"),
        ("samarium cobolt", "SmCo magnet, type not stated"),
    ],
)
def test_a_misspelling_or_a_part_of_a_name_brings_the_name(name: str, near: str) -> None:
    assert near in catalogue().near(name)


def test_copper_beside_a_rare_earth_is_not_suggested() -> None:
    assert catalogue().near("YBCO tape copper laminated") == ("YBCO coated tape",)


@given(st.text(max_size=60) | st.sampled_from([*LISTED, *WITHOUT, "CAS 1308-87-9", "NdFeB 45% Dy", "(Nd", "284690"]))
def test_every_detail_ends_as_a_sentence_or_a_question(text: str) -> None:
    for line in (Line("1", material=text), Line("1", formula=text), Line("1", element=text, form="oxide")):
        reading = resolver().resolve(line)
        details = [reading.detail] if isinstance(reading, Unresolved) else [note.detail for note in reading.messages]
        assert all(detail.endswith((".", "?")) and not detail.endswith("..") for detail in details)


@pytest.mark.parametrize(
    "text",
    ["NdFeB 3% Dy 4% Dy", "NdFeB 3% Dy, Dy 4%", "NdFeB 3% dysprosium 2% Dy", "Dy-free NdFeB 3% Dy", "Al 2% Sc 3% Sc"],
)
def test_two_statements_about_one_element_that_differ_are_a_contradiction_that_names_it(text: str) -> None:
    reading = unresolved(material=text)
    assert reading.reason == "contradiction"
    assert "Dy" in reading.detail or "Sc" in reading.detail
    assert "keep one" in reading.detail


def test_the_same_share_said_twice_is_no_contradiction() -> None:
    assert resolved(material="NdFeB 3% Dy 3% Dy").composition == resolved(material="NdFeB 3% Dy").composition


@pytest.mark.parametrize(
    "text", ["NdFeB >3% Dy", "NdFeB min 3% Dy", "NdFeB 3% Dy min", "Al >2% Sc", "NdFeB Dy ≥ 3 wt%"]
)
def test_a_share_without_upper_end_is_left_open_not_read_as_exact(text: str) -> None:
    reading = unresolved(material=text)
    assert reading.reason == "open_share"


def test_a_tolerance_of_a_share_is_its_range() -> None:
    for text in ("NdFeB 3±0.5% Dy", "NdFeB 3 ± 0,5 wt% Dy"):
        share = resolved(material=text).composition["Dy"]
        assert (share.low, share.central, share.high) == (Decimal("0.025"), Decimal("0.03"), Decimal("0.035"))


def test_a_misread_cas_number_is_refused_with_the_one_that_was_meant() -> None:
    for wrong in ("1308-87-9", "1308-78-8", "CAS 138-87-8"):
        reading = unresolved(material=wrong)
        assert "1308-87-8 (dysprosium oxide)" in reading.detail
        assert "dysprosium oxide" in reading.near


def test_an_unknown_cas_number_beside_another_is_not_ignored() -> None:
    reading = unresolved(material="CAS 1308-87-8 / CAS 12036-41-8")
    assert "12036-41-8" in reading.detail


def test_what_is_said_to_be_absent_changes_nothing_where_the_material_never_holds_it() -> None:
    assert resolved(material="rare-earth-free ferrite magnet").composition.fractions == ()
    assert resolved(material="Dy-free terbium oxide").composition == resolved(material="terbium oxide").composition
    reading = unresolved(material="rare-earth-free NdFeB magnet")
    assert reading.reason == "contradiction"


@pytest.mark.parametrize(
    ("formula", "reason", "said"),
    [
        ("YB2O3", "ambiguous_formula", "Yb2O3, or Y B2O3"),
        ("HO2O3", "ambiguous_formula", "Ho2O3"),
        ("SC2O3", "ambiguous_formula", "Sc2O3"),
        ("YB(NO3)3", "ambiguous_formula", "Yb(NO3)3"),
        ("YNI5", "ambiguous_formula", "YNi5"),
        ("HO", "ambiguous_formula", "Ho"),
        ("ND2O3", "unknown_formula", "Did you mean Nd2O3?"),
        ("Y30BH", "grade_not_specific", "hard ferrite"),
        ("NdFeB", "not_a_formula", '"material": "NdFeB"'),
        ("YBCO", "not_a_formula", '"material": "YBCO"'),
        ("DyFe80", "not_a_formula", "ferro-dysprosium"),
        ("NdPr", "not_a_formula", "counts no atoms"),
    ],
)
def test_a_formula_that_may_be_another_substance_or_a_product_is_refused_with_the_fix(
    formula: str, reason: str, said: str
) -> None:
    reading = unresolved(formula=formula)
    assert reading.reason == reason
    assert said in reading.detail


@pytest.mark.parametrize(
    "formula", ["Y2O3", "YPO4", "YVO4", "YF3", "YBO3", "Y2(CO3)3", "Y(CH3COO)3", "Y2O2S", "GdOCl", "EuS", "SmCo5"]
)
def test_a_formula_whose_capitals_leave_no_doubt_is_read(formula: str) -> None:
    assert resolved(formula=formula).confidence == "certain"


@pytest.mark.parametrize("text", ["YBa2Cu3O7", "La0.6Sr0.4Co0.2Fe0.8O3", "Gd3Al2Ga3O12", "HoF3"])
def test_a_substance_with_a_plausible_formula_is_read_out_of_a_material_text(text: str) -> None:
    assert resolved(material=text).method == "formula"


@pytest.mark.parametrize("text", ["YH33", "Nd33B", "Y2B7O3"])
def test_a_formula_without_a_substances_counts_is_not_read_out_of_a_material_text(text: str) -> None:
    assert unresolved(material=text)


def test_a_formula_with_its_dopant_is_looked_up_in_the_catalogue() -> None:
    assert resolved(formula="Y3Al5O12:Ce").material_id == "yag-ce"


def test_a_stated_share_outside_the_materials_range_is_refused_with_the_range() -> None:
    reading = unresolved(material="NdFeB 30% Dy")
    assert reading.reason == "contradiction"
    assert "0 to 6 % Dy" in reading.detail


def test_a_stated_total_of_oxide_scales_the_ores_own_distribution() -> None:
    reading = resolved(material="mixed rare earth carbonate 55% TREO").composition
    assert abs(counted_share(reading, TREO) - Decimal("0.55")) < Decimal("0.0001")
