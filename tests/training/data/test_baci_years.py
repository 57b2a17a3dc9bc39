"""Newer years of trade: a plausible one is taken in, nonsense is refused with figures, and a year can be taken back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.training.data import small_archive
from tests.training.data.small_archive import LAST, NEXT
from training.__main__ import BAD_INPUT, OK, REASON_ASKED, USAGE, main
from training.data import archive, baci_years
from training.data.archive import ArchiveError
from training.data.baci_years import DoubtedError
from training.data.workspace import Workspace

TODAY = date(2027, 2, 1)
NAME = f"BACI_HS92_Y{NEXT}_V202701.csv"
LATER_CODES = {810310: 810320, 810510: 810520, 810710: 810720, 811211: 811212, 811230: 811292}
"""Codes of HS 1992 with those that later revisions have for the same goods."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pl.DataFrame]:
    """A small archive, and a plausible year after its last."""
    folder = tmp_path_factory.mktemp("archive")
    return folder, small_archive.written(folder)


@pytest.fixture
def cache(made: tuple[Path, pl.DataFrame], tmp_path: Path) -> Path:
    """A copy of the archive that a test may add to."""
    return Path(shutil.copytree(made[0], tmp_path / "cache"))


@pytest.fixture
def year(made: tuple[Path, pl.DataFrame]) -> pl.DataFrame:
    """A plausible new year."""
    return made[1]


def saved(folder: Path, rows: pl.DataFrame, name: str = NAME) -> Path:
    rows.write_csv(folder / name)
    return folder / name


def kept(rows: pl.DataFrame, part: float) -> pl.DataFrame:
    return rows.filter(pl.Series(np.random.default_rng(1).random(len(rows)) < part))


def of_year(rows: pl.DataFrame, number: int) -> pl.DataFrame:
    return rows.with_columns(pl.lit(number, pl.Int64).alias("t"))


def last_relabelled(cache: Path) -> pl.DataFrame:
    return of_year(archive.numbered_flows(cache).filter(pl.col("t") == LAST), NEXT)


def test_a_plausible_year_is_taken_in_and_other_products_are_left_out(
    cache: Path, year: pl.DataFrame, tmp_path: Path
) -> None:
    other = year.head(50).with_columns(pl.lit(10111, pl.Int64).alias("k"))
    (one,) = baci_years.add([saved(tmp_path, pl.concat([year, other]))], cache, TODAY)
    flows = archive.read_flows(cache)
    assert (one.year, one.file, one.flows, one.against, one.reason) == (NEXT, NAME, len(year), (), "")
    assert len(flows.filter(pl.col("t") == NEXT)) == len(year)
    assert flows["t"].n_unique() == NEXT - small_archive.FIRST + 1


def test_padded_cells_and_quantities_that_nobody_reported_are_read(
    cache: Path, year: pl.DataFrame, tmp_path: Path
) -> None:
    """CEPII pads numbers with blanks and writes NA."""
    rows = [
        f"{t},{i},{j},{k},  {v},   {'NA' if n % 20 == 0 else q}" for n, (t, i, j, k, v, q) in enumerate(year.rows())
    ]
    path = tmp_path / NAME
    path.write_text("\n".join(["t,i,j,k,v,q", *rows]) + "\n", encoding="utf-8")
    baci_years.add([path], cache, TODAY)
    added = archive.numbered_flows(cache).filter(pl.col("t") == NEXT)
    assert added["v"].sum() == pytest.approx(year["v"].sum())
    assert added["q"].null_count() == len(range(0, len(year), 20))


def test_a_year_that_is_held_is_replaced_and_the_others_stay(cache: Path, tmp_path: Path) -> None:
    before = archive.numbered_flows(cache)
    revised = before.filter(pl.col("t") == LAST).with_columns((pl.col("v") * 1.01).round(3))
    baci_years.add([saved(tmp_path, revised, f"BACI_HS92_Y{LAST}_V202701.csv")], cache, TODAY)
    after = archive.numbered_flows(cache)
    assert after.filter(pl.col("t") == LAST)["v"].sum() == pytest.approx(revised["v"].sum())
    assert before.filter(pl.col("t") < LAST).equals(after.filter(pl.col("t") < LAST))


NONSENSE: dict[str, tuple[Callable[[pl.DataFrame], pl.DataFrame], str]] = {
    "values a thousandfold": (lambda y: y.with_columns(pl.col("v") * 1000), r"value over that .*accepted 0\.5 to 2"),
    "a tenth of the rows": (lambda y: kept(y, 0.1), r"flows over those of the year before: 0\.\d+ \(\d+ flows"),
    "quantities in kilograms": (lambda y: y.with_columns(pl.col("q") * 1000), r"median change of a flow's unit value"),
    "codes of a later revision": (lambda y: y.with_columns(pl.col("k").replace(LATER_CODES)), "5 codes traded in 2024"),
    "half of the exporters": (lambda y: y.filter(pl.col("i") > y["i"].median()), r"largest exporters .*sell nothing"),
    "no quantities": (lambda y: y.with_columns(pl.lit(None, pl.Float64).alias("q")), "flows with a quantity: 0"),
    "last year's values scaled": (lambda y: y, "median size of that change, in log: 0"),
    "one good in another unit": (
        lambda y: y.with_columns(pl.when(pl.col("k") > 800000).then(pl.col("q") * 1000).otherwise("q").alias("q")),
        r"unit values of 5 of 12 codes differ more than 20-fold",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", NONSENSE)
def test_an_implausible_year_is_refused_with_the_figures(
    cache: Path, year: pl.DataFrame, tmp_path: Path, name: str
) -> None:
    change, words = NONSENSE[name]
    if name == "last year's values scaled":
        year = last_relabelled(cache).with_columns(pl.col("v") * 1.1, pl.col("q") * 1.1)
    with pytest.raises(DoubtedError, match=words):
        baci_years.add([saved(tmp_path, change(year))], cache, TODAY)
    assert baci_years.added(cache) == []


def test_last_year_under_a_new_name_is_refused(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(DoubtedError, match=f"of its flows have value and quantity of {LAST} to the last digit"):
        baci_years.add([saved(tmp_path, last_relabelled(cache))], cache, TODAY)


IMPOSSIBLE: dict[str, tuple[Callable[[pl.DataFrame], pl.DataFrame], str, str]] = {
    "empty": (lambda y: y.head(0), NAME, "column t names 0 years"),
    "doubled rows": (lambda y: pl.concat([y, y]), NAME, "flows stand there twice"),
    "negative values": (
        lambda y: y.with_columns(pl.when(pl.col("k") == 284690).then(-pl.col("v")).otherwise("v").alias("v")),
        NAME, "have no value, or a value or a quantity below 0",
    ),
    "a year that isn't over": (lambda y: of_year(y, 2027), "BACI_HS92_Y2027_V202901.csv", "2027 isn't over"),
    "another revision": (lambda y: y, f"BACI_HS17_Y{NEXT}_V202701.csv", "the name says HS17"),
    "another year than its name": (lambda y: y, "BACI_HS92_Y2026_V202701.csv", "name says 2026, column t says 2025"),
    "two years": (lambda y: pl.concat([y, of_year(y, 2026)]), NAME, "column t names 2 years"),
    "no code that is held": (lambda y: y.with_columns(pl.lit(10111, pl.Int64).alias("k")), NAME, "code that is held"),
    "unknown countries": (lambda y: y.with_columns(pl.lit(99999, pl.Int64).alias("i")).unique(["i", "j", "k"]), NAME,
                          "country numbers that nobody knows: 99999"),
    "text for a value": (lambda y: y.with_columns(pl.lit("much").alias("v")), NAME, "have a cell that isn't a number"),
    "infinite values": (lambda y: y.with_columns(pl.lit(float("inf")).alias("v")), NAME, "a cell that isn't a number"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_year_that_cannot_be_is_refused_whatever_the_reason(
    cache: Path, year: pl.DataFrame, tmp_path: Path, name: str
) -> None:
    change, file, words = IMPOSSIBLE[name]
    with pytest.raises(ArchiveError, match=words) as refused:
        baci_years.add([saved(tmp_path, change(year), file)], cache, TODAY, "a reason")
    assert "No reason answers these" in str(refused.value)
    assert baci_years.added(cache) == []


def test_a_file_with_other_columns_or_none_is_refused_by_name(cache: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("year,exporter\n2024,1\n", encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"other\.csv.*expected t,i,j,k,v,q"):
        baci_years.add([other], cache, TODAY)
    other.write_bytes(b"")
    with pytest.raises(ArchiveError, match=r"other\.csv"):
        baci_years.add([other], cache, TODAY)
    with pytest.raises(ArchiveError, match="No such file"):
        baci_years.add([tmp_path / "none.csv"], cache, TODAY)


def test_a_name_that_tells_no_revision_asks_for_a_reason(cache: Path, year: pl.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(DoubtedError, match="nothing says which HS revision"):
        baci_years.add([saved(tmp_path, year, "trade.csv")], cache, TODAY)


def test_one_bad_file_keeps_all_out(cache: Path, year: pl.DataFrame, tmp_path: Path) -> None:
    later = small_archive.next_year(year, NEXT + 1, np.random.default_rng(3)).with_columns(pl.col("v") * 1000)
    files = [saved(tmp_path, year), saved(tmp_path, later, f"BACI_HS92_Y{NEXT + 1}_V202801.csv")]
    with pytest.raises(DoubtedError, match=f"Y{NEXT + 1}_V202801"):
        baci_years.add(files, cache, date(2028, 2, 1))
    assert baci_years.added(cache) == []


def test_two_files_of_a_row_are_each_checked_against_the_one_before(
    cache: Path, year: pl.DataFrame, tmp_path: Path
) -> None:
    later = small_archive.next_year(year, NEXT + 1, np.random.default_rng(3))
    files = [saved(tmp_path, later, f"BACI_HS92_Y{NEXT + 1}_V202801.csv"), saved(tmp_path, year)]
    assert [one.year for one in baci_years.add(files, cache, date(2028, 2, 1))] == [NEXT, NEXT + 1]


def test_a_forced_year_tells_the_bundle_what_was_against_it_and_why_it_was_taken(
    cache: Path, year: pl.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved(tmp_path, year.with_columns(pl.col("v") * 3))
    call = ["--cache", str(cache), "fetch", "--on", "2027-02-01", "--baci", str(path)]
    for name in archive.MEMBERS[1:]:
        (cache / name).write_bytes(b"")
    assert main(call) == REASON_ASKED
    assert "add --force REASON" in capsys.readouterr().err
    assert main([*call, "--force", "Prices trebled"]) == OK
    (told,) = Workspace(cache).added_years()
    assert told["reason"] == "Prices trebled"
    assert told["against"][0].startswith("value over that of the year before: ")
    assert "taken because: Prices trebled" in capsys.readouterr().out


def test_a_reason_that_nothing_asks_for_is_not_kept(cache: Path, year: pl.DataFrame, tmp_path: Path) -> None:
    (one,) = baci_years.add([saved(tmp_path, year)], cache, TODAY, "just in case")
    assert one.reason == ""


def test_a_year_is_removed_and_restored_with_its_record(
    cache: Path, year: pl.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baci_years.add([saved(tmp_path, year)], cache, TODAY)
    key, call = Workspace(cache).data_key(), ["--cache", str(cache), "years"]
    assert main([*call, "remove", str(NEXT)]) == OK
    assert int(archive.numbered_flows(cache)["t"].max()) == LAST  # type: ignore[arg-type]
    assert (
        f"removed, `python -m training years restore YEAR` brings it back:\n  {NEXT}  {NAME}" in capsys.readouterr().out
    )
    assert main([*call, "restore", str(NEXT)]) == OK
    assert Workspace(cache).data_key() == key
    assert f"{NEXT}  {NAME}" in capsys.readouterr().out
    assert main([*call, "restore", str(NEXT)]) == BAD_INPUT
    assert main([*call, "remove", "1999"]) == BAD_INPUT
    assert "no year 1999 was added" in capsys.readouterr().err
    assert main([*call, "remove"]) == USAGE


def test_restoring_puts_the_year_that_took_its_place_aside(cache: Path, year: pl.DataFrame, tmp_path: Path) -> None:
    first = baci_years.add([saved(tmp_path, year)], cache, TODAY)
    second = baci_years.add([saved(tmp_path, year.with_columns(pl.col("v") * 1.1))], cache, TODAY)
    assert (baci_years.added(cache), baci_years.removed(cache)) == (second, first)
    baci_years.restore(cache, NEXT)
    assert (baci_years.added(cache), baci_years.removed(cache)) == (first, second)


def test_a_year_without_a_record_is_listed_as_such(cache: Path, year: pl.DataFrame) -> None:
    year.write_parquet(cache / f"baci_{NEXT}.parquet")
    assert "no record of where it comes from" in baci_years.listing(cache)
