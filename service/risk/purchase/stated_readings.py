"""What a line is read as: as its owner says or once confirmed of its part, else by its words.

What goes before the words never hides them: where they say something else, a message tells both.
"""

from __future__ import annotations

from dataclasses import replace

from service.risk.bom import Confirmed, Line
from service.risk.errors import BomError, FieldError
from service.risk.materials.catalogue import Catalogue
from service.risk.materials.composition import Composition, Note, Outcome, Resolved, Unresolved
from service.risk.materials.resolve import Resolver
from service.risk.materials.wording.spelling import closest
from service.risk.vocabulary import Form

CONFIRMED, READ_AS, NOTHING = "confirmed part", "read_as", "stated"
METHODS = {
    CONFIRMED: "what was confirmed of its part number",
    READ_AS: "the material that the line is to be read as",
    NOTHING: "the line says that it holds no rare earth",
}
"""Ways of reading that go before a line's words, and what each means."""
SKIPPED = "skipped_line"
MOST_NEAR, RESEMBLES = 5, 0.5


def read(line: Line, resolver: Resolver, *, suggest: bool = True) -> Outcome:
    """What the line is made of, with near names beside what is open if ``suggest``.

    Raises ``BomError`` where ``read_as`` names no material.
    """
    if line.errors:
        return Unresolved(SKIPPED, f"Left unread: {line.errors[0].detail}")
    own = _own(line, resolver, suggest=suggest)
    if line.read_as is not None:
        return _beside(_material(line.read_as, READ_AS, resolver), own, "the line says so")
    if line.rare_earth is False:
        return _nothing(line, own)
    if line.confirmed is None:
        return own or Unresolved("undescribed", "Add material, formula, composition, or element with form.")
    return _of_part(line, line.confirmed, own, resolver)


def _own(line: Line, resolver: Resolver, *, suggest: bool) -> Outcome | None:
    """What the line's own words say; ``None`` without any."""
    described = line.material or line.element or line.formula or line.composition
    return resolver.resolve(line, suggest=suggest) if described else None


def _material(material_id: str, method: str, resolver: Resolver) -> Resolved:
    """A catalogued material. Raises ``BomError`` naming near ids."""
    material = resolver.catalogue.materials.get(material_id)
    if material is None:
        detail = f"no material {material_id[:100]!r} is catalogued{_near(material_id, resolver.catalogue)}"
        raise BomError(
            detail, [FieldError("/read_as", "unknown_material", f"{detail}; GET /v1/materials?q= finds one")]
        )
    by_name = resolver.resolve(Line("", material=material.name))
    if (
        isinstance(by_name, Resolved) and by_name.material_id == material.id
    ):  # with what the catalogue has to tell of it
        return replace(by_name, method=method, confidence="certain")
    figures = (f"material:{material.id}",)
    return Resolved(material.form, material.composition, material.id, method, "certain", figures, (), material.name)


def _near(material_id: str, catalogue: Catalogue) -> str:
    """Ids that look alike or whose materials' names do."""
    ids = {material.name: material.id for material in catalogue.materials.values()}
    named = [ids[name] for name in catalogue.near(material_id.replace("-", " ")) if name in ids]
    alike = closest(material_id, catalogue.materials, MOST_NEAR, RESEMBLES)
    near = tuple(dict.fromkeys([*alike, *named]))[:MOST_NEAR]
    return f"; near are {', '.join(near)}" if near else ""


def _nothing(line: Line, own: Outcome | None) -> Outcome:
    """A line that states that it holds no rare earth: a name can be wrong about it, a formula can't."""
    if isinstance(own, Resolved) and own.composition.fractions and not line.material:
        held = ", ".join(own.composition.elements)
        return Unresolved("contradiction", f"The line holds {held} and says that it holds no rare earth; keep one.")
    form = own.form if isinstance(own, Resolved) else Form(line.form) if line.form in set(Form) else Form.COMPOUND
    return _beside(Resolved(form, Composition(), None, NOTHING, "certain"), own, "the line says so")


def of_confirmed(confirmed: Confirmed, resolver: Resolver) -> Outcome:
    """What was confirmed of a part. Raises ``BomError`` where it names no material."""
    if confirmed.material_id is not None:
        return _material(confirmed.material_id, CONFIRMED, resolver)
    if confirmed.rare_earth is False:
        return Resolved(Form.COMPOUND, Composition(), None, CONFIRMED, "certain")
    stated = Line(
        "",
        element=confirmed.element,
        form=confirmed.form,
        formula=confirmed.formula,
        composition=confirmed.composition,
    )
    outcome = resolver.resolve(stated)
    return replace(outcome, method=CONFIRMED) if isinstance(outcome, Resolved) else outcome


def _of_part(line: Line, confirmed: Confirmed, own: Outcome | None, resolver: Resolver) -> Outcome:
    """The confirmed reading; the line's words where that can't be read any more, which a message tells."""
    try:
        outcome = of_confirmed(confirmed, resolver)
        lost = outcome.detail if isinstance(outcome, Unresolved) else ""
    except BomError as error:
        outcome, lost = Unresolved("confirmation_lost", ""), error.detail
    if isinstance(outcome, Resolved):
        return _beside(outcome, own, f"confirmed by {confirmed.by} on {confirmed.at.date().isoformat()}")
    detail = f"What was confirmed of part {line.part_number} can't be read any more ({lost}); confirm it again."
    if isinstance(own, Resolved):
        return replace(own, messages=(*own.messages, Note("warning", "confirmation_lost", detail)))
    return Unresolved("confirmation_lost", detail, own.near if own else ())


def _beside(outcome: Resolved, own: Outcome | None, why: str) -> Resolved:
    """The outcome, with a message where the line's own words say something else."""
    if not isinstance(own, Resolved) or own.composition == outcome.composition:
        return outcome
    severity = "info" if outcome.method == READ_AS else "warning"  # a what-if is meant to differ
    detail = f"Read as {_called(outcome)}: {why}. Its own words read as {_called(own)}."
    return replace(outcome, messages=(Note(severity, "reading_stated", detail), *outcome.messages))


def _called(outcome: Resolved) -> str:
    if outcome.name:
        return outcome.name
    held = ", ".join(outcome.composition.elements)
    return f"{outcome.form} of {held}" if held else "without rare earths"
