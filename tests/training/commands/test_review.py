"""The analyst's loop: a changed model is compared with the reason, taken back, and watched."""

from __future__ import annotations

import dataclasses
import json
import re
import shlex
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from service.risk.bundle import storage, track_record
from service.risk.bundle import versions as bundles
from service.risk.bundle.kernel import RECORD
from service.risk.disruption.features import BLOCK_COLUMNS, NAMES
from service.risk.errors import BundleError
from tests.factories import CURRENT, ROOT, TODAY, kernel, parts
from training.__main__ import _parser, main
from training.monitoring import compare, comparison_text, drift
from training.monitoring.compare import STEPS, Side
from training.publication import gate, rollback

PAGE = (ROOT / "training" / "LOOP.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in block.splitlines()]


def challenger(tmp_path: Path, **changed: Any) -> Side:
    """The shipped bundle with other evidence (``controls=``, ``claims=``)."""
    manifest = json.loads((CURRENT / storage.MANIFEST).read_text())
    evidence = json.loads((CURRENT / storage.EVIDENCE).read_bytes()) | changed
    plain = {k: v for k, v in manifest.items() if k not in ("format", "files")} | {"version": "changed"}
    storage.write(tmp_path / "changed", plain, kernel().model.estimators, evidence, kernel().papers)
    return compare.side(tmp_path / "changed")


@pytest.fixture(scope="module")
def champion() -> Side:
    return compare.side(CURRENT)


def test_a_bundle_differs_from_itself_by_nothing(champion: Side) -> None:
    found = compare.compare(champion, champion, TODAY)
    assert {line["difference"] for line in found["portfolio"]["lines"]} == {0.0}
    assert found["metrics"]["all"]["brier_skill"]["difference_95"] == [0.0, 0.0]
    assert found["changes"]["features_added"] == []
    assert "Nothing: the same features" in comparison_text.text(found)


def test_two_bundles_are_compared_on_the_later_of_their_days(champion: Side) -> None:
    told = champion.manifest["portfolio"]
    later = dataclasses.replace(champion, manifest=champion.manifest | {"portfolio": told | {"as_of": "2027-01-02"}})
    assert compare.common_day(champion, later) == compare.common_day(later, champion) == date(2027, 1, 2)


def test_controls_left_out_move_scores_by_the_register_alone(champion: Side, tmp_path: Path) -> None:
    kept = [row for row in champion.evidence["controls"] if row["jurisdiction"] != "CHN"]
    found = compare.compare(champion, challenger(tmp_path, controls=kept), TODAY)
    lines = found["portfolio"]["lines"]
    assert any(abs(line["difference"]) > 0.1 for line in lines)
    for line in lines:
        assert line["parts"]["register"] == pytest.approx(line["difference"])
        assert sum(line["parts"].values()) == pytest.approx(line["difference"])
    moved = compare.worst_first(lines)[0]
    assert moved["family"]["name"] == "export_control"
    assert moved["feature"]["name"].startswith("control_")
    assert len(found["changes"]["controls"]["removed"]) == len(champion.evidence["controls"]) - len(kept)


def test_prices_and_other_claims_are_told_apart(champion: Side, tmp_path: Path) -> None:
    kept = [row for row in champion.evidence["claims"] if row["quantity"] != "price"]
    found = compare.compare(champion, challenger(tmp_path, claims=kept), TODAY)
    assert any(line["parts"]["prices"] for line in found["portfolio"]["lines"])
    assert {line["parts"][step] for line in found["portfolio"]["lines"] for step in STEPS if step != "prices"} == {0.0}


def test_a_product_that_stays_is_told_why_and_no_reason_of_zero_is_shown(champion: Side, tmp_path: Path) -> None:
    claims, name = champion.evidence["claims"], "usgs-mcs2026-price-Nd-oxide-fob-china-2025"
    last = next(row for row in claims if row["claim_id"] == name)
    period = {"valid_from": "2026-01-01", "valid_to": "2026-08-31", "published": "2026-09-01"}
    changed = challenger(tmp_path, claims=[*claims, last | period | {"claim_id": "nudged"}])
    found = compare.compare(champion, changed, date(2026, 8, 1))
    words = comparison_text.text(found)
    assert {line["difference"] for line in found["portfolio"]["lines"]} == {0.0}
    assert "| no input of its hazards changed |" in words
    assert "nudged: known only from 2026-08-31: nothing on 2026-08-01." in words
    assert not re.search(r"[+-]0\.00 \|", words.split("## Reference")[1])


def test_a_bundle_that_cannot_score_here_is_compared_by_its_forecasts(champion: Side) -> None:
    stranger = dataclasses.replace(champion, kernel=None, unloadable="other features: x")
    found = compare.compare(stranger, champion, TODAY)
    assert found["metrics"]["all"]["brier_skill"]["difference"] == 0.0
    assert found["portfolio"]["note"] == "no parts: other features: x"
    assert {line["difference"] for line in found["portfolio"]["lines"]} == {0.0}
    assert "can't score here: other features: x" in comparison_text.text(found)


def shelf_of(tmp_path: Path, *versions: str) -> Path:
    """A folder in which versions were published in turn; the first of them is a bundle that loads."""
    for number, version in enumerate(versions):
        (tmp_path / version).mkdir()
        for path in CURRENT.resolve().iterdir() if number == 0 else ():
            (tmp_path / version / path.name).symlink_to(path)
        (tmp_path / version / storage.MANIFEST).exists() or (tmp_path / version / storage.MANIFEST).write_text("{}")
        bundles.move(
            tmp_path, bundles.Move("2026-11-22T00:00:00+00:00", "publish", version, "", bundles.served(tmp_path))
        )
    return tmp_path


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
        (["compare", str(CURRENT), str(CURRENT), "--until", "2015"], "--until"),
        (["compare", str(CURRENT), str(CURRENT), "--vintage", "operational"], "--vintage"),
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


def test_compare_and_publish_hold_the_same_against_a_bundle(champion: Side, tmp_path: Path) -> None:
    models = shelf_of(tmp_path, "one")
    late = champion.record.where(champion.record.year >= 2020)
    early = champion.record.where(champion.record.year < 2020)
    reversed_late = dataclasses.replace(late, forecast=1 - late.forecast)
    for name, mine, theirs, words in (
        ("apart", early, late, "no cell in common"),
        ("worse", late, reversed_late, "walk-forward Brier skill of all"),
    ):
        sides = []
        for side_name, rows in (("one", mine), (name, theirs)):
            sides.append(_with_record(tmp_path / "sides" / name / side_name, rows))
            shutil.rmtree(models / side_name, ignore_errors=True)
            shutil.copytree(tmp_path / "sides" / name / side_name, models / side_name)
        told = compare.compare(sides[0], sides[1], TODAY)["objections"]
        assert told == gate.objections(models, models / name)
        assert words in told[0]


def _with_record(folder: Path, rows: track_record.Record) -> Side:
    """The shipped bundle with other frozen forecasts, as one that can't score here (which takes its time)."""
    manifest, _ = parts()
    plain = {k: v for k, v in manifest.items() if k not in ("format", "files")}
    papers = {**kernel().papers, RECORD: rows.encode()}
    storage.write(folder, plain, kernel().model.estimators, parts()[1], papers)
    return dataclasses.replace(compare.side(folder), kernel=None, unloadable="not asked to")


def test_the_page_names_no_version_that_is_not_there() -> None:
    named = re.findall(r"\b\d{4}-(?:operational|hindcast)-[0-9a-f]{8}\b", PAGE)
    assert set(named) <= set(bundles.versions(CURRENT.parent))
    assert "rollback VERSION" in PAGE


def test_the_stability_index_is_zero_for_the_same_and_grows_with_the_shift() -> None:
    values = np.random.default_rng(1).normal(size=5000)
    near, far = (drift.stability(values, values + shift) for shift in (0.1, 1.0))
    assert drift.stability(values, values) == 0.0
    assert 0 < near < drift.NOTICEABLE < drift.LARGE < far


def test_values_that_become_unknown_are_drift() -> None:
    values = np.random.default_rng(1).normal(size=1000)
    assert drift.stability(values, np.where(np.arange(1000) < 500, np.nan, values)) > drift.LARGE


def test_the_stability_index_is_that_of_the_formula() -> None:
    before, after = np.array([0.0] * 50 + [1.0] * 50), np.array([0.0] * 75 + [1.0] * 25)
    expected = (0.75 - 0.5) * np.log(0.75 / 0.5) + (0.25 - 0.5) * np.log(0.25 / 0.5)
    assert drift.stability(before, after) == pytest.approx(expected)


def test_ages_count_years_to_their_end() -> None:
    found = {row["data"]: row for row in drift.ages(kernel(), date(2026, 12, 31))}
    trade = kernel().manifest["structure_through"]
    assert found["trade"]["days"] == (date(2026, 12, 31) - date(trade, 12, 31)).days
    assert set(found) == {"outcomes", "trade", "evidence", "prices", "register"}


def test_the_portfolio_is_told_by_the_share_beyond_the_usual_range_of_training() -> None:
    ends = drift.usual(np.array([*range(101), np.nan]))
    assert ends == (1.0, 99.0)
    assert drift.outside(ends, np.array([0.0, 1.0, 50.0, 99.5, np.nan])) == 0.5
    assert drift.outside(ends, np.array([np.nan])) is None
    assert drift.usual(np.array([np.nan])) is None


def test_a_feature_unknown_for_the_whole_portfolio_is_named_in_words() -> None:
    width = len(NAMES)
    training, served = np.zeros((10, width)), np.zeros((4, width))
    training[:, 0] = np.arange(10)
    served[:, 0], served[:, 1] = 20.0, np.nan
    features = drift.inputs(training, training, served)
    assert [row["name"] for row in features if row["outside_portfolio"]] == [NAMES[0]]
    said = drift.text(
        {"bundle": "b", "as_of": "d", "newest_cells": 2024, "features": features, "ages": [], "outcomes": []}
    )
    assert f"Unknown for every hazard of the portfolio: {NAMES[1]}." in said
    assert re.search(rf"^{NAMES[0]} .* 100% ", said, re.M)


def test_a_value_that_all_cells_of_a_year_share_has_no_stability_index() -> None:
    rows = np.zeros((10, len(NAMES)))
    found = drift.inputs(rows, rows + 1, rows)
    assert {f["name"] for f in found if f["stability_newest"] is None} == {
        NAMES[i] for i in BLOCK_COLUMNS["all_prices"]
    }


def test_only_features_of_the_newest_cells_are_judged() -> None:
    rows = [{"name": "a", "stability_newest": 0.3, "outside_portfolio": 0.0},
            {"name": "b", "stability_newest": 0.0, "outside_portfolio": 1.0},
            {"name": "c", "stability_newest": None, "outside_portfolio": None}]  # fmt: skip
    assert drift.above({"features": rows}, 0.25) == ["a"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_is_understood(command: str) -> None:
    python, _, module, *arguments = shlex.split(command)
    assert (python, module) == ("python", "training")
    _parser().parse_args(arguments)


def test_the_page_names_every_command_of_the_loop() -> None:
    used = {shlex.split(command)[3] for command in COMMANDS}
    assert used == {"fetch", "check", "panel", "evaluate", "compare", "publish", "rollback", "drift", "cases"}
