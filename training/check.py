"""All evidence tables checked at once."""

from __future__ import annotations

from training import claims, controls, materials
from training.tables import Problem, TableError


def everything() -> list[Problem]:
    """Every problem of every table, in the order of the tables."""
    found: list[Problem] = []
    for table in (claims, controls, materials):
        try:
            found.extend(table.check())
        except TableError as error:
            found.extend(error.problems)
    return found
