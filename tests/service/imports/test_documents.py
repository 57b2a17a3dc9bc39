"""JSON, JSON Lines, CycloneDX and IPC-1752, and the examples that ship."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.imports.errors import FileError
from service.imports.files import read_file
from service.imports.limits import LIMITS
from service.schemas.bom import BomSchema
from tests.service.imports.test_tables_of_files import codes, lines, read

EXAMPLES = sorted((Path(__file__).parents[3] / "examples" / "imports").iterdir())
MAGNET = {"plain.csv": 48, "workbook.xlsx": 48, "stueckliste.csv": 64, "cyclonedx.json": 48, "cyclonedx.xml": 48}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_each_example_is_read_whole(path: Path) -> None:
    imported = read(path.read_bytes(), path.name, today=date(2026, 11, 30))
    assert imported.products[0].bom_id == "MOT-7"
    assert not imported.refused
    assert not imported.open
    if path.name in MAGNET:
        magnets = [line for line in lines(imported) if line.get("part_number") == "MAG-0042"]
        assert sum(line["pieces"] for line in magnets) == MAGNET[path.name]
        assert {line["quantity"]["value"] for line in magnets} <= {"0.0292", "29.2"}


def cyclonedx(*components: Any, **more: Any) -> bytes:
    """A CycloneDX document of these components."""
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components} | more).encode()


def part(name: str, *parts: Any, **properties: Any) -> dict[str, Any]:
    """A component with properties, and with parts."""
    told = [{"name": f"acme:{key}", "value": value} for key, value in properties.items()]
    return {"type": "device", "name": name, "properties": told, "components": list(parts)}


def test_components_without_a_reference_are_lines_like_all_others() -> None:
    imported = read(
        cyclonedx(part("NdFeB N42SH", quantity="3"), part("set", part("Nd2O3", quantity="2", unit="kg"), quantity="4"))
    )
    assert lines(imported) == [
        {"line_id": "1", "material": "NdFeB N42SH", "pieces": 3},
        {"line_id": "3", "material": "Nd2O3", "quantity": {"value": 8, "unit": "kg"}},
    ]


def test_repeated_references_and_odd_components_are_told() -> None:
    twice = part("NdFeB") | {"bom-ref": "a"}
    imported = read(cyclonedx(twice, twice, "no object"))
    assert codes(imported.refused) == [
        (2, None, "duplicate"),
        (3, None, "not_an_object"),
        (3, None, "description"),
    ]
    assert len(lines(imported)) == 3


def test_software_holds_no_rare_earth() -> None:
    (line,) = lines(read(cyclonedx({"type": "firmware", "name": "neodymium-os"})))
    assert line["rare_earth"] is False


def test_the_taxonomys_quantity_is_that_of_the_whole_product() -> None:
    inner = {"type": "device", "name": "NdFeB", "properties": [{"name": "cdx:device:quantity", "value": "6"}]}
    (line,) = lines(read(cyclonedx(part("rotor", inner, quantity="2"))))
    assert line["pieces"] == 6


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (cyclonedx(part("x"), specVersion="1.4"), "unread_version"),
        (cyclonedx(), "no_components"),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.3"/>', "unread_version"),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>', "no_components"),
        (b"<svg/>", "unread_xml"),
        (b"<bom><unclosed>", "broken_xml"),
        (b'<!DOCTYPE bom [<!ENTITY a "b">]><bom>&a;</bom>', "unsafe_xml"),
        (b"<a>" * (LIMITS.depth + 1), "too_large"),
        (b"<r>" + b"<a/>" * LIMITS.elements + b"</r>", "too_large"),
        (b'<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0"><Product/></MainDeclaration>', "no_materials"),
        (b"{" + b'"a":[' * 40 + b"1", "malformed_json"),
        (b'{"a":' * 70 + b"1" + b"}" * 70, "too_deep"),
        (b"[1, 2]", None),
        (b'{"a": 1, "a": 2, "lines": []}', None),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_or_told(data: bytes, code: str | None) -> None:
    if code is None:
        try:
            assert read(data, "x.json").refused
        except FileError:
            return
    else:
        with pytest.raises(FileError) as refused:
            read(data, "x.json")
        assert refused.value.code == code


def test_boms_of_the_wire_are_taken_as_they_are() -> None:
    line = {"line_id": "10", "material": "NdFeB", "quantity": {"value": 1.25, "unit": "kg"}, "x_mine": "kept"}
    imported = read(json.dumps({"bom_id": "B", "lines": [line], "buyer_country": "JP"}).encode(), buyer_country="DE")
    (product,) = imported.products
    assert json.loads(product.document)["lines"] == [line]
    assert product.bom["buyer_country"] == "JP"
    assert imported.read[0].extras == {"x_mine": "kept"}


def test_a_bad_line_of_json_lines_spoils_no_other() -> None:
    good = json.dumps({"bom_id": "A", "lines": [{"line_id": "1", "material": "NdFeB"}]})
    bad = json.dumps({"bom_id": "B", "lines": [{"line_id": "1", "material": "NdFeB", "pieces": "x"}, 7]})
    none = json.dumps({"bom_id": "C", "lines": []})
    imported = read("\n".join([good, "{broken", bad, none, good, "[]"]).encode(), "x.jsonl")
    assert [(product.bom_id, product.refused) for product in imported.products] == [("A", False), ("B", True)]
    assert sorted((row.number, row.code) for row in imported.refused) == [
        (2, "malformed_json"), (3, "not_a_number"), (3, "not_an_object"), (4, "length"), (5, "duplicate"),
        (6, "not_an_object"),
    ]  # fmt: skip


def test_substances_of_a_declaration_add_up_to_their_material() -> None:
    path = next(path for path in EXAMPLES if path.name == "ipc-1752.xml")
    imported = read(path.read_bytes())
    held = {line.get("element") or line["material"]: line["quantity"]["value"] for line in lines(imported)}
    assert held == {"Copper wire": 100, "Nd": 392, "Dy": 42, "Iron": 966}


@pytest.mark.slow
@pytest.mark.parametrize("data", [cyclonedx(*[part("x")] * (LIMITS.rows + 1))], ids=["components"])
def test_documents_are_held_to_the_limit_of_rows(data: bytes) -> None:
    with pytest.raises(FileError, match="at most"):
        read(data)


def test_what_an_amount_isnt_taken_from_is_kept() -> None:
    (line,) = lines(read(b"Description,Qty,UoM,Unit weight (kg),Total Qty\nNd2O3,2,kg,1,9\n"))
    assert (line["x_unit_mass"], line["x_total_quantity"]) == ("1", "9")


def exported(product: Any) -> bytes:
    """A BOM as the wire's JSON."""
    document: bytes = product.document
    return document


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("export", [exported])
def test_what_was_imported_and_exported_is_the_same_when_imported_again(
    path: Path, export: Callable[[Any], bytes]
) -> None:
    first = read_file(path.name, path.read_bytes(), today=date(2026, 11, 30), buyer_country="DE")
    for product in first.products:
        (again,) = read_file("again", export(product)).products
        assert BomSchema().read(again.bom) == BomSchema().read(product.bom)


def test_a_bom_of_the_wire_is_no_deeper_than_a_body() -> None:
    deep: Any = 1
    for _ in range(12):
        deep = [deep]
    imported = read(json.dumps({"bom_id": "A", "lines": [{"line_id": "1", "material": "NdFeB", "x": deep}]}).encode())
    assert not imported.products
    assert "too_deep" in [row.code for row in imported.refused]


def test_numbers_of_any_size_are_kept_or_told() -> None:
    raw = b'{"bom_id": "A", "lines": [{"line_id": "1", "material": "NdFeB", "x_n": 123456789012345678901234567890}]}'
    (product,) = read(raw).products
    assert b"123456789012345678901234567890" in product.document
    imported = read(raw.replace(b'"x_n"', b'"pieces"'))
    assert [row.code for row in imported.refused] == ["out_of_range"]
    assert json.loads(imported.products[0].document)


def test_a_bom_is_no_larger_than_a_body() -> None:
    note = "n" * 490
    rows = [f"NdFeB {number}," + ",".join([note] * 5) for number in range(900)]
    imported = read(("Description,A,B,C,D,E\n" + "\n".join(rows)).encode(), "wide.csv")
    assert any("too large" in text for text in imported.notes)
    assert len(imported.products[0].document) < 1024 * 1024
    assert imported.read[0].extras["x_a"] == note
