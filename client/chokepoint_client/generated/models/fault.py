from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.fault_code import FaultCode, check_fault_code

T = TypeVar("T", bound="Fault")


@_attrs_define
class Fault:
    """
    Attributes:
        pointer (str): RFC 6901 into the body, or ?name for a query parameter; empty for the whole.
        code (FaultCode): Stable; for machines.
        detail (str): What is wrong and the fix, for people.
    """

    pointer: str
    code: FaultCode
    detail: str

    def to_dict(self) -> dict[str, Any]:
        pointer = self.pointer

        code: str = self.code

        detail = self.detail

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "pointer": pointer,
                "code": code,
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        pointer = d.pop("pointer")

        code = check_fault_code(d.pop("code"))

        detail = d.pop("detail")

        fault = cls(
            pointer=pointer,
            code=code,
            detail=detail,
        )

        return fault
