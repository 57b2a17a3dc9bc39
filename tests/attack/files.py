"""Broken files, each made again from its number: ``python -m tests.attack.files 20000`` reads that many.

Every one must end in a problem below 500 or in BOMs that the wire takes, with every row in view. What each takes of a
processor is reported.
"""

from __future__ import annotations

import sys
import time
import zipfile
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

from service.errors import RequestError
from service.imports.files import read_file
from service.imports.imported import Imported
from service.imports.limits import LIMITS
from service.schemas.bom import BomSchema

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "imports"
TODAY = date(2026, 11, 30)
TOKENS = [
    b'"', b"'", b",", b";", b"\t", b"|", b"\n", b"\r\n", b"\r", b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff",
    b"\xe4", b"\x84", b"\x80\x81", b"\xed\xa0\x80", b"=1+1", b"@SUM(1)", b"-2+3", b'=HYPERLINK("http://x")', b"NaN",
    b"1e999", b"-1", b"1,234", b"1.234,5", b"9" * 400, b"99999999999999999999", b"0", b"1.2.3", b"..3", b"1.2.3.4.5",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"&#0;", b"<![CDATA[", b"-->", b"<a>" * 70, b"[" * 70, b'{"a":' * 70,
    b'"lines":', b'"lines":[]', b"null", b"true", b"{}", b"[]", b"\\ud800", b"r=\"XFD1048576\"", b"A1048576", b"xml:",
    b"sep=;\n", b"31.12.9999", b"02/03/2020", b"0000-00-00", b"Level", b"Parent", b"Qty", b"%", b"kg/m^2", b"x" * 600,
    b" " * 60_000 + b"x", b"1" + b" " * 60_000 + b"kg/", b"(" * 20_000, b"1." * 20_000,
    "Stufe;Menge;ME".encode("utf-16"), "品名,数量".encode("cp932"), "数量".encode("gb18030"), b"\xf0\x9f\xa7\xb2",
]  # fmt: skip
ENCODINGS = ["utf-16", "utf-16-le", "utf-32", "cp1252", "cp932", "gb18030", "mac_roman", "cp850", "cp037"]


def seeds() -> list[bytes]:
    """The examples that ship."""
    return [path.read_bytes() for path in sorted(EXAMPLES.iterdir())]


def broken(number: int, whole: list[bytes]) -> bytes:
    """The broken file of a number."""
    random = Random(number)
    data = random.choice(whole)
    kinds = [_mutated, _mutated, _mutated, _recoded, _of_rows, _of_edges, _wide, _nested, _spliced]
    if data.startswith(b"PK"):
        kinds += [_inside, _inside, _inside, _inside]
    return random.choice(kinds)(data, random, whole)


def _mutated(data: bytes, random: Random, _whole: list[bytes]) -> bytes:
    for _ in range(random.randint(1, 8)):
        at, end = sorted((random.randrange(len(data) + 1), random.randrange(len(data) + 1)))
        end = min(end, at + 200)
        change = random.randrange(6)
        if change == 0:
            data = data[:at]
        elif change == 1:
            data = data[:at] + data[end:]
        elif change == 2:
            data = data[:at] + data[at:end] * random.randint(2, 20) + data[end:]
        elif change == 3:
            data = data[:at] + bytes(random.randrange(256) for _ in range(random.randint(1, 4))) + data[at + 1 :]
        else:
            data = data[:at] + random.choice(TOKENS) + data[at + random.randint(0, 3) :]
    return data


def _recoded(data: bytes, random: Random, whole: list[bytes]) -> bytes:
    text = data.decode("utf-8", "replace")
    coded = text.encode(random.choice(ENCODINGS), "replace")
    return _mutated(coded, random, whole) if random.random() < 0.5 else coded


def _spliced(data: bytes, random: Random, whole: list[bytes]) -> bytes:
    other = random.choice(whole)
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


def _of_rows(_data: bytes, random: Random, _whole: list[bytes]) -> bytes:
    """Levels in any order, amounts in any unit."""
    values = ["1", "2.5", "0,5", "1,234", "", "x", "-1", "0", "1e9", "9" * 30, "as needed", "4 pcs", "1.2.3"]
    units = ["EA", "kg", "m", "m2", "%", "", "xyz", "h", "PAK"]
    rows = ["Level;Item;Description;Qty;UoM;Weight (kg);Valid to;Alternative item group;Price;Currency"]
    for _ in range(random.randint(1, 40)):
        level = random.choice(["0", "1", "1", "2", "2", "3", "7", "", "x", "1.1", "1.2", "..2", "99"])
        cells = [level, f"P{random.randrange(9)}", random.choice(["NdFeB", "", "=1", "Nd2O3"]), random.choice(values)]
        cells += [random.choice(units), random.choice(values), random.choice(["", "2020-01-01", "3/4/2020", "soon"])]
        rows.append(
            ";".join([*cells, random.choice(["", "1"]), random.choice(values), random.choice(["EUR", "", "?"])])
        )
    return random.choice(["\n", "\r\n", "\r"]).join(rows).encode()


def _of_edges(_data: bytes, random: Random, _whole: list[bytes]) -> bytes:
    """Parents and parts in any graph, cycles among them."""
    number = random.randint(1, 12)
    rows = ["Parent,Component,Description,Qty"]
    for _ in range(random.randint(1, 60)):
        parent = random.choice(["", *[f"N{random.randrange(number)}"] * 6])
        rows.append(f"{parent},N{random.randrange(number)},part,{random.randint(0, 3)}")
    return "\n".join(rows).encode()


def _wide(_data: bytes, random: Random, _whole: list[bytes]) -> bytes:
    delimiter = random.choice(",;\t|")
    many = random.choice([LIMITS.columns, LIMITS.columns + 1, 5_000, 1_000_000])
    return f"Description{delimiter * many}\nNdFeB{delimiter * random.choice([0, many])}\n".encode()


def _nested(_data: bytes, random: Random, _whole: list[bytes]) -> bytes:
    depth = random.choice([LIMITS.depth - 4, LIMITS.depth + 1, 10_000, 400_000])
    return random.choice(
        [b"<a>" * depth, b"[" * depth + b"]" * depth, b'{"a":' * depth, b'<bom xmlns="x">' + b"<components>" * depth]
    )


def _inside(data: bytes, random: Random, whole: list[bytes]) -> bytes:
    """A spreadsheet of which one entry is broken."""
    into = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = random.choice([name for name in names if "sheet" in name or "Strings" in name or "workbook" in name])
        for name in names:
            content = old.read(name)
            new.writestr(name, _mutated(content, random, whole) if name == chosen else content)
    return into.getvalue()


def judged(data: bytes) -> str:
    """What became of a file: the code of its problem, or ``read``. Raises ``AssertionError`` for anything else."""
    try:
        imported = read_file("file", data, today=TODAY, buyer_country="DE", currency="EUR")
    except RequestError as error:
        if error.status // 100 != 4 or not error.detail:
            raise AssertionError("no clear problem below 500") from error
        return error.errors[0].code if error.errors else "malformed"
    _check(imported)
    return "read"


def _check(imported: Imported) -> None:
    """That the BOMs are the wire's, and every line's row is in view."""
    assert len(imported.products) <= LIMITS.products
    assert len(imported.read) <= LIMITS.rows * 2
    shown = {(row.product, row.line_id) for row in imported.read if row.line_id}
    for product in imported.products:
        bom = BomSchema().read(product.bom)
        assert {(product.bom_id, line.line_id) for line in bom.lines if not line.line_id.startswith("/")} <= shown
        assert product.document
    for row in (*imported.open, *imported.refused):
        assert row.code
        assert row.why
    assert imported.products or imported.refused


def main(count: int) -> None:
    """Read ``count`` broken files and tell what became of them."""
    whole, codes, slowest = seeds(), Counter[str](), (0.0, 0)
    start = time.process_time()
    for number in range(count):
        data = broken(number, whole)
        before = time.process_time()
        try:
            codes[judged(data)] += 1
        except Exception as error:
            print(f"number {number}: {type(error).__name__}: {error}")
            codes["DEFECT"] += 1
        slowest = max(slowest, (time.process_time() - before, number))
    spent = time.process_time() - start
    print(f"{count:,} files in {spent:.0f} s of a processor; the slowest, number {slowest[1]}, took {slowest[0]:.2f} s")
    for code, times in codes.most_common():
        print(f"{times:>7,}  {code}")
    sys.exit(codes["DEFECT"] > 0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
