"""Scores of a chunk of BOMs: a function of the chunk, the bundle and the day, so that it is the same on any machine."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from marshmallow import ValidationError

from service.api.json_body import parse
from service.bulk.reading import LIMITS, ReadBom
from service.errors import RequestError
from service.risk import scoring
from service.risk.answer import Brief, ShareHit
from service.risk.bom import Bom
from service.risk.bundle.kernel import Kernel
from service.risk.bundle.storage import load
from service.risk.errors import BomError
from service.risk.explanation.chokepoints import ranked
from service.schemas.bom import BomSchema
from service.schemas.fields import ALPHA3_TO_ALPHA2, three_digits
from service.schemas.strict import counted, flattened

REFUSED = "refused"
LONGEST_WHY = 500
ROOM = 8
"""Times what a web worker keeps of the worlds of a day: at most 128 MB."""
Score = Callable[[Bom, Kernel, date], Brief]


class ScoredRow(NamedTuple):
    """What is told of a BOM. ``error`` says why it is refused, with the pointer; then there is no score."""

    row: int
    bom_id: str
    name: str
    status: str
    score: float | None = None
    low: float | None = None
    high: float | None = None
    band: str | None = None
    percentile: float | None = None
    expected_share_hit: float | None = None
    chokepoint: str | None = None
    as_of: str | None = None
    lines: int | None = None
    unread: int | None = None
    unread_may_hold: int | None = None
    model_version: str | None = None
    error: str | None = None


@cache
def load_kernel(folder: Path, sha256: str | None) -> Kernel:
    """The bundle in a folder, loaded once in a process, with room for what a catalogue's products share."""
    kernel = replace(load(folder, sha256), room=ROOM)
    gc.collect()
    gc.freeze()  # the bundle stays: looking through it again and again for garbage took a tenth of the time
    return kernel


def rows_of(entries: Sequence[ReadBom], folder: Path, sha256: str | None, today: date) -> list[ScoredRow]:
    """A row for each BOM, by the bundle in a folder."""
    return list(rows(entries, load_kernel(folder, sha256), today))


def rows(entries: Iterable[ReadBom], kernel: Kernel, today: date, score: Score = scoring.brief) -> Iterable[ScoredRow]:
    """A row for each BOM."""
    return (_row(entry, kernel, today, score) for entry in entries)


@cache
def _schema() -> BomSchema:
    return BomSchema()


def _row(entry: ReadBom, kernel: Kernel, today: date, score: Score) -> ScoredRow:
    body: Any = None
    try:
        body = parse(entry.bom, LIMITS.depth) if isinstance(entry.bom, bytes) and not entry.wrong else entry.bom
        if entry.wrong:
            return _refused(entry, body, entry.wrong)
        bom = _schema().read(body)
        return _told(entry, bom, score(bom, kernel, today), kernel.version)
    except ValidationError as error:
        first = next(iter(islice(flattened(error.messages), 1)))
        more = counted(error.messages) - 1
        return _refused(entry, body, f"{first.pointer}: {first.detail}" + (f" And {more:,} more." if more else ""))
    except (BomError, RequestError) as error:
        told = [f"{one.pointer}: {one.detail}" for one in error.errors[:1]]
        return _refused(entry, body, " ".join([error.detail, *told]))


def _told(entry: ReadBom, bom: Bom, result: Brief, version: str) -> ScoredRow:
    low, high = result.interval or (None, None)
    hit = result.expected_share_hit
    floats = (result.score, low, high, result.percentile, hit.value if hit else None)
    score, low, high, percentile, share = (None if one is None else three_digits(one) for one in floats)
    return ScoredRow(
        entry.number, bom.bom_id or "", bom.name or "", str(result.status), score, low, high, result.band, percentile,
        share, _chokepoint(hit), result.as_of.isoformat(), len(bom.lines), result.coverage.unread,
        result.coverage.unread_may_hold, version,
    )  # fmt: skip


def _chokepoint(hit: ShareHit | None) -> str | None:
    """The country of the largest part of what is hit, as in an answer's first chokepoint."""
    first = ranked(hit.by_country)[:1] if hit else []
    return ALPHA3_TO_ALPHA2.get(first[0].country, first[0].country) if first else None


def _refused(entry: ReadBom, body: Any, why: str) -> ScoredRow:
    said = body if isinstance(body, dict) else {}
    names = (said.get(name) for name in ("bom_id", "name"))
    bom_id, name = (one if isinstance(one, str) else "" for one in names)
    return ScoredRow(entry.number, bom_id[:200], name[:200], REFUSED, error=why[:LONGEST_WHY])
