"""The register of export controls: what stood between a seller and a buyer on a date, as known on a date.

Every rule of acting is here and, for whom a measure reaches, in ``Measure.reaches``; nowhere else:

* A country's control doesn't act on purchases inside it; ``EU27`` stands for its members.
* Blank destinations or end uses mean all; else the buyer's country or the declared end use must be named.
* Relaxations and evidence never act. A general licence doesn't lift the licence that it eases.
* A rare earth is matched by element and form, any other commodity by HS code.
* Technology controls act on technology (``technology``), never on goods.
* ``unknown`` counts as in force under the adverse view only. The package of October 2025 is the case in
  point: its suspension ran out in law on 2026-11-10, both governments say that the truce goes on to
  2027-01-10, and no notice was found. Nothing says that it came into force either: the central and
  favourable views keep it suspended.
* Rows of confidence C (recalled, not seen) act only where the caller asks for them.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from service.risk.measures import SEVERITIES, TECHNOLOGY, Acting, Measure, Status, measure_of, members
from service.risk.supply import CERIUM_COMPOUNDS, ELEMENTS, METALS, OTHER_COMPOUNDS, Form

CODE_ELEMENTS: dict[str, frozenset[str]] = {
    CERIUM_COMPOUNDS: frozenset({"Ce"}),
    OTHER_COMPOUNDS: frozenset(ELEMENTS) - {"Ce"},
    METALS: frozenset(ELEMENTS),
}


class _Ask(NamedTuple):
    """What one look-up depends on, whoever the buyer is."""

    sign: str
    jurisdiction: str
    on: date
    hs92: str | None
    element: str | None
    form: Form | None
    adverse: bool = False
    related: bool = False
    also: frozenset[str] = frozenset()


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
            country: [m for m in found if TECHNOLOGY in m.forms and m.sign == "tightening"]
            for country, found in self._by_jurisdiction.items()
        }
        self._lookup = lru_cache(maxsize=65_536)(self._find)

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

    @property
    def end_uses(self) -> frozenset[str]:
        """End uses that some measure names."""
        return frozenset(use for m in self.measures for use in m.end_uses)

    def issues(self, country: str) -> bool:
        """Whether the country (alpha-3) has a measure in the register at all."""
        return country in self._by_jurisdiction

    def status(self, measure: Measure, on: date, known_at: date | None = None) -> Status:
        """Status on ``on``, with the knowledge of ``known_at`` (None: all that the register holds).

        An end, a suspension or a doubt is known from the day it begins, the term of a quota from the start.
        """
        known = known_at or date.max
        published = measure.announced or measure.effective or date.min
        if published > known:
            return Status.NOT_YET_ANNOUNCED
        if measure.sign == "evidence":
            return Status.EVIDENCE if published <= on else Status.NOT_YET_ANNOUNCED
        return _stands(measure, on, known)

    def active(self, on: date, known_at: date | None = None) -> tuple[Measure, ...]:
        """Measures in force on a date, relaxations among them."""
        return tuple(m for m in self.measures if self.status(m, on, known_at) is Status.IN_FORCE)

    def query(
        self,
        as_of: date,
        known_at: date | None = None,
        element: str | None = None,
        country: str | None = None,
        stage: str | None = None,
    ) -> list[tuple[Measure, Status]]:
        """Measures with their status, without those not yet announced.

        ``country`` (alpha-3) is the issuer, ``stage`` a stage of the rare-earth chain.
        """
        found: list[tuple[Measure, Status]] = []
        for measure in self.measures:
            if element is not None and element not in measure.elements:
                continue
            if country is not None and country not in members(measure.jurisdiction) | {measure.jurisdiction}:
                continue
            if stage is not None and stage not in measure.stages:
                continue
            status = self.status(measure, as_of, known_at)
            if status is not Status.NOT_YET_ANNOUNCED:
                found.append((measure, status))
        return found

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
        adverse: bool = False,
        favourable: bool = False,
        related: bool = False,
        also: frozenset[str] = frozenset(),
    ) -> tuple[Acting, ...]:
        """Controls of ``jurisdiction`` on a purchase by ``destination`` (both alpha-3), as known on the day.

        With ``element`` and ``form`` the good is a rare earth; ``also`` names other rare earths in the same
        good (the Dy of an NdFeB magnet brings its Nd under the magnet's licence). Without ``element`` the HS
        1992 code decides; ``related`` adds measures on another stage of the same mineral. ``adverse`` counts
        unknown measures as in force, ``favourable`` leaves out those only announced.
        """
        if adverse and favourable:
            raise ValueError("a view is adverse or favourable, not both")
        found = self._lookup(_Ask("tightening", jurisdiction, on, hs92, element, form, adverse, related, also))
        return tuple(a for m, a in found if m.reaches(destination, end_use) and (a.in_force or not favourable))

    def relaxations(
        self,
        jurisdiction: str,
        on: date,
        *,
        hs92: str | None,
        element: str | None,
        form: Form | None,
        destination: str,
    ) -> tuple[Acting, ...]:
        """Acts in force that eased a control, with the day they began. They lift nothing themselves."""
        found = self._lookup(_Ask("relaxation", jurisdiction, on, hs92, element, form))
        return tuple(a for m, a in found if a.in_force and m.reaches(destination, None))

    def technology(
        self, jurisdiction: str, on: date, *, stage: str, destination: str, adverse: bool = False
    ) -> tuple[Acting, ...]:
        """Controls on the technology of a stage. A buyer of goods meets them as administrative, whatever their severity
        for technology; ``adverse`` counts those of unknown status."""
        found = []
        for measure in self._technology.get(jurisdiction, ()):
            if stage in measure.stages and measure.reaches(destination, None):
                acting = self._acting_of(measure, on, adverse=adverse, breadth=1.0)
                found += [replace(acting, rank=SEVERITIES["administrative"])] if acting is not None else []
        return tuple(found)

    def _find(self, ask: _Ask) -> tuple[tuple[Measure, Acting], ...]:
        """Measures that bear on the good, for every destination and end use."""
        found = []
        for measure in self._by_jurisdiction.get(ask.jurisdiction, ()):
            if measure.sign != ask.sign or not self._usable(measure, ask.related):
                continue
            breadth = _breadth(measure, ask)
            acting = self._acting_of(measure, ask.on, adverse=ask.adverse, breadth=breadth) if breadth else None
            if acting is not None:
                found.append((measure, acting))
        return tuple(found)

    def _usable(self, measure: Measure, related: bool) -> bool:
        if measure.hs_match == "none" or (measure.hs_match == "related" and not related):
            return False
        return measure.train or (self.unverified and measure.confidence == "C")

    def _acting_of(self, measure: Measure, on: date, *, adverse: bool, breadth: float) -> Acting | None:
        status = self.status(measure, on, known_at=on)
        if status is Status.ANNOUNCED and measure.renews:
            return None  # the chain already acts: a renewal announced is no news
        if status not in (Status.IN_FORCE, Status.ANNOUNCED) and not (adverse and status is Status.UNKNOWN):
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
        if measure.suspended_from is not None and measure.suspended_from <= on:
            if status is Status.UNKNOWN and measure.unknown_since is not None:
                return measure.unknown_since
            if status is Status.IN_FORCE and measure.suspended_until is not None:
                return measure.suspended_until + timedelta(days=1)
        head = self._by_id.get(measure.renews)
        return min(start, head.effective) if head is not None and head.effective is not None else start


def _stands(measure: Measure, on: date, known: date) -> Status:
    """Status of an announced tightening or relaxation."""
    term_known = known if measure.instrument != "quota" else date.max
    if measure.unknown_since is not None and measure.unknown_since <= min(on, known):
        return Status.UNKNOWN
    if measure.ended is not None and measure.ended < min(on, term_known):
        return Status.ENDED
    until = measure.suspended_until or date.max
    if measure.suspended_from is not None and measure.suspended_from <= min(on, known) and on <= until:
        return Status.SUSPENDED
    if measure.effective is not None and measure.effective <= on:
        return Status.IN_FORCE
    return Status.ANNOUNCED if (measure.announced or date.max) <= on else Status.NOT_YET_ANNOUNCED


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
