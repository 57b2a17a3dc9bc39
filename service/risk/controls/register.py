"""The register of export controls: what stood between a seller and a buyer on a date, as known on a date.

Every rule of acting is here and, for whom a measure reaches, in ``Measure.reaches``; nowhere else:

* A country's control doesn't act on purchases inside it; ``EU27`` stands for its members.
* Blank destinations or end uses mean all; else the buyer's country or the declared end use must be named.
* Relaxations and evidence never act. A general licence doesn't lift the licence that it eases.
* A rare earth is matched by element and form, any other commodity by HS code. Measures on another stage of
  the same mineral (``related``) are listed and never act.
* Technology controls act on technology (``technology``), never on goods.
* ``announced`` counts as news in the central and the adverse view, not in the favourable one. Of the package of October
  2025 most was announced and never took effect.
* ``unknown`` counts as in force in the adverse view only. The same package is the case in point: its suspension ran out
  in law on 2026-11-10. Both governments say that the truce goes on to 2027-01-10, and no notice is known. Nothing says
  that it came into force either: the other views keep it suspended.
* Rows of confidence C (recalled, not seen) act only where the caller asks for them.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from service.risk.controls.measures import SEVERITIES, TECHNOLOGY, Acting, Measure, Span, Status, measure_of, members
from service.risk.vocabulary import CERIUM_COMPOUNDS, ELEMENTS, METALS, OTHER_COMPOUNDS, Form, Stage

CODE_ELEMENTS: dict[str, frozenset[str]] = {
    CERIUM_COMPOUNDS: frozenset({"Ce"}),
    OTHER_COMPOUNDS: frozenset(ELEMENTS) - {"Ce"},
    METALS: frozenset(ELEMENTS),
}
GONE = (Status.NOT_YET_ANNOUNCED, Status.ENDED)
"""Standings of which an answer doesn't tell."""


class _Ask(NamedTuple):
    """What one look-up depends on, whoever the buyer is."""

    jurisdiction: str
    on: date
    hs92: str | None
    element: str | None
    form: Form | None
    view: str = "central"
    also: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Wanted:
    """Which measures are asked for; ``None`` takes any.

    ``element`` takes measures that name it. A magnet falls under a measure for any element in it, so those on magnets
    that name one of its ``companions`` count too. ``country`` (alpha-3, or ``EU27``) is the issuer, ``stage`` a stage
    of the rare-earth chain.
    """

    element: str | None = None
    companions: frozenset[str] = frozenset()
    country: str | None = None
    stage: str | None = None
    status: str | None = None
    confidence: str | None = None

    def takes(self, measure: Measure) -> bool:
        """Whether a measure is asked for, whatever its status."""
        return (
            (self.element is None or self.element in measure.elements or self._through_magnet(measure))
            and (self.country is None or self.country in members(measure.jurisdiction) | {measure.jurisdiction})
            and (self.stage is None or self.stage in measure.stages)
            and self.confidence in (None, measure.confidence)
        )

    def _through_magnet(self, measure: Measure) -> bool:
        """Whether a measure can act on magnets for another element than the one asked about."""
        named = bool(measure.elements & self.companions)
        return named and self.stage in (None, Stage.MAGNET) and Form.MAGNET in measure.forms


ANY = Wanted()


class Register:
    """The measures, indexed by jurisdiction. ``revision`` names their content."""

    def __init__(self, measures: Iterable[Measure], revision: str, *, unverified: bool = False) -> None:
        """``unverified`` lets confidence C rows act too; they are listed by ``query`` in any case."""
        self.measures: tuple[Measure, ...] = tuple(measures)
        self.revision = revision
        self.unverified = unverified
        self._by_id = {m.measure_id: m for m in self.measures}
        self._by_jurisdiction: dict[str, list[Measure]] = defaultdict(list)
        for measure in self.measures:
            for country in members(measure.jurisdiction):
                self._by_jurisdiction[country].append(measure)
        self._technology = {
            country: [m for m in listed if TECHNOLOGY in m.forms and m.sign == "tightening"]
            for country, listed in self._by_jurisdiction.items()
        }
        self._announced: dict[tuple[str, date], frozenset[str]] = defaultdict(frozenset)
        for measure in self.measures:
            if measure.sign == "tightening":
                self._announced[measure.jurisdiction, measure.published] |= {measure.measure_id}
        self._easing: dict[str, list[Measure]] = defaultdict(list)
        for measure in self.measures:
            for eased in measure.eases:
                self._easing[eased].append(measure)
        self.named_end_uses = frozenset(use for measure in self.measures for use in measure.end_uses)
        """Of any measure, whether it can act or not."""
        self.end_uses = frozenset(use for m in self.measures if self._usable(m) for use in m.end_uses)
        """Of measures which can act on a purchase."""
        self._days = sorted(measure.published for measure in self.measures if measure.published > date.min)
        self._lookup = lru_cache(maxsize=65_536)(self._find)
        self._around = lru_cache(maxsize=4_096)(self._standing)

    @classmethod
    def from_rows(
        cls,
        rows: Sequence[Mapping[str, str | None]],
        revision: str | None = None,
        *,
        unverified: bool = False,
    ) -> Register:
        """Build from rows of the register's table (strings; blank or None where nothing is said).

        ``revision`` defaults to a digest of the rows. Raises ``KeyError`` or ``ValueError`` on a bad row.
        """
        text = json.dumps([dict(r) for r in rows], sort_keys=True, ensure_ascii=True)
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        return cls((measure_of(row) for row in rows), revision or digest, unverified=unverified)

    def __getitem__(self, measure_id: str) -> Measure:
        """The measure of that id. Raises ``KeyError``."""
        return self._by_id[measure_id]

    def __contains__(self, measure_id: object) -> bool:
        return measure_id in self._by_id

    def announced_with(self, measure_id: str) -> frozenset[str]:
        """Ids of the tightenings that its country announced on its day, its own among them: one act, in as many rows as
        it takes. Nobody can tell what a country would have done with half of a day's announcements."""
        one = self[measure_id]
        return self._announced[one.jurisdiction, one.published] | {measure_id}

    def newest(self, on: date) -> date | None:
        """Day of the newest entry, of whatever kind, that was known on a day; ``None`` before the first."""
        at = bisect_right(self._days, on)
        return self._days[at - 1] if at else None

    def issues(self, country: str) -> bool:
        """Whether the country (alpha-3) has a measure in the register at all."""
        return country in self._by_jurisdiction

    def status(self, measure: Measure, on: date, known_at: date | None = None) -> Status:
        """Status on ``on``, with the knowledge of ``known_at`` (None: all that the register holds)."""
        return measure.status(on, known_at)

    def easing(self, measure: Measure, on: date, known_at: date | None = None) -> tuple[str, ...]:
        """Ids of the relaxations in force that eased a measure; they lift nothing themselves."""
        return tuple(
            m.measure_id for m in self._easing.get(measure.measure_id, ()) if m.status(on, known_at) is Status.IN_FORCE
        )

    def told_of(self, measures: Iterable[str], on: date) -> tuple[Measure, ...]:
        """Evidence known on a day that speaks of any of the measures."""
        rows = {m.measure_id: m for name in measures for m in self._easing.get(name, ())}
        return tuple(m for _, m in sorted(rows.items()) if m.status(on, on) is Status.EVIDENCE)

    def query(
        self,
        as_of: date,
        known_at: date | None = None,
        wanted: Wanted = ANY,
    ) -> list[tuple[Measure, Status]]:
        """Measures that are ``wanted``, with their status, without those not yet announced."""
        dated = ((measure, self.status(measure, as_of, known_at)) for measure in self.measures if wanted.takes(measure))
        return [
            (measure, status)
            for measure, status in dated
            if status is not Status.NOT_YET_ANNOUNCED and wanted.status in (None, status)
        ]

    def acting(
        self,
        jurisdiction: str,
        on: date,
        *,
        hs92: str | None,
        element: str | None,
        form: Form | None,
        destination: str,
        end_use: str | None = None,
        view: str = "central",
        also: frozenset[str] = frozenset(),
    ) -> tuple[Acting, ...]:
        """Controls of ``jurisdiction`` on a purchase by ``destination`` (both alpha-3), as known on the day.

        With ``element`` and ``form`` the good is a rare earth. ``also`` names other rare earths in the same good (the
        Dy of an NdFeB magnet brings its Nd under the magnet's licence). Without ``element`` the HS 1992 code decides.
        ``view`` is ``favourable``, ``central`` or ``adverse``.
        """
        pairs = self._lookup(_Ask(jurisdiction, on, hs92, element, form, view, also))
        return tuple(a for m, a in pairs if m.reaches(destination, end_use))

    def bearing(
        self,
        jurisdiction: str,
        on: date,
        *,
        hs92: str | None,
        element: str | None,
        form: Form | None,
        destination: str,
        end_use: str | None = None,
        also: frozenset[str] = frozenset(),
    ) -> tuple[tuple[Measure, Span], ...]:
        """All measures and relaxations on the good that reach the buyer and have been announced and not ended, acting
        or not. An answer explains them beside those that it counts. Arguments as for ``acting``."""
        around = self._around(_Ask(jurisdiction, on, hs92, element, form, also=also))
        return tuple((measure, span) for measure, span in around if measure.reaches(destination, end_use))

    def technology(
        self, jurisdiction: str, on: date, *, stage: str, destination: str, view: str = "central"
    ) -> tuple[Acting, ...]:
        """Controls on the technology of a stage. A buyer of goods meets them as administrative, whatever their severity
        for technology."""
        acts = []
        for measure in self._on_technology(jurisdiction, stage, destination):
            acting = self._acting_of(measure, on, view=view, breadth=1.0)
            acts += [replace(acting, rank=SEVERITIES["administrative"])] if acting is not None else []
        return tuple(acts)

    def _on_technology(self, jurisdiction: str, stage: str, destination: str) -> Iterator[Measure]:
        for measure in self._technology.get(jurisdiction, ()):
            if stage in measure.stages and measure.reaches(destination, None):
                yield measure

    def _find(self, ask: _Ask) -> tuple[tuple[Measure, Acting], ...]:
        """Controls that bear on the good, for every destination and end use."""
        acts = []
        for measure in self._by_jurisdiction.get(ask.jurisdiction, ()):
            if measure.sign != "tightening" or not self._usable(measure):
                continue
            breadth = _breadth(measure, ask)
            acting = self._acting_of(measure, ask.on, view=ask.view, breadth=breadth) if breadth else None
            if acting is not None:
                acts.append((measure, acting))
        return tuple(acts)

    def _standing(self, ask: _Ask) -> tuple[tuple[Measure, Span], ...]:
        """Measures on the good that were announced and haven't ended, for every destination and end use."""
        standing = []
        for measure in self._by_jurisdiction.get(ask.jurisdiction, ()):
            if measure.sign != "evidence" and self._usable(measure) and _breadth(measure, ask):
                span = measure.span(ask.on)
                if span.status not in GONE:
                    standing.append((measure, span))
        return tuple(standing)

    def _usable(self, measure: Measure) -> bool:
        if measure.hs_match in ("none", "related"):
            return False
        return measure.train or (self.unverified and measure.confidence == "C")

    def _acting_of(self, measure: Measure, on: date, *, view: str, breadth: float) -> Acting | None:
        status = self.status(measure, on, known_at=on)
        if status is Status.ANNOUNCED and (measure.renews or view == "favourable"):
            return None  # where a chain acts already, a renewal announced is no news
        if status not in (Status.IN_FORCE, Status.ANNOUNCED) and not (view == "adverse" and status is Status.UNKNOWN):
            return None
        return Acting(
            measure.measure_id,
            measure.rank,
            self._since(measure, on, status),
            status is not Status.ANNOUNCED,
            breadth,
            measure.instrument,
            measure.instrument == "extraterritorial_rule",
        )

    def _since(self, measure: Measure, on: date, status: Status) -> date:
        """A measure back from a suspension starts anew; a renewal goes back to the head of its chain."""
        start = measure.effective or measure.announced or on
        suspended = measure.suspended_from is not None and measure.suspended_from <= on
        if suspended and status is Status.UNKNOWN and measure.unknown_since is not None:
            return measure.unknown_since
        if status is Status.IN_FORCE and (back := measure.back_from_suspension(on)) is not None:
            return back
        head = self._by_id.get(measure.renews)
        return min(start, head.effective) if head is not None and head.effective is not None else start


def _breadth(measure: Measure, ask: _Ask) -> float:
    """Fraction of the good that the measure names: 0 when it doesn't bear on it."""
    if ask.element is not None:
        forms = {ask.form.value} if ask.form is not None else _forms_of(ask.hs92)
        return 1.0 if forms & measure.forms and measure.elements & ({ask.element} | ask.also) else 0.0
    if ask.hs92 is None or ask.hs92 not in measure.hs92:
        return 0.0
    inside = CODE_ELEMENTS.get(ask.hs92)
    return 1.0 if inside is None else len(inside & measure.elements) / len(inside)


def _forms_of(hs92: str | None) -> set[str]:
    if hs92 == METALS:
        return {Form.METAL.value}
    return {Form.OXIDE.value, Form.COMPOUND.value} if hs92 in CODE_ELEMENTS else set()
