"""The claims tables: sound as they stand, and every kind of mistake is named with its row and fix."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from service.risk.controls.register import Register, Wanted
from service.risk.evidence.claims import Evidence
from service.risk.vocabulary import Stage
from training.tables import controls
from training.tables.claims import COLUMNS, Claims, check, commodities, load
from training.tables.reader import EVIDENCE, Problem, TableError

TABLES = ("claims.csv", "statistics.csv", "documents.csv", "quantities.csv", "commodities.csv")
GOOD = "doc-001-05"
SOURCES = frozenset(f"doc-00{n}" for n in range(5))
TODAY = date(2026, 10, 5)


@pytest.fixture(scope="module")
def tables() -> Claims:
    return load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tables that a test may spoil."""
    for name in TABLES:
        shutil.copy(EVIDENCE / name, tmp_path / name)
    return tmp_path


def spoil(folder: Path, name: str, key: str, **cells: str) -> None:
    """Overwrite cells of the row whose first cell is ``key``."""
    with (folder / name).open(encoding="utf-8", newline="") as handle:
        header, *rows = csv.reader(handle)
    row = next(r for r in rows if r[0] == key)
    for column, value in cells.items():
        row[header.index(column)] = value
    with (folder / name).open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows([header, *rows])


def complaints(folder: Path, column: str) -> list[Problem]:
    return [p for p in check(folder) if p.column == column]


def test_the_tables_are_sound() -> None:
    assert [str(p) for p in check()] == []


def test_every_source_document_has_claims_and_no_claim_lacks_a_document(tables: Claims) -> None:
    assert {f"doc-00{n}" for n in range(5)} <= {c.document for c in tables.claims} <= set(tables.documents)


def test_every_document_in_the_table_is_used(tables: Claims) -> None:
    assert set(tables.documents) == {c.document for c in tables.claims}


def test_no_figure_cites_a_document_without_an_address_or_the_reason(tables: Claims) -> None:
    cited = [tables.documents[claim.document] for claim in tables.claims]
    assert len(cited) > 1300
    assert sum(not document.url and not document.why_no_url for document in cited) == 0
    assert sum(not document.url for document in cited) <= 98, "no more figures than now may do without an address"


def test_the_readme_counts_the_claims_of_each_document(tables: Claims) -> None:
    readme = (EVIDENCE / "README.md").read_text(encoding="utf-8")
    for number in range(5):
        document = f"doc-00{number}"
        rows = [c for c in tables.claims if c.document == document]
        model = sum(c.use == "model" for c in rows)
        assert f"| {document} | {len(rows)} | {model} |" in readme
    heard = [c for c in tables.claims if c.document in SOURCES]
    assert f"| all | {len(heard)} | {sum(c.use == 'model' for c in heard)} |" in readme


@pytest.mark.parametrize(
    ("place", "bounds"),
    [
        (("stage_share", "separation", "doc-000", "capacity"), (0.85, 0.85)),
        (("stage_share", "separation", "doc-000", "output"), (0.90, 1.0)),
        (("stage_share", "separation", "doc-001", "capacity"), (0.70, 0.75)),
        (("stage_share", "magnet", "doc-001", "capacity"), (0.85, 0.90)),
        (("eol_rir", "", "doc-001", ""), (0.0, 0.05)),
        (("demand_saving", "", "doc-000", ""), (0.30, 0.50)),
        (("baotou_share_of_china_separation", "separation", "doc-001", "capacity"), (0.60, 0.70)),
    ],
)
def test_the_model_hears_the_documents(tables: Claims, place: tuple[str, ...], bounds: tuple[float, float]) -> None:
    rows = [c for c in tables.claims if (c.quantity, c.stage, c.document, c.basis) == place]
    assert [(c.use, c.scope, c.bounds) for c in rows] == [("model", "REE", bounds)]


def test_the_technology_control_covers_separation_and_magnets_since_2023(tables: Claims) -> None:
    (control,) = [c for c in tables.claims if c.quantity == "technology_control"]
    assert control.use == "model"
    assert control.stage.split() == ["separation", "magnet"]
    assert (control.geography, control.valid_from[:4], control.document) == ("CHN", "2023", "doc-004")


def test_a_consumption_target_is_no_measurement(tables: Claims) -> None:
    assert [c.nature for c in tables.claims if c.quantity == "demand_saving"] == ["target"]


def test_a_contradicted_quota_is_kept_flagged_and_out_of_the_model(tables: Claims) -> None:
    (quota,) = [c for c in tables.claims if c.quantity == "export_quota_system"]
    assert quota.flag == "contradicted_by_register"
    assert quota.use == "context"


def test_shares_of_china_or_of_a_company_are_no_shares_of_the_world(tables: Claims) -> None:
    by_value = {
        0.97: "state_controlled_share_of_china_capacity",
        0.60: "company_share_of_world_mining",
    }
    for value, quantity in by_value.items():
        (claim,) = [c for c in tables.claims if c.quantity == quantity]
        assert claim.value == value
        assert claim.use == "context"
    shares = [c for c in tables.claims if c.quantity == "stage_share" and c.document in SOURCES]
    assert all(c.stage != "mining" and c.value not in by_value for c in shares)


def test_no_share_of_china_or_of_a_company_enters_the_supply_of_the_world(tables: Claims) -> None:
    evidence = Evidence(tables.claims)
    supplies = [evidence.supply(element, stage, TODAY) for element in ("Nd", "Dy", "Y") for stage in Stage]
    figures = {f for supply in supplies for f in supply.figures}
    assert "doc-000-02" in figures
    traps = {"company_share_of_world_mining", "state_controlled_share_of_china_capacity", "core_product_world_share",
             "baotou_share_of_china_separation"}  # fmt: skip
    assert {c.quantity for c in tables.claims if c.claim_id in figures} & traps == set()


def test_the_three_refining_shares_of_the_documents_make_one_interval(tables: Claims) -> None:
    china = Evidence(tables.claims).supply("REE", Stage.SEPARATION, TODAY).shares["CHN"]
    assert (china.low, china.central, china.high) == (0.70, 0.85, 1.00)
    assert {"doc-000-02", "doc-000-12", "doc-001-05"} <= set(china.figures)


def test_a_published_share_of_the_magnet_elements_goes_before_the_documents_and_keeps_their_interval(
    tables: Claims,
) -> None:
    china = Evidence(tables.claims).supply("Nd", Stage.SEPARATION, TODAY).shares["CHN"]
    assert (china.low, china.central, china.high) == (0.70, 0.913, 1.00)
    assert china.figures[0] == "iea-2025-separation-magnet-ree-2024-CHN"


def test_chinas_part_of_magnets_is_led_by_capacity_and_reaches_the_figure_for_output(
    tables: Claims,
) -> None:
    for element in ("Nd", "Pr", "Dy", "Tb", "Sm"):
        china = Evidence(tables.claims).supply(element, Stage.MAGNET, TODAY).shares["CHN"]
        assert (china.low, china.central, china.high) == (0.85, 0.875, 0.94)
        assert china.figures == ("doc-001-06", "iea-2025-magnet-share-2024-CHN")


def test_what_china_leaves_of_magnets_is_split_by_capacity_at_the_figure_that_leads(tables: Claims) -> None:
    evidence = Evidence(tables.claims)
    china = evidence.supply("Nd", Stage.MAGNET, TODAY).shares["CHN"]
    plants: dict[str, float] = {}
    for c in tables.claims:
        if c.claim_id.startswith("projects-2026-magnet-") and c.quantity == "plant_capacity":
            plants[c.geography] = plants.get(c.geography, 0.0) + c.centre
    split = [c for c in tables.claims if c.claim_id.startswith("derived-magnet-2026-")]
    assert {c.geography for c in split} == plants.keys() - {"JPN"}
    for c in split:
        part = plants[c.geography] / sum(plants.values())
        expected = (0.0, (1 - china.central) * part, (1 - china.low) * part)
        assert (c.low, c.value, c.high) == pytest.approx(expected, abs=6e-5)


def test_no_export_quota_acts_when_the_documents_speak_of_one(tables: Claims) -> None:
    (quota,) = [c for c in tables.claims if c.quantity == "export_quota_system"]
    register = Register.from_rows(controls.load())

    def quotas(on: date) -> list[str]:
        return [
            m.measure_id
            for m, _ in register.query(on, wanted=Wanted(status="in_force"))
            if (m.jurisdiction, m.instrument) == ("CHN", "quota") and m.elements
        ]

    assert quotas(date(2012, 6, 1)) == ["CN-QUOTA-2012", "CN-QUOTA-FERRO-2011"]
    assert quotas(quota.published) == quotas(TODAY) == []


def test_a_contradiction_with_a_statistic_names_the_statistic(tables: Claims) -> None:
    by_id = {c.claim_id: c for c in tables.claims}
    contradicted = [c for c in tables.claims if "contradicted_by_statistic" in c.flag.split(";")]
    assert {"doc-000-01", "doc-001-05"} <= {c.claim_id for c in contradicted}
    for claim in contradicted:
        named = [f.removeprefix("conflicts:") for f in claim.flag.split(";") if f.startswith("conflicts:")]
        assert any(by_id[i].document not in SOURCES for i in named), claim.claim_id


@pytest.mark.parametrize(
    ("quantity", "count"),
    [
        ("availability_phase", 3),
        ("market_change_phase", 3),
        ("stock_cover_target", 3),
        ("project_lead_time", 3),
        ("price_increase", 1),
        ("cost_increase", 1),
        ("historical_price_increase", 1),
        ("recycled_share_of_demand", 1),
        ("scenarios", 1),
        ("monitoring_indicators", 1),
        ("export_control_mechanisms", 1),
        ("priority_sectors", 1),
    ],
)
def test_the_practice_that_the_documents_describe_has_its_figures(tables: Claims, quantity: str, count: int) -> None:
    assert sum(c.quantity == quantity and c.document in SOURCES for c in tables.claims) == count


def test_published_scores_and_planned_capacity_stand_beside_the_model(tables: Claims) -> None:
    prefixes = ("eu_supply_risk", "eu_economic_importance", "eu_hhi_wgi", "us_", "doe_", "planned_capacity")
    rows = [c for c in tables.claims if c.quantity.startswith(prefixes) and c.quantity != "us_consumption_unit_value"]
    assert {c.use for c in rows} == {"check", "context"}
    assert {c.nature for c in rows if c.quantity == "planned_capacity"} == {"target"}


def test_scores_of_the_older_european_method_have_a_name_of_their_own(tables: Claims) -> None:
    for quantity in ("eu_supply_risk", "eu_economic_importance"):
        assert min(c.published.year for c in tables.claims if c.quantity == quantity) == 2017
        assert {c.published.year for c in tables.claims if c.quantity == f"{quantity}_2011_method"} == {2011, 2014}


def test_each_quantity_has_one_definition_and_each_definition_one_name(tables: Claims) -> None:
    assert {c.quantity for c in tables.claims} == set(tables.quantities)
    assert len(set(tables.quantities.values())) == len(tables.quantities)


def test_every_stage_has_shares_of_china_and_of_others_for_the_model(tables: Claims) -> None:
    for stage in ("mining", "separation", "metal", "magnet"):
        rows = [c for c in tables.claims if c.quantity == "stage_share" and c.use == "model" and c.stage == stage]
        countries = {c.geography for c in rows}
        assert "CHN" in countries
        assert len(countries - {"CHN"}) >= 5


def test_the_remainder_of_the_world_is_never_a_country_of_the_model(tables: Claims) -> None:
    assert not [c.claim_id for c in tables.claims if c.use == "model" and c.geography == "ZZZ"]


def test_a_series_has_one_price_per_element_form_assessor_and_period(tables: Claims) -> None:
    seen: dict[tuple[str, ...], str] = {}
    for c in tables.claims:
        if c.quantity == "price" and c.use == "model":
            key = (c.scope, c.form, c.basis, c.attributed_to, c.valid_from, c.valid_to)
            assert seen.setdefault(key, c.claim_id) == c.claim_id


def test_fob_china_is_quoted_in_dollars_and_the_domestic_market_in_yuan(tables: Claims) -> None:
    units = {c.basis: c.unit for c in tables.claims if c.quantity == "price"}
    assert units["fob_china"] == "USD/kg"
    assert units["china_domestic_incl_vat"] == "CNY/kg"


def test_the_tonnage_with_the_fused_footnote_digit_is_not_there(tables: Claims) -> None:
    output = {c.value for c in tables.claims if c.quantity == "mine_production" and c.geography == "AUS"}
    assert {13000.0, 29000.0} <= output
    assert not output & {113000.0, 116000.0}


def test_every_labelled_code_has_commodities_that_claims_can_name() -> None:
    goods = commodities()
    assert goods["284610"].names == ("Ce",)
    assert goods["280530"].group == "rare_earth"
    assert {"graphite"} == set(goods["250410"].names)


def test_the_rows_carry_the_columns_of_the_contract(tables: Claims) -> None:
    assert all(tuple(row) == COLUMNS for row in tables.rows)
    assert len(tables.rows) == len(tables.claims)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"document": "doc-999"}, "document", "unknown document"),
        ({"locator": ""}, "locator", "blank"),
        ({"published": "2020-01-01"}, "published", "isn't the document's"),
        ({"source_class": "agency"}, "source_class", "isn't the document's"),
        ({"source_class": "gossip"}, "source_class", "unknown source_class"),
        ({"value_low": "70", "value_high": "75"}, "value_high", "outside 0..1"),
        ({"value_low": "0.8"}, "value_low", "aren't in order"),
        ({"value_low": "70 %"}, "value_low", "isn't a number"),
        ({"value_low": "", "value_high": ""}, "value", "no value"),
        ({"value_high": ""}, "use", "open range"),
        ({"scope": "Nd Unobtainium"}, "scope", "'Unobtainium'"),
        ({"scope": ""}, "scope", "is blank"),
        ({"stage": "smelting"}, "stage", "'smelting'"),
        ({"stage": ""}, "stage", "is blank"),
        ({"form": "dust"}, "form", "'dust'"),
        ({"geography": "CN"}, "geography", "'CN'"),
        ({"basis": ""}, "basis", "is blank"),
        ({"quantity": "share_of_something"}, "quantity", "unknown quantity"),
        ({"unit": "t"}, "unit", "isn't a unit"),
        ({"nature": "guess"}, "nature", "unknown nature"),
        ({"use": "maybe"}, "use", "unknown use"),
        ({"valid_from": "Nov 2025"}, "valid_from", "isn't a date"),
        ({"valid_to": "2025-02-30"}, "valid_to", "2025-02-30"),
        ({"valid_to": "2020-01-01"}, "valid_to", "is before"),
        ({"flag": "conflicts:nobody"}, "flag", "names no claim"),
        ({"claim_id": "doc-001-06"}, "claim_id", "already"),
        ({"claim_id": ""}, "claim_id", "blank"),
    ],
)
def test_a_mistake_is_named_with_its_row_and_fix(folder: Path, cells: dict[str, str], column: str, words: str) -> None:
    spoil(folder, "claims.csv", GOOD, **cells)
    problems = complaints(folder, column)
    assert any(words in p.problem for p in problems)
    assert all(p.file == "claims.csv" and p.row > 1 and p.fix for p in problems)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "key", "cells", "column"),
    [
        ("documents.csv", "doc-000", {"title": ""}, "title"),
        ("documents.csv", "doc-000", {"class": "rumour"}, "class"),
        ("documents.csv", "doc-000", {"published": ""}, "published"),
        ("documents.csv", "doc-000", {"document": "doc-001"}, "document"),
        ("quantities.csv", "eol_rir", {"quantity": "price"}, "quantity"),
        ("commodities.csv", "250310", {"hs92": "2503"}, "hs92"),
        ("commodities.csv", "250310", {"commodities": ""}, "commodities"),
        ("commodities.csv", "250310", {"group": "sundries"}, "group"),
    ],
)
def test_a_mistake_in_a_table_beside_is_named(
    folder: Path, name: str, key: str, cells: dict[str, str], column: str
) -> None:
    spoil(folder, name, key, **cells)
    assert any(p.file == name for p in complaints(folder, column))


def test_two_names_for_one_definition_are_refused(folder: Path) -> None:
    spoil(folder, "quantities.csv", "price", definition="Place of a mine in the order of its kind")
    assert complaints(folder, "definition")


def test_a_price_without_a_series_is_refused(folder: Path) -> None:
    spoil(folder, "statistics.csv", "usgs-mcs2026-price-Nd-oxide-fob-china-2025", basis="")
    assert complaints(folder, "basis")


def test_a_dated_claim_needs_its_date(folder: Path) -> None:
    spoil(folder, "claims.csv", "doc-002-01", valid_from="", valid_to="")
    assert complaints(folder, "valid_from")


def test_another_header_is_one_problem_rather_than_thousands(folder: Path) -> None:
    (folder / "claims.csv").write_text("claim_id,value\nx,1\n", encoding="utf-8")
    assert [p.problem.partition(":")[0] for p in check(folder)] == ["unexpected header"]


def test_an_unsound_table_is_not_loaded(folder: Path) -> None:
    spoil(folder, "claims.csv", GOOD, locator="")
    with pytest.raises(TableError, match="locator: is blank"):
        load(folder)
