"""Publishing: the same inputs give the same bytes, and a model that tells products nothing is refused."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from service.risk import bundle, record, shelf
from service.risk.features import NAMES
from service.risk.scoring import score
from tests.factories import bom, line, magnet, small_space
from training import drift, gate, panel
from training.fitting import LABEL_DELAY, FitError
from training.publishing import PublishError, fit_bundle, publish
from training.rolling import rollback
from training.workspace import Workspace

UNTIL, DAY = 2012, date(2026, 11, 21)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models in which a bundle of a part of the archive was published."""
    folder = tmp_path_factory.mktemp("models")
    publish(small_space(), UNTIL, "operational", folder, DAY)
    return folder


@pytest.fixture(scope="module")
def hindcast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of the other vintage."""
    folder = tmp_path_factory.mktemp("hindcast")
    fit_bundle(small_space(), UNTIL, "hindcast", folder, DAY)
    return folder


def test_publishing_moves_current_to_the_new_version(models: Path) -> None:
    kernel = bundle.load(models / "current")
    assert (models / "current").readlink() == Path(kernel.version)
    assert (models / kernel.version / bundle.CARD).read_text().startswith(f"# Chokepoint model {kernel.version}")
    assert sorted(p.name for p in models.iterdir()) == sorted(["current", "history.jsonl", kernel.version])


def test_publishing_the_same_again_gives_the_same_bytes(models: Path, tmp_path: Path) -> None:
    version, digest = publish(small_space(), UNTIL, "operational", tmp_path, DAY)
    assert version == (models / "current").readlink().name
    assert digest == bundle.load(models / "current").sha256
    for name in (bundle.MANIFEST, *bundle.FILES):
        assert (tmp_path / version / name).read_bytes() == (models / version / name).read_bytes()


def test_publishing_over_the_same_version_leaves_one_bundle(models: Path) -> None:
    before = bundle.load(models / "current").sha256
    publish(small_space(), UNTIL, "operational", models, DAY)
    assert bundle.load(models / "current").sha256 == before
    assert len(list(models.iterdir())) == 3
    assert len(shelf.history(models)) == 1


def test_a_published_bundle_scores(models: Path) -> None:
    answer = score(bom(magnet(), line("Ce")), bundle.load(models / "current"), DAY)
    assert answer.status == "scored"


def test_a_bundle_knows_only_what_was_known_at_its_year(models: Path) -> None:
    kernel = bundle.load(models / "current")
    assert kernel.manifest["trained_through"] == UNTIL - LABEL_DELAY["operational"]
    assert kernel.manifest["structure_through"] == UNTIL - panel.VINTAGES["operational"]
    assert kernel.facts.trade.last_year == UNTIL - panel.VINTAGES["operational"]
    years = [year for by in kernel.facts.governance.values() for year in by]
    assert max(years) <= UNTIL - panel.VINTAGES["operational"]


def test_a_bundle_serves_the_rare_earth_codes_only(models: Path) -> None:
    assert set(bundle.load(models / "current").facts.trade.exports) == set(panel.RARE_EARTH_CODES)


def test_the_hindcast_says_that_it_is_one(hindcast: Path) -> None:
    manifest = bundle.load(hindcast).manifest
    assert manifest["vintage"] == "hindcast"
    assert manifest["trained_through"] == UNTIL - LABEL_DELAY["hindcast"]
    assert manifest["version"].startswith(f"{UNTIL}-hindcast-")


def test_the_card_says_what_is_trained_and_what_is_overlaid(models: Path) -> None:
    text = (models / "current" / bundle.CARD).read_text()
    for needed in (
        "## Intended use",
        "## Limits",
        "## Trained and overlaid",
        "## Track record",
        "## Ages of the data",
        "## Sources and licences",
        "CEPII",
        "Worldwide Governance Indicators",
        "no label of their own",
    ):
        assert needed in text


def test_a_year_before_any_outcome_was_known_is_refused_with_the_first_that_has_one(tmp_path: Path) -> None:
    with pytest.raises(FitError, match="first year that has one is 2000"):
        fit_bundle(small_space(), 1999, "operational", tmp_path, DAY)
    with pytest.raises(FitError, match="first year that has one is 1998"):
        fit_bundle(small_space(), 1990, "hindcast", tmp_path, DAY)


def test_a_model_that_breaks_a_promise_stays_a_draft_until_there_is_a_reason(
    models: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(gate, "CROWDED_SCORE", 0.0)
    before = (models / "current").readlink()
    with pytest.raises(PublishError, match=r"48 of 48 reference products score above 0[\s\S]*--reason"):
        publish(small_space(), UNTIL, "hindcast", models, DAY)
    assert (models / "current").readlink() == before
    version, _ = publish(small_space(), UNTIL, "hindcast", models, DAY, "a test of the reason")
    assert (models / "current").readlink() == Path(version)
    made = shelf.history(models)[-1]
    assert (made.version, made.before, made.reason) == (version, str(before), "a test of the reason")
    assert "48 of 48" in made.remarks[0]
    assert rollback(models, None, "and back").version == str(before)
    assert (models / "current").readlink() == before


def test_a_served_bundle_that_cannot_be_read_asks_for_a_reason(models: Path, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / bundle.MANIFEST).write_text('{"format": 1}')
    shelf.point_current(tmp_path, "old")
    (words,) = gate.objections(tmp_path, models / "current")
    assert "bundle format 1" in words


def test_a_bundle_holds_its_track_record_and_the_digest_of_it(models: Path) -> None:
    kernel = bundle.load(models / "current")
    stated = kernel.manifest["track_record"]
    content = kernel.papers[bundle.RECORD]
    frozen = record.decode(content)
    assert stated["sha256"] == kernel.manifest["files"][bundle.RECORD] == hashlib.sha256(content).hexdigest()
    assert (stated["rows"], stated["first_year"], stated["last_year"]) == (len(frozen), 2006, UNTIL - 3)
    assert kernel.track_record[0]["summary"]["cells"] == len(frozen)


def test_the_report_is_one_page_with_its_plots_and_asks_no_other_host(models: Path) -> None:
    page = (models / "current" / bundle.REPORT).read_text()
    for title in ("Reliability", "Skill by year", "Skill by commodity", "Case studies", "Families", "Features"):
        assert f"<h2>{title}</h2>" in page
    assert page.count("<svg") == 6
    assert "<script" not in page
    assert not re.search(r'(src|href)="(?!#)', page.replace("xlink:href", "href"))


def test_publishing_that_fails_leaves_current_where_it_was(models: Path) -> None:
    before = (models / "current").readlink()
    with pytest.raises(FitError):
        publish(small_space(), 1999, "operational", models, DAY)
    assert (models / "current").readlink() == before


def test_outcomes_after_training_are_set_against_the_forecasts(models: Path) -> None:
    found = drift.drift(small_space(), models / "current", DAY)
    years = sorted({row["year"] for row in found["outcomes"]})
    assert years == list(range(UNTIL - LABEL_DELAY["operational"] + 1, 2024))
    for row in found["outcomes"]:
        assert row["gap"] == pytest.approx(row["mean_forecast"] - row["event_rate"])
        assert row["brier"] == pytest.approx(0.2, abs=0.2)
    assert {row["name"] for row in found["features"]} == set(NAMES)
    assert "forecast" in drift.text(found)


def test_a_bundle_of_the_newest_data_has_no_outcome_after_training(models: Path) -> None:
    space = small_space()
    seen = dataclasses.replace(space.panel, cells=space.panel.cells.with_columns(event=pl.lit(-1)))
    blind = Workspace(space.cache, space.console)
    blind.flows, blind.panel = space.flows, seen
    assert drift.outcomes(blind, bundle.load(models / "current")) == []
