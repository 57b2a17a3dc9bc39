"""Bodies as the OpenAPI document allows them, made to mean something: what no JSON schema can say is put right."""

from __future__ import annotations

from typing import Any

DESCRIBED = ("material", "element", "formula", "composition", "read_as", "rare_earth", "form")


def repaired(body: dict[str, Any], in_path: dict[str, Any] | None) -> dict[str, Any]:
    """The body, its lines oxides of cerium with ids of their own and supply that adds up; the rest as it is."""
    body = _rounded(body)
    lines = [_line(line, number) for number, line in enumerate(body["lines"])]
    mended = body | {"lines": lines}
    if "bom_id" in (in_path or {}):
        mended.pop("bom_id", None)
    if "currency" in body or any("unit_price" in line for line in lines):
        mended["currency"] = "EUR"
    return mended


def _rounded(value: Any) -> Any:
    """The value with numbers of at most nine places, and no kept member in letters that no table takes."""
    if isinstance(value, dict):
        return {
            name: _rounded(inner) for name, inner in value.items() if not name.startswith("x_") or _plain(name, inner)
        }
    if isinstance(value, list):
        return [_rounded(inner) for inner in value]
    return round(value, 9) if isinstance(value, float) else value


def _plain(name: str, value: Any) -> bool:
    return name.isprintable() and str(value).isprintable()


def _line(line: dict[str, Any], number: int) -> dict[str, Any]:
    rest = {name: value for name, value in line.items() if name not in DESCRIBED}
    mended = rest | {"element": "Ce", "form": "oxide", "line_id": str(number)}
    if line.get("supply"):
        mended["supply"] = [{"stage": "separation", "country": line["supply"][0]["country"], "share": 1}]
    if isinstance(line.get("unit_price"), str):
        mended["unit_price"] = line["unit_price"].replace("USD", "EUR")
    return mended
