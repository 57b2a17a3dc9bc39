"""What chemists write is read as what it means, in grams a kilogram, or left open with the reason."""

from __future__ import annotations

import pytest

from service.risk.bom import Line
from service.risk.materials.chemistry.formulas import LONGEST_CAPITALS, MOST_READINGS, other_readings
from service.risk.materials.composition import CONFIDENCES, Resolved, Unresolved
from tests.factories import resolver

Ranges = dict[str, tuple[float, float]]


def read(text: str) -> Resolved | Unresolved:
    return resolver().resolve(Line("1", material=text))


def grams(reading: Resolved) -> dict[str, tuple[float, float, float]]:
    return {s: tuple(1000 * float(v) for v in (f.low, f.central, f.high)) for s, f in reading.composition.fractions}  # type: ignore[misc]


def check(cases: dict[str, Ranges], subtests: pytest.Subtests) -> None:
    """Every element's central value lies in its range, and no other element is surely there."""
    for text, expected in cases.items():
        with subtests.test(text=text):
            reading = read(text)
            assert isinstance(reading, Resolved), reading
            assert reading.composition.elements == tuple(s for s, f in reading.composition.fractions if s in expected)
            held = grams(reading)
            assert set(expected) <= set(held)
            for symbol, (low, high) in expected.items():
                assert low <= held[symbol][1] <= high, held
            assert reading.confidence in CONFIDENCES
            assert all(note.detail.endswith(".") for note in reading.messages)


ALLOYS: dict[str, Ranges] = {
    "AlSc10": {"Sc": (100, 100)},
    "AlMg5Sc0.3": {"Sc": (3, 3)},
    "MgGd10Y3": {"Gd": (100, 100), "Y": (30, 30)},
    "MgGd10Y3(Zr)": {"Gd": (100, 100), "Y": (30, 30)},
    "MgNd30": {"Nd": (300, 300)},
    "AlCe10 casting alloy": {"Ce": (100, 100)},
    "Mg-30Y": {"Y": (300, 300)},
    "Al-2Sc waffle ingot": {"Sc": (20, 20)},
    "Mg-10Gd-3Y-0.4Zr": {"Gd": (100, 100), "Y": (30, 30)},
    "Mg-Y master alloy 30%": {"Y": (300, 300)},
    "Al-10at%Sc": {"Sc": (156, 157)},
    "WLa15": {"La": (12, 14)},
    "WLa20": {"La": (16, 18)},
    "WCe20 electrode": {"Ce": (15, 17)},
    "EWLa-1.5": {"La": (12, 14)},
    "W-2%La2O3": {"La": (17, 17.1)},
    "Mo-0.6La": {"La": (5, 6)},
    "DyFe 80 %": {"Dy": (800, 800)},
    "NdFe 85/15": {"Nd": (850, 850)},
    "Neodymium-iron alloy 85% Nd 15% Fe": {"Nd": (850, 850)},
    "Co32Ni21Cr8Al0.5Y": {"Y": (5, 5)},
    "NiCr22Al10Y1": {"Y": (10, 10)},
    "NiCr22Al10Y": {"Y": (1, 10)},
    "FeCr22Al5Y0.1": {"Y": (1, 1)},
    "Fe72.8Cr22Al5Y0.1": {"Y": (1, 1.7)},
    "TbFe2": {"Tb": (585, 590)},
    "LaNi5": {"La": (320, 322)},
    "HoCu2": {"Ho": (560, 570)},
    "Nd15Fe77B8": {"Nd": (325, 335)},
}
"""A base metal first, then per cent by mass; compounds of two metals stay formulas."""

FORMULAS: dict[str, Ranges] = {
    "Ce(NO3)3.6H20": {"Ce": (322, 323)},
    "CeCl3.2.5H2O": {"Ce": (480, 481)},
    "La2(CO3)3.5H2O": {"La": (506, 508)},
    "Nd(NO3)3.6 H2O": {"Nd": (328, 330)},
    "La(CH3COO)3·1.5H2O": {"La": (404, 406)},
    "LaCl3 • (6-7)H2O": {"La": (374, 394)},
    "GdCl3·xH2O": {"Gd": (403, 597)},
    "[Ce(H2O)6](NO3)3": {"Ce": (322, 323)},
    "Yb(OTf)3": {"Yb": (278, 280)},
    "Y(acac)3": {"Y": (230, 231)},
    "Nd2(ox)3.10H2O": {"Nd": (393, 394)},
    "La(OAc)3": {"La": (439, 440)},
    "Gd[157]2O3": {"Gd": (860, 875)},
    "157Gd2O3": {"Gd": (860, 875)},
    "Yb-176 oxide": {"Yb": (870, 885)},
    "La(Fe,Si)13": {"La": (160, 190)},
    "(La,Ce)Ni5": {"La": (3, 320), "Ce": (3, 320)},
    "Ce0.75Zr0.25O2": {"Ce": (656, 658)},
    "YBa2Cu3O7-x": {"Y": (133, 137)},
    "La0.6Sr0.4CoO3-δ": {"La": (365, 385)},
    "Sm(Co,Fe,Cu,Zr)z": {"Sm": (215, 300)},
}

SALTS: dict[str, Ranges] = {
    "cerium nitrate 6-hydrate": {"Ce": (322, 323)},
    "Lanthanum nitrate x 6 H2O": {"La": (320, 321)},
    "Cerium(III) acetate sesquihydrate": {"Ce": (406, 408)},
    "Cerium(IV) ammonium nitrate": {"Ce": (255, 256)},
    "Cerium 2-ethylhexanoate": {"Ce": (98, 246)},
    "samarium(II) iodide": {"Sm": (371, 373)},
    "cerium carbonate 45% CeO2": {"Ce": (366, 367)},
    "lanthanum carbonate 48% La2O3": {"La": (409, 410)},
    "cerium hydroxide, CeO2 ≥ 83%": {"Ce": (660, 740)},
    "cerium carbonate TREO 45%": {"Ce": (366, 367)},
    "cerium carbonate CeO2/TREO 99.95%, TREO 45%": {"Ce": (366, 367)},
    "yttrium concentrate 60% Y2O3": {"Y": (472, 473)},
    "lanthanum cerium chloride TREO 45 %": {"La": (100, 180), "Ce": (200, 260)},
    "lanthanum chloride 10%": {"La": (37, 57)},
    "cerium sulfate 4%": {"Ce": (15, 20)},
    "lanthanum chloride 60% solution": {"La": (224, 340)},
    "yttrium nitrate 5% in water": {"Y": (11, 17)},
    "Gadolinium ICP standard 1000 mg/L in 2% HNO3": {"Gd": (0.95, 1.01)},
    "cerium chloride 0.1 M": {"Ce": (13, 14.1)},
    "cerium oxide 20% dispersion in water": {"Ce": (162, 163)},
    "cerium oxide polishing suspension 40 %": {"La": (0, 120), "Ce": (160, 325)},
    "lanthanum chloride 99.9%": {"La": (374, 567)},
}

DOPED: dict[str, Ranges] = {
    "LYSO:Ce": {"Ce": (1, 10), "Lu": (690, 715), "Y": (38, 41)},
    "cerium doped LYSO": {"Ce": (1, 10), "Lu": (690, 715), "Y": (38, 41)},
    "GAGG:Ce": {"Ce": (1, 10), "Gd": (490, 509)},
    "YAP:Ce": {"Ce": (1, 10), "Y": (520, 543)},
    "LaBr3(Ce) 2x2 inch crystal": {"Ce": (3, 40), "La": (340, 367)},
    "CaF2(Eu)": {"Eu": (1, 60)},
    "Yb:CaF2": {"Yb": (5, 200)},
    "CeO2(Gd)": {"Ce": (600, 814), "Gd": (9, 220)},
    "Y-doped BaZrO3": {"Y": (20, 75)},
    "YVO4:Eu": {"Eu": (1, 40), "Y": (400, 437)},
    "LaOBr:Tm": {"La": (560, 595), "Tm": (1, 50)},
    "Er,Cr:YSGG": {"Er": (1, 290), "Sc": (100, 119), "Y": (150, 352)},
    "Nd:YAG ceramic 1 at.%": {"Nd": (7.2, 7.4), "Y": (440, 449)},
    "Cr:YAG Q-switch": {"Y": (449, 450)},
    "ZrO2 8wt% Y2O3": {"Y": (60, 64)},
    "La-Al2O3 4% La2O3": {"La": (34, 35)},
    "silicon nitride, 5 % Y2O3 sintering aid": {"Y": (39, 40)},
    "cerium oxide 10% on alumina": {"Ce": (81, 82)},
    "Zirconia 95% ZrO2 5% Y2O3 grinding beads": {"Y": (39, 40)},
    "W(La2O3)": {"La": (2, 19)},
}

MIXTURES: dict[str, Ranges] = {
    "NdPr oxide 75/25": {"Nd": (640, 645), "Pr": (205, 208)},
    "LaCe metal 35/65": {"La": (350, 350), "Ce": (650, 650)},
    "Sm-Eu-Gd oxide": {"Sm": (8, 855), "Eu": (8, 856), "Gd": (8, 860)},
    "Ce-Zr-La-Pr oxide": {"Ce": (0.1, 806), "La": (0.1, 845), "Pr": (0.1, 820)},
    "(Nd,Pr)-Fe-B magnet, 31 % TRE": {"Nd": (180, 310), "Pr": (40, 80), "Dy": (5, 60)},
}


@pytest.mark.slow
@pytest.mark.parametrize("cases", [ALLOYS, FORMULAS, SALTS, DOPED, MIXTURES])
def test_a_chemists_description_is_read_as_what_it_means(cases: dict[str, Ranges], subtests: pytest.Subtests) -> None:
    check(cases, subtests)


def test_what_may_be_two_things_is_asked_about_with_both(subtests: pytest.Subtests) -> None:
    for text, reason, words in (
        ("Mg70Ni20Y10", "ambiguous_formula", ("100 g Y", "236.2 g Y")),
        ("AlCe3", "ambiguous_formula", ("30 g Ce", "by mass", "atoms")),
        ("AlMg5Sc", "share_missing", ("Sc",)),
        ("Nd(NO3)", "bracket_uncounted", ("Nd(NO3)3",)),
        ("Al2O3(La2O3)", "share_missing", ("La2O3",)),
        ("yttrium-90 chloride", "radioactive", ("Y-90",)),
        ("177Lu chloride", "radioactive", ("Lu-177",)),
        ("Lu[177]Cl3", "radioactive", ("Lu-177",)),
        ("NdPr oxide 70/20", "ambiguous_number", ("70/20",)),
        ("cerium carbonate 80% CeO2", "contradiction", ("more CeO2",)),
    ):
        with subtests.test(text=text):
            reading = read(text)
            assert isinstance(reading, Unresolved), reading
            assert reading.reason == reason
            assert all(word in reading.detail for word in words), reading.detail


def test_what_a_reading_does_not_explain_makes_it_unsure_and_is_quoted(subtests: pytest.Subtests) -> None:
    for text, quoted in (
        ("ytterbium doped fiber LMA 20/125", "20/125"),
        ("AlCe10 casting 7 %", "7 %"),
        ("LYSO:Ce crystal 12", "12"),
        ("cerium nitrate hexahydrate 40", "40"),
    ):
        with subtests.test(text=text):
            reading = read(text)
            assert isinstance(reading, Resolved), reading
            assert reading.confidence == "low"
            assert any(f"'{quoted}'" in note.detail for note in reading.messages), reading.messages


def test_a_range_that_covers_several_readings_is_called_low(subtests: pytest.Subtests) -> None:
    for text in ("Fe72.8Cr22Al5Y0.1", "(La,Ce)Ni5", "Sm-Eu-Gd oxide", "PrNd oxide 75/25"):
        with subtests.test(text=text):
            reading = read(text)
            assert isinstance(reading, Resolved), reading
            assert reading.confidence == "low"
            assert any(f.low < f.high for _, f in reading.composition.fractions)


def test_a_stable_isotope_says_that_it_is_read_as_its_element() -> None:
    reading = read("Gd[157]2O3")
    assert isinstance(reading, Resolved)
    assert "isotope" in {note.code for note in reading.messages}


def test_a_formula_field_reads_the_same_as_a_material(subtests: pytest.Subtests) -> None:
    for text in ("CeCl3.2.5H2O", "LaCl3·7H20", "La(Fe,Si)13", "YVO4:Eu", "GdCl3·xH2O"):
        with subtests.test(text=text):
            reading, same = resolver().resolve(Line("1", formula=text)), read(text)
            assert isinstance(reading, Resolved)
            assert isinstance(same, Resolved)
            assert reading.composition == same.composition


def test_part_numbers_and_ordinary_words_stay_what_they_are(subtests: pytest.Subtests) -> None:
    for text in (
        "SM4007", "Y-connector hose 8 mm", "Er32 collet nut steel", "YC164-JR-0710KL", "Eu:AC 220V", "lanthanum 2%",
        "cap Y5V 10%", "SN/PR 60/40", "CeRAM 5%", "steel, cerium 0.1%", "Nd:N42", "LA bracket 5 %", "Y2 capacitor 10%",
    ):  # fmt: skip
        with subtests.test(text=text):
            reading = read(text)
            assert isinstance(reading, Unresolved) or not reading.composition.fractions


def test_a_customs_code_of_one_element_leaves_a_mixture_of_it_what_its_name_says(subtests: pytest.Subtests) -> None:
    for text, material in (
        ("cerium oxide polishing powder HS 2846.10", "ceria-polish"),
        ("ceria-zirconia HS 2846.10", "ceria-zirconia"),
    ):
        with subtests.test(text=text):
            reading = read(text)
            assert isinstance(reading, Resolved), reading
            assert reading.material_id == material
    for text in ("neodymium oxide HS 2846.10", "cerium metal HS 2846.10"):
        with subtests.test(text=text):
            assert isinstance(read(text), Unresolved)


def test_readings_of_capitals_are_bounded_however_long_the_text_is() -> None:
    for length in (2, 24, 64, 200):
        readings = list(other_readings(("YBCOHO" * 40)[:length]))
        assert len(readings) <= (MOST_READINGS if length <= LONGEST_CAPITALS else 0)


OXIDES_IN_SOMETHING: dict[str, Ranges] = {
    "YSZ coating powder 7-8 wt% Y2O3": {"Y": (58, 60)},
    "YSZ powder 8 wt% Y2O3": {"Y": (62, 64)},
    "FCC catalyst with 2 wt% La2O3": {"La": (17, 17.1), "Ce": (1, 2)},
    "ceria zirconia 40 % CeO2": {"Ce": (325, 326), "La": (0, 50)},
    "NdFeB with 3 % Dy2O3": {"Dy": (26, 26.2), "Nd": (200, 320), "Pr": (0, 80)},
    "polymer with 3 % CeO2": {"Ce": (24, 25)},
    "Lack mit 2 Gew.-% Ceroxid": {"Ce": (16, 17)},
    "washcoat with 20 wt% ceria": {"Ce": (162, 163)},
    "rubber, 1.5 % by weight cerium oxide": {"Ce": (12, 12.5)},
    "8 % Y2O3": {"Y": (62, 64)},
    "CeO2 polishing powder 70 % CeO2": {"Ce": (569, 571), "La": (0, 300)},
}


def test_an_oxide_of_which_a_share_is_stated_is_that_share_and_never_the_whole(subtests: pytest.Subtests) -> None:
    check(OXIDES_IN_SOMETHING, subtests)
    for text in ("Y2O3 99.99 %", "99 % Y2O3 yttrium oxide", "Nd2O3 purity 99 %"):  # how pure it is
        with subtests.test(text=text):
            reading = read(text)
            assert isinstance(reading, Resolved)
            assert sum(central for _, central, _ in grams(reading).values()) > 700


def test_an_oxides_share_in_what_is_not_known_has_little_confidence_and_says_so() -> None:
    reading = read("varnish with 2 % CeO2")
    assert isinstance(reading, Resolved)
    assert reading.confidence == "low"
    assert "additive_read" in {note.code for note in reading.messages}
    of_two = read("varnish with 2-4 wt% CeO2")
    assert isinstance(of_two, Resolved)
    assert "quantity_unexplained" in {note.code for note in of_two.messages}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SmCo with 1 % Gd2O3", "contradiction"),
        ("magnet with 2 % Dy2O3", "contradiction"),
        ("monazite concentrate 30 % CeO2", "contradiction"),
        ("rare earth oxide 40 % CeO2", "contradiction"),
        ("ceramic with 3 mol% Y2O3", "share_missing"),
        ("motor with 3 % CeO2", "assembly"),
        ("varnish with max 2 % CeO2", "open_share"),
        ("varnish with < 2 wt% CeO2", "open_share"),
        ("Y2O3 coated graphite", "share_missing"),
        ("ceria-coated honeycomb", "share_missing"),
        ("Yttrium oxide coated ring", "share_missing"),
        ("lanthanum oxide doped tungsten electrode", "share_missing"),
        ("Yb2O3 doped silica preform", "share_missing"),
    ],
)
def test_an_oxides_share_beside_other_rare_earths_never_stands_for_the_whole(text: str, reason: str) -> None:
    reading = read(text)
    assert isinstance(reading, Unresolved), reading
    assert reading.reason == reason


def test_an_alloy_of_iron_is_read_by_its_trade_name_with_its_share(subtests: pytest.Subtests) -> None:
    expected: dict[str, Ranges] = {
        "ferro-dysprosium 80%": {"Dy": (800, 800)},
        "ferro-dysprosium 78 % Dy": {"Dy": (780, 780)},
        "ferro-gadolinium alloy": {"Gd": (680, 800)},
        "ferroneodymium ingot": {"Nd": (750, 900)},
        "ferro-cerium": {"Ce": (330, 550), "La": (150, 350)},
    }
    check(expected, subtests)


def test_a_dopant_named_by_its_oxide_is_the_dopant_and_never_the_host(subtests: pytest.Subtests) -> None:
    expected: dict[str, Ranges] = {
        "samarium oxide doped ceria": {"Ce": (600, 700), "Sm": (100, 200)},
        "Gd2O3-doped ceria": {"Ce": (650, 780), "Gd": (50, 150)},
        "erbium oxide doped fiber": {"Er": (0.1, 3)},
        "yttrium oxide doped zirconia": {"Y": (7, 182)},
        "Eu2O3 doped Y2O3 phosphor": {"Eu": (26, 60), "Y": (730, 765)},
    }
    check(expected, subtests)
