"""CSV and XLSX: encodings, delimiters, headings, numbers."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.imports.errors import FileError
from service.imports.files import read_file
from service.imports.imported import Imported
from service.imports.limits import LIMITS, within
from service.schemas.bom import BomSchema
from tests.service.imports.files import csv, sheet_of, with_entries, workbook

BOMS = Path(__file__).parent / "boms"
GERMAN = "Bezeichnung;Menge;ME;Werkstoff\r\nMagnet für Läufer;1,5;KG;NdFeB\r\nGehäuse;2,25;KG;AlSi9Cu3\r\n"


def read(data: bytes, name: str = "file.csv", **stated: Any) -> Imported:
    """A file as it was read; every BOM is one that the wire takes."""
    imported = read_file(name, data, **stated)
    for product in imported.products:
        BomSchema().read(product.bom)
    return imported


def lines(imported: Imported) -> list[dict[str, Any]]:
    """The lines of the only product."""
    (product,) = imported.products
    return list(product.bom["lines"])


def codes(rows: Any) -> list[tuple[int, str | None, str | None]]:
    """Row, column and code of each row of a table."""
    return [(row.number, row.column, row.code) for row in rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"]
)
def test_western_files_read_alike_in_every_encoding(encoding: str) -> None:
    imported = read(GERMAN.encode(encoding))
    assert [line["material"] for line in lines(imported)] == ["Magnet für Läufer, NdFeB", "Gehäuse, AlSi9Cu3"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp932", "品名,数量,単位\nネオジム磁石,2,個\n"),
        ("gb18030", "物料名称,数量,单位\n钕铁硼磁钢,2,件\n"),
        ("cp949", "품명,수량,단위\n네오디뮴 자석,2,개\n"),
        ("cp1251", "Наименование;Количество;Единица измерения\nМагнит неодимовый;2;шт\n"),
        ("cp1250", "Nazwa;Ilość;Jednostka\nMagnes łożyska;2;szt\n"),
    ],
)
def test_known_headings_tell_the_code_page(encoding: str, text: str) -> None:
    imported = read(text.encode(encoding))
    assert imported.encoding == encoding
    assert lines(imported)[0]["material"] == text.split("\n")[1].replace(";", ",").split(",")[0]
    assert lines(imported)[0]["pieces"] == 2


def test_letters_that_fit_several_encodings_are_refused_with_the_way_out() -> None:
    data = "Description,Qty\nネオジム,2\n".encode("cp932")
    with pytest.raises(FileError, match="encoding") as refused:
        read(data)
    assert refused.value.code == "unclear_encoding"
    assert lines(read(data, encoding="shift_jis"))[0]["material"] == "ネオジム"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_is_told(delimiter: str, end: str) -> None:
    rows = ["Description,Qty,UoM", '"NdFeB, coated; black | N42\tSH",4,EA', "Nd2O3,5,kg"]
    quoted = rows[1].rsplit(",", 2)
    text = end.join([rows[0].replace(",", delimiter), delimiter.join(quoted), rows[2].replace(",", delimiter)])
    first, second = lines(read(text.encode()))
    assert (first["pieces"], second["quantity"]) == (4, {"value": 5, "unit": "kg"})


def test_the_delimiter_that_excel_states_is_taken() -> None:
    (line,) = lines(read(b"sep=|\nDescription|Qty;x|UoM\nNdFeB|5|kg\n"))
    assert line["line_id"] == "3"
    assert line["x_qty_x"] == "5"


def test_an_open_quotation_mark_is_refused_with_its_row() -> None:
    with pytest.raises(FileError, match="Row 2 ") as refused:
        read(csv("Description,Qty", '"NdFeB,4', "Nd2O3,5"))
    assert refused.value.code == "broken_row"


def test_one_value_tells_how_all_numbers_of_a_table_are_written() -> None:
    first, second = lines(read(csv("Bezeichnung;Menge;ME", "Nd2O3;1,234;kg", "Pr6O11;0,5;kg")))
    assert first["quantity"]["value"] == "1.234"
    first, second = lines(read(csv("Item;Qty;UoM", "Nd2O3;1,234;kg", "Pr6O11;0.5;kg")))
    assert first["quantity"]["value"] == 1234
    assert second["quantity"]["value"] == "0.5"


def test_a_number_that_may_be_two_leaves_its_line_unread_and_says_both() -> None:
    imported = read(csv("Item;Qty;UoM", "Nd2O3;1,234;kg", "Pr6O11;5;kg"))
    assert codes(imported.refused) == [(2, "Qty", "ambiguous_number")]
    assert imported.products[0].refused
    assert imported.products[0].bom["on_error"] == "skip_line"
    assert len(lines(imported)) == 2


@pytest.mark.parametrize(
    ("headings", "language"),
    [
        ("Stufe;Materialnummer;Bezeichnung;Menge;ME;Ursprung", "de"),
        ("Niveau;Référence article;Désignation;Quantité;Unité;Pays d'origine", "fr"),
        ("Nivel;Código;Descripción;Cantidad;Unidad;País de origen", "es"),
        ("Livello;Codice articolo;Descrizione;Quantità;Unità di misura;Paese di origine", "it"),
        ("Nível;Código do item;Descrição;Quantidade;Unidade;País de origem", "pt"),
        ("Poziom;Numer części;Nazwa;Ilość;Jednostka;Kraj pochodzenia", "pl"),
        ("Úroveň;Číslo dílu;Název;Množství;Jednotka;Země původu", "cs"),
        ("层级;物料编码;物料名称;数量;单位;原产国", "zh"),
        ("階層;品番;品名;数量;単位;原産国", "ja"),
        ("BOM Level;Part No.;DESCRIPTION;Qty.;U.O.M.;Country of Origin", "en"),
    ],
)
def test_headings_are_known_in_many_languages(headings: str, language: str) -> None:
    imported = read(csv(headings, "0;P;motor;1;EA;DE", "1;M;magnet NdFeB;2;EA;CN"))
    roles = [column.role for column in imported.columns]
    assert roles == ["level", "part_number", "name", "quantity", "unit", "origin"], language


def test_a_mapping_goes_before_the_headings() -> None:
    data = csv("Foo,Description,Qty", "NdFeB N42SH,ignore me,2")
    imported = read(data, mapping={"foo": "name", "Description": "other"})
    assert lines(imported) == [{"line_id": "2", "material": "NdFeB N42SH", "pieces": 2, "x_description": "ignore me"}]


@pytest.mark.parametrize(
    ("mapping", "code"), [({"Foo": "colour"}, "unknown_role"), ({"Bar": "name"}, "unknown_heading")]
)
def test_a_mapping_that_cannot_be_used_is_refused(mapping: dict[str, str], code: str) -> None:
    with pytest.raises(FileError) as refused:
        read(csv("Foo,Description", "1,NdFeB"), mapping=mapping)
    assert refused.value.code == code


def test_columns_that_say_nothing_to_the_score_are_told_and_kept() -> None:
    imported = read(csv("Description,Lieferant / Supplier,,Description 2 (long)", "NdFeB,ACME,loose,a note,beyond"))
    assert [one.heading for one in imported.columns if one.kept_as] == [
        "Lieferant / Supplier",
        "column 3",
        "Description 2 (long)",
        "column 5",
    ]
    (line,) = lines(imported)
    assert {name: value for name, value in line.items() if name.startswith("x_")} == {
        "x_lieferant_supplier": "ACME", "x_column_3": "loose", "x_description_2_long": "a note", "x_column_5": "beyond",
    }  # fmt: skip
    assert imported.read[0].extras["x_lieferant_supplier"] == "ACME"


def test_a_long_note_is_kept_up_to_a_limit_and_the_row_says_so() -> None:
    imported = read(csv("Description,Note", f"NdFeB,{'n' * 501}"))
    assert codes(imported.open) == [(2, "Note", "cut")]
    assert lines(imported)[0]["x_note"] == "n" * 500


def test_the_table_may_begin_below_a_title_and_repeat_its_headings() -> None:
    imported = read(
        csv("Stückliste 4711", "", "Pos;Bezeichnung;Menge", "10;NdFeB;1", "Pos;Bezeichnung;Menge", "20;Nd2O3;2")
    )
    assert [line["line_id"] for line in lines(imported)] == ["4", "6"]
    assert any("above the headings" in note for note in imported.notes)


@pytest.mark.parametrize("data", [b"hello", b"1,2,3\n4,5,6\n", b"Qty,Unit\n1,kg\n"])
def test_a_file_without_a_column_that_says_what_an_item_is_is_refused(data: bytes) -> None:
    with pytest.raises(FileError) as refused:
        read(data)
    assert refused.value.code == "no_headings"


@pytest.mark.parametrize("data", [b"", b" \r\n", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1.", b"\x00\x01\x02ab"])
def test_what_is_no_table_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(FileError) as refused:
        read(data)
    assert refused.value.status in (415, 422)


def test_a_spreadsheet_reads_like_its_text() -> None:
    rows = [["Level", "Item", "Description", "Qty", "UoM", "Weight each (kg)", "Valid from"]]
    rows += [[0, "P", "Motor", 1, "EA", None, None], [1, 4711, "NdFeB N42SH", 64, "EA", 0.0292, date(2026, 1, 2)]]
    imported = read(workbook({"BOM": rows}), "motor.xlsx", today=date(2026, 11, 30))
    (product,) = imported.products
    assert product.bom_id == "P"
    assert lines(imported) == [
        {
            "line_id": "3",
            "part_number": "4711",
            "material": "NdFeB N42SH",
            "quantity": {"value": "0.0292", "unit": "kg"},
            "pieces": 64,
        }
    ]


def test_each_sheet_with_a_table_is_read_and_the_others_are_told() -> None:
    table = [["Description", "Qty"], ["NdFeB", 1]]
    data = workbook({"One": table, "Info": [["read me"]], "Two": table, "Old": table}, hidden=["Old"])
    imported = read(data, "book.xlsx")
    assert [product.bom_id for product in imported.products] == ["book-One", "book-Two"]
    assert [note.split()[1] for note in imported.notes] == ["'Old'", "'Info'"]


def test_formulas_are_text_and_never_worked_out() -> None:
    data = workbook({"A": [["Description", "Qty"], ['=HYPERLINK("http://x","NdFeB")', "=1+1"]]})
    imported = read(data, "book.xlsx")
    assert lines(imported)[0]["material"] == '=HYPERLINK("http://x","NdFeB")'
    assert codes(imported.refused) == [(2, "Qty", "not_a_number")]
    assert lines(read(csv("Description,Qty", "=2+3,1")))[0]["material"] == "=2+3"


def test_macros_and_pictures_never_reach_the_reader() -> None:
    data = with_entries(workbook({"A": [["Description"], ["NdFeB"]]}), {"xl/vbaProject.bin": b"\xff" * 99})
    assert len(lines(read(data, "book.xlsm"))) == 1


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="2"><c r="XFD2"><v>1</v></c></row>',
        '<row r="1"><c r="A10001"><v>1</v></c></row>',
        f'<row r="10000"><c r="{"B" if LIMITS.cells < 20000 else "AO"}10000"><v>1</v></c></row>',
    ],
)
def test_a_cell_far_away_is_refused_before_its_sheet_is_laid_out(cells: str) -> None:
    with pytest.raises(FileError) as refused:
        read(sheet_of(cells), "book.xlsx")
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    "cells", ['<row r="1"><c r="xfd1048576"><v>1</v></c></row>', '<row r="+9"><c><v>1</v></c></row>', "<row><c>"]
)
def test_a_sheet_that_is_not_sound_is_refused(cells: str) -> None:
    with pytest.raises(FileError) as refused:
        read(sheet_of(cells), "book.xlsx")
    assert refused.value.status == 422


def test_a_text_that_many_cells_share_is_counted_as_often_as_it_is_shown() -> None:
    text = "n" * 32_000
    rows = [["Description"], *[[text] for _ in range(LIMITS.characters // 32_000 + 1)]]
    data = workbook({"A": rows})
    assert len(data) < 100_000
    with pytest.raises(FileError) as refused:
        read(data, "book.xlsx")
    assert "characters" in refused.value.detail


def test_a_zip_bomb_is_refused_by_what_it_would_unpack_to() -> None:
    data = with_entries(workbook({"A": [["Description"]]}), {"xl/big.xml": b" " * (LIMITS.unzipped_bytes + 1)})
    assert len(data) < 100_000
    with pytest.raises(FileError) as refused:
        read(data, "book.xlsx")
    assert refused.value.code == "too_large"


def test_an_entry_that_is_larger_than_it_says_is_refused() -> None:
    data = with_entries(workbook({"A": [["Description"]]}), {"xl/big.xml": b" " * 1_000_000})
    lying = data.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(FileError) as refused:
        read(lying, "book.xlsx")
    assert refused.value.code == "broken_zip"


def test_an_archive_of_many_entries_is_refused() -> None:
    data = with_entries(workbook({"A": [["x"]]}), {f"xl/{n}.xml": b"" for n in range(LIMITS.zip_entries)})
    with pytest.raises(FileError, match="zip entries"):
        read(data, "book.xlsx")


@pytest.mark.parametrize("entry", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_entities_are_refused_wherever_they_are_declared(entry: str) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><x>&b;&c;</x>'
    with pytest.raises(FileError) as refused:
        read(with_entries(workbook({"A": [["Description"]]}), {entry: laughs}), "book.xlsx")
    assert refused.value.code == "unsafe_xml"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (csv("Description", *["NdFeB"] * LIMITS.rows), "rows"),
        (csv("Description" + ",x" * LIMITS.columns, "NdFeB"), "columns"),
        (csv("Description" + ",x" * 1_000_000, "NdFeB"), "columns"),
        (csv("Description" + ",x" * 150, *["NdFeB" + ",1" * 150] * 2700), "cells"),
        (b"Description\n" + b"x" * LIMITS.file_bytes, "bytes"),
    ],
    ids=["rows", "columns", "a-million-columns", "cells", "bytes"],
)
def test_each_limit_of_a_text_is_told_by_name(data: bytes, name: str) -> None:
    with pytest.raises(FileError) as refused:
        read(data)
    assert refused.value.status == 413
    assert f"{name}, at most" in refused.value.detail


def test_more_sheets_than_are_read_are_refused() -> None:
    table = [["Description"], ["NdFeB"]]
    with pytest.raises(FileError, match="sheets, at most"):
        read(workbook({f"S{n}": table for n in range(LIMITS.sheets + 1)}), "book.xlsx")


@pytest.mark.parametrize(
    "entries", [("xl/worksheets/sheet1.xml",), ("xl/a.xml", "xl/b.xml"), ("xl/sharedStrings.xml",)]
)
def test_a_workbook_of_more_elements_than_cells_need_is_refused(
    entries: tuple[str, ...],
) -> None:
    empty = b"<a>" + b"<si/>" * (2_000 // len(entries)) + b"</a>"
    with within(replace(LIMITS, workbook_elements=2_000)):
        read(workbook({"A": [["Description"], ["NdFeB"]]}))
        with pytest.raises(FileError, match="elements of XML"):
            read(with_entries(workbook({"A": [["Description"]]}), dict.fromkeys(entries, empty)))


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_workbook_is_unpacked_only_as_the_standard_packs_it(method: int) -> None:
    data = with_entries(workbook({"A": [["Description"], ["NdFeB"]]}), {}, method)
    with pytest.raises(FileError, match="compressed in a way") as refused:
        read(data)
    assert refused.value.code == "unread_compression"
