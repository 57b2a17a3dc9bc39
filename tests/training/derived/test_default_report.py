"""Default sources beside what is published of buyers' imports."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from service.risk.supply_chain.sourcing import Sourcing
from service.risk.vocabulary import Stage
from tests.factories import CURRENT, TODAY, kernel, workspace
from training.derived import default_report, supply_report
from training.derived.default_report import ImportDifference
from training.derived.supply_report import UnexplainedError
from training.tables.reader import EVIDENCE

pytestmark = pytest.mark.slow


@cache
def differences() -> list[ImportDifference]:
    evidence, _ = supply_report.evidence_of()
    return default_report.differences(Sourcing(evidence, workspace().trade), TODAY)


@cache
def shares(claim: str) -> dict[tuple[str, str], ImportDifference]:
    return {(d.buyer, d.element): d for d in differences() if d.claim.claim_id == claim}


def test_all_five_buyers_are_compared_and_all_three_stages() -> None:
    assert {d.buyer for d in differences()} == set(default_report.BUYERS)
    assert {d.stage for d in differences()} == {Stage.SEPARATION, Stage.METAL, Stage.MAGNET}


def test_japans_chinese_magnets_are_what_is_published_though_the_world_has_three_times_as_many() -> None:
    assert shares("kita-2023-magnet-JPN-CHN")["JPN", "Nd"].ours == pytest.approx(0.311, abs=0.03)


def test_american_imports_of_terbium_and_japanese_ones_of_dysprosium_are_chinese_as_published() -> None:
    assert not shares("usgs-mcs2026-us-import-Tb-CHN")["USA", "Tb"].far
    assert not shares("meti-2024-japan-import-DyTb-CHN")["JPN", "Dy"].far


def test_every_difference_above_ten_points_has_a_reason_and_every_reason_a_difference() -> None:
    written = supply_report.reasons(EVIDENCE, default_report.REASONS)
    far = [d for d in differences() if d.far]
    assert far
    assert [d for d in far if default_report.reason_for(d, written) is None] == []
    assert {reason.claim for reason in written} == {d.claim.claim_id for d in far}


def test_most_comparisons_lie_within_ten_points() -> None:
    assert sum(d.far for d in differences()) < len(differences()) / 2


def test_a_difference_without_a_reason_refuses_the_section(tmp_path: Path) -> None:
    for path in EVIDENCE.glob("*.csv"):
        shutil.copy(path, tmp_path / path.name)
    head = (tmp_path / default_report.REASONS).read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / default_report.REASONS).write_text(f"{head}\n", encoding="utf-8")
    with pytest.raises(UnexplainedError, match="USA Y separation: default 100%, usgs-mcs2026-us-import-Y-CHN 70%"):
        default_report.section(TODAY, workspace().trade, tmp_path)


def test_the_section_says_which_trade_it_read() -> None:
    assert "by value and quantity" in default_report.section(TODAY, workspace().trade)
    trade = default_report.trade_of(CURRENT)
    assert trade.imports
    if not trade.quantities:
        assert "no shares by quantity" in default_report.section(TODAY, trade)


def test_the_served_trade_is_that_of_the_archive() -> None:
    assert kernel().facts.trade == workspace().trade
