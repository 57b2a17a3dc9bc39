"""The folder of bundles: where current points, and how it came there."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.risk.bundle import storage
from service.risk.bundle import versions as bundles
from service.risk.bundle.versions import BundleMove
from service.risk.errors import BundleError
from tests.factories import CURRENT, kernel


def test_current_points_at_a_version_and_can_be_pointed_back(tmp_path: Path) -> None:
    for version in ("one", "two"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "name").write_text(version)
    for version in ("one", "two", "one"):
        bundles.point_current(tmp_path, version)
        assert (tmp_path / "current").is_symlink()
        assert (tmp_path / "current").readlink() == Path(version)
        assert (tmp_path / "current" / "name").read_text() == version
    assert sorted(p.name for p in tmp_path.iterdir()) == ["current", "one", "two"]


def published(folder: Path, *versions: str, action: str = bundles.PUBLISH) -> None:
    for version in versions:
        (folder / version).mkdir(exist_ok=True)
        (folder / version / storage.MANIFEST).write_text("{}")
        bundles.move(folder, BundleMove("2026-11-22T00:00:00+00:00", action, version, "0" * 64, bundles.served(folder)))


def test_a_move_is_written_and_read_back(tmp_path: Path) -> None:
    made = BundleMove("2026-11-22T00:00:00+00:00", bundles.PUBLISH, "two", "0" * 64, "one", "grün", ("worse",))
    bundles.move(tmp_path, made)
    assert bundles.history(tmp_path) == [made]
    assert bundles.served(tmp_path) == "two"


def test_the_previous_version_is_that_published_before_the_one_that_serves(tmp_path: Path) -> None:
    published(tmp_path, "one", "two", "three")
    assert bundles.previous(tmp_path) == "two"
    published(tmp_path, "two", action=bundles.ROLLBACK)
    assert bundles.previous(tmp_path) == "one"
    published(tmp_path, "one", action=bundles.ROLLBACK)
    assert bundles.previous(tmp_path) is None


def test_the_version_that_served_before_the_first_move_is_known(tmp_path: Path) -> None:
    published(tmp_path, "shipped")
    (tmp_path / bundles.HISTORY).unlink()
    published(tmp_path, "new")
    assert bundles.previous(tmp_path) == "shipped"


def test_a_version_that_was_taken_back_is_not_gone_back_to(tmp_path: Path) -> None:
    published(tmp_path, "good", "rejected")
    published(tmp_path, "good", action=bundles.ROLLBACK)
    published(tmp_path, "third")
    assert bundles.previous(tmp_path) == "good"
    published(tmp_path, "good", action=bundles.ROLLBACK)
    assert bundles.previous(tmp_path) is None


def test_going_back_to_a_version_published_again_ends_at_the_first(tmp_path: Path) -> None:
    published(tmp_path, "one", "two", "one")
    seen = []
    while (version := bundles.previous(tmp_path)) is not None:
        seen.append(version)
        published(tmp_path, version, action=bundles.ROLLBACK)
    assert seen == ["two", "one"]


def test_a_version_that_is_gone_is_passed_over(tmp_path: Path) -> None:
    published(tmp_path, "one", "two", "three")
    (tmp_path / "two" / storage.MANIFEST).unlink()
    assert bundles.previous(tmp_path) == "one"
    (tmp_path / "one" / storage.MANIFEST).unlink()
    assert bundles.previous(tmp_path) is None


def test_the_shipped_history_ends_with_the_bundle_that_serves() -> None:
    last = bundles.history(CURRENT.parent)[-1]
    assert (last.version, last.sha256) == (bundles.served(CURRENT.parent), kernel().sha256)


def test_a_history_that_cannot_be_written_leaves_current_where_it_was(tmp_path: Path) -> None:
    bundles.point_current(tmp_path, "one")
    (tmp_path / bundles.HISTORY).mkdir()
    with pytest.raises(OSError, match=bundles.HISTORY):
        published(tmp_path, "two")
    assert bundles.served(tmp_path) == "one"


def test_a_link_that_cannot_be_moved_leaves_the_history_as_it_was(tmp_path: Path) -> None:
    published(tmp_path, "one")
    before = (tmp_path / bundles.HISTORY).read_bytes()
    (tmp_path / ".current.new").mkdir()
    with pytest.raises(OSError, match=r"current\.new"):
        published(tmp_path, "two")
    assert (tmp_path / bundles.HISTORY).read_bytes() == before
    assert bundles.served(tmp_path) == "one"


def test_nothing_serves_and_nothing_was_before_in_an_empty_folder(tmp_path: Path) -> None:
    assert (bundles.served(tmp_path), bundles.previous(tmp_path), bundles.versions(tmp_path / "none")) == (
        None,
        None,
        [],
    )


def test_versions_are_folders_with_a_manifest(tmp_path: Path) -> None:
    for name in ("b", "a", ".draft", "other"):
        (tmp_path / name).mkdir()
        if name != "other":
            (tmp_path / name / storage.MANIFEST).write_text("{}")
    bundles.point_current(tmp_path, "a")
    assert bundles.versions(tmp_path) == ["a", "b"]


def test_a_line_of_the_history_that_is_no_move_is_named(tmp_path: Path) -> None:
    published(tmp_path, "one")
    (tmp_path / bundles.HISTORY).write_text((tmp_path / bundles.HISTORY).read_text() + "{}\n")
    with pytest.raises(BundleError, match="line 2"):
        bundles.history(tmp_path)
