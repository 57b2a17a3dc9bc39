"""Publishing moves current, once, and only where nothing speaks against it."""

from __future__ import annotations

import dataclasses
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from service.risk.bundle import storage, versions
from tests.factories import CURRENT, kernel
from training.publication import build, gate, reference_portfolio, release
from training.publication.build import rounded
from training.publication.release import DRAFT, Published, PublishError, publish_draft, put, write_report
from training.publication.rollback import RollbackError, rollback


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of models with the shipped bundle as its draft. Orders, invariants and the report are tested
    elsewhere; one product of eight stands for the portfolio."""
    few = reference_portfolio.read()[::8]
    monkeypatch.setattr(gate, "broken", lambda _: [])
    monkeypatch.setattr(gate, "LEAST_LOW", 0.0)
    monkeypatch.setattr(reference_portfolio, "read", lambda: few)
    monkeypatch.setattr(release, "write_report", lambda _: None)
    monkeypatch.setattr(release, "_today", lambda: kernel().last_day)
    drafted(tmp_path)
    return tmp_path


def drafted(models: Path) -> Path:
    """The shipped bundle as a draft."""
    ignore = shutil.ignore_patterns("report.html")
    return Path(shutil.copytree(CURRENT.resolve(), models / DRAFT, ignore=ignore))


@pytest.mark.slow
def test_publishing_moves_current_and_builds_the_report_beside_the_bundle(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "write_report", write_report)
    made = publish_draft(models, models / DRAFT, None)
    assert (models / "current").readlink() == Path(made.version)
    assert sorted(p.name for p in models.iterdir()) == sorted(["current", "history.jsonl", made.version])
    assert made.version in (models / "current" / "report.html").read_text()
    assert storage.load(models / "current").sha256 == made.sha256 == kernel().sha256


@pytest.mark.slow
def test_publishing_the_bytes_that_serve_moves_nothing_and_says_so(models: Path) -> None:
    publish_draft(models, models / DRAFT, None)
    made = publish_draft(models, drafted(models), "a reason")
    assert made == Published(kernel().version, kernel().sha256, moved=False, good_until=kernel().last_day)
    assert made.summary("a reason").endswith("nothing moved; the reason is not kept.")
    assert len(versions.history(models)) == 1


@pytest.mark.slow
def test_what_was_published_is_read_back_and_says_until_when_it_is_good(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = publish_draft(models, models / DRAFT, None)
    assert f"Read back from models/current: the same bytes, good until {kernel().last_day}." in made.summary(None)
    monkeypatch.setattr(storage, "load", lambda _: dataclasses.replace(kernel(), sha256="0" * 64))
    with pytest.raises(PublishError, match="was read back and is"):
        release._read_back(models, made)


@pytest.mark.slow
def test_a_bundle_that_is_older_than_its_bound_asks_for_a_reason(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "_today", lambda: kernel().last_day + timedelta(days=1))
    with pytest.raises(PublishError, match="were good until"):
        publish_draft(models, models / DRAFT, None)


@pytest.mark.slow
def test_a_broken_promise_is_refused_whatever_the_reason(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "broken", lambda _: ["less china is more risk"])
    with pytest.raises(PublishError, match="less china is more risk\nNo reason answers these"):
        publish_draft(models, models / DRAFT, "a reason")
    assert versions.served(models) is None


@pytest.mark.slow
def test_an_objection_asks_for_a_reason_which_is_kept(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "LEAST_LOW", 1.0)
    with pytest.raises(PublishError, match=r"only \d+ of 48 reference products are low[\s\S]*--reason"):
        publish_draft(models, models / DRAFT, " ")
    publish_draft(models, models / DRAFT, "most buy from China")
    (made,) = versions.history(models)
    assert (made.reason, made.before) == ("most buy from China", None)
    assert re.match(r"only \d+ of 48", made.remarks[0])
    with pytest.raises(RollbackError, match="nothing to go back to"):
        rollback(models, None, None)


@pytest.mark.slow
def test_a_version_that_exists_with_other_bytes_is_refused_and_stays_as_it_is(models: Path) -> None:
    made = publish_draft(models, models / DRAFT, None)
    manifest = models / made.version / storage.MANIFEST
    manifest.write_text(manifest.read_text().replace('"bands"', '"bands_of_old"'))
    with pytest.raises(PublishError, match=f"{made.version} holds another bundle"):
        publish_draft(models, drafted(models), "a reason")
    assert "bands_of_old" in manifest.read_text()


@pytest.mark.parametrize("name", storage.FILES)
def test_a_change_of_any_file_changes_the_version(name: str) -> None:
    manifest, files, _ = storage.read(CURRENT)
    other = files | {name: files[name] + b" "}
    assert storage.version_of(manifest, files) != storage.version_of(manifest, other)


def test_figures_of_the_evaluation_are_plain_and_rounded() -> None:
    assert rounded({2015: (0.123456, float("nan")), "n": 3}) == {"2015": [0.1235, None], "n": 3}


@pytest.mark.fit
def test_the_same_tables_and_trade_give_the_same_bytes(tmp_path: Path) -> None:
    from tests.factories import workspace

    made = [build.fit_bundle(workspace(), tmp_path / name, evaluate=False) for name in ("one", "two")]
    assert made[0] == made[1]


def test_a_draft_that_another_publication_took_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="Publish one at a time"):
        put(tmp_path / DRAFT, tmp_path / "version")
