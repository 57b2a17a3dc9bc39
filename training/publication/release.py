"""Publishing a bundle: judged as a new year before it is fitted, then as a draft. The draft is held against the one
that serves, and put in its place."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from service.risk.bundle import storage, versions
from service.risk.bundle.kernel import CARD
from service.risk.bundle.versions import BundleMove
from service.risk.errors import BundleError
from service.risk.explanation import bounds
from training.data.workspace import Workspace
from training.publication import build, gate, new_year
from training.publication.alone import alone
from training.publication.papers import card_page, cases, report
from training.publication.sides import side

REPORT, CARD_PAGE = "report.html", "card.html"
DRAFT = ".draft"
"""A bundle that isn't published yet. ``versions`` counts no folder with a point in front: it is never served."""
RESTART = "The service reads its bundle when it starts: restart it to serve this one."


class PublishError(Exception):
    """The bundle breaks a promise, or its place is taken: no reason answers that."""


class ReasonAskedError(PublishError):
    """Something speaks against the bundle, and no reason is given; the message says what."""


@dataclass(frozen=True)
class Published:
    """The bundle that serves, or would. ``moved`` is False where the same bytes served already and nothing was written.
    ``shift`` tells how the reference portfolio moved; ``dry`` that nothing was to be written; ``good_until`` is the
    last day of the bundle's age bound."""

    version: str
    sha256: str
    moved: bool
    shift: tuple[str, ...] = ()
    dry: bool = False
    good_until: date | None = None

    def summary(self, reason: str | None) -> str:
        """What was done, and that a ``reason`` without a move isn't kept."""
        if self.dry:
            would = f"{self.version}, sha256 {self.sha256}, would be published; nothing was moved. It lies in {DRAFT}."
            return "\n".join([would, *self.shift])
        if self.moved:
            line = f"published {self.version}, sha256 {self.sha256}; models/current points at it. {RESTART}"
            back = f"Read back from models/current: the same bytes, good until {self.good_until}."
            return "\n".join([line, back, *self.shift])
        unkept = "; the reason is not kept" if reason else ""
        return f"{self.version}, sha256 {self.sha256}, serves already with the same bytes: nothing moved{unkept}."


def publish(
    space: Workspace, models: Path, as_of: date | None = None, reason: str | None = None, *, dry_run: bool = False
) -> Published:
    """Judge the new years, fit, evaluate, check and move ``models/current``; with ``dry_run`` all of it but the move.

    ``reason`` answers what ``new_year`` and ``gate`` hold against the bundle, and is kept in the history with it.
    Raises ``ReasonAskedError`` where there is an objection and no reason, ``PublishError`` where a promise is broken or
    the version is taken. Raises ``BusyError`` where another process is at work in the folder, ``BundleError``, or
    ``OSError`` where the folder can't be written. ``current`` then stays where it was.
    """
    with alone(models):
        early = judged_early(space, models)
        if early and not _given(reason):
            raise ReasonAskedError(_asked("Nothing was fitted: the new year of trade stands out:", early))
        draft = models / DRAFT
        if draft.exists():
            space.console.log(f"{draft}, left by a publication that was refused or interrupted, is replaced")
            shutil.rmtree(draft)
        build.fit_bundle(space, draft, as_of)
        return publish_draft(models, draft, reason, early=early, dry_run=dry_run)


def judged_early(space: Workspace, models: Path) -> list[str]:
    """What speaks against the years that the served bundle doesn't know. A served bundle that can't be read knows
    nothing to compare with: the gate says so later."""
    if versions.served(models) is None:
        return []
    try:
        return new_year.objections(space, storage.read(models / versions.CURRENT)[0])
    except BundleError:
        return []


def put(draft: Path, target: Path) -> None:
    """Give a draft its place. Raises ``PublishError`` when it is gone, as two publications at once share it."""
    try:
        draft.rename(target)
    except FileNotFoundError as error:
        raise PublishError(
            f"{draft} is gone: another publish took it. Publish one at a time; run this one again"
        ) from error


def publish_draft(
    models: Path, draft: Path, reason: str | None, *, early: Sequence[str] = (), dry_run: bool = False
) -> Published:
    """Check the bundle in ``draft``, a folder beside ``models``' bundles, and move ``models/current`` to it. ``early``
    is what was held against its data."""
    challenger = side(draft)
    if challenger.kernel is None:
        raise BundleError(challenger.unloadable)
    made = challenger.kernel
    target, before = models / made.version, versions.served(models)
    if target.exists():
        _check_same(target, draft, made.sha256)
    moved = before != made.version
    if moved and (faults := gate.broken(made)):
        raise PublishError(_refused(made.version, draft, faults) + "\nNo reason answers these.")
    raised, moves = gate.objections(models, challenger) if moved else ([], None)
    late = bounds.of_kernel(made).overdue(_today())
    remarks, shift = [*early, *raised, *([late] if late else [])] if moved else [], moves.lines() if moves else []
    if remarks and not _given(reason):
        raise ReasonAskedError(_asked(f"{made.version} stays in {draft}:", [*remarks, *shift]))
    told = Published(made.version, made.sha256, moved, tuple(shift), moved and dry_run, made.last_day)
    if not told.dry:
        _settle(models, draft, told, before, reason, remarks)
    return told


def _settle(
    models: Path, draft: Path, made: Published, before: str | None, reason: str | None, remarks: Sequence[str]
) -> None:
    """Give the draft its place, read it back, and move ``current``."""
    target = models / made.version
    if target.exists():
        shutil.rmtree(draft)
    else:
        put(draft, target)
    _check_same(target, draft, made.sha256)
    write_report(target)
    if made.moved:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        first = made.shift[0] if made.shift else None
        versions.move(
            models, BundleMove(now, versions.PUBLISH, made.version, made.sha256, before, reason, tuple(remarks), first)
        )
        _read_back(models, made)


def _read_back(models: Path, made: Published) -> None:
    """Load what serves now, as a service will. Raises ``PublishError`` where it is another bundle, ``BundleError``
    where it can't be loaded."""
    served = storage.load(models / versions.CURRENT)
    if (served.version, served.sha256) != (made.version, made.sha256):
        raise PublishError(
            f"{models / versions.CURRENT} was read back and is {served.version}, sha256 {served.sha256}, not "
            f"{made.version}, {made.sha256}. Find out who moved it, then publish again."
        )


def _today() -> date:
    return datetime.now(UTC).date()


def _check_same(target: Path, draft: Path, wanted: str) -> None:
    """Raises ``PublishError`` where the bundle in its place is another one than the draft."""
    if (sha256 := storage.read(target)[2]) != wanted:
        raise PublishError(
            f"{target} holds another bundle (sha256 {sha256}) than {draft} ({wanted}): what was published stays "
            "as it is. Find out who changed it, move it away and publish again."
        )


def _given(reason: str | None) -> bool:
    return bool((reason or "").strip())


def write_report(folder: Path) -> Path:
    """Build ``report.html`` and ``card.html`` of the bundle in a folder; they belong to no digest. A bundle that can't
    score here has no cases in its report. Raises ``BundleError``."""
    one = side(folder)
    told = cases.with_figures(one.kernel, one.record) if one.kernel else []
    path = folder / REPORT
    path.write_text(report.html(one.manifest, one.record, told), encoding="utf-8")
    card = storage.read(folder)[1][CARD].decode()
    (folder / CARD_PAGE).write_text(card_page.html(one.manifest["version"], card), encoding="utf-8")
    return path


def _refused(version: str, draft: Path, faults: list[str]) -> str:
    return f"{version} stays in {draft}:" + "".join(f"\n  - {line}" for line in faults)


def _asked(opening: str, remarks: Sequence[str]) -> str:
    lines = "".join(f"\n  - {line}" for line in remarks)
    return f"{opening}{lines}\nPublish with --reason TEXT if it is right all the same."
