from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.statement_topic import StatementTopic, check_statement_topic
from ..models.statement_verdict import StatementVerdict, check_statement_verdict

if TYPE_CHECKING:
    from ..models.document import Document


T = TypeVar("T", bound="Statement")


@_attrs_define
class Statement:
    """
    Attributes:
        statement_id (str): Id for /v1/statements/{statement_id}.
        topic (StatementTopic): What it is about.
        scope (list[str]): Elements and groups that it is about; empty for all of the trade.
        stages (list[str]): Stages that it is about.
        geographies (list[str]): Countries that it is about, or EU.
        statement (str): In our words.
        document (str): Id of the document.
        source (Document):
        published (datetime.date): The day from which it was known.
        locator (str): Section, paragraph, table or rows.
        attributed_to (str): Whom the document has it from; blank where it speaks for itself.
        verdict (StatementVerdict): What figures and measures say to it; blank where they don't settle it.
        beside (list[str]): Ids of claims and controls on the same matter.
    """

    statement_id: str
    topic: StatementTopic
    scope: list[str]
    stages: list[str]
    geographies: list[str]
    statement: str
    document: str
    source: Document
    published: datetime.date
    locator: str
    attributed_to: str
    verdict: StatementVerdict
    beside: list[str]

    def to_dict(self) -> dict[str, Any]:
        statement_id = self.statement_id

        topic: str = self.topic

        scope = self.scope

        stages = self.stages

        geographies = self.geographies

        statement = self.statement

        document = self.document

        source = self.source.to_dict()

        published = self.published.isoformat()

        locator = self.locator

        attributed_to = self.attributed_to

        verdict: str = self.verdict

        beside = self.beside

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "statement_id": statement_id,
                "topic": topic,
                "scope": scope,
                "stages": stages,
                "geographies": geographies,
                "statement": statement,
                "document": document,
                "source": source,
                "published": published,
                "locator": locator,
                "attributed_to": attributed_to,
                "verdict": verdict,
                "beside": beside,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.document import Document  # noqa: PLC0415

        d = dict(src_dict)
        statement_id = d.pop("statement_id")

        topic = check_statement_topic(d.pop("topic"))

        scope = cast(list[str], d.pop("scope"))

        stages = cast(list[str], d.pop("stages"))

        geographies = cast(list[str], d.pop("geographies"))

        statement = d.pop("statement")

        document = d.pop("document")

        source = Document.from_dict(d.pop("source"))

        published = datetime.date.fromisoformat(d.pop("published"))

        locator = d.pop("locator")

        attributed_to = d.pop("attributed_to")

        verdict = check_statement_verdict(d.pop("verdict"))

        beside = cast(list[str], d.pop("beside"))

        statement = cls(
            statement_id=statement_id,
            topic=topic,
            scope=scope,
            stages=stages,
            geographies=geographies,
            statement=statement,
            document=document,
            source=source,
            published=published,
            locator=locator,
            attributed_to=attributed_to,
            verdict=verdict,
            beside=beside,
        )

        return statement
