from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.problem import Problem
    from ..models.score import Score
    from ..models.summary import Summary


T = TypeVar("T", bound="Result")


@_attrs_define
class Result:
    """
    Attributes:
        status (int): 200, 422, or 503 where the model was busy or not there.
        score (Score | Summary | Unset): With 200; the whole score with `?view=full`.
        problem (Problem | Unset):
    """

    status: int
    score: Score | Summary | Unset = UNSET
    problem: Problem | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.summary import Summary  # noqa: PLC0415

        status = self.status

        score: dict[str, Any] | Unset
        if isinstance(self.score, Unset):
            score = UNSET
        elif isinstance(self.score, Summary):
            score = self.score.to_dict()
        else:
            score = self.score.to_dict()

        problem: dict[str, Any] | Unset = UNSET
        if not isinstance(self.problem, Unset):
            problem = self.problem.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "status": status,
            }
        )
        if score is not UNSET:
            field_dict["score"] = score
        if problem is not UNSET:
            field_dict["problem"] = problem

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.problem import Problem  # noqa: PLC0415
        from ..models.score import Score  # noqa: PLC0415
        from ..models.summary import Summary  # noqa: PLC0415

        d = dict(src_dict)
        status = d.pop("status")

        def _parse_score(data: object) -> Score | Summary | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                score_type_0 = Summary.from_dict(data)

                return score_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            score_type_1 = Score.from_dict(data)

            return score_type_1

        score = _parse_score(d.pop("score", UNSET))

        _problem = d.pop("problem", UNSET)
        problem: Problem | Unset
        if isinstance(_problem, Unset):
            problem = UNSET
        else:
            problem = Problem.from_dict(_problem)

        result = cls(
            status=status,
            score=score,
            problem=problem,
        )

        return result
