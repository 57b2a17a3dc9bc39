"""Back to an earlier bundle, and the list of what there is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from service.risk.bundle import storage
from service.risk.bundle import versions as bundles
from training.publication.alone import alone


class RollbackError(Exception):
    """There is no such version, or nothing to go back to; the message says what there is."""


def rollback(models: Path, version: str | None, reason: str | None) -> bundles.BundleMove:
    """Point ``models/current`` at ``version`` (when None, at ``versions.previous``), once it loads.

    Raises ``RollbackError`` when there is no such bundle, ``BundleError`` when it doesn't load here; ``current`` then
    stays where it was.
    """
    with alone(models):
        return _rolled_back(models, version, reason)


def _rolled_back(models: Path, version: str | None, reason: str | None) -> bundles.BundleMove:
    before, versions = bundles.served(models), bundles.versions(models)
    wanted = version or bundles.previous(models)
    there = f"{models} holds {', '.join(versions) or 'no bundle'}"
    if wanted is None:
        raise RollbackError(f"there is nothing to go back to from {before}: {there}{_instead(models, before)}")
    if wanted not in versions:
        raise RollbackError(f"there is no bundle {wanted}: {there}")
    if wanted == before:
        raise RollbackError(f"{wanted} serves already: {there}")
    digest = storage.load(models / wanted).sha256
    made = bundles.BundleMove(
        datetime.now(UTC).isoformat(timespec="seconds"), bundles.ROLLBACK, wanted, digest, before, reason
    )
    bundles.move(models, made)
    return made


def _instead(models: Path, before: str | None) -> str:
    """What to type where no version served before: one that is there can be named."""
    others = [v for v in bundles.versions(models) if v != before]
    if not others:
        return "; `python -m training publish` makes another"
    moves = [v for v in (made.version for made in bundles.history(models)) if v in others]
    return (
        ". No version that served before it is left; those that were taken back don't count. To serve one all the "
        f"same, name it: `python -m training rollback {moves[-1] if moves else others[-1]}` (--list shows all)"
    )


def listing(models: Path) -> str:
    """The moves of ``current``, newest first, then the bundles in the folder that no move names."""
    moves, there, now = bundles.history(models), bundles.versions(models), bundles.served(models)
    lines = [f"{'':2}{'version':<34}{'when (UTC)':<22}{'what':<10}reason"]
    marked = False
    for move in reversed(moves):
        mark = "*" if move.version == now and not marked else "" if move.version in there else "-"
        marked = marked or mark == "*"
        lines.append(f"{mark:<2}{move.version:<34}{move.at[:19]:<22}{move.action:<10}{move.reason or ''}".rstrip())
        lines += [f"{'':4}against it: {remark}" for remark in move.remarks]
        lines += [f"{'':4}{move.scores}"] if move.scores else []
    known = {move.version for move in moves}
    lines += [f"{'*' if v == now else '':<2}{v:<34}{'no record of when':<22}".rstrip() for v in there if v not in known]
    return "\n".join([*lines, "", "* serves at the next start; - is no longer in the folder"])
