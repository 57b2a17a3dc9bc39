"""What an analyst looks up today, and where: measures whose state is unknown or about to change, series and years that
are due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from service.risk.bundle.kernel import Kernel
from service.risk.controls.measures import Measure, Status
from service.risk.explanation import bounds
from training.derived.prices_read import prices_read

SOON_DAYS = 90
STALE_CHECK_DAYS = 180
STALE_PRICE_DAYS = 180
SHOWN = 12
AUTHORITIES = {
    "CHN": "aqygzj.mofcom.gov.cn, exportcontrol.mofcom.gov.cn (notices of the ministry of commerce)",
    "EU27": "eur-lex.europa.eu",
    "USA": "federalregister.gov, bis.gov",
    "JPN": "meti.go.jp",
    "IND": "dgft.gov.in",
}
ANYWHERE = "globaltradealert.org, iea.org/policies"
BACI = "cepii.fr, BACI (HS92); then `fetch --baci FILE`"
WGI = "worldbank.org, Worldwide Governance Indicators"
USGS = "usgs.gov, Mineral Commodity Summaries, rare earths"


@dataclass(frozen=True)
class Due:
    """Something to look up: under which heading, what, why and where."""

    heading: str
    what: str
    why: str
    where: str


HEADINGS = ("state unknown", "begins soon", "ends soon", "not looked up for long", "data that are due")


def measures(
    register: Iterable[Measure], checked: Mapping[str, date], today: date, days: int = SOON_DAYS
) -> Iterator[Due]:
    """What the register asks for on a day: rare earths first, then what became unknown last."""

    def rank(one: Measure) -> tuple[bool, int, str]:
        return (not one.elements, -(one.unknown_since or date.min).toordinal(), one.measure_id)

    for one in sorted(register, key=rank):
        yield from _of_measure(one, checked.get(one.measure_id), today, today + timedelta(days=days))


def _of_measure(one: Measure, checked: date | None, today: date, last: date) -> Iterator[Due]:
    status = one.status(today, today)
    if status in (Status.ENDED, Status.EVIDENCE, Status.NOT_YET_ANNOUNCED):
        return
    seen = f"; last looked up {checked}" if checked else "; never looked up"
    where = f"{AUTHORITIES.get(one.jurisdiction, ANYWHERE)}; before: {one.locator}"

    def due(heading: str, why: str) -> Due:
        return Due(heading, one.measure_id, why + seen, where)

    if status is Status.UNKNOWN:
        yield due("state unknown", f"unknown since {one.unknown_since}")
    elif one.unknown_since and one.unknown_since <= last:
        yield due("ends soon", f"nothing is known of it from {one.unknown_since} on")
    if status is Status.ANNOUNCED:
        when = one.effective
        if when is None or when <= last:
            yield due("begins soon", f"announced, takes effect {when or 'on a day that nobody named'}")
    if one.ended and today <= one.ended <= last:
        yield due("ends soon", f"last day in force {one.ended}")
    if status is Status.SUSPENDED and one.suspended_until and one.suspended_until <= last:
        yield due("begins soon", f"suspended until {one.suspended_until}")
    if status is Status.IN_FORCE and (checked is None or (today - checked).days > STALE_CHECK_DAYS):
        yield due("not looked up for long", "in force")


def data(kernel: Kernel, frozen: date | None, today: date) -> Iterator[Due]:
    """Years, editions and series that should be out by a day."""
    through = int(kernel.manifest["structure_through"])
    yield from _year("trade", through, date(through + 3, 1, 31), BACI, today)
    governed = max(year for years in kernel.facts.governance.values() for year in years)
    yield from _year("governance", governed, date(governed + 2, 10, 31), WGI, today)
    editions = [name for name in kernel.documents if name.startswith("usgs-mcs")]
    edition = max((int(name[len("usgs-mcs") :][:4]) for name in editions), default=today.year)
    yield from _year("USGS summaries, edition of", edition, date(edition + 1, 2, 15), USGS, today)
    for row in prices_read(kernel.facts, today):
        yield from _price(row, today)
    if frozen is None or bounds.of_forecasts(frozen).overdue(today):
        yield Due(
            HEADINGS[-1], "frozen forecasts", f"the newest are of {frozen or 'no day'}", "`python -m training freeze`"
        )


def _year(what: str, held: int, due: date, where: str, today: date) -> Iterator[Due]:
    if today >= due:
        yield Due(HEADINGS[-1], f"{what} {held + 1}", f"held to {held}; the next should be out since {due}", where)


def _price(row: Mapping[str, Any], today: date) -> Iterator[Due]:
    name = f"price of {row['element']} {row['form']}"
    if row["through"] is None:
        yield Due(HEADINGS[-1], name, "none is known", USGS)
        return
    last = date.fromisoformat(row["through"] if len(row["through"]) > len("2025") else f"{row['through']}-12-31")
    if (today - last).days > STALE_PRICE_DAYS:
        words = f"{row['basis']}, read to {row['through']}, {(today - last).days} days ago"
        yield Due(HEADINGS[-1], name, words, f"the reporter of {row['figure']}; then `add-price`")


def text(dues: Iterable[Due], today: date, *, whole: bool = False) -> str:
    """The list, heading by heading; of long ones the first few, and how many there are."""
    listed = list(dues)
    lines = [f"To look up on {today}: {len(listed)}"]
    for heading in HEADINGS:
        under = [one for one in listed if one.heading == heading]
        lines += ["", f"{heading} ({len(under)})"] if under else []
        shown = under if whole else under[:SHOWN]
        for one in shown:
            lines += [f"  {one.what}: {one.why}", f"      {one.where}"]
        if len(under) > len(shown):
            lines.append(f"  and {len(under) - len(shown)} more: `python -m training watch --all`")
    closing = (
        "Write a look-up down with `add --table checks`; what changed, with a row or a correction of controls.csv."
    )
    return "\n".join([*lines, "", closing])
