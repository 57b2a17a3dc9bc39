"""Words and numbers as pages write them: countries, days, shares, amounts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime
from math import floor

from service.risk.explanation.words import country_name as named
from service.risk.outlook.wording.stock import money as three_digits
from service.risk.vocabulary import ELEMENTS, Form, Stage
from service.schemas.fields import ALPHA3_TO_ALPHA2, COUNTRIES

SPACE = "\u00a0"
SHORT_FORMS = {"eu": "EU", "us": "US", "doe": "DOE", "treo": "TREO", "eol": "end-of-life", "rir": "recycling rate",
               "hhi": "HHI", "wgi": "WGI", "gdp": "GDP"}  # fmt: skip
MINUS = "−"
NOTHING = "–"
UNNAMED = "ZZ"
STAGES = {Stage.MINING: "Mine", Stage.SEPARATION: "Separation", Stage.METAL: "Metal", Stage.MAGNET: "Magnet"}
SHORT_STAGES = {**STAGES, Stage.SEPARATION: "Separ."}
LEAVES_AS = {Stage.MINING: "ore", Stage.SEPARATION: "oxide", Stage.METAL: "metal", Stage.MAGNET: "magnets"}
FORMS = {Form.MAGNET: "magnets", Form.ALLOY: "alloys", Form.COMPOUND: "compounds"}
BANDS = ("low", "guarded", "elevated", "high", "severe")
STATES = {
    "in_force": "In force", "announced": "Announced", "suspended": "Suspended", "unknown": "Unknown", "ended": "Ended",
    "already_hit": "Already hit", "under_control": "Under control", "not_yet_announced": "Not yet announced",
    "evidence": "Evidence",
}  # fmt: skip
INSTRUMENTS = {
    "licence": "export licence", "quota": "export quota", "prohibition": "export ban", "tax": "export tax",
    "state_trading": "state trading", "extraterritorial_rule": "rule on foreign goods",
    "general_licence": "general licence", "vat_rebate_cut": "cut of the VAT refund", "reporting": "export reporting",
}  # fmt: skip
SHARE = "share"
UNITS = {SHARE: "%", "t/y": "t a year", "t_REO": "t of oxides"}
GROUPS = {"REE": "all rare earths", "MAGNET_REE": "magnet rare earths", "HREE": "heavy rare earths",
          "LREE": "light rare earths"}  # fmt: skip
FIGURE = re.compile(r"\bdoc-\d{3}-[0-9A-Za-z-]*[0-9A-Za-z]")
"""An id of a figure of a source document."""
ACT = r"(?<![\w-])(?:{})(?![\w-])"
"""One of some ids of acts, and no part of a longer one."""
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_LONG_MONTHS = "January February March April May June July August September October November December".split()
_SPECIAL = {"EU": "European Union", "EU27": "European Union", UNNAMED: "Unnamed countries", "ZZZ": "Unnamed countries",
            "WLD": "World"}  # fmt: skip
_IN_PROSE = {"EU": "the European Union", "EU27": "the European Union", UNNAMED: "countries that nobody names",
             "ZZZ": "countries that nobody names", "WLD": "the world"}  # fmt: skip


def alpha2(code: str) -> str:
    """A country's two letters, as addresses and answers write it."""
    return ALPHA3_TO_ALPHA2.get(code, code)


def alpha3(code: str) -> str:
    """A country's three letters, as the kernel writes it."""
    return {"EU": "EU27", UNNAMED: "ZZZ"}.get(code, COUNTRIES.get(code, code))


def country(code: str) -> str:
    """A country's name in English, from its two or three letters, as it stands by itself."""
    return _SPECIAL.get(code) or sentence(prose_country(code).removeprefix("the "))


def prose_country(code: str) -> str:
    """A country's name as it stands within a sentence, some with an article."""
    name = _IN_PROSE.get(code) or named(alpha3(code))
    first, comma, last = name.partition(", ")
    if not comma or " and " in last:  # several islands, not a name turned round
        return name
    return f"{'the' + last[3:] if last.startswith('The ') else last} {first}"


def element(symbol: str) -> str:
    """An element's name: dysprosium."""
    return ELEMENTS[symbol].name if symbol in ELEMENTS else symbol


def good(symbol: str, form: str) -> str:
    """An element in a form as one says it: dysprosium magnets, yttrium oxide."""
    return f"{element(symbol)} {FORMS.get(Form(form), form)}"


def number(value: float, digits: int = 1) -> str:
    """A number with a true minus and commas between thousands."""
    written = f"{abs(value):,.{digits}f}"
    return f"{MINUS}{written}" if value < 0 and float(written.replace(",", "")) else written


def plain(value: float) -> str:
    """A number as it was published: as many digits as it has, at most six."""
    written = f"{abs(value):,.6g}" if abs(value) < 1e6 else f"{abs(value):,.0f}"  # noqa: PLR2004 - beyond, in full
    return f"{MINUS}{written}" if value < 0 else written


def measured(value: float, unit: str) -> str:
    """A published number in the unit that ``unit`` writes: shares in per cent."""
    return plain(100 * value if unit == SHARE else value)


def unit(name: str) -> str:
    """The unit of a published number."""
    return UNITS.get(name, name.replace("_", SPACE))


def scope(name: str | None) -> str:
    """The element or group that a figure is on."""
    return GROUPS.get(name or "", name or "")


def period(first: str | None, last: str | None) -> str:
    """The days that a figure speaks of, as tables write them."""
    if not first or not last:
        return f"from {day(first)}" if first else f"until {day(last)}" if last else NOTHING
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def signed(value: float, digits: int = 1) -> str:
    """A number that always shows its sign."""
    written = number(value, digits)
    return written if written.startswith(MINUS) or not float(written.replace(",", "")) else f"+{written}"


def score(value: float | None) -> str:
    """A score with one decimal; a dash where there is none."""
    return NOTHING if value is None else number(value)


def percent(share: float, digits: int = 0) -> str:
    """A share (0..1) in per cent; what is above nothing never looks like nothing."""
    points = 100 * share
    least = 10.0**-digits
    if 0 < points < least / 2:
        return f"<{SPACE}{number(least, digits)}{SPACE}%"
    return f"{number(points, digits)}{SPACE}%"


def chance(probability: float) -> str:
    """A chance in per cent, one digit behind the point."""
    return percent(probability, 1)


def odds(probability: float) -> str:
    """A chance as so many in a hundred, behind "is"."""
    if round(100 * probability) < 1:
        return "less likely than 1 in 100"
    return f"about as likely as {100 * probability:.0f} in 100"


def linked(text: str, acts: Collection[str] = ()) -> list[tuple[str, str | None]]:
    """A sentence in pieces, each with its page where it has one: ids of documents' figures, and of ``acts``."""
    ids = "|".join(re.escape(act) for act in sorted(acts, key=len, reverse=True))
    pattern = re.compile(f"{FIGURE.pattern}|{ACT.format(ids)}") if acts else FIGURE
    pieces, end = list[tuple[str, str | None]](), 0
    for match in pattern.finditer(text):
        page = "/figures/" if FIGURE.fullmatch(match[0]) else "/controls/"
        pieces += [(text[end : match.start()], None), (match[0], f"{page}{match[0]}")]
        end = match.end()
    return [piece for piece in [*pieces, (text[end:], None)] if piece[0]]


def day(value: date | datetime | str | None) -> str:
    """A day as tables write it: 4 Apr 2025."""
    when = _day(value)
    return NOTHING if when is None else f"{when.day}{SPACE}{_MONTHS[when.month - 1]}{SPACE}{when.year}"


def month(value: date | datetime | str | None) -> str:
    """A month as tables write it, where the day says nothing: Apr 2025."""
    when = _day(value)
    return NOTHING if when is None else f"{_MONTHS[when.month - 1]}{SPACE}{when.year}"


def long_day(value: date | datetime | str | None) -> str:
    """A day as prose writes it: 4 April 2025."""
    when = _day(value)
    return NOTHING if when is None else f"{when.day}{SPACE}{_LONG_MONTHS[when.month - 1]}{SPACE}{when.year}"


def _day(value: date | datetime | str | None) -> date | None:
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return value.date() if isinstance(value, datetime) else value


def age(then: date, today: date) -> str:
    """How long ago a day was."""
    days = (today - then).days
    return "today" if days <= 0 else "1 day ago" if days == 1 else f"{days:,} days ago"


def needed(times: float) -> str:
    """What is needed beside a plant's capacity, which is so many times that; two digits that count."""
    share = f"{plain(float(f'{100 / times if times >= 1 else 100 * times:.2g}'))}{SPACE}%"
    return f"your need is {share} of it" if times >= 1 else f"{share} of your need"


def mass(grams: float | None) -> str:
    """A mass in the unit that reads best, three digits that count."""
    if grams is None:
        return NOTHING
    for limit, size, unit in ((1e6, 1e6, "t"), (1e3, 1e3, "kg"), (0.1, 1.0, "g"), (0.0, 1e-3, "mg")):
        if grams >= limit:
            amount = grams / size
            whole = len(str(floor(amount))) if amount >= 1 else 0
            return f"{number(amount, max(0, 3 - max(1, whole)))}{SPACE}{unit}"
    return NOTHING


def money(value: float | None, currency: str | None) -> str:
    """An amount of money in whole units."""
    return NOTHING if value is None else f"{number(value, 0)}{SPACE}{currency or ''}".rstrip()


def estimate(amount: float) -> str:
    """An estimated amount of money, with three digits that count."""
    return three_digits(amount)


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun."""
    return f"{count:,}{SPACE}{one if count == 1 else many or one + 's'}"


def quantity(name: str) -> str:
    """What a figure measures, from its name in the ledger."""
    told = " ".join(SHORT_FORMS.get(part, part) for part in name.split("_"))
    return sentence(told)


def listed(names: Sequence[str], most: int = 6) -> str:
    """Names in a row: a, b and c; beyond ``most`` how many more, never only one."""
    most += len(names) == most + 1
    shown = [*names[:most], *([f"{len(names) - most} more"] if len(names) > most else [])]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def sentence(text: str) -> str:
    """Text that begins with a capital."""
    return text[:1].upper() + text[1:]
