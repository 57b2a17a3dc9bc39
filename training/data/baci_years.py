"""Years of CEPII's own release beside the archive: taken in once they are checked, listed, removed, restored.

``baci_<year>.parquet`` holds a year's flows, ``baci_<year>.json`` where they come from and, where they were taken in
spite of doubts, which ones and why. A year that is removed or replaced lies in ``removed/`` and can be restored.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import polars as pl

from training.data import archive, baci_checks
from training.data.archive import ArchiveError
from training.data.baci_checks import Release

REMOVED = "removed"


class DoubtedError(ArchiveError):
    """A file differs from the years held in a way that nobody has explained; the message tells the figures."""


@dataclass(frozen=True)
class AddedYear:
    """A year that was added: the file, its digest and its flows. Beside them stand the doubts ``against`` it with the
    ``reason`` for which it was taken all the same. ``file`` is blank where no record was kept."""

    year: int
    file: str = ""
    sha256: str = ""
    flows: int = 0
    against: tuple[str, ...] = ()
    reason: str = ""

    def line(self) -> str:
        """The year in a line, and one for every doubt."""
        if not self.file:
            return f"{self.year}  no record of where it comes from: remove it and add it again"
        words = [f"{self.year}  {self.file}, {self.flows:,} flows, sha256 {self.sha256[:16]}"]
        words += [f"      against it: {doubt}" for doubt in self.against]
        return "\n".join([*words, *([f"      taken because: {self.reason}"] if self.reason else [])])


def add(files: Sequence[Path], cache: Path, today: date, reason: str | None = None) -> list[AddedYear]:
    """Take years from CEPII's own release (``BACI_HS92_Y*_V*.csv``); they replace the years that are held.

    All files are checked before one is written. Raises ``ArchiveError`` where a file can't be read or is at fault, and
    ``DoubtedError`` where there are doubts and no ``reason``.
    """
    codes, countries = set(archive.read_codes(cache)), archive.read_countries(cache)
    held = archive.numbered_flows(cache)
    made: list[tuple[AddedYear, Release]] = []
    for path in sorted(files, key=lambda p: p.name):
        release = _read(path, codes)
        against = baci_checks.findings(release, held, countries, today)
        if against.faults:
            raise ArchiveError(_told(path, against.faults) + "\nNo reason answers these: download the file again.")
        if against.doubts and not (reason or "").strip():
            how = "Find out what happened; if the file is right all the same, add --force REASON."
            raise DoubtedError(f"{_told(path, against.doubts)}\n{how} The reason is kept in the bundle and its card.")
        (year,) = release.years
        if year in {one.year for one, _ in made}:
            raise ArchiveError(f"{path}: {year} is in another of the files too; give each year once")
        kept = (reason or "").strip() if against.doubts else ""
        made.append((AddedYear(year, path.name, release.sha256, len(release.flows), against.doubts, kept), release))
        held = pl.concat([held.filter(pl.col("t") != year), release.flows])
    for one, release in made:
        _write(cache, one, release.flows)
    return [one for one, _ in made]


def _read(path: Path, codes: set[int]) -> Release:
    try:
        return baci_checks.read(path, codes)
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{path}: {error}") from error


def _told(path: Path, findings: Sequence[str]) -> str:
    return f"{path} isn't taken:" + "".join(f"\n  - {line}" for line in findings)


def _write(cache: Path, one: AddedYear, flows: pl.DataFrame) -> None:
    """Put a year in its place; the one that was there can be restored."""
    if _flows(cache, one.year).exists():
        remove(cache, one.year)
    fresh = cache / f".baci_{one.year}.new"
    flows.sort("i", "j", "k").write_parquet(fresh)
    _record(cache, one.year).write_text(json.dumps(asdict(one), indent=1) + "\n", encoding="utf-8")
    fresh.replace(_flows(cache, one.year))


def added(cache: Path) -> list[AddedYear]:
    """The years that were added, in order."""
    return [_year(cache, path) for path in sorted(cache.glob("baci_*.parquet"))]


def removed(cache: Path) -> list[AddedYear]:
    """The years that can be restored, in order."""
    return added(cache / REMOVED)


def _year(folder: Path, path: Path) -> AddedYear:
    number = int(path.stem.removeprefix("baci_"))
    record = _record(folder, number)
    if not record.exists():
        return AddedYear(number)
    row = json.loads(record.read_text(encoding="utf-8"))
    return AddedYear(**{**row, "against": tuple(row["against"])})


def remove(cache: Path, year: int) -> None:
    """Take an added year away; one removed before it is given up for good. Raises ``ArchiveError`` without one."""
    _move(cache, cache / REMOVED, year, f"no year {year} was added")


def restore(cache: Path, year: int) -> None:
    """Bring the removed year back; one that took its place is removed. Raises ``ArchiveError`` without one."""
    bench, aside = cache / REMOVED, cache / REMOVED / "aside"
    if _flows(cache, year).exists() and _flows(bench, year).exists():
        _move(cache, aside, year, "")
    _move(bench, cache, year, f"no year {year} was removed")
    if _flows(aside, year).exists():
        _move(aside, bench, year, "")


def _move(source: Path, target: Path, year: int, otherwise: str) -> None:
    if not _flows(source, year).exists():
        raise ArchiveError(f"{otherwise}: `python -m training years` lists what there is")
    target.mkdir(parents=True, exist_ok=True)
    _record(target, year).unlink(missing_ok=True)
    if _record(source, year).exists():
        _record(source, year).replace(_record(target, year))
    _flows(source, year).replace(_flows(target, year))


def _flows(folder: Path, year: int) -> Path:
    return folder / f"baci_{year}.parquet"


def _record(folder: Path, year: int) -> Path:
    return folder / f"baci_{year}.json"


def listing(cache: Path) -> str:
    """What years of trade there are, and from where."""
    lines = [f"{archive.span(cache)}  the archive ({archive.PACKAGE} {archive.VERSION})"]
    lines += [one.line() for one in added(cache)]
    gone = removed(cache)
    lines += ["removed, `python -m training years restore YEAR` brings it back:"] if gone else []
    return "\n".join([*lines, *(f"  {one.line()}" for one in gone)])
