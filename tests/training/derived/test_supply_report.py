"""The report on supply: complete, traced, and no large difference to a published figure without a reason."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from service.risk.evidence.claims import Evidence
from service.risk.evidence.stage_supply import Gap, StandsIn
from service.risk.vocabulary import ELEMENTS, SCOPES, Stage
from training.__main__ import BAD_INPUT, OK, REFUSED, main
from training.derived import supply_report
from training.tables.claims import Document
from training.tables.reader import EVIDENCE

TODAY = date(2026, 11, 21)


@cache
def compiled() -> tuple[Evidence, dict[str, Document]]:
    return supply_report.evidence_of()


@cache
def page() -> str:
    return supply_report.report(TODAY)


def evidence() -> Evidence:
    return compiled()[0]


@cache
def differences() -> list[supply_report.Difference]:
    return supply_report.differences(*compiled(), TODAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tables that a test may spoil."""
    for path in EVIDENCE.glob("*.csv"):
        shutil.copy(path, tmp_path / path.name)
    return tmp_path


def rewrite(folder: Path, keep: int, **cells: str) -> None:
    """The reasons cut to the first ``keep``, with cells of the first one changed."""
    with (folder / supply_report.REASONS).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))[:keep]
    rows[0] |= cells
    with (folder / supply_report.REASONS).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, supply_report.REASON_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.slow
def test_the_report_in_the_repository_is_what_the_command_makes(tmp_path: Path) -> None:
    out = tmp_path / "SUPPLY.md"
    assert main(["supply", "--on", TODAY.isoformat(), "--out", str(out)]) == OK
    assert out.read_text(encoding="utf-8") == (EVIDENCE / "SUPPLY.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_report_names_the_stages_that_nobody_publishes_a_share_of() -> None:
    told = supply_report.uncompared(differences())
    assert "metal: all elements" in told
    assert "separation" not in told
    assert told in page()


@pytest.mark.slow
def test_the_report_is_printed_without_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["supply", "--on", TODAY.isoformat()]) == OK
    assert capsys.readouterr().out.startswith("# Supply by element and stage on 2026-11-21\n")


@pytest.mark.parametrize("on", [date(2010, 12, 31), date(2023, 12, 31), date(2025, 4, 5)])
def test_no_figure_is_compared_before_its_publication(on: date) -> None:
    assert all(d.claim.published <= on for d in supply_report.differences(*compiled(), on))


def test_every_difference_above_ten_points_has_a_reason() -> None:
    far = [d for d in differences() if d.far]
    assert far
    assert [d for d in far if supply_report.reason_for(d, supply_report.reasons()) is None] == []


def test_every_reason_explains_a_difference() -> None:
    used = {supply_report.reason_for(d, supply_report.reasons()) for d in differences() if d.far}
    assert set(supply_report.reasons()) == used


def test_a_reason_that_names_a_claim_names_one_that_exists() -> None:
    known = {c.claim_id for c in evidence().claims}
    for reason in supply_report.reasons():
        assert reason.claim in known


def test_the_eu_the_iea_and_the_usgs_are_all_compared() -> None:
    documents = {d.claim.document for d in differences()}
    assert {"eu-crm-2023", "iea-cmde-2025", "iea-gcmo-2026", "usgs-mcs2026"} <= documents
    assert not [d for d in differences() if d.claim.claim_id == "iea-2025-magnet-share-2005-CHN"]


def test_a_difference_without_a_reason_refuses_the_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(folder, keep=1)
    assert main(["supply", "--on", TODAY.isoformat(), "--evidence", str(folder)]) == REFUSED
    assert "Dy mining MMR: served 31, usgs-mcs2026-mining-share-2025-MMR 5.6" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"why": ""}, "supply_differences.csv:2: why: is blank"),
        ({"elements": "Dx"}, "supply_differences.csv:2: elements: unknown element 'Dx'"),
        ({"claim": "nobody"}, "supply_differences.csv:2: claim: no claim 'nobody'"),
    ],
)
def test_a_bad_reason_is_named_with_its_row(folder: Path, cells: dict[str, str], words: str) -> None:
    rewrite(folder, keep=3, **cells)
    with pytest.raises(supply_report.TableError, match=words):
        supply_report.reasons(folder)


@pytest.mark.parametrize("on", [date(2010, 6, 30), date(2023, 12, 31), date(2025, 4, 5), TODAY])
def test_every_element_has_shares_or_a_gap_at_every_stage(on: date) -> None:
    for symbol in ELEMENTS:
        for stage in Stage:
            served = evidence().supply(symbol, stage, on)
            assert served.shares or served.fallback


def test_every_share_traces_to_claims_with_a_place_in_a_document() -> None:
    _, documents = compiled()
    for symbol in ELEMENTS:
        for stage in Stage:
            served = evidence().supply(symbol, stage, TODAY)
            places = [p.share for rows in served.within.values() for p in rows]
            for share in [*served.shares.values(), *places]:
                assert 0 <= share.low <= share.central <= share.high <= 1
                assert share.figures
                for name in share.figures:
                    claim = evidence().claim(name)
                    assert claim.locator
                    assert claim.document in documents


def test_scandium_has_no_figure_at_the_mine_and_only_its_own_at_separation() -> None:
    assert not evidence().supply("Sc", Stage.MINING, TODAY).shares
    figures = evidence().supply("Sc", Stage.SEPARATION, TODAY).figures
    assert {evidence().claim(f).scope for f in figures} == {"Sc"}


def test_scandium_shares_of_2016_to_2020_are_marked_dated_and_may_be_0() -> None:
    served = evidence().supply("Sc", Stage.SEPARATION, TODAY).shares
    for country in ("KAZ", "PHL", "UKR"):
        share = served[country]
        assert (share.stands_in, share.low, share.valid_to) == (StandsIn.EARLIER_PERIOD, 0.0, "2020-12-31")
    assert "`eu-crm-2023-separation-Sc-KAZ` (2016-2020)" in page()


@pytest.mark.parametrize("element", ["Y", "Eu", "Gd", "Ho", "Er", "Tm", "Yb", "Lu"])
def test_shares_of_all_rare_earths_add_nothing_to_a_heavy_element_that_china_alone_separates(element: str) -> None:
    served = evidence().supply(element, Stage.SEPARATION, TODAY).shares
    assert sum(share.central for share in served.values()) == served["CHN"].central == 1.0
    for country in ("USA", "MYS", "FRA", "VNM"):
        assert (served[country].stands_in, served[country].low) == (StandsIn.GROUP_FIGURE, 0.0)
        assert served[country].high > 0


def test_scandium_has_no_magnet_stage() -> None:
    served = evidence().supply("Sc", Stage.MAGNET, TODAY)
    assert (dict(served.shares), served.gap) == ({}, Gap.NO_SUCH_STAGE)


@pytest.mark.parametrize("on", [date(2023, 12, 31), date(2025, 4, 5), TODAY])
def test_light_and_heavy_are_told_apart_at_separation(on: date) -> None:
    china = {s: evidence().supply(s, Stage.SEPARATION, on).shares["CHN"] for s in ("La", "Nd", "Gd", "Lu")}
    assert china["La"].central < china["Gd"].central == china["Lu"].central == 1.0
    assert china["Nd"].central < china["Gd"].central
    assert china["Gd"].figures[0] == "eu-crm-2023-separation-HREE-CHN"


def test_china_leads_separation_and_mining_of_every_element_from_the_first_published_figure_on() -> None:
    for on in (date(2023, 3, 16), date(2025, 4, 5), TODAY):
        for symbol in SCOPES["REE"]:
            for stage in (Stage.MINING, Stage.SEPARATION):
                mix = evidence().supply(symbol, stage, on).mix("central")
                assert not mix or max(mix, key=lambda c: mix[c]) == "CHN"


def test_baotou_is_a_part_of_china() -> None:
    served = evidence().supply("Nd", Stage.SEPARATION, TODAY)
    assert [(p.name, p.share.low, p.share.high) for p in served.within["CHN"]] == [("Baotou", 0.6, 0.7)]
    assert "doc-001-07" not in served.figures


def test_a_wrong_table_is_bad_input(folder: Path) -> None:
    rewrite(folder, keep=3, why="")
    assert main(["supply", "--on", TODAY.isoformat(), "--evidence", str(folder)]) == BAD_INPUT
