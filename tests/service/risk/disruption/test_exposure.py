"""From a purchase to its exposure: controls on paths, prices, recycling, and what the documents carry."""

from __future__ import annotations

import dataclasses
import math
from datetime import date

import numpy as np
import pytest

from service.risk.controls.measures import Measure
from service.risk.controls.register import Register
from service.risk.disruption.exposure import Assembly, Facts, assemble, without_measure
from service.risk.disruption.features import FAMILY_COLUMNS, NAMES, encode
from service.risk.evidence.claims import DOCUMENT_PREFIX, Evidence
from service.risk.evidence.market import price_state
from service.risk.intervals import VIEWS
from service.risk.product.assessment import assess
from service.risk.purchase.canonical import canonical_bom
from service.risk.purchase.hazards import read_bom
from service.risk.scoring import score
from service.risk.supply_chain.borders import CONTROL_LEVELS
from service.risk.supply_chain.chain import Good
from service.risk.vocabulary import CERIUM_COMPOUNDS, MAGNETS, OTHER_COMPOUNDS, Form, Stage
from tests.factories import TODAY, claim, facts, kernel, kernel_with, measure, sample, trade

DAY = date(2022, 12, 31)
MAGNET = Good(MAGNETS, "Dy", Form.MAGNET)
OXIDE = Good(OTHER_COMPOUNDS, "Dy", Form.OXIDE)
CERIUM = Good(CERIUM_COMPOUNDS, "Ce", Form.OXIDE)
CLAIMS = tuple(
    claim(f"{stage}-{country}", value=share, stage=stage, geography=country)
    for stage, mix in {
        "magnet": {"CHN": 0.9, "JPN": 0.1}, "metal": {"CHN": 0.9, "JPN": 0.1},
        "separation": {"CHN": 1.0}, "mining": {"CHN": 1.0},
    }.items()
    for country, share in mix.items()
)  # fmt: skip


def controls(found: Assembly) -> dict[str, float]:
    """Control shares by level."""
    return dict(zip(CONTROL_LEVELS, found.exposure.controls, strict=True))


def japanese_magnet(*measures: Measure, buyer: str = "DEU") -> Assembly:
    """A magnet made in Japan from Chinese oxide."""
    return assemble(MAGNET, buyer, DAY, facts(CLAIMS, measures), declared={Stage.MAGNET: {"JPN": 1.0}})


def test_a_german_buyer_of_japanese_magnets_is_exposed_to_chinese_oxide() -> None:
    found = japanese_magnet(measure(forms="oxide", stages="separation"))
    assert found.measures == (("M", 1.0),)
    assert controls(found)["strong"] == 1.0
    assert found.stage_controls[Stage.SEPARATION] == 1.0
    assert found.stage_controls[Stage.MAGNET] == 0.0


def test_the_shipped_register_reaches_a_japanese_magnet_through_china() -> None:
    found = assemble(MAGNET, "DEU", TODAY, kernel().facts, declared={Stage.MAGNET: {"JPN": 1.0}})
    issuers = {kernel().register[m].jurisdiction for m, _ in found.measures}
    assert "CHN" in issuers
    assert found.stage_controls[Stage.SEPARATION] > 0.1


def test_a_german_buyer_of_japanese_magnets_is_exposed_to_measures_of_japan() -> None:
    found = japanese_magnet(measure(jurisdiction="JPN", forms="magnet", stages="magnet"))
    assert controls(found)["strong"] == 1.0


def test_a_control_does_not_act_on_purchases_inside_its_country() -> None:
    found = japanese_magnet(measure(jurisdiction="JPN"), buyer="JPN")
    assert controls(found)["any"] == 0.0
    chinese = assemble(MAGNET, "CHN", DAY, facts(CLAIMS, [measure()]), declared={Stage.MAGNET: {"CHN": 1.0}})
    assert controls(chinese)["any"] == 0.0


def test_two_controlled_borders_on_one_path_count_once() -> None:
    found = japanese_magnet(measure("C", forms="oxide"), measure("J", jurisdiction="JPN", forms="magnet"))
    assert controls(found)["strong"] == 1.0
    assert dict(found.measures) == {"C": 1.0, "J": 1.0}


def test_a_control_aimed_at_another_country_does_not_act() -> None:
    found = japanese_magnet(measure(forms="oxide", destinations="USA"))
    assert controls(found)["any"] == 0.0


def test_a_control_for_an_end_use_acts_on_that_end_use_only() -> None:
    known = facts(CLAIMS, [measure(end_uses="military")])
    at = {None: 0.0, "military": 1.0, "industrial": 0.0}
    for end_use, share in at.items():
        assert controls(assemble(OXIDE, "DEU", DAY, known, end_use=end_use))["any"] == share


@pytest.mark.parametrize(
    ("severity", "levels"),
    [
        ("administrative", {"any"}),
        ("moderate", {"any", "moderate"}),
        ("strong", {"any", "moderate", "strong"}),
        ("prohibitive", {"any", "moderate", "strong", "prohibitive"}),
    ],
)
def test_severity_levels_are_nested(severity: str, levels: set[str]) -> None:
    found = assemble(OXIDE, "DEU", DAY, facts(CLAIMS, [measure(severity=severity)]))
    assert {level for level, share in controls(found).items() if share} == levels


@pytest.mark.parametrize(
    ("effective", "levels"),
    [
        ("2022-06-01", {"any", "moderate", "strong", "recent", "fresh", "strong_recent"}),
        ("2021-06-01", {"any", "moderate", "strong", "recent", "strong_recent"}),
        ("2019-06-01", {"any", "moderate", "strong"}),
        ("2023-06-01", {"recent", "strong_recent"}),
    ],
)
def test_age_levels_follow_the_day_it_took_effect(effective: str, levels: set[str]) -> None:
    found = assemble(OXIDE, "DEU", DAY, facts(CLAIMS, [measure(effective=effective, announced="2019-01-01")]))
    assert {level for level, share in controls(found).items() if share} == levels


def test_a_measure_is_unknown_before_its_announcement() -> None:
    found = assemble(OXIDE, "DEU", DAY, facts(CLAIMS, [measure(announced="2023-01-01", effective="2023-01-01")]))
    assert controls(found)["recent"] == 0.0


def test_technology_controls_count_as_administrative() -> None:
    technology = measure(forms="technology", severity="administrative", stages="separation", train="no")
    assert controls(assemble(OXIDE, "DEU", DAY, facts(CLAIMS, [technology]))) == dict.fromkeys(CONTROL_LEVELS, 0.0) | {
        "any": 1.0
    }


def test_a_measure_of_unknown_status_acts_in_the_adverse_view_only() -> None:
    known = facts(CLAIMS, [measure(unknown_since="2022-01-01")])
    shares = {
        s: controls(assemble(OXIDE, "DEU", DAY, known, view=s))["any"] for s in ("favourable", "central", "adverse")
    }
    assert shares == {"favourable": 0.0, "central": 0.0, "adverse": 1.0}


def test_leaving_a_measure_out_leaves_the_others() -> None:
    known = facts(CLAIMS, [measure("A"), measure("B", severity="moderate")])
    found = without_measure("A", assemble(OXIDE, "DEU", DAY, known), known, DAY)
    assert [m for m, _ in found.measures] == ["B"]
    assert controls(found)["strong"] == 0.0


def test_the_market_size_is_unknown_for_a_buyer_who_declares_the_bought_form() -> None:
    structure = trade({OTHER_COMPOUNDS: {"DEU": {"CHN": 1.0}}}, import_value={OTHER_COMPOUNDS: {2020: {"DEU": 5000.0}}})
    known = facts(CLAIMS, structure=structure)
    assert assemble(OXIDE, "DEU", DAY, known).exposure.market_size == 5000.0
    assert assemble(OXIDE, "DEU", DAY, known, declared={Stage.SEPARATION: {"CHN": 1.0}}).exposure.market_size is None
    assert assemble(OXIDE, "DEU", DAY, known, declared={Stage.MINING: {"CHN": 1.0}}).exposure.market_size == 5000.0


def test_prices_inside_the_outcome_years_are_those_of_trade() -> None:
    series = {2018: 1.0, 2019: 2.0, 2020: 4.0}
    known = facts(CLAIMS, structure=trade(price_index={CERIUM_COMPOUNDS: series}), through=2020)
    found = assemble(CERIUM, "DEU", date(2020, 12, 31), known)
    assert found.price_source == "trade_unit_values"
    assert found.exposure.price.trend == pytest.approx(math.log(2))
    assert found.exposure.price.deviation_3y == pytest.approx(math.log(2))


def yearly_price(year: int, value: float, element: str = "Ce", basis: str = "fob_china") -> object:
    """A published yearly oxide price."""
    return claim(
        f"price-{element}-{basis}-{year}", "price", value, scope=element, form="oxide", stage="", basis=basis,
        valid_to=f"{year}-12-31", published=f"{year + 1}-02-01",
    )  # fmt: skip


def test_prices_after_the_outcome_years_are_the_published_series() -> None:
    claims = [yearly_price(2021, 1.0), yearly_price(2022, 3.0)]
    found = assemble(CERIUM, "DEU", DAY, facts([*CLAIMS, *claims], through=2020))  # type: ignore[list-item]
    assert found.price_source == "published_prices"
    assert found.price_through == "2022-12-31"
    assert found.exposure.price.trend == pytest.approx(math.log(3))


def test_series_of_another_basis_are_never_mixed_in() -> None:
    claims = [yearly_price(2021, 1.0), yearly_price(2022, 3.0), yearly_price(2022, 300.0, basis="ex_china")]
    found = assemble(CERIUM, "DEU", DAY, facts([*CLAIMS, *claims], through=2020))  # type: ignore[list-item]
    assert found.exposure.price.trend == pytest.approx(math.log(3))


def test_a_price_is_unknown_before_the_end_of_its_period() -> None:
    claims = [yearly_price(2021, 1.0), yearly_price(2022, 3.0)]
    found = assemble(CERIUM, "DEU", date(2022, 12, 30), facts([*CLAIMS, *claims], through=2020))  # type: ignore[list-item]
    assert found.price_through == "2021-12-31"


def test_a_price_series_with_holes_gives_what_it_can() -> None:
    state = price_state({2018: 1.0, 2020: 2.0}, 2020)
    assert math.isnan(state.trend)
    assert state.deviation_3y == pytest.approx(math.log(2.0 / 1.5))
    assert math.isnan(price_state({}, 2020).volatility)


def test_cerium_bought_with_nothing_else_said_encodes_from_plain_facts() -> None:
    structure = trade(
        {CERIUM_COMPOUNDS: {"DEU": {"CHN": 0.5, "EST": 0.5}}}, {CERIUM_COMPOUNDS: {"CHN": 0.8, "EST": 0.2}},
        import_value={CERIUM_COMPOUNDS: {2020: {"DEU": math.e**8}}},
        price_index={CERIUM_COMPOUNDS: {2021: 1.0, 2022: math.e}},
    )  # fmt: skip
    recycling = claim("r", "eol_rir", 0.1, stage="")
    known = facts([recycling], [measure(severity="moderate")], structure, through=2022)
    row = dict(zip(NAMES, encode([assemble(CERIUM, "DEU", DAY, known).exposure])[0], strict=True))
    expected = {
        "weakest_stage_origin_hhi": 0.5, "weakest_stage_world_hhi": 0.68, "dominance": 0.5, "governance_risk": math.nan,
        "market_size": 8.0, "control_any": 0.5, "control_moderate": 0.5, "control_strong": 0.0,
        "control_prohibitive": 0.0, "control_recent": 0.0, "control_fresh": 0.0, "control_strong_recent": 0.0,
        "primary_dependence": 0.9, "substitution_difficulty": math.nan, "price_trend": 1.0,
        "price_volatility": math.nan,
    }  # fmt: skip
    for name, value in expected.items():
        assert row[name] == pytest.approx(value, nan_ok=True), name


def without_documents() -> Facts:
    """The shipped facts without the figures and controls of the source documents."""
    known = kernel().facts
    claims = [c for c in known.evidence.claims if not c.document.startswith(DOCUMENT_PREFIX)]
    kept = [m for m in known.register.measures if not m.locator.startswith(DOCUMENT_PREFIX)]
    assert len(claims) < len(known.evidence.claims)
    assert len(kept) < len(known.register.measures)
    return dataclasses.replace(known, evidence=Evidence(claims), register=Register(kept, "without"))


def motor_rows(known: Facts, view: str) -> np.ndarray:
    """Encoded hazards of the sample motor."""
    motor = canonical_bom(sample("traction-motor"), TODAY)
    keys = read_bom(motor, TODAY, kernel().resolver).keys
    found = [
        assemble(k.good, k.buyer, k.on, known, declared=k.mixes, end_use=k.end_use, view=view).exposure for k in keys
    ]
    return encode(found)


@pytest.mark.parametrize("family", ["concentration", "substitution"])
def test_taking_the_documents_away_moves_features_of_the_sample_motor(family: str) -> None:
    bare = without_documents()
    moved = [
        not np.array_equal(
            motor_rows(kernel().facts, view)[:, FAMILY_COLUMNS[family]],
            motor_rows(bare, view)[:, FAMILY_COLUMNS[family]],
            equal_nan=True,
        )
        for view in ("favourable", "central", "adverse")
    ]
    assert any(moved)


def test_taking_the_documents_away_moves_the_score_and_the_interval_of_the_sample_motor() -> None:
    bare = without_documents()
    with_them = score(sample("traction-motor"), kernel())
    without = score(sample("traction-motor"), kernel_with(evidence=bare.evidence, register=bare.register))
    assert with_them.score != without.score
    assert with_them.interval != without.interval


def test_a_technology_control_of_the_documents_is_named_for_the_sample_motor() -> None:
    answer = score(sample("traction-motor"), kernel())
    named = {m for h in answer.hazards for m in h.controls}
    assert any(kernel().register[m].locator.startswith(DOCUMENT_PREFIX) for m in named)


def test_the_technology_control_of_the_documents_alone_sets_a_feature_of_the_sample_motor() -> None:
    theirs = [m for m in kernel().register.measures if m.locator.startswith(DOCUMENT_PREFIX)]
    alone = dataclasses.replace(kernel().facts, register=Register(theirs, "documents"))
    assert motor_rows(alone, "central")[:, NAMES.index("control_any")].max() > 0.5


@pytest.mark.parametrize("quantity", ["stage_share", "eol_rir", "demand_saving"])
def test_the_sample_motor_draws_on_figures_of_the_documents(quantity: str) -> None:
    answer = score(sample("traction-motor"), kernel())
    figures = {f for h in answer.hazards for f in h.figures if f.startswith(DOCUMENT_PREFIX)}
    assert quantity in {kernel().evidence.claim(f).quantity for f in figures}


def test_magnets_draw_on_the_magnet_share_of_the_documents_as_an_interval() -> None:
    supply = kernel().evidence.supply("Dy", Stage.MAGNET, TODAY)
    china = supply.shares["CHN"]
    assert any(f.startswith(DOCUMENT_PREFIX) for f in china.figures)
    assert china.low == 0.85
    assert china.high >= 0.90


@pytest.mark.parametrize("element", ["Nd", "Pr", "Dy", "Tb", "Sm"])
@pytest.mark.parametrize("family", ["concentration", "substitution"])
def test_taking_the_documents_away_moves_features_of_every_magnet(element: str, family: str) -> None:
    good = Good(MAGNETS, element, Form.MAGNET)
    rows = [
        encode([assemble(good, "DEU", TODAY, known, view=s).exposure for s in VIEWS])[:, FAMILY_COLUMNS[family]]
        for known in (kernel().facts, without_documents())
    ]
    assert not np.array_equal(*rows, equal_nan=True)


def test_disagreeing_documents_widen_the_interval_of_a_hazard() -> None:
    bare = without_documents()
    motor = canonical_bom(sample("traction-motor"), TODAY)
    keys = read_bom(motor, TODAY, kernel().resolver).keys
    spread = [
        sum(max(p.log_odds for p in a.points) - min(p.log_odds for p in a.points) for a in assess(one, keys))
        for one in (kernel_with(evidence=bare.evidence), kernel_with())
    ]
    assert spread[1] > spread[0]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("left_out", [{}, {"without_country": "CHN"}])
def test_what_earlier_purchases_left_remembered_changes_no_exposure(view: str, left_out: dict[str, str]) -> None:
    mixes: list[dict[Stage, dict[str, float]]] = [
        {Stage.MAGNET: {"CHN": 0.5, "JPN": 0.5}}, {Stage.MINING: {"MMR": 1.0}}, {Stage.MAGNET: {"JPN": 1.0}}, {},
    ]  # fmt: skip
    asked = [(buyer, use, mix) for buyer in ("DEU", "CHN") for use in (None, "military") for mix in mixes]

    def found(known: Facts, buyer: str, use: str | None, mix: dict[Stage, dict[str, float]]) -> tuple[object, ...]:
        one = assemble(MAGNET, buyer, TODAY, known, declared=mix, end_use=use, view=view, **left_out)  # type: ignore[arg-type]
        central = assemble(MAGNET, buyer, TODAY, known, declared=mix, end_use=use)
        less = without_measure("CN-2025-18", central, known, TODAY, mix, use)
        both = encode([one.exposure, less.exposure]).tobytes(), one.measures, less.measures
        return *both, one.chain, one.stage_controls, one.figures

    shared = kernel_with().facts
    for case in asked:
        assert found(shared, *case) == found(dataclasses.replace(shared), *case)
