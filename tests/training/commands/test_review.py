"""The analyst's loop: a changed model is compared, taken back, and watched."""

from __future__ import annotations

import dataclasses
import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest

from service.risk.bundle import storage, track_record
from service.risk.bundle import versions as bundles
from service.risk.bundle.kernel import RECORD, Kernel
from service.risk.errors import BundleError
from service.risk.source_shock.features import NAMES
from tests.factories import CURRENT, ROOT, TODAY, kernel, parts
from training.__main__ import COMMANDS, _parser, main
from training.metrics.stability import stability
from training.monitoring import compare, drift
from training.publication import gate, reference_portfolio, rollback
from training.publication.sides import BundleSide, side

PAGE = (ROOT / "training" / "LOOP.md").read_text(encoding="utf-8")
SHOWN = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in block.splitlines()]


def bundle(folder: Path, record: track_record.Record | None = None, **evidence: Any) -> BundleSide:
    """The shipped bundle with other evidence (``controls=``, ``claims=``) or other frozen forecasts."""
    manifest, held = parts()
    plain = {k: v for k, v in manifest.items() if k not in ("format", "files")}
    papers = {**kernel().papers, **({RECORD: record.encode()} if record else {})}
    estimators = {"restriction": kernel().restriction.estimator, "price_pressure": kernel().price.estimator}
    storage.write(folder, plain, estimators, held | evidence, papers)
    return side(folder)


@pytest.fixture(scope="module", autouse=True)
def scored_once() -> Iterator[None]:
    """One product of six stands for the portfolio, and the champion's is scored once for all tests."""
    few = reference_portfolio.read()[::6]
    once: dict[tuple[str, date], dict[str, float]] = {}
    score = compare.portfolio_scores

    def remembered(kernel: Kernel, day: date) -> dict[str, float]:
        if (kernel.sha256, day) not in once:
            once[kernel.sha256, day] = score(kernel, day)
        return once[kernel.sha256, day]

    with (
        mock.patch.object(compare, "portfolio_scores", remembered),
        mock.patch.object(reference_portfolio, "read", return_value=few),
    ):
        yield


@pytest.fixture(scope="module")
def champion() -> BundleSide:
    return side(CURRENT)


@pytest.mark.slow
def test_a_bundle_differs_from_itself_by_nothing(champion: BundleSide) -> None:
    comparison = compare.compare(champion, champion, TODAY)
    assert comparison["portfolio"]["before"] == comparison["portfolio"]["after"]
    assert comparison["metrics"]["all"]["brier_skill"]["difference_95"] == [0.0, 0.0]
    assert "Nothing: the same settings" in compare.text(comparison)
    headline, against, to_do = compare.text(comparison).splitlines()[-3:]
    assert headline.startswith(f"Found: {champion.manifest['version']} forecasts neither better nor worse")
    assert against.startswith("Against: ")
    assert to_do.startswith("To do: ")


@pytest.mark.slow
def test_two_bundles_are_compared_on_the_later_of_their_days(champion: BundleSide) -> None:
    told = champion.manifest["portfolio"]
    later = dataclasses.replace(champion, manifest=champion.manifest | {"portfolio": told | {"as_of": "2027-01-02"}})
    assert compare.common_day(champion, later) == compare.common_day(later, champion) == date(2027, 1, 2)


@pytest.mark.slow
def test_controls_left_out_are_named_and_move_the_portfolio(champion: BundleSide, tmp_path: Path) -> None:
    kept = [row for row in champion.evidence["controls"] if row["jurisdiction"] != "CHN"]
    comparison = compare.compare(champion, bundle(tmp_path / "changed", controls=kept), TODAY)
    before, after = comparison["portfolio"]["before"], comparison["portfolio"]["after"]
    assert any(before[name] - after[name] > 1.0 for name in before)
    assert len(comparison["changes"]["controls"]["removed"]) == len(champion.evidence["controls"]) - len(kept)
    assert "- controls removed: CN-" in compare.text(comparison)


@pytest.mark.slow
def test_a_bundle_that_cannot_score_here_is_compared_by_its_forecasts(champion: BundleSide) -> None:
    stranger = dataclasses.replace(champion, kernel=None, unloadable="other features: x")
    comparison = compare.compare(stranger, champion, TODAY)
    assert comparison["metrics"]["all"]["brier_skill"]["difference"] == 0.0
    assert comparison["portfolio"]["before"] == champion.manifest["portfolio"]["products"]
    assert "can't score here: other features: x" in compare.text(comparison)


def shelf_of(tmp_path: Path, *versions: str) -> Path:
    """A folder in which versions were published in turn; the first of them is a bundle that loads."""
    for number, version in enumerate(versions):
        (tmp_path / version).mkdir()
        for path in CURRENT.resolve().iterdir() if number == 0 else ():
            (tmp_path / version / path.name).symlink_to(path)
        (tmp_path / version / storage.MANIFEST).exists() or (tmp_path / version / storage.MANIFEST).write_text("{}")
        bundles.move(
            tmp_path, bundles.BundleMove("2026-11-22T00:00:00+00:00", "publish", version, "", bundles.served(tmp_path))
        )
    return tmp_path


@pytest.mark.slow
def test_rolling_back_moves_to_the_version_before_and_is_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    models = shelf_of(tmp_path, "one", "two")
    assert main(["rollback", "--models", str(models), "--reason", "implausible"]) == 0
    assert "two -> one" in (said := capsys.readouterr().out)
    assert "restart" in said
    assert bundles.served(models) == "one"
    assert main(["rollback", "--models", str(models), "--list"]) == 0
    assert re.search(r"^\* one +2\S+ +rollback +implausible$", capsys.readouterr().out, re.M)


def test_a_bundle_that_does_not_load_is_not_rolled_back_to(tmp_path: Path) -> None:
    models = shelf_of(tmp_path, "one", "two", "three")
    with pytest.raises(BundleError, match="bundle format None"):
        rollback.rollback(models, None, None)
    assert bundles.served(models) == "three"


@pytest.mark.parametrize(
    ("version", "words"),
    [("nine", "no bundle nine"), ("one", "serves already"), (None, "nothing to go back to from one")],
)
def test_going_nowhere_is_refused_with_what_there_is(tmp_path: Path, version: str | None, words: str) -> None:
    with pytest.raises(
        rollback.RollbackError, match=rf"{words}.* holds one(; `python -m training publish` makes another)?$"
    ):
        rollback.rollback(shelf_of(tmp_path, "one"), version, None)


def test_a_folder_of_one_bundle_has_nothing_to_go_back_to_and_exits_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    models = shelf_of(tmp_path, "one", "two")
    shutil.rmtree(models / "two")
    bundles.point_current(models, "one")
    assert main(["rollback", "--models", str(models)]) == 1
    assert f"there is nothing to go back to from one: {models} holds one; `python" in capsys.readouterr().err
    assert bundles.served(models) == "one"


@pytest.mark.slow
def test_a_second_rollback_names_what_to_type_instead(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    models = shelf_of(tmp_path, "one", "two", "three")
    assert main(["rollback", "one", "--models", str(models)]) == 0
    assert main(["rollback", "--models", str(models)]) == 1
    said = capsys.readouterr().err
    assert f"nothing to go back to from one: {models} holds one, three, two. No version that served before" in said
    assert "name it: `python -m training rollback three`" in said
    assert bundles.served(models) == "one"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["compare", str(CURRENT), str(CURRENT), "--unverified", "drop"], "--unverified"),
        (["rollback", "--list", "--reason", "implausible"], "--reason"),
        (["rollback", "--list", "one"], "VERSION"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused_by_name_with_exit_code_2(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert named in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("case", ["apart", "worse"])
def test_compare_and_publish_hold_the_same_against_a_bundle(champion: BundleSide, tmp_path: Path, case: str) -> None:
    record, late = champion.record, champion.record.year >= 2020
    new = record.where(late)
    mine, theirs = (
        (record.where(~late), new) if case == "apart" else (new, dataclasses.replace(new, forecast=1 - new.forecast))
    )
    sides = [bundle(tmp_path / name, one) for name, one in (("mine", mine), ("theirs", theirs))]
    bundles.point_current(tmp_path, "mine")
    with mock.patch.object(compare, "portfolio_scores", return_value={}):
        told = compare.compare(*sides, TODAY)["objections"]
    assert told == gate.objections(tmp_path, sides[1])[0]
    words = {"apart": "no cell in common", "worse": "walk-forward Brier skill of all"}
    assert any(words[case] in line for line in told)


def test_the_stability_index_is_zero_for_the_same_and_grows_with_the_shift() -> None:
    values = np.random.default_rng(1).normal(size=5000)
    near, far = (stability(values, values + shift) for shift in (0.1, 1.0))
    assert stability(values, values) == 0.0
    assert 0 < near < drift.NOTICEABLE < drift.LARGE < far


def test_values_that_become_unknown_are_drift() -> None:
    values = np.random.default_rng(1).normal(size=1000)
    assert stability(values, np.where(np.arange(1000) < 500, np.nan, values)) > drift.LARGE


def test_the_stability_index_is_that_of_the_formula() -> None:
    before, after = np.array([0.0] * 50 + [1.0] * 50), np.array([0.0] * 75 + [1.0] * 25)
    expected = (0.75 - 0.5) * np.log(0.75 / 0.5) + (0.25 - 0.5) * np.log(0.25 / 0.5)
    assert stability(before, after) == pytest.approx(expected)


def test_ages_count_the_year_of_trade_to_its_end() -> None:
    ages = {row["data"]: row for row in drift.ages(kernel().manifest, date(2026, 12, 31))}
    assert ages["trade"]["days"] == (date(2026, 12, 31) - date(kernel().manifest["structure_through"], 12, 31)).days
    assert set(ages) == {"trade", "evidence", "prices", "register"}


def test_sources_beyond_the_range_of_training_are_told_by_their_share() -> None:
    training, today = np.zeros((10, len(NAMES))), np.zeros((4, len(NAMES)))
    training[:, 0], today[:, 0] = np.arange(10), [1.0, 20.0, np.nan, -1.0]
    drifted = drift.inputs(training, today)
    assert [row["outside"] for row in drifted][:2] == [pytest.approx(2 / 3), 0.0]
    assert drift.above({"features": drifted}, drift.LARGE) == [NAMES[0]]
    assert " 66.7% large" in drift.text({"bundle": "b", "as_of": "d", "features": drifted, "ages": []})


@pytest.mark.parametrize("command", SHOWN)
def test_a_command_of_the_page_is_understood(command: str) -> None:
    python, _, module, *arguments = shlex.split(command)
    assert (python, module) == ("python", "training")
    _parser().parse_args(arguments)


def test_the_page_shows_every_command_but_those_of_the_other_page_and_those_inside_others() -> None:
    used = {shlex.split(command)[3] for command in SHOWN}
    assert used == set(COMMANDS) - {"add", "add-price"}


def test_the_page_names_no_version() -> None:
    assert not re.search(r"\b\d{4}-[0-9a-f]{8}\b", PAGE)
    assert "rollback VERSION" in PAGE
