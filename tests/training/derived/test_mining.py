"""Mine output by element: the arithmetic, its bounds, and that every derived figure can be followed to its inputs."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from service.risk.evidence.claims import Claim
from service.risk.vocabulary import Stage
from tests.factories import claim
from training.derived import mine_shares, mining
from training.derived.mining import MINED, compositions, editions, share_of, split_of, world_of
from training.derived.supply_report import evidence_of
from training.tables.claims import load
from training.tables.reader import TableError

COMPARED_WITH = 0.03
FIRST_YEAR, LAST_YEAR = 1990, 2025


@cache
def derived() -> dict[str, Claim]:
    """Every derived claim of the tables."""
    return {row["claim_id"]: Claim.from_row(row) for row in mine_shares.rows_from(load().claims)}


@cache
def tables() -> dict[str, Claim]:
    return {c.claim_id: c for c in load().claims}


def mined(country: str, tonnes: float, document: str = "usgs-mcs2026", year: int = 2025, **more: str) -> Claim:
    words = {"stage": "mining", "geography": country, "document": document, "valid_from": f"{year}-01-01", **more}
    return claim(f"{document}-{country}-{year}", "mine_production", tonnes, **words)


def part(deposit: str, element: str, share: float) -> Claim:
    return claim(f"{deposit}-{element}", "deposit_share_of_treo", share, scope=element, basis=deposit)


def world(*shares: Claim, usa: float = 100.0, australia: float = 300.0) -> list[mining.Output]:
    return world_of([mined("USA", usa), mined("AUS", australia)], shares)


def test_a_share_is_production_times_composition_over_the_world() -> None:
    usa, aus = world(part("mountain_pass", "Nd", 0.1), part("mt_weld_cld", "Nd", 0.2))
    assert usa.tonnes["Nd"].central == pytest.approx(10.0)
    assert share_of("Nd", usa, [usa, aus]).central == pytest.approx(10 / 70)


def test_what_a_source_leaves_blank_lies_between_nothing_and_what_the_rest_leaves() -> None:
    printed = [part("a", "Nd", 0.6), part("a", "Dy", 0.1), part("b", "Nd", 0.97), part("b", "Y", 0.01)]
    printed += [part("a", symbol, 0.0) for symbol in MINED if symbol not in ("Nd", "Dy", "Y")]
    composition = compositions(printed)["b"]["Dy"]
    assert (composition.low, composition.high) == (0.0, pytest.approx(0.02))
    assert composition.central == pytest.approx(0.02)


def test_several_deposits_give_an_interval_around_their_mean() -> None:
    low, high = part("xunwu", "Dy", 0.02), part("xinfeng", "Dy", 0.04)
    (myanmar,) = world_of([mined("MMR", 100.0)], [low, high, part("xunwu", "Nd", 0.98), part("xinfeng", "Nd", 0.96)])
    held = myanmar.tonnes["Dy"]
    assert (held.low, held.central, held.high) == (
        pytest.approx(2.0),
        pytest.approx(3.0),
        pytest.approx(4.0),
    )


def test_a_country_of_unknown_ore_moves_no_central_share_of_the_others() -> None:
    rows = [part("mountain_pass", "Nd", 0.1), part("mt_weld_cld", "Nd", 0.2)]
    productions = [mined("USA", 100.0), mined("AUS", 300.0)]
    before = world_of(productions, rows)
    after = world_of([*productions, mined("THA", 50.0)], rows)
    ratio = [w[0].tonnes["Nd"].central / w[1].tonnes["Nd"].central for w in (before, after)]
    assert ratio[0] == pytest.approx(ratio[1])
    thailand = after[-1]
    assert thailand.standing_in
    assert thailand.tonnes["Nd"].low == pytest.approx(5.0)
    assert thailand.tonnes["Nd"].high == pytest.approx(10.0)


def test_a_deposit_without_composition_is_named() -> None:
    with pytest.raises(TableError, match="no composition of mountain_pass; add its deposit_share_of_treo rows"):
        world(part("mt_weld_cld", "Nd", 0.2))


def test_china_is_not_split_without_quotas_by_ore() -> None:
    with pytest.raises(TableError, match="no mining_quota by ore and group"):
        split_of([], 1.0)


def test_china_follows_the_newest_first_batch_bounded_by_the_others() -> None:
    split = split_of(load().claims, 270_000)
    assert split.through == 2024
    assert split.bayan_obo.central == pytest.approx(94_580 / 135_000)
    assert split.ion.central == pytest.approx(10_140 / 135_000)
    assert split.ion.low == pytest.approx(19_150 / 270_000)
    assert split.ion.high == pytest.approx(10_943 / 120_000)
    assert split.bayan_obo.central + split.rock.central + split.ion.central == pytest.approx(1.0)


def test_only_editions_that_split_the_world_are_derived() -> None:
    assert editions([mined("USA", 5000.0, "usgs-mcs2003", 2002)]) == {}
    editions_read = set(editions(load().claims))
    assert editions_read >= {"usgs-mcs2025", "usgs-mcs2026"}
    assert "usgs-mcs2003" not in editions_read


def test_no_statistic_no_derived_figure() -> None:
    assert mine_shares.rows_from([]) == []


def test_the_elements_add_up_to_the_ore() -> None:
    for year, total in (("2024", 390_000), ("2025", 390_000)):
        added_up = sum(derived()[f"derived-output-{symbol}-WLD-{year}"].centre for symbol in MINED)
        assert added_up == pytest.approx(total, rel=COMPARED_WITH)


def test_the_shares_of_an_element_add_up_to_one_with_the_countries_that_nobody_names() -> None:
    for productions in editions(load().claims).values():
        outputs = world_of(productions, load().claims)
        for symbol in MINED:
            assert sum(share_of(symbol, o, outputs).central for o in outputs) == pytest.approx(1.0)


def test_bounds_hold_the_centre() -> None:
    for c in derived().values():
        low, high = c.bounds
        assert 0 <= low <= c.centre <= high, c.claim_id
        assert c.unit == "t_REO" or high <= 1, c.claim_id


def test_every_derived_figure_names_inputs_that_resolve_and_was_known_when_the_newest_of_them_was() -> None:
    known = tables() | derived()
    for c in derived().values():
        assert c.derived_from
        assert c.flag.startswith("derived")
        inputs = [known[name] for name in c.derived_from]
        assert c.published == max(i.published for i in inputs)


def test_a_country_whose_ore_nobody_published_is_an_engineering_estimate() -> None:
    flags = [derived()[f"derived-mining-Dy-{c}-2025"].flag for c in ("CHN", "USA", "MMR", "THA")]
    assert flags == ["derived", "derived", "derived;engineering_estimate", "derived;engineering_estimate"]


def test_an_edition_is_read_as_it_was_printed_and_the_next_one_takes_over() -> None:
    old, new = derived()["derived-mining-Nd-AUS-2024"], derived()["derived-mining-Nd-AUS-2025"]
    assert "usgs-mcs2025-mine-2024-AUS" in old.derived_from
    assert tables()["usgs-mcs2025-mine-2024-AUS"].centre == 13_000
    assert tables()["usgs-mcs2026-mine-2024-AUS"].centre == 29_000
    assert old.superseded_by == (new.claim_id,)
    assert new.superseded_by == ()


def test_nothing_derived_reaches_a_training_year() -> None:
    assert min(c.published for c in derived().values()) >= date(2024, 1, 1)
    assert min(c.published for c in derived().values() if c.quantity == "stage_share") == date(2025, 3, 19)


def test_no_footnote_digit_is_fused_to_an_output_of_australia() -> None:
    outputs = [c.centre for c in tables().values() if c.quantity == "mine_production" and c.geography == "AUS"]
    assert outputs
    assert max(outputs) < 100_000


def test_every_year_since_1990_has_a_world_total() -> None:
    rows = [c for c in tables().values() if c.quantity == "mine_production"]
    years = {int(c.valid_from[:4]) for c in rows if c.geography == "WLD"}
    assert years >= set(range(FIRST_YEAR, LAST_YEAR + 1))


def test_myanmar_mines_more_of_the_heavy_than_of_the_light_elements() -> None:
    evidence, _ = evidence_of()
    share = {s: evidence.supply(s, Stage.MINING, date(2026, 11, 21)).shares["MMR"].central for s in ("Nd", "Dy")}
    assert share["Dy"] > 3 * share["Nd"]


def test_a_bundle_carries_the_tables_and_what_is_derived_from_them_with_every_document() -> None:
    rows, documents = mine_shares.compiled(load())
    ids = [row["claim_id"] for row in rows]
    assert len(ids) == len(set(ids)) == len(tables()) + len(derived())
    assert {row["document"] for row in rows} == set(documents)
