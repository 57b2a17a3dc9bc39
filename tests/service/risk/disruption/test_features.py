"""The features: documented, in four families, monotone where theory fixes a direction."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from service.risk.disruption.features import (
    BLOCK_COLUMNS,
    FAMILIES,
    FAMILY_COLUMNS,
    FEATURES,
    NAMES,
    Exposure,
    Feature,
    encode,
)
from service.risk.evidence.market import BuyerMarket, PriceState, WorldVolume
from service.risk.supply_chain.borders import CONTROL_LEVELS
from tests.factories import kernel

UNIT = re.compile(r"0\.\.1|\b[Ll]og\b|1 \(low\) to 3|0 \(stable\) to 1")


def exposure(**more: object) -> Exposure:
    """An exposure of which nothing is known unless said."""
    unknown: dict[str, object] = {
        "mix": {}, "governance": {}, "export_shares": {}, "stage_origins": (), "stage_worlds": (), "market_size": None,
        "controls": (0.0,) * len(CONTROL_LEVELS), "recycling": math.nan, "saving": 0.0,
        "substitution_difficulty": math.nan, "price": PriceState(),
        "all_prices": PriceState(), "world_volume": WorldVolume(), "buyer_market": BuyerMarket(),
    }  # fmt: skip
    return Exposure(**(unknown | more))  # type: ignore[arg-type]


def encoded(**more: object) -> dict[str, float]:
    """Features by name."""
    return dict(zip(NAMES, encode([exposure(**more)])[0].tolist(), strict=True))


@pytest.mark.parametrize("feature", FEATURES, ids=NAMES)
def test_every_feature_documents_its_unit(feature: Feature) -> None:
    assert UNIT.search(feature.doc)


@pytest.mark.parametrize("feature", FEATURES, ids=NAMES)
def test_every_feature_documents_its_source_in_training_and_in_serving(feature: Feature) -> None:
    words = feature.doc.lower()
    assert ("training" in words and "serving" in words) or "sources as ``" in words


def test_features_fall_into_the_four_families() -> None:
    assert (
        {f.family for f in FEATURES} == set(FAMILIES) == {"concentration", "export_control", "substitution", "market"}
    )
    assert sorted(n for columns in FAMILY_COLUMNS.values() for n in columns) == list(range(len(FEATURES)))


def test_columns_stand_in_the_order_of_the_features() -> None:
    row = encode([exposure(controls=tuple(n / 10 for n in range(len(CONTROL_LEVELS))), recycling=0.2, saving=0.5)])
    assert row.shape == (1, len(FEATURES))
    assert [row[0, NAMES.index(f"control_{level}")] for level in CONTROL_LEVELS] == [n / 10 for n in range(7)]
    assert row[0, NAMES.index("primary_dependence")] == pytest.approx(0.4)


def test_nothing_known_encodes_as_unknown_and_uncontrolled() -> None:
    row = encoded()
    assert all(value == 0.0 for name, value in row.items() if name.startswith("control_"))
    assert all(math.isnan(value) for name, value in row.items() if not name.startswith("control_"))


def test_no_exposure_at_all_encodes_to_no_row() -> None:
    assert encode([]).shape == (0, len(FEATURES))


def test_the_weakest_stage_is_the_most_concentrated_one() -> None:
    row = encoded(stage_origins=({"CHN": 0.5, "JPN": 0.5}, {}, {"CHN": 0.9, "MMR": 0.1}), stage_worlds=({"CHN": 1.0},))
    assert row["weakest_stage_origin_hhi"] == pytest.approx(0.82)
    assert row["weakest_stage_world_hhi"] == 1.0


def test_governance_is_averaged_over_the_countries_known() -> None:
    row = encoded(mix={"CHN": 0.5, "EST": 0.25, "XXX": 0.25}, governance={"CHN": 0.6, "EST": 0.3})
    assert row["governance_risk"] == pytest.approx(0.5)


def test_dominance_is_the_mean_share_of_world_exports() -> None:
    row = encoded(mix={"CHN": 0.5, "EST": 0.5}, export_shares={"CHN": 0.8, "JPN": 0.2})
    assert row["dominance"] == pytest.approx(0.4)


def test_a_market_of_nothing_is_unknown() -> None:
    assert math.isnan(encoded(market_size=0.0)["market_size"])
    assert encoded(market_size=math.e)["market_size"] == pytest.approx(1.0)


def probe_rows() -> np.ndarray:
    """Training rows that the bundle carries."""
    rows = kernel().manifest["probe"]["rows"]
    return np.array([[np.nan if v is None else v for v in row] for row in rows], dtype=np.float64)


RANGES = {"market_size": (6.0, 16.0), "substitution_difficulty": (1.0, 3.0), "price_volatility": (0.0, 2.0)}


@pytest.mark.parametrize("feature", [f for f in FEATURES if f.monotone], ids=lambda f: f.name)
def test_the_fitted_model_keeps_the_direction_that_theory_fixes(feature: Feature) -> None:
    column = NAMES.index(feature.name)
    grid = np.linspace(*RANGES.get(feature.name, (0.0, 1.0)), 41)
    rows = probe_rows()
    swept = np.repeat(rows, len(grid), axis=0)
    swept[:, column] = np.tile(grid, len(rows))
    log_odds = kernel().model.estimate(swept).log_odds.reshape(len(rows), len(grid))
    assert (feature.monotone * np.diff(log_odds, axis=1) >= -1e-12).all()


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_moves_the_fitted_model(family: str) -> None:
    columns = FAMILY_COLUMNS[family]
    rows = np.tile(probe_rows()[:1], (2, 1))
    spread = np.linspace(0.0, 1.0, 2)
    for column in columns:
        low, high = RANGES.get(NAMES[column], (0.0, 1.0))
        rows[:, column] = low + spread * (high - low)
    contributions = kernel().model.estimate(rows).contributions[:, FAMILIES.index(family)]
    assert contributions[0] != contributions[1]


def test_a_family_contributes_only_through_its_own_features() -> None:
    rows = np.tile(probe_rows()[:1], (2, 1))
    rows[1, FAMILY_COLUMNS["export_control"]] = 1.0
    found = kernel().model.estimate(rows).contributions
    others = [n for n, family in enumerate(FAMILIES) if family != "export_control"]
    np.testing.assert_array_equal(found[0, others], found[1, others])
    assert found[1, FAMILIES.index("export_control")] > found[0, FAMILIES.index("export_control")]


def test_no_control_contributes_nothing() -> None:
    rows = probe_rows()
    rows[:, FAMILY_COLUMNS["export_control"]] = 0.0
    np.testing.assert_allclose(
        kernel().model.estimate(rows).contributions[:, FAMILIES.index("export_control")], 0.0, atol=1e-12
    )


def test_a_block_lies_inside_one_family() -> None:
    for columns in BLOCK_COLUMNS.values():
        assert len({FEATURES[n].family for n in columns}) == 1
    assert sorted(n for columns in BLOCK_COLUMNS.values() for n in columns) == list(range(len(FEATURES)))
