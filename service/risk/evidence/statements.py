"""What the source documents say without a figure: practices, plans, advice, each in our words with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.risk.errors import NotFoundError
from service.risk.vocabulary import elements_of

TOPICS = {
    "agreement": "agreements and partners of states",
    "allocation": "who is served first",
    "capacity": "plants built, planned or compared",
    "chokepoint": "steps where supply can be held up",
    "contract": "contracts with suppliers",
    "control_mechanism": "how export controls act",
    "domestic_market": "the home market as a buffer",
    "exploration": "search for raw material",
    "finance": "where money for projects comes from",
    "force_majeure": "what contracts say of restrictions",
    "indicator": "what to watch",
    "leverage": "supply as a means of policy",
    "military_use": "what defence depends on",
    "partnership": "joint ventures and alliances of firms",
    "planning": "plans of states and firms",
    "policy": "what governments do or are advised to do",
    "price": "prices and premiums",
    "project": "projects outside China",
    "qualification": "certificates and the qualification of suppliers",
    "recycling": "recycling",
    "region": "regions and what they are for",
    "retaliation": "answers to other states' restrictions",
    "risk_practice": "advice on how to handle risk",
    "scenario": "scenarios and phases",
    "sector": "sectors by priority",
    "standards": "patents and standards",
    "stockpile": "stocks of states and companies",
    "substitution": "what can replace rare earths",
    "technology": "technology and its transfer",
    "technology_control": "export control of technology",
}
"""Every topic with what it gathers."""
AGREES, CONTRADICTED = "agrees", "contradicted"


@dataclass(frozen=True)
class Statement:
    """A sentence of ours on a passage of a source document; it never enters a score.

    ``beside`` names figures and measures on the same matter. ``verdict`` says whether these agree with the document or
    contradict it, blank where nobody can tell.
    """

    statement_id: str
    topic: str
    scope: tuple[str, ...]
    stages: tuple[str, ...]
    geographies: tuple[str, ...]
    statement: str
    document: str
    locator: str
    attributed_to: str
    verdict: str
    beside: tuple[str, ...]
    published: date

    @classmethod
    def from_row(cls, row: Mapping[str, Any], published: date) -> Statement:
        """A statement from a row of the table and the day on which its document was published."""
        names = ("statement_id", "topic", "statement", "document", "locator", "attributed_to", "verdict")
        several = {"scope": "scope", "stages": "stage", "geographies": "geography", "beside": "beside"}
        cells: dict[str, Any] = {name: row[name] for name in names}
        cells |= {name: tuple(row[column].split()) for name, column in several.items()}
        return cls(published=published, **cells)

    def matches(self, wanted: Mapping[str, str]) -> bool:
        """Whether it answers every filter: ``topic``, ``element``, ``stage``, ``geography``, ``document``, and ``q``,
        whose words all have to be in the sentence."""
        element, sentence = wanted.get("element", ""), self.statement.casefold()
        return (
            wanted.get("topic", self.topic) == self.topic
            and wanted.get("document", self.document) == self.document
            and (not element or element in elements_of(" ".join(self.scope)))
            and wanted.get("stage", "") in ("", *self.stages)
            and wanted.get("geography", "") in ("", *self.geographies)
            and all(word in sentence for word in wanted.get("q", "").casefold().split())
        )


class Statements:
    """The statements of a bundle, by id."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], documents: Mapping[str, Mapping[str, Any]]) -> None:
        known = (Statement.from_row(row, _published(documents[row["document"]])) for row in rows)
        self._by_id = {one.statement_id: one for one in sorted(known, key=lambda one: one.statement_id)}

    def statement(self, statement_id: str) -> Statement:
        """The statement of an id. Raises ``NotFoundError``."""
        try:
            return self._by_id[statement_id]
        except KeyError:
            raise NotFoundError(f"no statement {statement_id!r}; GET /v1/statements lists them") from None

    def query(self, wanted: Mapping[str, str], on: date) -> Sequence[Statement]:
        """Statements published by a day that answer every filter, by id."""
        return [one for one in self._by_id.values() if one.published <= on and one.matches(wanted)]


def _published(document: Mapping[str, Any]) -> date:
    return date.fromisoformat(document["published"])
