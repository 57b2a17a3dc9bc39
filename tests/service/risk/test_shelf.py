"""The folder of bundles: where current points, and how it came there."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.risk import bundle, shelf
from service.risk.errors import BundleError
from service.risk.shelf import Move


def test_current_points_at_a_version_and_can_be_pointed_back(tmp_path: Path) -> None:
    for version in ("one", "two"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "name").write_text(version)
    for version in ("one", "two", "one"):
        shelf.point_current(tmp_path, version)
        assert (tmp_path / "current").is_symlink()
        assert (tmp_path / "current").readlink() == Path(version)
        assert (tmp_path / "current" / "name").read_text() == version
    assert sorted(p.name for p in tmp_path.iterdir()) == ["current", "one", "two"]


def published(folder: Path, *versions: str, action: str = shelf.PUBLISH) -> None:
    for version in versions:
        shelf.move(folder, Move("2026-11-22T00:00:00+00:00", action, version, "0" * 64, shelf.served(folder)))


def test_a_move_is_written_and_read_back(tmp_path: Path) -> None:
    made = Move("2026-11-22T00:00:00+00:00", shelf.PUBLISH, "two", "0" * 64, "one", "grün", ("worse",))
    shelf.move(tmp_path, made)
    assert shelf.history(tmp_path) == [made]
    assert shelf.served(tmp_path) == "two"


def test_the_previous_version_is_that_published_before_the_one_that_serves(tmp_path: Path) -> None:
    published(tmp_path, "one", "two", "three")
    assert shelf.previous(tmp_path) == "two"
    published(tmp_path, "two", action=shelf.ROLLBACK)
    assert shelf.previous(tmp_path) == "one"
    published(tmp_path, "one", action=shelf.ROLLBACK)
    assert shelf.previous(tmp_path) is None


def test_the_version_that_served_before_the_first_move_is_known(tmp_path: Path) -> None:
    shelf.point_current(tmp_path, "shipped")
    published(tmp_path, "new")
    assert shelf.previous(tmp_path) == "shipped"


def test_nothing_serves_and_nothing_was_before_in_an_empty_folder(tmp_path: Path) -> None:
    assert (shelf.served(tmp_path), shelf.previous(tmp_path), shelf.versions(tmp_path / "none")) == (None, None, [])


def test_versions_are_folders_with_a_manifest(tmp_path: Path) -> None:
    for name in ("b", "a", ".draft", "other"):
        (tmp_path / name).mkdir()
        if name != "other":
            (tmp_path / name / bundle.MANIFEST).write_text("{}")
    shelf.point_current(tmp_path, "a")
    assert shelf.versions(tmp_path) == ["a", "b"]


def test_a_line_of_the_history_that_is_no_move_is_named(tmp_path: Path) -> None:
    published(tmp_path, "one")
    (tmp_path / shelf.HISTORY).write_text((tmp_path / shelf.HISTORY).read_text() + "{}\n")
    with pytest.raises(BundleError, match="line 2"):
        shelf.history(tmp_path)
