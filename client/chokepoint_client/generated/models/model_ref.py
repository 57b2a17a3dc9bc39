from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ModelRef")


@_attrs_define
class ModelRef:
    """
    Attributes:
        version (str): Of the model.
        sha256 (str): Digest of the bundle.
        trained_through (int | None): Last year of outcomes that the model learned from.
        structure_through (int | None): Last year of trade that the model knows.
    """

    version: str
    sha256: str
    trained_through: int | None
    structure_through: int | None

    def to_dict(self) -> dict[str, Any]:
        version = self.version

        sha256 = self.sha256

        trained_through: int | None
        trained_through = self.trained_through

        structure_through: int | None
        structure_through = self.structure_through

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "version": version,
                "sha256": sha256,
                "trained_through": trained_through,
                "structure_through": structure_through,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        version = d.pop("version")

        sha256 = d.pop("sha256")

        def _parse_trained_through(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        trained_through = _parse_trained_through(d.pop("trained_through"))

        def _parse_structure_through(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        structure_through = _parse_structure_through(d.pop("structure_through"))

        model_ref = cls(
            version=version,
            sha256=sha256,
            trained_through=trained_through,
            structure_through=structure_through,
        )

        return model_ref
