"""Features of restrictions, each against a figure worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from service.risk.source_shock.features import FAMILIES, FEATURES, NAMES, Sources, encode, faded

NAN = float("nan")


def sources(**changed: float) -> Sources:
    """One source: half of a material that is hard to replace and a tenth recycled, an unstable country, no record."""
    plain = {"share": 0.5, "instability": 0.6, "own_age": NAN, "companions": 0.0, "difficulty": 3.0, "recycling": 0.1}
    values: dict[str, NDArray[np.float64]] = {name: np.array([value]) for name, value in {**plain, **changed}.items()}
    return Sources(**values)


def value(name: str, **changed: float) -> float:
    return float(encode(sources(**changed))[0, NAMES.index(name)])


def test_every_family_has_a_feature_and_every_feature_a_sign_and_a_text() -> None:
    assert {feature.family for feature in FEATURES} == set(FAMILIES)
    assert all(feature.sign == 1 and feature.description for feature in FEATURES)


def test_a_record_fades_with_the_months_and_is_nothing_without_an_act() -> None:
    assert value("own_record") == 0.0
    assert value("own_record", own_age=0.0) == 1.0
    assert value("own_record", own_age=192.0) == pytest.approx(np.exp(-1.0))


def test_a_month_moves_the_own_record_by_little() -> None:
    steps = [value("own_record", own_age=float(months)) for months in range(240)]
    assert max(abs(np.diff(steps))) < 0.006


def test_a_country_that_restricts_everything_counts_as_one_that_restricts_a_lot() -> None:
    assert value("companion_record", companions=3.0) == pytest.approx(np.log(4.0))
    assert value("companion_record", companions=50.0) == 1.5


def test_power_that_can_be_evaded_counts_for_less() -> None:
    assert value("irreplaceable_share", difficulty=1.0) == pytest.approx(0.5 / 3)
    assert value("irreplaceable_share", difficulty=3.0) == pytest.approx(0.5)
    assert value("primary_share", recycling=0.4) == pytest.approx(0.3)


def test_a_source_without_a_share_has_no_power_whatever_the_material() -> None:
    assert value("irreplaceable_share", share=0.0) == value("primary_share", share=0.0) == 0.0


def test_unknown_substitution_counts_as_the_middle() -> None:
    assert value("irreplaceable_share", difficulty=NAN) == pytest.approx(0.5 * 2.5 / 3)
    assert value("primary_share", recycling=NAN) == pytest.approx(0.5 * 0.95)


def test_ages_fade_to_their_sum() -> None:
    assert faded(()) == 0.0
    assert faded((0, 36)) == pytest.approx(1.0 + np.exp(-1.0))
