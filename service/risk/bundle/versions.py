"""The folder of bundles: ``models/current``, a link to the version that serves, and ``models/history.jsonl``, who was
put there when and why. Days stand here and not in a bundle, whose bytes depend on its inputs alone."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from service.risk.bundle.storage import MANIFEST
from service.risk.errors import BundleError

CURRENT, HISTORY, FROZEN = "current", "history.jsonl", "frozen"
PUBLISH, ROLLBACK = "publish", "rollback"


@dataclass(frozen=True)
class BundleMove:
    """``current`` was moved: ``at`` (ISO 8601, UTC), ``action`` (publish, rollback), from ``before`` (None at first)
    to ``version``, whose manifest has ``sha256``. ``reason`` is as given, ``remarks`` what was held against it,
    ``scores`` how those of the reference portfolio moved."""

    at: str
    action: str
    version: str
    sha256: str
    before: str | None
    reason: str | None = None
    remarks: tuple[str, ...] = ()
    scores: str | None = None


def served(models: Path) -> str | None:
    """The version that ``current`` points at; None without the link."""
    link = models / CURRENT
    return link.readlink().name if link.is_symlink() else None


def versions(models: Path) -> list[str]:
    """Bundles in the folder, by name."""
    if not models.is_dir():
        return []
    folders = [p for p in models.iterdir() if not p.is_symlink() and not p.name.startswith(".")]
    return sorted(p.name for p in folders if (p / MANIFEST).is_file())


def history(models: Path) -> list[BundleMove]:
    """All moves, oldest first. Raises ``BundleError`` naming a line that isn't one."""
    path = models / HISTORY
    if not path.exists():
        return []
    moves = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            moves.append(BundleMove(**{**row, "remarks": tuple(row.get("remarks", ()))}))
        except (ValueError, TypeError) as error:
            raise BundleError(f"{path} line {number} isn't a move of current: {error}") from error
    return moves


def previous(models: Path) -> str | None:
    """The version to go back to: the last one before the serving one that is still in the folder. A rollback takes off
    what was published after its target, so a rejected version isn't gone back to, and going back twice goes two back.
    None when there is none."""
    line: list[str] = []
    for made in history(models):
        if made.before is not None and line[-1:] != [made.before]:
            line.append(made.before)  # it came to serve without a move: shipped, or linked by hand
        if made.action == ROLLBACK and made.version in line:
            del line[_last(line, made.version) + 1 :]
        else:
            line.append(made.version)
    now, there = served(models), versions(models)
    earlier = line[: _last(line, now)] if now in line else line
    return next((v for v in reversed(earlier) if v in there and v != now), None)


def _last(line: list[str], version: str) -> int:
    return len(line) - 1 - line[::-1].index(version)


def move(models: Path, made: BundleMove) -> None:
    """Write a move into the history and point ``current`` at its version: both or, with an ``OSError``, neither."""
    row = {name: value for name, value in asdict(made).items() if name not in ("remarks", "scores") or value}
    line = (json.dumps(row, ensure_ascii=False) + "\n").encode()
    with (models / HISTORY).open("ab", buffering=0) as file:
        size = file.tell()
        try:
            if file.write(line) != len(line):
                raise OSError(f"{models / HISTORY} can't be written whole: is the disk full?")
            point_current(models, made.version)
        except OSError:
            file.truncate(size)
            raise


def point_current(models: Path, version: str) -> None:
    """Make ``models/current`` a relative link to a version, in one step."""
    fresh = models / ".current.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(version)
    fresh.replace(models / CURRENT)
