"""Measures as a page tells them: what they are, where they stand, and their spans on a line of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from service.dashboard.charts import timeline
from service.dashboard.findings import language
from service.risk.controls.measures import Measure, Status
from service.risk.controls.register import Register

ORDER = (Status.IN_FORCE, Status.ANNOUNCED, Status.SUSPENDED, Status.UNKNOWN)
COUNTS = {
    "score": "the score, as an act that may start",
    "standing": "the standing",
    "upper_end": "the upper end of the interval",
    "nothing": "nothing: told for completeness",
}
ALL_ELEMENTS = 16


@dataclass(frozen=True)
class Control:
    """A measure with its state on the day."""

    measure: Measure
    status: str
    since: date | None
    counts: str | None

    @property
    def id(self) -> str:
        """Where ``/controls/`` finds it."""
        return self.measure.measure_id

    @property
    def name(self) -> str:
        """How a page calls it."""
        return f"{language.country(self.measure.jurisdiction)}, {title(self.measure)}"

    @property
    def covers(self) -> str:
        """Elements and forms."""
        elements = sorted(self.measure.elements)
        what = "all rare earths" if len(elements) == ALL_ELEMENTS else language.listed(elements, 8)
        return f"{what}: {language.listed(sorted(self.measure.forms), 8)}" if self.measure.forms else what

    @property
    def state(self) -> str:
        """Its state in words, with its day."""
        word = language.STATES.get(self.status, self.status)
        if self.status == Status.IN_FORCE:
            word = "Eased, in force" if self.measure.sign == "relaxation" else word
        since = self.measure.effective if self.status == Status.ANNOUNCED else self.since
        link = "from" if self.status == Status.ANNOUNCED else "since"
        return f"{word} {link} {language.day(since)}" if since else word


def instrument(measure: Measure) -> str:
    """What kind of act it is, in words."""
    return language.INSTRUMENTS.get(measure.instrument, measure.instrument.replace("_", " "))


def title(measure: Measure) -> str:
    """What an act is called: its number and what it is, else what it is and its year."""
    what = instrument(measure)
    if measure.announcement:
        return f"{language.sentence(measure.announcement)}, {what}"
    when = measure.announced or measure.effective
    return language.sentence(f"{what} of {when.year}" if when else what)


def of_product(entries: Iterable[Mapping[str, Any]], register: Register, on: date) -> list[Control]:
    """The measures of an answer that the register still holds, those in force first."""
    known = {measure.measure_id: measure for measure in register.measures}
    rows = [(known[e["measure_id"]], e["counts"]) for e in entries if e["measure_id"] in known]
    return ordered(rows, on)


def ordered(rows: Iterable[tuple[Measure, str | None]], on: date) -> list[Control]:
    """Measures on a day by state; of each state those that meet every buyer first, then the newest."""
    judged = []
    for measure, counts in rows:
        span = measure.span(on)
        judged.append(Control(measure, str(span.status), span.since, counts))
    places = {str(status): place for place, status in enumerate(ORDER)}
    serious = {"tightening": 0, "relaxation": 1}

    def place(one: Control) -> tuple[int, int, bool, int, str]:
        newest = -(one.since or date.min).toordinal()
        limited = bool(one.measure.destinations or one.measure.end_uses)
        return places.get(one.status, len(places)), serious.get(one.measure.sign, 2), limited, newest, one.id

    return sorted(judged, key=place)


def finding(controls: Sequence[Control]) -> str:
    """One sentence: how many stand where."""
    tight = [one for one in controls if one.measure.sign == "tightening"]
    if not tight:
        return "No export control touches it."
    words = {"in_force": "in force", "announced": "announced", "suspended": "suspended", "unknown": "of unknown state"}
    counts = [(sum(one.status == state for one in tight), name) for state, name in words.items()]
    told = [f"{language.plural(n, 'act')} {'is' if n == 1 else 'are'} {name}" for n, name in counts if n]
    eased = sum(one.measure.sign == "relaxation" and one.status in words for one in controls)
    more = (
        f"; {language.plural(eased, 'more', 'more')} {'eases' if eased == 1 else 'ease'} some of them" if eased else ""
    )
    return f"{language.listed(told)}{more}."


def rows(controls: Sequence[Control], on: date, link: str) -> list[timeline.Row]:
    """Rows of a line of time; ``link`` begins the address of each."""
    return [
        timeline.Row(title(one.measure), f"{language.country(one.measure.jurisdiction)} · {one.covers}",
                     f"{link}{one.id}", tuple(_spans(one.measure, on)), one.state, one.since)
        for one in controls
    ]  # fmt: skip


def _spans(measure: Measure, on: date) -> list[timeline.Span]:
    """What was announced, in force, suspended and unknown, each with its days."""
    spans = []
    start = measure.effective
    ends = [measure.suspended_from, measure.unknown_since, measure.ended]
    stop = min((day for day in ends if day is not None), default=None)
    if measure.announced and (start is None or measure.announced < start):
        before = min((day for day in (start, measure.suspended_from) if day is not None), default=None)
        spans.append(timeline.Span(timeline.ANNOUNCED, measure.announced, before))
    if start and (stop is None or start < stop):
        spans.append(timeline.Span(timeline.IN_FORCE, start, stop))
    if measure.suspended_from:
        spans.append(timeline.Span(timeline.SUSPENDED, measure.suspended_from, measure.suspended_until))
        back = measure.back_from_suspension(on)
        if back and (measure.unknown_since is None or back < measure.unknown_since):
            spans.append(timeline.Span(timeline.IN_FORCE, back, measure.unknown_since or measure.ended))
    if measure.unknown_since and (measure.ended is None or measure.unknown_since < measure.ended):
        until = measure.ended - timedelta(days=1) if measure.ended else None
        spans.append(timeline.Span(timeline.UNKNOWN, measure.unknown_since, until))
    return spans
