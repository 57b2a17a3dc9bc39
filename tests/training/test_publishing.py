"""Publishing: the same inputs give the same bytes, and a model that tells products nothing is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from service.risk import bundle
from service.risk.scoring import score
from tests.factories import bom, line, magnet, small_space
from training import panel
from training.fitting import LABEL_DELAY, FitError
from training.publishing import PublishError, fit_bundle, publish, refuse_unless_discriminating

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
    assert sorted(p.name for p in models.iterdir()) == sorted(["current", kernel.version])


def test_publishing_the_same_again_gives_the_same_bytes(models: Path, tmp_path: Path) -> None:
    version, digest = publish(small_space(), UNTIL, "operational", tmp_path, DAY)
    assert version == (models / "current").readlink().name
    assert digest == bundle.load(models / "current").sha256
    for name in (bundle.MANIFEST, bundle.MODEL, bundle.EVIDENCE, bundle.CARD):
        assert (tmp_path / version / name).read_bytes() == (models / version / name).read_bytes()


def test_publishing_over_the_same_version_leaves_one_bundle(models: Path) -> None:
    before = bundle.load(models / "current").sha256
    publish(small_space(), UNTIL, "operational", models, DAY)
    assert bundle.load(models / "current").sha256 == before
    assert len(list(models.iterdir())) == 2


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
        "## Trained and overlaid",
        "## Sources",
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


@pytest.mark.parametrize("crowded", [10, 20, 40])
def test_a_model_under_which_a_quarter_of_the_portfolio_scores_above_90_is_refused(crowded: int) -> None:
    with pytest.raises(PublishError, match=f"{crowded} of 40 reference products score above 90"):
        refuse_unless_discriminating([50.0] * (40 - crowded) + [91.0] * crowded)


def test_a_model_under_which_fewer_score_above_90_is_taken() -> None:
    refuse_unless_discriminating([50.0] * 31 + [91.0] * 9)
    refuse_unless_discriminating([90.0] * 40)


def test_publishing_that_fails_leaves_current_where_it_was(models: Path) -> None:
    before = (models / "current").readlink()
    with pytest.raises(FitError):
        publish(small_space(), 1999, "operational", models, DAY)
    assert (models / "current").readlink() == before
