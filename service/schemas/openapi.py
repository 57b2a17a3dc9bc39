"""Short hands for the declarations of answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields

from service.risk.materials.composition import CONFIDENCES, MAY_HOLD, METHODS
from service.risk.purchase.stated_readings import METHODS as STATED
from service.schemas.fields import Day, Estimate

METHOD_WORDS = (
    "How it was read. " + "; ".join(f"{word}: {meaning}" for word, meaning in (METHODS | STATED).items()) + "."
)
MAY_HOLD_WORDS = "How an unread line is judged; null for what is read. " + " ".join(
    f"{word}: {meaning}" for word, meaning in MAY_HOLD.items()
)
CONFIDENCE_WORDS = "How surely. " + " ".join(f"{word}: {meaning}" for word, meaning in CONFIDENCES.items())


def about(description: str, **more: Any) -> dict[str, Any]:
    return {"description": description, **more}


def number(description: str = "", *, null: bool = False) -> fields.Float:
    return fields.Float(required=True, allow_none=null, metadata=about(description))


def word(
    description: str = "", *, null: bool = False, among: Sequence[str] | None = None, **more: Any
) -> fields.String:
    """A text, where ``among`` is given one of these."""
    if among is not None:
        more["enum"] = [*among, None] if null else list(among)
    return fields.String(required=True, allow_none=null, metadata=about(description, **more))


def texts(description: str = "") -> fields.List[Any]:
    return fields.List(fields.String(), required=True, metadata=about(description))


def flag(description: str = "") -> fields.Boolean:
    return fields.Boolean(required=True, metadata=about(description))


def day(description: str = "", *, null: bool = False) -> Day:
    return Day(required=True, allow_none=null, metadata=about(description))


def estimate(description: str = "", *, null: bool = False) -> Estimate:
    return Estimate(required=True, allow_none=null, metadata=about(description))


def estimates(description: str, *, null: bool = False) -> fields.List[Any]:
    return fields.List(Estimate(), required=True, allow_none=null, metadata=about(description))


COMMON = {
    "announced": "First day on which it was known.",
    "announcement": "What the authority calls it.",
    "as_of": "The day that is asked about.",
    "atomic_number": "In the periodic table.",
    "attributed_to": "Whom the document names for the figure.",
    "authority": "Who issued it.",
    "basis": "What a share is taken of: output, capacity and the like.",
    "bom": "The bill of materials.",
    "bom_id": "Yours: 1 to 100 letters, digits and . _ : -, a letter or digit first.",
    "cas": "CAS numbers.",
    "central": "Central value.",
    "claim_id": "Id for /v1/claims/{claim_id}.",
    "commodity": "What the authority says it is about.",
    "composition": "Rare earths in it, by mass.",
    "confidence": "How well it is known.",
    "confirmed_at": "When it was confirmed; null where nothing confirmed was used.",
    "confirmed_by": "Who confirmed it.",
    "country": "ISO 3166-1 alpha-2; ZZ stands for makers that no source names.",
    "created_at": "When the id was first put.",
    "detail": "In words.",
    "document": "Id of the document.",
    "effective": "First day in force.",
    "element": "Symbol of a rare earth.",
    "event": "The definition of what is forecast.",
    "evidence_revision": "Digest of the evidence that was read.",
    "form": "What is bought: ore, oxide, compound, metal, alloy or magnet.",
    "forms": "Forms that it reaches; empty means all.",
    "formula": "A chemical formula.",
    "high": "High end.",
    "horizon_days": "Days that are forecast.",
    "id": "Names it in this answer.",
    "instrument": "licence, quota, ban, tax and the like.",
    "items": "What was asked for.",
    "jurisdiction": "Who controls: ISO 3166-1 alpha-2, EU or WLD.",
    "known_at": "What was known by this day counts.",
    "licence": "Under which it may be used.",
    "line_id": "Yours, unique within the BOM.",
    "lines": "The lines of the bill of materials.",
    "locator": "Section, paragraph, table or rows.",
    "low": "Low end.",
    "material_class": "Kind of material.",
    "material_id": "Id for /v1/materials/{material_id}.",
    "measure_id": "Id for /v1/controls/{measure_id}.",
    "model_version": "The model that scored it.",
    "name": "In words.",
    "note": "What else is to be known.",
    "on": "The day whose knowledge is asked about.",
    "part_number": "Yours.",
    "percentile": "Among the reference portfolio, 0..1.",
    "place": "Name of the place.",
    "point": "Number of the point.",
    "probability": "0..1.",
    "published": "When it was published.",
    "publisher": "Who published it.",
    "quantity": "What is measured, or how much of it there is.",
    "rare_earth": "false: it holds no rare earth.",
    "receipt": "Recomputes the answer: POST /v1/receipts.",
    "register_revision": "Digest of the register that was read.",
    "score": "Points, 0..100.",
    "scored_at": "When it was computed.",
    "sha256": "Digest of the bundle.",
    "since": "First day of it.",
    "source": "Where it was read.",
    "source_class": "Class of the source.",
    "statement_id": "Id for /v1/statements/{statement_id}.",
    "stage": "mining, separation, metal or magnet.",
    "stages": "Stages of the chain.",
    "status": "Where it stands.",
    "structure_through": "Last year of trade that the model knows.",
    "supply": "Where each stage is done; the default mix of makers where it is left out.",
    "suspended_from": "First day of a suspension.",
    "symbol": "Chemical symbol.",
    "text": "In plain words.",
    "title": "Its title.",
    "trained_through": "Last year of outcomes that the model learned from.",
    "unit": "Unit of the value.",
    "unknown_since": "First day from which nobody knows whether it is in force.",
    "updated_at": "When it was put last.",
    "url": "Where it is found.",
    "valid_from": "First day that it describes; blank where it isn't said.",
    "valid_to": "Last day that it describes; blank where it isn't said.",
    "value": "The number.",
    "value_high": "High end, where one is stated.",
    "value_low": "Low end, where one is stated.",
    "version": "Of the model.",
    "year": "Calendar year.",
}
"""What members of these names are, wherever a schema says nothing else."""


def described(field: fields.Field[Any]) -> str | None:
    """What a member is: as its schema says, else as the class of what it holds, else as all of its name."""
    own = field.metadata.get("description")
    if own or not isinstance(field.parent, Schema):
        return own or None
    inner = field.inner if isinstance(field, fields.List) else field
    words = type(inner.schema).__doc__ if isinstance(inner, fields.Nested) else None
    if words and type(inner.schema).__doc__ != Schema.__doc__:  # type: ignore[attr-defined]
        return " ".join(words.split("\n\n")[0].split())
    return COMMON.get(field.name or "")
