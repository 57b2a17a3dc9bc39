"""Assemblies, quantities, days, alternates: from rows to products."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from service.imports.errors import FileError
from service.imports.imported import Imported
from service.imports.limits import LIMITS
from tests.service.imports.files import csv
from tests.service.imports.test_tables_of_files import codes, lines, read

HEAD = "Level,Item,Description,Qty,UoM"


def amounts(imported: Imported) -> dict[str, Any]:
    """What each line of the only product holds, by its part."""
    return {
        line.get("part_number", line["line_id"]): line.get("pieces") or line.get("quantity", {}).get("value")
        for line in lines(imported)
    }


@pytest.mark.parametrize("base", [0, 1])
def test_quantities_multiply_down_the_levels(base: int) -> None:
    rows = [(0, "P", 1), (1, "A", 2), (2, "B", 3), (3, "M", "0.5"), (2, "N", 5), (1, "O", 7)]
    imported = read(csv(HEAD, *[f"{level + base},{item},part {item},{qty},EA" for level, item, qty in rows]))
    assert imported.products[0].bom_id == "P"
    assert amounts(imported) == {"M": 3, "N": 10, "O": 7}
    assert [row.kind for row in imported.read] == ["assembly", "assembly", "assembly", "line", "line", "line"]


def test_numbered_paths_are_levels_in_any_order() -> None:
    rows = ["1.2.1,M,magnet,3,EA", "1,P,motor,1,EA", "1.2,A,rotor,2,EA", "1.1,N,screw,4,EA"]
    assert amounts(read(csv(HEAD, *rows))) == {"M": 6, "N": 4}


def test_rows_may_name_their_parents_and_share_parts() -> None:
    head = "Parent,Component,Description,Qty"
    rows = ["P,A,rotor,2", "P,B,stator,1", "A,M,magnet,3", "B,M,magnet,5", "A,B,stator,1"]
    imported = read(csv(head, *rows))
    (product,) = imported.products
    assert product.bom_id == "P"
    assert [(line["part_number"], line["pieces"]) for line in product.bom["lines"]] == [("M", 6), ("M", 15)]


def test_a_part_behind_a_million_paths_is_counted_once_an_assembly() -> None:
    rows = [f"N{depth},N{depth + 1},part,2" for depth in range(25) for _ in range(2)]
    imported = read(csv("Parent,Component,Description,Qty", *rows))
    (product,) = imported.products
    assert len(imported.read) == 50
    assert [line["pieces"] for line in product.bom["lines"]] == [4**24 * 2] * 2


def test_a_missing_level_an_orphan_and_a_duplicate_are_told_and_their_lines_kept() -> None:
    imported = read(csv(HEAD, "0,P,motor,1,EA", "1,A,rotor,2,EA", "3,M,NdFeB,3,EA", "x,N,Nd2O3,1,kg"))
    assert codes(imported.refused) == [(4, "Level", "missing_level"), (5, "Level", "no_level")]
    assert [line["part_number"] for line in lines(imported)] == ["M", "N"]
    assert all("quantity" not in line and "pieces" not in line for line in lines(imported))
    imported = read(csv(HEAD, "1,P,motor,1,EA", "1.1,A,rotor,2,EA", "1.1,B,rotor,2,EA", "1.3.1,M,NdFeB,1,EA"))
    assert codes(imported.refused) == [(4, "Level", "duplicate"), (5, "Level", "orphan")]
    imported = read(csv("Parent,Item,Description,Qty", ",P,motor,1", "P,A,rotor,1", "Q,M,NdFeB,1"))
    assert codes(imported.refused) == [(4, "Parent", "orphan")]
    assert [line["part_number"] for line in lines(imported)] == ["A", "M"]


def test_cycles_are_told_row_by_row_and_the_rest_is_read() -> None:
    rows = ["P,A,rotor,1", "A,B,disc,1", "B,C,ring,1", "C,B,disc,1", "P,M,magnet,4", "X,Y,loop,1", "Y,X,loop,1"]
    imported = read(csv("Parent,Item,Description,Qty", *rows))
    assert codes(imported.refused) == [(n, "Parent", "cycle") for n in (4, 5, 7, 8)]
    assert {line["part_number"] for line in lines(imported)} == {"B", "M", "C", "Y", "X"}


def test_a_file_of_nothing_but_a_cycle_gives_lines_without_quantities() -> None:
    imported = read(csv("Parent,Item,Description,Qty", "A,B,NdFeB,1", "B,A,Nd2O3,1"))
    assert [row.code for row in imported.refused] == ["cycle", "cycle"]
    assert len(lines(imported)) == 2


def test_repeated_line_ids_are_told() -> None:
    imported = read(csv("Line no,Description,Qty", "10,NdFeB,1", "10,Nd2O3,1", "20,CeO2,1"))
    assert codes(imported.refused) == [(2, "Line no", "duplicate"), (3, "Line no", "duplicate")]


def test_several_products_of_a_file_are_several_boms() -> None:
    rows = ["0,P,motor,1,EA", "1,M,NdFeB,2,EA", "0,Q,pump,1,EA", "1,M,NdFeB,3,EA", "0,P,motor,1,EA", "1,N,SmCo,1,EA"]
    imported = read(csv(HEAD, *rows))
    assert [product.bom_id for product in imported.products] == ["P", "Q", "P-2"]
    assert [row.product for row in imported.read] == ["P", "P", "Q", "Q", "P-2", "P-2"]
    (one,) = read(csv(HEAD, *rows), split=False).products
    assert (one.bom_id, len(one.bom["lines"])) == ("file", 3)


def test_top_rows_of_which_one_has_no_parts_are_one_product() -> None:
    imported = read(csv(HEAD, "1,A,rotor,2,EA", "2,M,NdFeB,3,EA", "1,S,screw,9,EA"), name="C:\\exports\\motor 7.csv")
    assert imported.products[0].bom_id == "motor 7"
    assert amounts(imported) == {"M": 6, "S": 9}


def test_phantoms_multiply_like_assemblies_and_stay_in_view() -> None:
    imported = read(
        csv(HEAD + ",Phantom", "0,P,motor,1,EA,", "1,A,set,2,EA,X", "2,M,NdFeB,3,EA,", "1,E,empty,1,EA,yes")
    )
    assert [row.kind for row in imported.read] == ["assembly", "phantom", "line", "line"]
    assert amounts(imported) == {"M": 6, "E": 1}


@pytest.mark.parametrize(
    ("day", "parts"), [("2024-06-30", {"M"}), ("2025-01-01", {"M", "N"}), ("2025-04-01", {"N"}), ("2026-01-01", set())]
)
def test_the_day_picks_the_rows_that_are_effective(day: str, parts: set[str]) -> None:
    rows = ["0,P,motor,1,EA,,", "1,M,NdFeB,1,EA,,2025-03-31", "1,N,SmCo,1,EA,01.01.2025,31.12.2025", "1,S,screw,1,EA,,"]
    imported = read(csv(HEAD + ",Valid from,Valid to", *rows), today=date.fromisoformat(day))
    assert {line["part_number"] for line in lines(imported)} == {"S", *parts}
    assert len([row for row in imported.read if row.kind == "not_effective"]) == 2 - len(parts)


def test_what_stands_below_an_assembly_that_is_not_effective_is_not_either() -> None:
    rows = ["0,P,motor,1,EA,", "1,A,rotor,1,EA,2020-01-01", "2,M,NdFeB,1,EA,", "1,N,Nd2O3,1,kg,"]
    imported = read(csv(HEAD + ",Valid to", *rows), as_of=date(2025, 1, 1))
    assert [row.kind for row in imported.read] == ["assembly", "not_effective", "not_effective", "line"]
    assert imported.products[0].bom["as_of"] == "2025-01-01"


def test_a_day_that_may_be_two_is_told_and_one_other_settles_it() -> None:
    rows = ["0,P,motor,1,EA,", "1,M,NdFeB,1,EA,03/04/2020"]
    imported = read(csv(HEAD + ",Valid to", *rows), today=date(2020, 3, 20))
    assert codes(imported.refused) == [(3, "Valid to", "not_a_date")]
    imported = read(csv(HEAD + ",Valid to", *rows, "1,N,SmCo,1,EA,25/04/2020"), today=date(2020, 3, 20))
    assert {line["part_number"] for line in lines(imported)} == {"M", "N"}


def test_alternates_of_one_assembly_share_a_group_of_their_own() -> None:
    rows = ["0,P,motor,1,EA,", "1,A,rotor,1,EA,", "2,M,NdFeB,1,EA,1", "2,N,SmCo,0,EA,1", "1,X,NdFeB,1,EA,1"]
    imported = read(csv(HEAD + ",Alternative item group", *rows))
    groups = [line.get("alternate_group") for line in lines(imported)]
    assert groups[0] == groups[1] != groups[2]
    assert codes(imported.open) == [(5, "Qty", "zero")]


def test_an_assembly_without_a_quantity_leaves_those_of_its_parts_open() -> None:
    imported = read(csv(HEAD, "0,P,motor,,EA", "1,A,rotor,,EA", "2,M,NdFeB,3,EA", "1,N,NdFeB,3,EA"))
    assert codes(imported.open) == [(3, "Qty", "assembly_quantity")]
    assert amounts(imported) == {"M": None, "N": 3}


def test_base_quantities_divide_and_total_quantities_stand() -> None:
    head = "Level,Item,Description,Qty,UoM,Base quantity"
    imported = read(csv(head, "0,P,motor,1,EA,1", "1,A,rotor,200,EA,100", "2,M,Nd2O3,30,kg,100"))
    assert lines(imported)[0]["quantity"] == {"value": "0.6", "unit": "kg"}
    imported = read(csv("Level,Item,Description,Total Qty", "0,P,motor,1", "1,A,rotor,2", "2,M,NdFeB,6"))
    assert amounts(imported) == {"M": 6}


@pytest.mark.parametrize(
    ("columns", "row", "members"),
    [
        ("Qty,UoM,Weight each (g)", "4,EA,29.2", {"quantity": {"value": "29.2", "unit": "g"}, "pieces": 8}),
        ("Qty,UoM,Unit weight,Weight unit", "4,ST,29.2,G", {"quantity": {"value": "29.2", "unit": "G"}, "pieces": 8}),
        ("Qty,UoM,Total weight [kg]", "4,EA,1.5", {"quantity": {"value": 3, "unit": "kg"}}),
        ("Qty,UoM,Weight (kg)", "1,EA,1.5", {"quantity": {"value": "1.5", "unit": "kg"}, "pieces": 2}),
        ("Qty,UoM,Weight (kg)", "4,EA,1.5", {"pieces": 8}),
        ("mass_kg", "1.5", {"quantity": {"value": 3, "unit": "kg"}}),
        ("Qty,UoM", "4,kg", {"quantity": {"value": 8, "unit": "kg"}}),
        ("Qty", "4", {"pieces": 8}),
        ("Qty", "4 pcs", {"pieces": 8}),
        ("Qty", "4 kg", {"quantity": {"value": 8, "unit": "kg"}}),
        ("Qty,UoM", "4,PAK", {"quantity": {"value": 8, "unit": "PAK"}}),
        ("Qty,UoM,Weight per metre (g)", "4,m,12",
         {"quantity": {"value": 8, "unit": "m"}, "mass_per_metre": {"value": 12, "unit": "g/m"}}),
        ("Qty,UoM,Measured mass (per UoM),Measured mass unit", "1.5,m^2,20,kg/m^2",
         {"quantity": {"value": 60, "unit": "kg"}}),
        ("Qty,UoM", "4,m2", {}),
        ("Qty,UoM", "4,kilowatt hour", {}),
        ("Qty,UoM", "as needed,EA", {}),
    ],
)  # fmt: skip
def test_amounts_come_as_the_wire_takes_them_and_masses_are_never_guessed(
    columns: str, row: str, members: dict[str, Any]
) -> None:
    blanks = "," * columns.count(",")
    if columns.startswith("Qty"):
        rows = [columns, blanks, f"2{blanks}", row]
    else:
        rows = [f"{columns},Qty", ",", ",2", f"{row},"]
    starts = ["Level,Item,Description", "0,P,motor", "1,A,rotor", "2,M,NdFeB"]
    imported = read(csv(*[f"{start},{rest}" for start, rest in zip(starts, rows, strict=True)]))
    (line,) = lines(imported)
    assert {name: line[name] for name in ("quantity", "pieces", "mass_per_metre") if name in line} == members
    assert not imported.refused
    if not members or (members.keys() == {"pieces"} and "Weight" in columns):
        assert [row.number for row in imported.open] == [4]


def test_materials_by_per_cent_are_shares_of_their_parts_mass() -> None:
    head = "BoM Level,ID,Name,Item Type,Quantity,Unit of measure,Measured mass (per UoM),Measured mass unit"
    rows = ["1,P,motor,Part,1,Each,,", "2,M,magnet,Part,4,Each,50,g", "3,ndfeb,NdFeB N42SH,Material,98,%,,"]
    (line,) = lines(read(csv(head, *rows)))
    assert line["quantity"] == {"value": 196, "unit": "g"}


def test_prices_keep_their_unit_and_the_currency_of_their_column() -> None:
    head = "Description,Qty,UoM,Unit price,Price unit,Currency"
    imported = read(csv(head, "Nd2O3,5,kg,350,100,EUR", "NdFeB,2,EA,1.5,,EUR"))
    first, second = lines(imported)
    assert first["unit_price"] == {"value": 350, "per": "kg", "per_quantity": 100}
    assert second["unit_price"] == {"value": "1.5", "per": "EA"}
    assert imported.products[0].bom["currency"] == "EUR"
    imported = read(csv(head, "Nd2O3,5,kg,350,100,EUR", "NdFeB,2,EA,1.5,,USD"), currency="EUR")
    assert codes(imported.refused) == [(3, "Unit price", "other_currency")]


def test_the_heading_of_a_price_may_state_its_currency() -> None:
    imported = read(csv("Description,Qty,UoM,Unit price (USD)", "Nd2O3,5,kg,350"))
    assert imported.products[0].bom["currency"] == "USD"
    imported = read(csv("Description,Qty,UoM,Unit price (USD)", "Nd2O3,5,kg,350"), currency="EUR")
    assert codes(imported.refused) == [(2, "Unit price (USD)", "other_currency")]


def test_a_product_of_more_lines_than_a_bom_holds_is_told_and_the_others_are_read() -> None:
    rows = ["0,P,motor,1,EA", *[f"1,M{n},screw,1,EA" for n in range(1001)], "0,Q,pump,1,EA", "1,M,NdFeB,1,EA"]
    imported = read(csv(HEAD, *rows))
    assert [product.bom_id for product in imported.products] == ["Q"]
    (row,) = imported.refused
    assert (row.number, row.product, row.code) == (2, "P", "too_many_lines")
    assert "1,001 lines" in str(row.why)


def test_more_products_than_are_read_at_once_are_refused() -> None:
    rows = [row for n in range(LIMITS.products + 1) for row in (f"0,P{n},motor,1,EA", "1,M,NdFeB,1,EA")]
    with pytest.raises(FileError, match="products, at most"):
        read(csv(HEAD, *rows))


def test_levels_deeper_than_the_limit_are_told() -> None:
    rows = [f"{n},P{n},part,1,EA" for n in range(LIMITS.levels + 2)]
    imported = read(csv(HEAD, *rows))
    assert [row.code for row in imported.refused] == ["no_level"]


def test_origins_are_kept_where_nothing_says_which_stage_they_speak_of() -> None:
    data = csv("Description,Country", "NdFeB,Deutschland", "Motor,China")
    assert [line["x_country_of_origin"] for line in lines(read(data))] == ["Deutschland", "China"]
    first, second = lines(read(data, stage_of=lambda line: "magnet" if line["material"] == "NdFeB" else None))
    assert first["supply"] == [{"stage": "magnet", "country": "DE", "share": 1}]
    assert "supply" not in second
