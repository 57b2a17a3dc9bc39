"""The table ``evidence/minerals.csv``: the minerals that restrictions are learned from, with where their shares stand.

``hs92`` are the codes of the panel (blank where HS 1992 has none of its own), ``production`` the table of World Mining
Data. ``recycling`` and ``difficulty`` are the scopes of the claims ``eol_rir`` and ``substitution_difficulty_class``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from service.risk.source_shock.acts import RARE_EARTH_MINERALS, Minerals
from service.risk.source_shock.power import element_codes
from service.risk.vocabulary import LABELLED_CODES, SCOPES
from training.tables import claims
from training.tables.cells import check_filled, check_word, check_words, duplicates
from training.tables.reader import EVIDENCE, Problem, TableRow, read, table
from training.tables.remembered import remembered

FILE = "minerals.csv"
COLUMNS = ("mineral", "hs92", "production", "recycling", "difficulty", "specialty", "source", "locator", "note")


@dataclass(frozen=True)
class Mineral:
    """One row: see the module's text. ``specialty`` marks the critical metals, small and concentrated markets, fixed
    before anything was fitted."""

    name: str
    codes: tuple[str, ...]
    production: str
    recycling: str
    difficulty: str
    specialty: bool

    @property
    def share_codes(self) -> frozenset[str]:
        """Codes whose exports say how much of the mineral a country sells: of the rare earths all that hold some."""
        if self.name in RARE_EARTH_MINERALS:
            return frozenset(code for element in SCOPES[self.name] for code in element_codes(element))
        return frozenset(self.codes)


def load(folder: Path = EVIDENCE) -> list[Mineral]:
    """Rows of the table. Raises ``TableError`` with all complaints."""
    return [
        Mineral(
            row["mineral"],
            tuple(row["hs92"].split()),
            row["production"],
            row["recycling"],
            row["difficulty"],
            row["specialty"] == "yes",
        )
        for row in read(folder / FILE, COLUMNS)
    ]


@remembered(FILE, "commodities.csv")
def check(folder: Path = EVIDENCE) -> list[Problem]:
    """Every complaint about the table. It names codes that the archive isn't known to hold, and a mineral or code that
    stands twice. It names rows without a share or without a source."""
    parsed = table(folder / FILE, COLUMNS)
    goods = table(folder / "commodities.csv", claims.COMMODITY_COLUMNS).rows
    known = {row["hs92"] for row in goods} | LABELLED_CODES
    problems = [*parsed.problems, *duplicates(parsed.rows, COLUMNS[0])]
    seen: dict[str, TableRow] = {}
    for row in parsed.rows:
        problems += [*check_filled(row, ("mineral", "source", "locator"), "say what it is and where that was seen")]
        problems += [*check_words(row, "hs92", known), *check_word(row, "specialty", ("yes", "no"))]
        if not row["hs92"] and not row["production"]:
            problems.append(row.problem("production", "no share can be known", "name a code or a table of production"))
        for code in row["hs92"].split():
            first = seen.setdefault(code, row)
            if first is not row:
                problems.append(row.problem("hs92", f"{code} stands for {first['mineral']}", "give it to one mineral"))
    return problems


def codes_of(minerals: Iterable[Mineral]) -> Minerals:
    """Mineral -> codes by which the register's rows are matched to it."""
    return {mineral.name: frozenset(mineral.codes) for mineral in minerals}
