"""No text is slow: repetitions of every piece that a reader or an expression looks for, capitals, digits, any Unicode.

A reader whose time grows faster than the text would need minutes for one of these; the bound is a hundred times what
any of them takes.
"""

from __future__ import annotations

import random
import string
import time
from collections.abc import Iterator
from itertools import islice

import pytest

from service.risk.bom import Line
from service.risk.materials.wording.words import LONGEST
from tests.factories import resolver
from training.tables import words

SECONDS = 2.0
PIECES = (
    "purity ", "purity", "(", "((", ")", "[", "1", "1,", "1.", "1/", "1 x ", "x", "%", "1%", "%1", "1 % Nd ", "Nd",
    "NdFeB ", "A", "AA", "YB", "C", "CO", "H2O", "·", "•", "·H2O", "2846.10 ", "HS ", "1-1-1", "12-34-5", "cas ", "no ",
    "-", "≥", "±1", "dia ", "ø", "99.9", "99.9% ", "3N", "TREO 1% ", "free ", "without ", "Dy-free ", "or ", "镝", "无",
    "磁铁", "あ", "ß", "İ", "e\u0301", "Y2O3 ", "6H2O", "(6-7)H2O", "[157]", "a:", "Ce:", "Ce,", ":Ce", "mesh ", "<",
    "1e", "0.1 M ", "mg/L ", "CW024A", "ND2", "PA66", "GD32F103C8T6", "\ufdfa", "²", "⁺", "scheibe", "magnet",
)  # fmt: skip
ALPHABETS = (
    string.ascii_uppercase, "HCNOFSPKYIWUVB", "()[]0123456789.,", string.punctuation + string.digits + " ",
    "ABCDE 0123 ,.-%", "".join(map(chr, range(32, 0x3100, 37))),
)  # fmt: skip


def texts() -> Iterator[str]:
    rows = words.load()
    examples = [row["concept"] for row in rows["words"]] + [row["pattern"] for row in rows["patterns"]]
    for piece in (*PIECES, *dict.fromkeys(examples)):
        yield (piece * LONGEST)[:LONGEST]
    chosen = random.Random(7)
    for alphabet in ALPHABETS:
        for length in (64, LONGEST):
            for _ in range(8):
                yield "".join(chosen.choices(alphabet, k=length))


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.slow), 20])
def test_no_text_of_two_hundred_characters_takes_long_to_read(every: int) -> None:
    read = resolver().resolve
    read(Line("1", material="gizmo (Nd2O3) 4711"))  # what is loaded once isn't the text's time
    slow = []
    for text in islice(texts(), 0, None, every):
        for field in ({"material": text}, {"formula": text}):
            started = time.process_time()
            read(Line("1", **field))  # type: ignore[arg-type]
            if time.process_time() - started > SECONDS:
                slow.append(text)
    assert not slow
