"""The table of minerals: the shipped one is sound, and each way to break it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.risk.source_shock.acts import RARE_EARTH_MINERALS
from tests.training.table_cases import copied, spoil
from training.tables.minerals import FILE, check, codes_of, load


def test_the_shipped_table_is_sound() -> None:
    assert check() == []


def test_a_code_leads_to_one_mineral() -> None:
    codes = [code for mineral in load() for code in mineral.codes]
    assert len(codes) == len(set(codes))


def test_both_minerals_of_rare_earths_are_there_and_share_the_codes_of_their_elements() -> None:
    rows = {mineral.name: mineral for mineral in load()}
    assert rows.keys() >= RARE_EARTH_MINERALS
    assert rows["LREE"].share_codes == {"284610", "284690", "280530"}
    assert rows["HREE"].share_codes == {"284690", "280530"}
    assert rows["tungsten"].share_codes == {"261100", "810110"}


def test_minerals_without_a_code_of_their_own_keep_their_production() -> None:
    assert codes_of(load())["gallium"] == frozenset()
    assert all(mineral.production for mineral in load() if not mineral.codes)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"hs92": "999999"}, "hs92"),
        ({"hs92": "260300"}, "hs92"),
        ({"hs92": "", "production": ""}, "production"),
        ({"specialty": "perhaps"}, "specialty"),
        ({"source": ""}, "source"),
        ({"locator": ""}, "locator"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, cells: dict[str, str], column: str) -> None:
    folder = copied(tmp_path / "evidence")
    number = spoil(folder, FILE, "zinc", **cells)
    assert [(p.row, p.column) for p in check(folder)] == [(number, column)]
