from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.action_kind import ActionKind, check_action_kind

if TYPE_CHECKING:
    from ..models.effect import Effect


T = TypeVar("T", bound="Action")


@_attrs_define
class Action:
    """
    Attributes:
        id (str): Names it in this answer.
        kind (ActionKind): second_source: half of a stage is made in another country; sole_source: all of a stage is
            made in another country; other_material: a line is made of a material that its owner allows; offer: an offer of
            the buyer's own is taken.
        words (str): The action in a sentence.
        line_ids (list[str]): Lines that change.
        stage (None | str): Where the material is made; null for another material.
        country (None | str): Where it is made then.
        share (float | None): Of what the lines need, 0..1.
        recycled (bool): Made from scrap.
        material (None | str): What the line is made of then.
        after (Effect):
        without_it (Effect):
        world_share (float | None): The country's share of the world's output, 0..1: the least among the elements that
            are moved. 0: no figure.
        cost (float | None): In the BOM's currency. Null where nobody said.
    """

    id: str
    kind: ActionKind
    words: str
    line_ids: list[str]
    stage: None | str
    country: None | str
    share: float | None
    recycled: bool
    material: None | str
    after: Effect
    without_it: Effect
    world_share: float | None
    cost: float | None

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        kind: str = self.kind

        words = self.words

        line_ids = self.line_ids

        stage: None | str
        stage = self.stage

        country: None | str
        country = self.country

        share: float | None
        share = self.share

        recycled = self.recycled

        material: None | str
        material = self.material

        after = self.after.to_dict()

        without_it = self.without_it.to_dict()

        world_share: float | None
        world_share = self.world_share

        cost: float | None
        cost = self.cost

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "kind": kind,
                "words": words,
                "line_ids": line_ids,
                "stage": stage,
                "country": country,
                "share": share,
                "recycled": recycled,
                "material": material,
                "after": after,
                "without_it": without_it,
                "world_share": world_share,
                "cost": cost,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.effect import Effect  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        kind = check_action_kind(d.pop("kind"))

        words = d.pop("words")

        line_ids = cast(list[str], d.pop("line_ids"))

        def _parse_stage(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        stage = _parse_stage(d.pop("stage"))

        def _parse_country(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        country = _parse_country(d.pop("country"))

        def _parse_share(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        share = _parse_share(d.pop("share"))

        recycled = d.pop("recycled")

        def _parse_material(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        material = _parse_material(d.pop("material"))

        after = Effect.from_dict(d.pop("after"))

        without_it = Effect.from_dict(d.pop("without_it"))

        def _parse_world_share(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        world_share = _parse_world_share(d.pop("world_share"))

        def _parse_cost(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        cost = _parse_cost(d.pop("cost"))

        action = cls(
            id=id,
            kind=kind,
            words=words,
            line_ids=line_ids,
            stage=stage,
            country=country,
            share=share,
            recycled=recycled,
            material=material,
            after=after,
            without_it=without_it,
            world_share=world_share,
            cost=cost,
        )

        return action
