"""Publishing: the same inputs give the same bytes, and a model that tells products nothing is refused."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import re
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from rich.console import Console

from service.risk.bundle import storage, track_record, versions
from service.risk.bundle.kernel import CARD, RECORD, REPORT
from service.risk.disruption.features import NAMES
from service.risk.scoring import score
from tests.factories import bom, line, magnet, parts, small_space
from training.data import disruption_panel
from training.data.workspace import Workspace
from training.evaluation import control_cases
from training.fit.disruption_model import LABEL_DELAY, FitError
from training.monitoring import drift
from training.publication import build, gate
from training.publication.build import UNNAMED, fit_bundle, version_of
from training.publication.release import DRAFT, Published, PublishError, publish, publish_draft, put
from training.publication.rollback import rollback
from training.tables import controls

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
    fit_bundle(small_space(), UNTIL, "hindcast", folder)
    return folder


def test_publishing_moves_current_to_the_new_version(models: Path) -> None:
    kernel = storage.load(models / "current")
    assert (models / "current").readlink() == Path(kernel.version)
    assert (models / kernel.version / CARD).read_text().startswith(f"# Chokepoint model {kernel.version}")
    assert sorted(p.name for p in models.iterdir()) == sorted(["current", "history.jsonl", kernel.version])


def test_publishing_the_same_again_gives_the_same_bytes(models: Path, tmp_path: Path) -> None:
    made = publish(small_space(), UNTIL, "operational", tmp_path, DAY)
    assert made.version == (models / "current").readlink().name
    assert made.sha256 == storage.load(models / "current").sha256
    for name in (storage.MANIFEST, *storage.FILES):
        assert (tmp_path / made.version / name).read_bytes() == (models / made.version / name).read_bytes()


def drafted(models: Path) -> Path:
    """The served bundle once more, as a draft."""
    return Path(shutil.copytree(models / "current", models / DRAFT))


def test_publishing_the_bytes_that_serve_moves_nothing_and_says_so(models: Path) -> None:
    version, digest = versions.served(models), storage.load(models / "current").sha256
    names, moves = sorted(p.name for p in models.iterdir()), versions.history(models)
    made = publish_draft(models, drafted(models), "a reason")
    assert made == Published(str(version), digest, moved=False)
    assert made.words(None).endswith("serves already with the same bytes: nothing moved.")
    assert made.words("a reason").endswith("nothing moved; the reason is not kept.")
    assert sorted(p.name for p in models.iterdir()) == names
    assert versions.history(models) == moves


def test_a_publication_goes_on_where_another_was_interrupted(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fit(space: Workspace, until: int, vintage: str, out: Path, as_of: date | None) -> None:
        shutil.copytree(models / "current", out)

    monkeypatch.setattr(build, "fit_bundle", fit)
    version = str(versions.served(models))
    half = tmp_path / DRAFT
    half.mkdir()
    (half / storage.MANIFEST).write_text("{")
    assert versions.versions(tmp_path) == []
    said = Console(file=io.StringIO(), width=1000)
    assert publish(Workspace(tmp_path, said), UNTIL, "operational", tmp_path, DAY).moved
    assert f"{half}, left by a publication that was refused or interrupted, is replaced" in said.file.getvalue()
    assert (versions.served(tmp_path), half.exists()) == (version, False)
    (tmp_path / versions.CURRENT).unlink()  # as if interrupted after the folder got its name
    assert publish(Workspace(tmp_path, said), UNTIL, "operational", tmp_path, DAY).moved
    assert (versions.served(tmp_path), versions.versions(tmp_path)) == (version, [version])


def test_a_version_that_exists_with_other_bytes_is_refused_and_stays_as_it_is(models: Path, tmp_path: Path) -> None:
    taken = Path(shutil.copytree(models, tmp_path / "models", symlinks=True))
    version = versions.served(taken)
    assert version is not None
    manifest = taken / version / storage.MANIFEST
    manifest.write_text(manifest.read_text().replace('"bands"', '"bands_of_old"'))
    with pytest.raises(PublishError, match=f"{version} holds another bundle"):
        publish_draft(taken, Path(shutil.copytree(models / version, taken / DRAFT)), "a reason")
    assert "bands_of_old" in manifest.read_text()
    assert versions.history(taken) == versions.history(models)


@pytest.mark.parametrize("name", storage.FILES)
def test_a_change_of_any_file_changes_the_version(name: str, models: Path) -> None:
    manifest, files, _ = storage.read(models / "current")
    digests = storage.digests(files)
    other = digests | storage.digests({name: files[name] + b" "})
    assert version_of(manifest, digests) != version_of(manifest, other)


def test_the_version_is_that_of_the_files_before_they_were_named(models: Path) -> None:
    manifest, files, _ = storage.read(models / "current")
    version = manifest["version"]
    unnamed = {k: v for k, v in manifest.items() if k not in ("format", "files")} | {"version": UNNAMED}
    papers = {name: files[name].replace(version.encode(), UNNAMED.encode()) for name in (CARD, REPORT)}
    assert version_of(unnamed, storage.digests(files | papers)) == version
    assert all(version.encode() in files[name] and UNNAMED.encode() not in files[name] for name in papers)


def test_a_published_bundle_scores(models: Path) -> None:
    answer = score(bom(magnet(), line("Ce")), storage.load(models / "current"), DAY)
    assert answer.status == "scored"


def test_a_bundle_knows_only_what_was_known_at_its_year(models: Path) -> None:
    kernel = storage.load(models / "current")
    assert kernel.manifest["trained_through"] == UNTIL - LABEL_DELAY["operational"]
    assert kernel.manifest["structure_through"] == UNTIL - disruption_panel.VINTAGES["operational"]
    assert kernel.facts.trade.last_year == UNTIL - disruption_panel.VINTAGES["operational"]
    years = [year for by in kernel.facts.governance.values() for year in by]
    assert max(years) <= UNTIL - disruption_panel.VINTAGES["operational"]


def test_a_bundle_serves_the_rare_earth_codes_only(models: Path) -> None:
    assert set(storage.load(models / "current").facts.trade.exports) == set(disruption_panel.RARE_EARTH_CODES)


def test_the_portfolio_is_scored_for_the_newest_day_of_the_evidence_unless_told(models: Path, hindcast: Path) -> None:
    kernel = storage.load(hindcast)
    assert kernel.manifest["portfolio"]["as_of"] == kernel.newest_evidence.isoformat()
    assert storage.load(models / "current").manifest["portfolio"]["as_of"] == DAY.isoformat()


def test_the_hindcast_says_that_it_is_one(hindcast: Path) -> None:
    manifest = storage.load(hindcast).manifest
    assert manifest["vintage"] == "hindcast"
    assert manifest["trained_through"] == UNTIL - LABEL_DELAY["hindcast"]
    assert manifest["version"].startswith(f"{UNTIL}-hindcast-")


def test_the_card_says_what_is_trained_and_what_is_overlaid(models: Path) -> None:
    text = (models / "current" / CARD).read_text()
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
    effects = storage.load(models / "current").manifest["control_effects"]
    for severity in ("administrative", "moderate", "strong", "prohibitive"):
        told = [f"{e['prior']:.2f} | {e['served']:.2f}" for e in effects if e["severity"] == severity]
        assert f"| {severity} | {' | '.join(told)} |" in text


def test_a_year_before_any_outcome_was_known_is_refused_with_the_first_that_has_one(tmp_path: Path) -> None:
    with pytest.raises(FitError, match="first year that has one is 2000"):
        fit_bundle(small_space(), 1999, "operational", tmp_path, DAY)
    with pytest.raises(FitError, match="first year that has one is 1998"):
        fit_bundle(small_space(), 1990, "hindcast", tmp_path, DAY)


def test_a_model_that_breaks_a_promise_stays_a_draft_until_there_is_a_reason(
    models: Path, hindcast: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "CROWDED_SCORE", 0.0)
    before = (models / "current").readlink()
    draft = Path(shutil.copytree(hindcast, models / DRAFT))
    with pytest.raises(PublishError, match=r"48 of 48 reference products score above 0[\s\S]*--reason"):
        publish_draft(models, draft, None)
    assert (models / "current").readlink() == before
    done = publish_draft(models, draft, "a test of the reason")
    version = done.version
    assert "moved most: ref-" in done.words(None)
    assert (models / "current").readlink() == Path(version)
    made = versions.history(models)[-1]
    assert made.scores is not None
    day = storage.load(hindcast).newest_evidence
    assert f"reference portfolio on {day}, 48 products: median size of shift" in made.scores
    assert (made.version, made.before, made.reason) == (version, str(before), "a test of the reason")
    assert "48 of 48" in made.remarks[0]
    assert rollback(models, None, "and back").version == str(before)
    assert (models / "current").readlink() == before


def test_a_share_of_metal_that_moves_by_more_than_ten_points_asks_for_a_reason() -> None:
    row = next(
        r for r in parts()[1]["claims"] if (r["quantity"], r["stage"], r["use"]) == ("stage_share", "metal", "model")
    )
    served = row | {"geography": "CHN", "scope": "REE", "value": "0.92", "value_low": "", "value_high": ""}

    def against(value: str) -> list[str]:
        return gate.moved_shares({"claims": [served]}, {"claims": [served | {"value": value}]}, DAY)

    assert against("0.83") == []
    (words,) = against("0.8")
    assert words == (
        "the share of CHN in metal moves by more than 10% of the world for 16 elements, most for Yb 92% -> 80%"
    )


def test_a_served_bundle_that_cannot_be_read_asks_for_a_reason(models: Path, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / storage.MANIFEST).write_text('{"format": 1}')
    versions.point_current(tmp_path, "old")
    (words,) = gate.objections(tmp_path, models / "current")
    assert "bundle format 1" in words


def test_a_bundle_holds_its_track_record_and_the_digest_of_it(models: Path) -> None:
    kernel = storage.load(models / "current")
    stated = kernel.manifest["track_record"]
    content = kernel.papers[RECORD]
    frozen = track_record.decode(content)
    assert stated["sha256"] == kernel.manifest["files"][RECORD] == hashlib.sha256(content).hexdigest()
    assert (stated["rows"], stated["first_year"], stated["last_year"]) == (len(frozen), 2006, UNTIL - 3)
    assert kernel.track_record[0].summary.cells == len(frozen)


def test_the_report_is_one_page_with_its_plots_and_asks_no_other_host(models: Path) -> None:
    page = (models / "current" / REPORT).read_text()
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
    cells, kernel = small_space().panel, storage.load(models / "current")
    for row in found["outcomes"]:
        mask = (cells.year == row["year"]) & (cells.event >= 0)
        mask &= cells.rare_earth | (row["group"] == "all")
        log_odds = kernel.model.reference_log_odds(cells.features["operational"][mask])
        forecast, event = 1 / (1 + np.exp(-log_odds)), cells.event[mask]
        assert (row["cells"], row["event_rate"]) == (mask.sum(), pytest.approx(event.mean()))
        assert row["mean_forecast"] == pytest.approx(forecast.mean(), abs=1e-4)
        assert row["brier"] == pytest.approx(np.mean((forecast - event) ** 2), abs=1e-4)
        assert row["gap"] == pytest.approx(row["mean_forecast"] - row["event_rate"])
    assert {row["name"] for row in found["features"]} == set(NAMES)
    assert "forecast" in drift.text(found)


def test_a_large_tightening_is_told_with_the_forecasts_before_and_at_its_announcement(models: Path) -> None:
    found = control_cases.of_bundle(models / "current", small_space())
    told = found["cases"]
    frozen = track_record.decode((models / "current" / RECORD).read_bytes())
    quota = next(c for c in told if c["announced"] == "2007-12-14" and "284690" in c["codes"])
    for name, year in (("year_before", 2006), ("all", 2007)):
        rows = frozen.where(np.isin(frozen.code, quota["codes"]) & (frozen.year == year))
        assert quota[name] == (len(rows), rows.forecast.mean(), rows.base_rate.mean(), rows.event.mean())
    assert 0 < quota["exposed_before"][0] <= quota["year_before"][0]
    text = control_cases.text(found)
    assert any(line.split()[:2] == ["2007-12-14", "CHN"] for line in text.splitlines())
    large = {row["measure_id"] for rows in control_cases.large_tightenings(controls.load()).values() for row in rows}
    seen = {name for case in told if case["year_before"] or case["all"] for name in case["measures"]}
    now = {name for one in found["now"] for name in one["measures"]}
    left_out = [name for names in found["left_out"].values() for name in names]
    assert seen | now | set(left_out) == large
    assert not (seen | now) & set(left_out)
    assert all(name in text for name in (*now, *left_out))
    assert {"CN-2026-1", "CN-2025-18"} <= now
    assert "US-OIL-1975" in found["left_out"]["none of its HS codes is forecast"]


def test_a_bundle_of_the_newest_data_has_no_outcome_after_training(models: Path) -> None:
    space = small_space()
    seen = dataclasses.replace(space.panel, cells=space.panel.cells.with_columns(event=pl.lit(-1)))
    blind = Workspace(space.cache, space.console)
    blind.flows, blind.panel = space.flows, seen
    assert drift.outcomes(blind, storage.load(models / "current")) == []


def test_a_draft_that_another_publication_took_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="Publish one at a time"):
        put(tmp_path / DRAFT, tmp_path / "version")
