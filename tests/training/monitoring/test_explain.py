"""Why a score changed, answered without a fit."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.risk.scoring import score
from tests.factories import ROOT, bom, kernel, magnet, supply
from training.__main__ import BAD_INPUT, OK, USAGE, main
from training.data.archive import ArchiveError
from training.data.workspace import Workspace
from training.monitoring import explain
from training.monitoring.explain import BomFileError, read_bom
from training.publication import build, reference_portfolio
from training.publication.score_changes import AskedBundle

MOTOR = ROOT / "examples" / "traction-motor.json"
BEFORE, AFTER = date(2025, 4, 3), date(2025, 4, 5)


@pytest.mark.slow
def test_a_question_about_two_days_is_answered_without_a_fit_or_the_archive(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ArchiveError("nothing is fitted")

    monkeypatch.setattr(build, "fit_bundle", refuse)
    monkeypatch.setattr(Workspace, "flows", property(refuse))
    kept = tmp_path / "why.md"
    call = ["compare", "--no-refit", "--bom", str(MOTOR), "--since", "2025-04-03", "--as-of", "2025-04-05"]
    assert main(["--cache", str(tmp_path), *call, "--out", str(kept)]) == OK
    out = capsys.readouterr().out
    assert kept.read_text() == out
    assert "CN-2025-18: not met -> in force (standing)" in out
    finding, against, to_do = out.splitlines()[-3:]
    assert finding.startswith("Found: the score moves by +")
    assert against.startswith(f"Against: {kernel().version} on 2025-04-03; after it stands the tables of today")
    assert to_do.startswith("To do: look at the measures named above")


@pytest.mark.slow
def test_a_move_by_time_alone_says_so_and_asks_for_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    models = str(ROOT / "models" / "current")
    days = ["--since", "2026-11-23", "--as-of", "2026-11-30"]
    assert main(["compare", "--no-refit", models, models, "--bom", str(MOTOR), *days]) == OK
    out = capsys.readouterr().out
    assert "no measure on its way changed its state" in out
    assert "To do: nothing; time alone moved it" in out


@pytest.mark.slow
def test_two_bundles_are_explained_without_tables(capsys: pytest.CaptureFixture[str]) -> None:
    models = str(ROOT / "models" / "current")
    assert main(["compare", "--no-refit", models, models, "--bom", str(MOTOR), "--as-of", "2026-11-21"]) == OK
    assert "To do: nothing; the score is the same." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--bom", str(MOTOR)], "add --no-refit"),
        (["--since", "2025-01-01"], "add --no-refit"),
        (["--no-refit", "--json"], "leave out either"),
        (["--no-refit", "--unverified", "keep"], "leave out either"),
    ],
)
def test_options_that_contradict_each_other_are_wrong_usage(
    options: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", *options]) == USAGE
    assert named in capsys.readouterr().err


def test_an_answer_of_the_service_is_read_by_its_receipt(tmp_path: Path) -> None:
    answer = score(bom(magnet(*supply("magnet", CHN=1)), bom_id="motor-9", as_of=AFTER), kernel(), AFTER)
    (tmp_path / "answer.json").write_text(json.dumps({"score": answer.score, "receipt": answer.receipt}))
    told = read_bom(tmp_path / "answer.json")
    assert told.bom_id == "motor-9"
    assert score(told, kernel(), AFTER).score == answer.score


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("{", "isn't JSON"),
        ("[]", "holds no object"),
        ({"receipt": "cp2.x"}, "receipt can't be read"),
        ({"lines": [{"line_id": "1", "mass_per_metre": {}}]}, "mass_per_metre can't be read here. Post it"),
        ({"lines": [{"line_id": "1", "quantity": {"value": 1, "unit": "kg", "of": "x"}}]}, "quantity.of can't be read"),
        ({"lines": [{"line_id": "1", "supply": [{"stage": "magnet", "country": "EU", "share": 1}]}]}, "EU"),
        ({"lines": [{"line_id": "1", "unit_price": "3,50 EUR/kg"}]}, "can't be read"),
    ],
)
def test_a_file_that_says_more_than_is_read_here_is_refused_before_a_bundle_is_loaded(
    tmp_path: Path, content: Any, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bom.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(BomFileError, match=named):
        read_bom(path)
    assert main(["compare", "--no-refit", str(tmp_path / "no-bundle"), "--bom", str(path)]) == BAD_INPUT
    assert named in capsys.readouterr().err


def test_a_day_that_cannot_be_scored_is_told() -> None:
    both = AskedBundle(kernel(), date(1990, 1, 1)), AskedBundle(kernel(), AFTER)
    with pytest.raises(BomFileError, match="/as_of: Scores begin on 2010-01-01"):
        list(explain.product(bom(magnet()), *both))


@pytest.mark.slow
def test_the_product_that_moves_most_stands_for_the_portfolio(monkeypatch: pytest.MonkeyPatch) -> None:
    few = reference_portfolio.read()[::6]
    monkeypatch.setattr(reference_portfolio, "read", lambda: few)
    lines = list(explain.portfolio(AskedBundle(kernel(), BEFORE), AskedBundle(kernel(), AFTER)))
    named = lines[1].removeprefix("moved most: ").split()[0]
    assert f"# {named}" in lines
    assert lines[-3].startswith("Found: ")
