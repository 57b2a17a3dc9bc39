"""Customs codes: each stands in a published tariff."""

from __future__ import annotations

import pytest

from service.risk.materials.customs_codes import SOURCES, codes, source_of


def test_every_customs_code_has_its_source_and_locator(subtests: pytest.Subtests) -> None:
    for tariff, digits in codes():
        with subtests.test(tariff=tariff, digits=digits):
            source, locator = source_of(tariff, digits)
            assert source
            assert locator


def test_every_source_of_customs_codes_is_used() -> None:
    assert {source_of(*code) for code in codes()} == set(SOURCES.values())


def test_a_code_of_an_unknown_heading_has_no_source() -> None:
    with pytest.raises(KeyError):
        source_of("US", "9999")
