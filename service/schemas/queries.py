"""The query strings."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from service.risk.controls.measures import Status
from service.risk.evidence.statements import TOPICS
from service.schemas.bom import LIMITS, ElementSymbol, StageWord
from service.schemas.did_you_mean import UNIONS
from service.schemas.fields import Choice, Country, Day, Text, Token, Whole
from service.schemas.openapi import about
from service.schemas.strict import Strict, fault


class View(StrEnum):
    """How much of a score is answered."""

    SUMMARY = "summary"
    FULL = "full"


class ViewQuery(Strict):
    view = Choice(
        [view.value for view in View],
        metadata=about(
            "`summary`, the default: a few kilobytes for a BOM of any size. `full`: lines, purchases, sources and "
            "evidence, too."
        ),
    )

    def build(self, values: dict[str, Any]) -> View:
        return View(values.get("view", View.SUMMARY))


class IdPageQuery(Strict):
    limit = Whole(1, LIMITS.page, metadata=about("Items on a page; 50 when left out."))
    after = Token()


class PublishedQuery(Strict):
    as_of = Day(metadata=about("What was published by this day; today when left out."))


class DayQuery(Strict):
    as_of = Day(metadata=about("The day that is asked about; today when left out."))
    known_at = Day(
        metadata=about(
            "What was known by then; `as_of` when left out. Later than `as_of` is hindsight, earlier is foresight: "
            "an end, a suspension or a doubt that began later isn't known yet."
        )
    )


BEYOND_COUNTRIES = {"EU": "EU27", "EU27": "EU27", "WLD": "WLD"}
STATUSES = [status.value for status in Status if status is not Status.NOT_YET_ANNOUNCED]
STATUS_WORDS = {
    "active": "in_force", "effective": "in_force", "pending": "announced", "paused": "suspended",
    "expired": "ended", "repealed": "ended", "lifted": "ended", "unclear": "unknown",
}  # fmt: skip


class Issuer(Country):
    """A country, the EU for its own acts, or WLD for a world body; a member state brings the acts of the EU, too."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        union = BEYOND_COUNTRIES.get(value.strip().upper()) if isinstance(value, str) else None
        return union or super()._deserialize(value, attr, data, **kwargs)


class Geography(Country):
    """What a figure is about: a country, EU, WLD for the world, or ZZ for a remainder that a source doesn't name."""

    others: ClassVar[dict[str, str]] = BEYOND_COUNTRIES | {"ZZ": "ZZZ", "ZZZ": "ZZZ"}
    names: ClassVar[dict[str, str]] = dict.fromkeys(UNIONS, "EU") | {"world": "WLD", "global": "WLD", "ww": "WLD"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        said = value.strip() if isinstance(value, str) else ""
        if said.upper() in self.others:
            return self.others[said.upper()]
        if meant := self.names.get(said.casefold()):
            raise fault("not_a_country", f'Must be a code: a country such as DE, EU or WLD. Did you mean "{meant}"?')
        return super()._deserialize(value, attr, data, **kwargs)


class ControlQuery(DayQuery):
    element = ElementSymbol(
        metadata=about(
            "Measures that name it, and those on magnets that name another element which a magnet with it may hold: "
            "a licence on dysprosium's magnets acts on their neodymium, too."
        )
    )
    country = Issuer(
        metadata=about("Who controls: a country, EU or WLD. A member state brings the acts of the EU, too.")
    )
    stage = StageWord()
    status = Choice(STATUSES, synonyms=STATUS_WORDS, metadata=about("The status on `as_of`, as known at `known_at`."))
    confidence = Choice(
        ["A", "B", "C"],
        metadata=about("A: a primary text was seen; B: a secondary source; C: recalled, not verified, never acts."),
    )


class OnQuery(Strict):
    on = Day(metadata=about("The day whose knowledge is asked about; today when left out."))


class ClaimQuery(OnQuery):
    quantity = Text(100, metadata=about("What is measured, such as stage_share."))
    element = ElementSymbol(metadata=about("Figures about it and about every group that holds it."))
    stage = StageWord()
    geography = Geography(
        metadata=about("What figures are about: a country, EU, WLD for the world, or ZZ for a remainder.")
    )
    document = Text(100, metadata=about("Id of a document."))
    limit = Whole(1, LIMITS.page, metadata=about("Items on a page; 50 when left out."))
    after = Token()


class StatementQuery(OnQuery):
    topic = Choice(sorted(TOPICS), metadata=about("What it is about."))
    element = ElementSymbol(metadata=about("Statements on it and on every group that holds it."))
    stage = StageWord()
    geography = Geography(metadata=about("Whom it is about: a country, or EU."))
    document = Text(100, metadata=about("Id of a source document."))
    q = Text(200, metadata=about("Words that all stand in the statement."))
    limit = Whole(1, LIMITS.page, metadata=about("Items on a page; 50 when left out."))
    after = Token()


class MaterialQuery(Strict):
    q = Text(200, metadata=about("A name, grade, formula, CAS or HS number as on a line, or a part of a name."))
