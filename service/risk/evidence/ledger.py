"""The ledger: every figure under its id, with its source, what it disagrees with, and the view it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from service.risk.evidence.claim_views import ClaimGroup, ClaimView, view_of
from service.risk.evidence.claims import DOCUMENT_PREFIX, Claim, Evidence, known
from service.risk.evidence.table_figures import SOURCES, TableFigure, Tables

Source = Mapping[str, Any]
VIEWS_KEPT = 4_000
BACK = {"conflicts": "conflicts", "superseded_by": "supersedes", "supersedes": "superseded_by"}
"""What a link is called, seen from its other end."""


@dataclass(frozen=True)
class LedgerEntry:
    """A figure as the ledger shows it. Conflicts are named in both directions; ``contradicted_by`` are those of a
    document's figure that are public statistics."""

    figure: Claim | TableFigure
    source: Source | None
    flags: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    contradicted_by: tuple[str, ...] = ()
    superseded_by: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()


@dataclass(frozen=True)
class LedgerPage:
    """Entries in the order of their ids with the views that they belong to; ``after`` is where the next page begins."""

    entries: tuple[LedgerEntry, ...]
    views: tuple[ClaimView, ...]
    after: str | None


class Ledger:
    """Claims and table figures of a bundle."""

    def __init__(self, evidence: Evidence, tables: Tables, documents: Mapping[str, Source]) -> None:
        self.evidence, self.tables, self.documents = evidence, tables, documents
        self._drawn = lru_cache(maxsize=VIEWS_KEPT)(self._draw)
        self._links: dict[tuple[str, str], list[str]] = {}
        self._shelves: dict[ClaimGroup, list[Claim]] = {}
        for claim in evidence.claims:
            self._shelves.setdefault(ClaimGroup.from_claim(claim).shelf, []).append(claim)
            for kind, target in _links_of(claim):
                self._link(kind, claim.claim_id, target)
                self._link(BACK[kind], target, claim.claim_id)
        self._pairs = frozenset(
            frozenset({one, other})
            for (kind, one), others in self._links.items()
            for other in others
            if kind == "conflicts"
        )

    def _link(self, kind: str, one: str, other: str) -> None:
        others = self._links.setdefault((kind, one), [])
        if other not in others:
            others.append(other)

    @property
    def quantities(self) -> list[str]:
        """Every quantity that a claim has."""
        return sorted({shelf.quantity for shelf in self._shelves})

    def entry(self, figure_id: str) -> LedgerEntry:
        """The figure of an id: a claim, or a figure of the tables. Raises ``NotFoundError``."""
        figure = self.tables.figure(figure_id)
        return LedgerEntry(figure, SOURCES[figure.document]) if figure else self._entry(self.evidence.claim(figure_id))

    def view(self, figure: Claim | TableFigure, on: date, subject: str = "") -> ClaimView | None:
        """The view that a claim belongs to on a day, of its own scope unless a narrower subject is asked about.

        ``None`` for context, for figures of the tables, and where no claim of the group is for the model."""
        if isinstance(figure, TableFigure) or figure.use == "context":
            return None
        return self._drawn(ClaimGroup.from_claim(figure, subject), on)

    def _draw(self, group: ClaimGroup, on: date) -> ClaimView | None:
        mine = [c for c in self._shelves[group.shelf] if group.hears(c)]
        checks = [c for c in self.evidence.standing(mine, on) if c.use == "check"]
        return view_of(group, self.evidence.speaking(mine, on), checks, on, self._pairs)

    def page(self, query: Mapping[str, str], on: date, limit: int, after: str = "") -> LedgerPage:
        """Claims known on a day that match ``query`` (the filters of ``Evidence.query``), with their views. The views
        are of the element where one is asked about, else of each claim's own scope."""
        subject = query.get("element", "")
        matching = self.evidence.query(**query)
        groups = {claim.claim_id: ClaimGroup.from_claim(claim, subject) for claim in matching}
        views = {groups[c.claim_id]: self.view(c, on, subject) for c in matching if c.use != "context"}
        heard = {figure for view in views.values() if view for figure in view.figures}
        counting = [c for c in matching if (known(c, on) or c.claim_id in heard) and c.claim_id > after]
        shown = counting[:limit]
        wanted = dict.fromkeys(groups[claim.claim_id] for claim in shown)
        return LedgerPage(
            tuple(self._entry(claim) for claim in shown),
            tuple(view for group in wanted if (view := views.get(group))),
            shown[-1].claim_id if len(counting) > limit else None,
        )

    def _entry(self, claim: Claim) -> LedgerEntry:
        linked = {kind: tuple(sorted(self._links.get((kind, claim.claim_id), ()))) for kind in BACK}
        of_document = claim.document.startswith(DOCUMENT_PREFIX)
        against = tuple(c for c in linked["conflicts"] if of_document and not self._is_of_document(c))
        flags = tuple(flag for flag in claim.flag.split(";") if flag and ":" not in flag)
        return LedgerEntry(claim, self._source(claim), flags, contradicted_by=against, **linked)

    def _source(self, claim: Claim) -> Source | None:
        """The claim's document. A figure of our own came about when the newest of its inputs did, not on a day that
        all of them share."""
        source = self.documents.get(claim.document)
        if source is None or not claim.derived_from:
            return source
        return {**source, "published": claim.published.isoformat()}

    def _is_of_document(self, claim_id: str) -> bool:
        return self.evidence.claim(claim_id).document.startswith(DOCUMENT_PREFIX)


def _links_of(claim: Claim) -> Iterator[tuple[str, str]]:
    for flag in claim.flag.split(";"):
        kind, _, target = flag.partition(":")
        if target and kind in BACK:
            yield kind, target
