"""What must never be called harmless, and what must never be called a rare earth: kinds that were read wrongly once."""

from __future__ import annotations

import pytest

from service.risk.bom import Line
from service.risk.materials.composition import Outcome, Resolved, Unresolved
from tests.factories import resolver

MAY_HOLD = {
    "a purpose that ends before a magnet": (
        "screw for pump, magnet NdFeB N42SH", "Gehäuse Stahl für Motor; Magnet NdFeB N45",
        "plastic holder for sensor incl. SmCo magnet", "steel plate for X, rare earth magnet inside",
    ),
    "a metal by its symbol": ("Nd wire 1mm", "Gd tube", "steel with 0.05 % Ce", "aluminium Sc", "Stahl m. SE"),
    "a symbol beside what it is added to": (
        "Hastelloy X + La", "titanium alloy + Y", "Ce-alumina support", "ferrite, La", "Y-PSZ nozzle", "Er-Cr hose",
    ),
    "a device beside a shape or a material": (
        "rotor stack steel", "loudspeaker ring steel", "Lautsprecher flach Kunststoff", "Nabenmotor rund Alu",
        "Kopfhörer Gehäuse Kunststoff schwarz 32 Ohm", "SPK 4OHM 3W D40 铁壳", "Tubo fluorescente T8 58W", "行波管",
    ),
    "a magnet under any name": (
        "Türmagnet Kunststoff weiß", "Greifermagnet flach Stahl", "Rotorwelle m. Magn.", "吸铁 D10",
    ),
    "what is magnetised": ("impeller PPS magnetized", "充磁轮 PPS", "tornillo imantado acero"),
    "a host that is sold with additives": (
        "oxygen sensor ZrO2 element", "ZrO2-Kugel 5mm", "AlN substrate", "MLCC BaTiO3 100nF", "catalyst Al2O3",
    ),
    "a capacitor whose value looks like a formula": ("KERKO 22N", "CAP MLCC 100PF 100B", "CAP CER 1N 50V"),
    "a word that is made of an element's name": ("lanthanized steel wire", "cerated steel"),
    "two magnets, one without rare earths": (
        "ferrite SmCo magnet Dy-free", "AlNiCo / SmCo magnet", "NdFeB N42SH / ferrite",
    ),
}  # fmt: skip
UNSURE = {
    "a thing that serves a crystal": ("Ho:YAG fiber", "Nd:YAG lens", "CeBr3 detector"),
    "a grade beside other goods": ("N42 bolt", "N45 O-ring", "N38 Gehäuse Alu"),
    "a share that counts atoms": ("NdFeB 3 at% Dy", "NdFeB 3 mol% Dy"),
    "a quantity that nothing explains": ("cerium oxide 7 %", "NdFeB N42 7 %"),
}
HARMLESS = (
    "Kupferdraht 0,5 mm", "Schraube M4 für Motor", "Sc connector", "cat 5 cable", "铜线", "copper wire 0.5 mm",
    "brass Y-fitting", "lead free solder", "Sensorgehäuse Kunststoff", "vis M6 inox", "ステンレス鋼ボルト",
    "etiqueta 20x30",
)  # fmt: skip


def read(text: str) -> Outcome:
    return resolver().resolve(Line("1", material=text))


def test_what_may_hold_rare_earths_is_never_read_as_harmless(subtests: pytest.Subtests) -> None:
    for kind, texts in MAY_HOLD.items():
        for text in texts:
            with subtests.test(kind=kind, text=text):
                reading = read(text)
                assert not isinstance(reading, Resolved) or reading.composition.fractions
                assert isinstance(reading, Resolved) or not reading.settled


def test_what_is_doubtful_is_never_read_surely(subtests: pytest.Subtests) -> None:
    for kind, texts in UNSURE.items():
        for text in texts:
            with subtests.test(kind=kind, text=text):
                reading = read(text)
                assert not isinstance(reading, Resolved) or reading.confidence == "low"


def test_ordinary_goods_are_read_as_harmless_in_many_languages(subtests: pytest.Subtests) -> None:
    for text in HARMLESS:
        with subtests.test(text=text):
            reading = read(text)
            assert isinstance(reading, Resolved)
            assert not reading.composition.fractions


def test_a_customs_code_of_magnets_is_a_range_with_low_confidence() -> None:
    for text in ("HS 8505.11", "850511", "CN 8505 11 10", "8505.11 magnet", "rare earth magnet", "permanent magnet"):
        reading = read(text)
        assert isinstance(reading, Resolved), text
        assert (reading.confidence, reading.settled) == ("low", False), text
        assert "Nd" in (*reading.composition.elements, *reading.composition.possible), text


def test_an_assembly_with_magnets_is_a_range_with_low_confidence() -> None:
    for text in ("motor with magnets", "Generator, permanent magnet, complete", "Motor mit Magneten"):
        reading = read(text)
        assert isinstance(reading, Resolved), text
        assert (reading.confidence, reading.composition.elements) == ("low", ()), text
        assert "Nd" in reading.composition.possible, text


def test_a_text_that_is_too_long_is_left_open_and_never_cut() -> None:
    reading = read("steel screw " + "x" * 200 + " NdFeB N42SH")
    assert isinstance(reading, Unresolved)
    assert (reading.reason, reading.settled) == ("too_long", False)


def test_a_recycled_magnet_says_what_to_declare() -> None:
    reading = read("Recycled NdFeB magnet N42")
    assert isinstance(reading, Resolved)
    assert "recycled" in {note.code for note in reading.messages}
