"""A bundle describes itself, and is refused with the reason when anything doesn't match."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest

from service.risk.bundle import storage
from service.risk.bundle.kernel import CARD
from service.risk.controls.measures import Measure
from service.risk.errors import BundleError
from service.risk.evidence.claims import Claim
from service.risk.scoring import score
from tests.factories import CURRENT, TODAY, bom, claim, facts, kernel, magnet, measure, parts


def estimators() -> dict[str, Any]:
    """The shipped bundle's fitted estimators by name."""
    return {"restriction": kernel().restriction.estimator, "price_pressure": kernel().price.estimator}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped bundle."""
    folder = tmp_path / "bundle"
    shutil.copytree(CURRENT.resolve(), folder)
    return folder


def describe(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a bundle's manifest."""
    manifest = json.loads((folder / storage.MANIFEST).read_text())
    change(manifest)
    (folder / storage.MANIFEST).write_text(json.dumps(manifest))


def rename(folder: Path) -> None:
    """Give a bundle whose manifest was changed the version of its content, as a publication does."""
    manifest, files, _ = storage.read(folder)
    version = storage.version_of(manifest, files)
    (folder / CARD).write_bytes(files[CARD].replace(manifest["version"].encode(), version.encode()))
    digest = hashlib.sha256((folder / CARD).read_bytes()).hexdigest()
    describe(folder, lambda m: m.update(version=version, files=m["files"] | {CARD: digest}))


def test_the_shipped_bundle_loads_and_names_itself() -> None:
    loaded = kernel()
    assert loaded.version == CURRENT.resolve().name
    assert loaded.sha256 == hashlib.sha256((CURRENT / storage.MANIFEST).read_bytes()).hexdigest()
    assert loaded.manifest["event"] == "source-shock/v2"


@pytest.mark.slow
def test_a_copy_scores_as_the_original(copy: Path) -> None:
    one = bom(magnet())
    copied, original = score(one, storage.load(copy), TODAY), score(one, kernel(), TODAY)
    assert (copied.score, copied.receipt) == (original.score, original.receipt)
    assert [row.expected_share_hit for row in copied.hazards] == pytest.approx(
        [row.expected_share_hit for row in original.hazards], abs=1e-12
    )


@pytest.mark.parametrize("name", storage.FILES)
def test_a_file_with_another_digest_is_refused_by_name(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(BundleError, match=f"digest of {name}"):
        storage.load(copy)


@pytest.mark.parametrize("name", [*storage.FILES, storage.MANIFEST])
def test_a_missing_file_is_refused_by_name(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(BundleError, match=name):
        storage.load(copy)


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="no readable bundle"):
        storage.load(tmp_path / "nowhere")


def test_a_manifest_that_is_no_json_is_refused(copy: Path) -> None:
    (copy / storage.MANIFEST).write_text("{")
    with pytest.raises(BundleError, match="no readable bundle"):
        storage.load(copy)


@pytest.mark.parametrize("written", [None, 0, 1, "2"])
def test_an_unknown_format_is_refused(copy: Path, written: object) -> None:
    describe(copy, lambda m: m.update(format=written))
    with pytest.raises(BundleError, match="bundle format"):
        storage.load(copy)


def test_other_features_are_refused_by_name(copy: Path) -> None:
    describe(copy, lambda m: m["features"][0].update(name="something_else"))
    with pytest.raises(BundleError, match=r"other features.*something_else"):
        storage.load(copy)


@pytest.mark.parametrize("change", [{"monotone": -1}, {"family": "market"}])
def test_a_feature_of_another_direction_or_family_is_refused(copy: Path, change: dict[str, object]) -> None:
    describe(copy, lambda m: m["features"][0].update(change))
    with pytest.raises(BundleError, match="other features"):
        storage.load(copy)


def test_features_in_another_order_are_refused(copy: Path) -> None:
    describe(copy, lambda m: m["features"].reverse())
    with pytest.raises(BundleError, match="other features"):
        storage.load(copy)


@pytest.mark.parametrize("library", ["scikit-learn", "numpy", "scipy", "joblib"])
def test_another_library_version_is_refused_with_both_versions(copy: Path, library: str) -> None:
    describe(copy, lambda m: m["libraries"].update({library: "0.1"}))
    with pytest.raises(BundleError, match=rf"{library} 0\.1 in the bundle, {storage.library_versions()[library]} here"):
        storage.load(copy)


@pytest.mark.slow
def test_a_bundle_made_by_another_python_is_read(copy: Path) -> None:
    describe(copy, lambda m: m["libraries"].update(python="3.0"))
    rename(copy)
    assert storage.load(copy).manifest["libraries"]["python"] == "3.0"


@pytest.mark.slow
@pytest.mark.parametrize("gap", [1e-8, 0.5, float("nan")])
def test_a_probe_that_scores_otherwise_is_refused(copy: Path, gap: float) -> None:
    describe(copy, lambda m: m["probe"]["log_odds"].__setitem__(0, m["probe"]["log_odds"][0] + gap))
    with pytest.raises(BundleError, match="probe"):
        storage.load(copy)


@pytest.mark.slow
@pytest.mark.parametrize("field", ["files", "features", "libraries", "probe", "restriction", "price_pressure"])
def test_a_manifest_without_a_part_is_refused(copy: Path, field: str) -> None:
    describe(copy, lambda m: m.pop(field))
    with pytest.raises(BundleError):
        storage.load(copy)


def test_a_manifest_that_lists_no_library_is_refused(copy: Path) -> None:
    describe(copy, lambda m: m.update(libraries={}))
    with pytest.raises(BundleError, match="library versions"):
        storage.load(copy)


@pytest.mark.slow
def test_a_probe_without_rows_is_refused(copy: Path) -> None:
    describe(copy, lambda m: m.update(probe={"rows": [], "log_odds": []}))
    with pytest.raises(BundleError, match="probe"):
        storage.load(copy)


@pytest.mark.slow
def test_writing_the_same_bundle_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    manifest, evidence = parts()
    plain = {k: v for k, v in manifest.items() if k not in ("format", "files")}
    digests = [
        storage.write(
            tmp_path / n,
            plain,
            {"restriction": kernel().restriction.estimator, "price_pressure": kernel().price.estimator},
            evidence,
            kernel().papers,
        )
        for n in ("one", "two")
    ]
    assert digests[0] == digests[1]
    for name in (storage.MANIFEST, *storage.FILES):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert storage.load(tmp_path / "one").sha256 == digests[0]


@pytest.mark.slow
def test_the_digest_written_names_what_is_loaded(tmp_path: Path) -> None:
    manifest, evidence = parts()
    one = storage.write(
        tmp_path / "one",
        manifest,
        {"restriction": kernel().restriction.estimator, "price_pressure": kernel().price.estimator},
        evidence,
        kernel().papers,
    )
    two = storage.write(
        tmp_path / "two",
        manifest | {"event": "other"},
        {"restriction": kernel().restriction.estimator, "price_pressure": kernel().price.estimator},
        evidence,
        kernel().papers,
    )
    assert one != two


def test_the_bundle_holds_no_class_but_those_of_scikit_learn() -> None:
    for estimator in {
        "restriction": kernel().restriction.estimator,
        "price_pressure": kernel().price.estimator,
    }.values():
        assert type(estimator).__module__.startswith("sklearn.")


def test_the_portfolio_is_recorded_sorted_and_discriminates() -> None:
    scores = kernel().manifest["portfolio"]["scores"]
    assert len(scores) >= 30
    assert scores == sorted(scores)
    assert sum(s > 90 for s in scores) < len(scores) / 4


def test_every_feature_is_documented_in_the_manifest() -> None:
    manifest = kernel().manifest
    assert set(manifest["documentation"]) == {f["name"] for f in manifest["features"]}
    assert all(manifest["documentation"].values())


@pytest.mark.parametrize(
    ("claims", "measures", "day"),
    [
        ([claim(published="2026-10-15")], [measure(announced="2026-09-28")], date(2026, 10, 15)),
        ([claim(published="2026-09-01")], [measure(announced="2026-09-28")], date(2026, 9, 28)),
        ([claim(published="2026-09-01")], [measure(announced="", effective="2026-09-30")], date(2026, 9, 30)),
        ([claim(quantity="price", valid_to="2026-10-31", published="2026-10-01")], [], date(2026, 10, 31)),
        ([claim(quantity="stage_share", valid_to="2030-12-31", published="2026-10-01")], [], date(2026, 10, 1)),
    ],
)
def test_a_measure_a_figure_and_a_price_each_can_be_the_newest_evidence(
    claims: list[Claim], measures: list[Measure], day: date
) -> None:
    assert dataclasses.replace(kernel(), facts=facts(claims, measures)).newest_evidence == day


class Mark:
    """Pickled, it names ``pathlib.Path.touch`` of a file: whoever reads it with pickle runs that."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.file,)


def put(folder: Path, content: bytes) -> None:
    """Put other estimators into a bundle, with a digest that matches."""
    (folder / storage.MODEL).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    describe(folder, lambda m: m.update(files=m["files"] | {storage.MODEL: digest}))


def dumped(value: Any) -> bytes:
    buffer = io.BytesIO()
    joblib.dump(value, buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("hide", [lambda mark: mark, lambda mark: np.array([mark], object)])
def test_a_pickle_whose_digest_matches_runs_nothing(copy: Path, tmp_path: Path, hide: Callable[[Mark], Any]) -> None:
    content = dumped(estimators() | {"restriction": hide(Mark(tmp_path / "ran"))})
    joblib.load(io.BytesIO(content))
    assert (tmp_path / "ran").exists()
    (tmp_path / "ran").unlink()
    put(copy, content)
    with pytest.raises(BundleError, match="no bundle needs"):
        storage.load(copy)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("content", [b"", b"\x80\x05K\x01.", b"\x80\x05]\x94.", b"not a pickle"])
def test_what_is_no_table_of_estimators_is_refused(copy: Path, content: bytes) -> None:
    put(copy, content)
    with pytest.raises(BundleError, match="estimators"):
        storage.load(copy)


@pytest.mark.slow
@pytest.mark.parametrize("part", ["bands", "portfolio", "trained_through"])
def test_a_manifest_that_was_changed_by_hand_is_refused(copy: Path, part: str) -> None:
    changes = {"bands": {"low": 0.0, "severe": 99.0}, "portfolio": {"scores": [1.0]}, "trained_through": 2030}
    describe(copy, lambda m: m.update({part: changes[part]}))
    with pytest.raises(BundleError, match="says version"):
        storage.load(copy)


@pytest.mark.slow
def test_a_bundle_that_isnt_the_trusted_one_is_refused_before_its_pickle_runs(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = kernel().sha256
    assert storage.load(copy, trusted).sha256 == trusted
    pickle = b"anything that runs"
    (copy / storage.MODEL).write_bytes(pickle)
    describe(copy, lambda manifest: manifest["files"].update({storage.MODEL: hashlib.sha256(pickle).hexdigest()}))
    read: list[object] = []
    monkeypatch.setattr(storage, "unpickled", read.append)
    with pytest.raises(BundleError, match="MODEL_SHA256"):
        storage.load(copy, trusted)
    assert read == []


def test_a_manifest_with_other_bands_isnt_the_trusted_one(copy: Path) -> None:
    describe(copy, lambda manifest: manifest["bands"].update(severe=99))
    with pytest.raises(BundleError, match="MODEL_SHA256"):
        storage.load(copy, kernel().sha256)
