"""Publishing a bundle: fitted as a draft, held against the one that serves, and put in its place."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from service.risk.bundle import storage, versions
from service.risk.bundle.kernel import Kernel
from service.risk.bundle.versions import Move
from service.risk.errors import BundleError
from training.data.workspace import Workspace
from training.publication import build, gate, portfolio_shifts, report

DRAFT = ".draft"
"""A bundle that isn't published yet. ``versions`` counts no folder with a point in front: it is never served."""
RESTART = "The service reads its bundle when it starts: restart it to serve this one."


class PublishError(Exception):
    """The bundle is worse than the one that serves or breaks a promise, and no reason is given; the message says
    how."""


@dataclass(frozen=True)
class Published:
    """The bundle that serves; ``moved`` is False where the same bytes served already and nothing was written. ``shift``
    tells how the reference portfolio moved."""

    version: str
    sha256: str
    moved: bool
    shift: tuple[str, ...] = ()

    def summary(self, reason: str | None) -> str:
        """What was done, and that a ``reason`` without a move isn't kept."""
        if self.moved:
            said = f"published {self.version}, sha256 {self.sha256}; models/current points at it. {RESTART}"
            return "\n".join([said, *self.shift])
        unkept = "; the reason is not kept" if reason else ""
        return f"{self.version}, sha256 {self.sha256}, serves already with the same bytes: nothing moved{unkept}."


def publish(space: Workspace, models: Path, as_of: date | None = None, reason: str | None = None) -> Published:
    """Fit, evaluate, check and move ``models/current``.

    ``reason`` answers what ``training.publication.gate`` holds against the bundle, and is kept in the history with it.
    Raises ``PublishError`` where there is an objection and no reason, a promise is broken or the version is taken,
    ``BundleError``, or ``OSError`` where the folder can't be written; ``current`` then stays where it was.
    """
    draft = models / DRAFT
    if draft.exists():
        space.console.log(f"{draft}, left by a publication that was refused or interrupted, is replaced")
        shutil.rmtree(draft)
    build.fit_bundle(space, draft, as_of)
    return publish_draft(models, draft, reason)


def put(draft: Path, target: Path) -> None:
    """Give a draft its place. Raises ``PublishError`` when it is gone, as two publications at once share it."""
    try:
        draft.rename(target)
    except FileNotFoundError as error:
        raise PublishError(
            f"{draft} is gone: another publish took it. Publish one at a time; run this one again"
        ) from error


def publish_draft(models: Path, draft: Path, reason: str | None) -> Published:
    """Check the bundle in ``draft``, a folder beside ``models``' bundles, and move ``models/current`` to it."""
    made = storage.load(draft)
    target, before = models / made.version, versions.served(models)
    there = target.exists()
    if there and (sha256 := storage.read(target)[2]) != made.sha256:
        raise PublishError(
            f"{target} holds another bundle (sha256 {sha256}) than {draft} ({made.sha256}): what was published stays "
            "as it is. Find out who changed it, move it away and publish again."
        )
    moved = before != made.version
    if moved and (faults := gate.broken(made)):
        raise PublishError(_refused(made.version, draft, faults) + "\nNo reason answers these.")
    remarks = gate.objections(models, draft) if moved else []
    shift = _shift(models, made) if moved and before else []
    if remarks and not (reason or "").strip():
        words = _refused(made.version, draft, [*remarks, *shift])
        raise PublishError(f"{words}\nPublish with --reason TEXT if it is right all the same.")
    if there:
        shutil.rmtree(draft)
    else:
        put(draft, target)
    write_report(target)
    if moved:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        told = shift[0] if shift else None
        versions.move(
            models, Move(now, versions.PUBLISH, made.version, made.sha256, before, reason, tuple(remarks), told)
        )
    return Published(made.version, made.sha256, moved, tuple(shift))


def write_report(folder: Path) -> Path:
    """Build ``report.html`` of the bundle in a folder; it belongs to no digest. Raises ``BundleError``."""
    path = folder / "report.html"
    path.write_text(report.html(storage.read(folder)[0]), encoding="utf-8")
    return path


def _refused(version: str, draft: Path, faults: list[str]) -> str:
    return f"{version} stays in {draft}:" + "".join(f"\n  - {line}" for line in faults)


def _shift(models: Path, made: Kernel) -> list[str]:
    try:
        return portfolio_shifts.since(models / versions.CURRENT, made).lines()
    except BundleError:  # the gate has said why
        return []
