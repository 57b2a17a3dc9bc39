"""Which missing fact would narrow a product's score most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response

from service.api.confirmations import with_confirmed
from service.api.context import alone, answer, kernel, services, today
from service.api.outlook.made_with import made_with
from service.api.outlook.subject import in_body, stored
from service.api.smorest import BODY_STATUSES, Blueprint
from service.api.stored.boms import ONE, PATH
from service.risk.bom import Bom
from service.risk.outlook.questions import Questions, sentences
from service.schemas.outlook.questions import QUESTIONS_EXAMPLE, QuestionsRequestSchema, QuestionsSchema
from service.schemas.serialise import dumper

blueprint = Blueprint("questions", __name__, description="What to ask next, and when not to act on a score.")
_dump = dumper(QuestionsSchema())


@blueprint.route("/v1/questions", methods=["POST"])
@blueprint.arguments(QuestionsRequestSchema(), example=QUESTIONS_EXAMPLE)
@blueprint.response(200, QuestionsSchema)
@blueprint.problems(*BODY_STATUSES, 500, 503)
def post_questions(wanted: dict[str, Any]) -> Response:
    """Which missing fact would narrow the score most, and whether the score can be acted on

    Each fact is tried at a favourable and an adverse value by scoring the BOM that states it. Nothing is stored.
    """
    with in_body():
        made = asked(wanted["bom"])
    return answer(_dump(shown(made)))


@blueprint.route(f"{PATH}/questions", methods=["GET"], **ONE)
@blueprint.response(200, QuestionsSchema)
@blueprint.problems(404, 500, 503)
def get_questions(bom_id: str) -> Response:
    """Which missing fact would narrow the score of a stored product most"""
    with stored(bom_id) as bom:
        made = asked(bom)
    return answer(_dump(shown(made)))


def asked(bom: Bom) -> Questions:
    """The questions about a BOM, with what was confirmed of its parts. Raises ``BomError``."""
    known = replace(bom, lines=with_confirmed(bom.lines))
    with alone():
        return services().engine.questions(known, kernel(), today())


def shown(made: Questions) -> dict[str, Any]:
    """The answer as it is written."""
    score = made.score
    return {
        **vars(made),
        "made_with": made_with(),
        "as_of": score.as_of,
        "score": score.score,
        "interval": score.interval,
        "sentences": sentences(made),
        "questions": [
            {
                **vars(one.fact),
                "narrows_by": one.narrows_by,
                "moves_by": one.moves_by,
                "values": [{"value": words, "level": vars(level)} for words, level in one.levels],
            }
            for one in made.questions
        ],
    }
