from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.plan_method import PlanMethod, check_plan_method

if TYPE_CHECKING:
    from ..models.action import Action
    from ..models.plan_bom import PlanBom
    from ..models.product import Product
    from ..models.stuck import Stuck


T = TypeVar("T", bound="Plan")


@_attrs_define
class Plan:
    """
    Attributes:
        reached (bool): Whether the target is reached; else the best that was found is told.
        sentences (list[str]): The plan in plain words.
        method (PlanMethod): enumerated: every set of the actions tried was scored, the cheapest first; stepwise: the
            action, or pair of actions, that lowers the score most was taken, one after the other
        scored (int): How many changed BOMs were scored to find it.
        before (Product):
        after (Product):
        actions (list[Action]): One action, in the order in which they help most.
        cost (float | None): Of all actions. In the BOM's currency. Null where the cost of one isn't known.
        stuck (list[Stuck]): Where there is nowhere to move to, and for which lines.
        claims (list[str]): Figures of the source documents to weigh, /v1/claims/{id}.
        bom (PlanBom): The changed BOM: POST it to /v1/scores for the same score.
    """

    reached: bool
    sentences: list[str]
    method: PlanMethod
    scored: int
    before: Product
    after: Product
    actions: list[Action]
    cost: float | None
    stuck: list[Stuck]
    claims: list[str]
    bom: PlanBom

    def to_dict(self) -> dict[str, Any]:
        reached = self.reached

        sentences = self.sentences

        method: str = self.method

        scored = self.scored

        before = self.before.to_dict()

        after = self.after.to_dict()

        actions = []
        for actions_item_data in self.actions:
            actions_item = actions_item_data.to_dict()
            actions.append(actions_item)

        cost: float | None
        cost = self.cost

        stuck = []
        for stuck_item_data in self.stuck:
            stuck_item = stuck_item_data.to_dict()
            stuck.append(stuck_item)

        claims = self.claims

        bom = self.bom.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "reached": reached,
                "sentences": sentences,
                "method": method,
                "scored": scored,
                "before": before,
                "after": after,
                "actions": actions,
                "cost": cost,
                "stuck": stuck,
                "claims": claims,
                "bom": bom,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.action import Action  # noqa: PLC0415
        from ..models.plan_bom import PlanBom  # noqa: PLC0415
        from ..models.product import Product  # noqa: PLC0415
        from ..models.stuck import Stuck  # noqa: PLC0415

        d = dict(src_dict)
        reached = d.pop("reached")

        sentences = cast(list[str], d.pop("sentences"))

        method = check_plan_method(d.pop("method"))

        scored = d.pop("scored")

        before = Product.from_dict(d.pop("before"))

        after = Product.from_dict(d.pop("after"))

        actions = []
        _actions = d.pop("actions")
        for actions_item_data in _actions:
            actions_item = Action.from_dict(actions_item_data)

            actions.append(actions_item)

        def _parse_cost(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        cost = _parse_cost(d.pop("cost"))

        stuck = []
        _stuck = d.pop("stuck")
        for stuck_item_data in _stuck:
            stuck_item = Stuck.from_dict(stuck_item_data)

            stuck.append(stuck_item)

        claims = cast(list[str], d.pop("claims"))

        bom = PlanBom.from_dict(d.pop("bom"))

        plan = cls(
            reached=reached,
            sentences=sentences,
            method=method,
            scored=scored,
            before=before,
            after=after,
            actions=actions,
            cost=cost,
            stuck=stuck,
            claims=claims,
            bom=bom,
        )

        return plan
