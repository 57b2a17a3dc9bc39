from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.changes_why_not_type_1 import (
    ChangesWhyNotType1,
    check_changes_why_not_type_1,
)
from ..models.changes_why_not_type_2_type_1 import (
    ChangesWhyNotType2Type1,
    check_changes_why_not_type_2_type_1,
)
from ..models.changes_why_not_type_3_type_1 import (
    ChangesWhyNotType3Type1,
    check_changes_why_not_type_3_type_1,
)

if TYPE_CHECKING:
    from ..models.compared import Compared
    from ..models.moved_part import MovedPart
    from ..models.other_model import OtherModel


T = TypeVar("T", bound="Changes")


@_attrs_define
class Changes:
    """
    Attributes:
        bom_id (str): Yours: 1 to 100 letters, digits and . _ : -, a letter or digit first.
        from_ (Compared):
        to (Compared):
        comparable (bool): Whether both are scores of one event.
        why_not (ChangesWhyNotType1 | ChangesWhyNotType2Type1 | ChangesWhyNotType3Type1 | None): other_event or
            no_score; null where they compare.
        difference (float | None): `to` less `from`, in points as printed; null where none.
        parts (list[MovedPart]): What differs; empty where they don't compare.
        old_model (None | OtherModel): Null where both are of one model.
        scorings (int): How often was scored for it: 2 to the number of parts.
    """

    bom_id: str
    from_: Compared
    to: Compared
    comparable: bool
    why_not: ChangesWhyNotType1 | ChangesWhyNotType2Type1 | ChangesWhyNotType3Type1 | None
    difference: float | None
    parts: list[MovedPart]
    old_model: None | OtherModel
    scorings: int

    def to_dict(self) -> dict[str, Any]:
        from ..models.other_model import OtherModel  # noqa: PLC0415

        bom_id = self.bom_id

        from_ = self.from_.to_dict()

        to = self.to.to_dict()

        comparable = self.comparable

        why_not: None | str
        if isinstance(self.why_not, str):
            why_not = self.why_not
        elif isinstance(self.why_not, str):
            why_not = self.why_not
        elif isinstance(self.why_not, str):
            why_not = self.why_not
        else:
            why_not = self.why_not

        difference: float | None
        difference = self.difference

        parts = []
        for parts_item_data in self.parts:
            parts_item = parts_item_data.to_dict()
            parts.append(parts_item)

        old_model: dict[str, Any] | None
        if isinstance(self.old_model, OtherModel):
            old_model = self.old_model.to_dict()
        else:
            old_model = self.old_model

        scorings = self.scorings

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom_id": bom_id,
                "from": from_,
                "to": to,
                "comparable": comparable,
                "why_not": why_not,
                "difference": difference,
                "parts": parts,
                "old_model": old_model,
                "scorings": scorings,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.compared import Compared  # noqa: PLC0415
        from ..models.moved_part import MovedPart  # noqa: PLC0415
        from ..models.other_model import OtherModel  # noqa: PLC0415

        d = dict(src_dict)
        bom_id = d.pop("bom_id")

        from_ = Compared.from_dict(d.pop("from"))

        to = Compared.from_dict(d.pop("to"))

        comparable = d.pop("comparable")

        def _parse_why_not(
            data: object,
        ) -> ChangesWhyNotType1 | ChangesWhyNotType2Type1 | ChangesWhyNotType3Type1 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                why_not_type_1 = check_changes_why_not_type_1(data)

                return why_not_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                why_not_type_2_type_1 = check_changes_why_not_type_2_type_1(data)

                return why_not_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                why_not_type_3_type_1 = check_changes_why_not_type_3_type_1(data)

                return why_not_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ChangesWhyNotType1 | ChangesWhyNotType2Type1 | ChangesWhyNotType3Type1 | None, data)

        why_not = _parse_why_not(d.pop("why_not"))

        def _parse_difference(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        difference = _parse_difference(d.pop("difference"))

        parts = []
        _parts = d.pop("parts")
        for parts_item_data in _parts:
            parts_item = MovedPart.from_dict(parts_item_data)

            parts.append(parts_item)

        def _parse_old_model(data: object) -> None | OtherModel:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                old_model_type_0 = OtherModel.from_dict(data)

                return old_model_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OtherModel, data)

        old_model = _parse_old_model(d.pop("old_model"))

        scorings = d.pop("scorings")

        changes = cls(
            bom_id=bom_id,
            from_=from_,
            to=to,
            comparable=comparable,
            why_not=why_not,
            difference=difference,
            parts=parts,
            old_model=old_model,
            scorings=scorings,
        )

        return changes
