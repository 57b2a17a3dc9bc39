"""Formulas without rare earths, by strict parsing."""

from __future__ import annotations

import pytest

from service.risk.materials.chemistry.harmless import no_rare_earth

WITHOUT = {
    "Al2O3": "", "K2SiF6:Mn": "", "V2O5-WO3/TiO2": "Ti V W", "NaI(Tl)": "", "CuSn8": "", "CuZn39Pb3": "",
    "AlSi9Cu3": "",
    "Ti-6Al-4V": "Ti V", "42CrMo4": "", "16MnCr5": "", "X5CrNi18-10": "", "Sn63Pb37": "", "SiO2": "", "ZnS:Cu": "",
    "LiNbO3": "Li Nb", "WC-Co": "Co W", "CuBe2": "Be", "Bi2Te3": "Bi Te",
}  # fmt: skip
OTHER = "PR1004 SN74LVC1G08 BC847 UV365 PO4 M6 Pt100 Cu-ETP PVC SiC1206 LiPo4 ND2 AlSc2 LaNi5 Y2O3 CeO2 YB1210".split()


def test_a_text_of_symbols_without_rare_earths_holds_none_and_names_other_critical_materials(
    subtests: pytest.Subtests,
) -> None:
    for text, critical in WITHOUT.items():
        with subtests.test(text=text):
            verdict = no_rare_earth(text)
            assert verdict is not None
            assert verdict[0].composition.fractions == ()
            assert verdict[1] == tuple(critical.split())


def test_part_numbers_and_formulas_with_rare_earths_are_not_taken_for_harmless(subtests: pytest.Subtests) -> None:
    for text in OTHER:
        with subtests.test(text=text):
            assert no_rare_earth(text) is None
