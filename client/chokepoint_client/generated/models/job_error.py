from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.job_error_outcome import JobErrorOutcome, check_job_error_outcome

T = TypeVar("T", bound="JobError")


@_attrs_define
class JobError:
    """
    Attributes:
        sheet (None | str): Null of a file without sheets.
        row (int | None): Its number in the file, from 1; null where there is no file.
        kind (str): line, assembly, phantom, not_effective, product or row.
        text (str): What it says an item is.
        product (None | str): The bom_id that it belongs to.
        line_id (None | str): Its line in that BOM; null where it is none.
        column (None | str): The heading, or the pointer into a BOM; null where it is of the whole row.
        code (str): A stable word.
        why (str): Why, and what settles it.
        outcome (JobErrorOutcome): open: scored, with a question; refused: can't be used; failed: of a whole BOM.
    """

    sheet: None | str
    row: int | None
    kind: str
    text: str
    product: None | str
    line_id: None | str
    column: None | str
    code: str
    why: str
    outcome: JobErrorOutcome

    def to_dict(self) -> dict[str, Any]:
        sheet: None | str
        sheet = self.sheet

        row: int | None
        row = self.row

        kind = self.kind

        text = self.text

        product: None | str
        product = self.product

        line_id: None | str
        line_id = self.line_id

        column: None | str
        column = self.column

        code = self.code

        why = self.why

        outcome: str = self.outcome

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "sheet": sheet,
                "row": row,
                "kind": kind,
                "text": text,
                "product": product,
                "line_id": line_id,
                "column": column,
                "code": code,
                "why": why,
                "outcome": outcome,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_sheet(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        sheet = _parse_sheet(d.pop("sheet"))

        def _parse_row(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        row = _parse_row(d.pop("row"))

        kind = d.pop("kind")

        text = d.pop("text")

        def _parse_product(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        product = _parse_product(d.pop("product"))

        def _parse_line_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        line_id = _parse_line_id(d.pop("line_id"))

        def _parse_column(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        column = _parse_column(d.pop("column"))

        code = d.pop("code")

        why = d.pop("why")

        outcome = check_job_error_outcome(d.pop("outcome"))

        job_error = cls(
            sheet=sheet,
            row=row,
            kind=kind,
            text=text,
            product=product,
            line_id=line_id,
            column=column,
            code=code,
            why=why,
            outcome=outcome,
        )

        return job_error
