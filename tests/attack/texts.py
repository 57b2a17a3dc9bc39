"""Texts that could be slow to read: ``python -m tests.attack.texts`` reads each and tells which took the most.

Repetitions of every piece that a reader or an expression looks for, capitals, digits, any Unicode. An expression's own
steps can't be counted, so they are timed here, where nothing else is judged. The tests count the calls of the readers.
"""

from __future__ import annotations

import random
import string
import sys
import time
from collections.abc import Iterator

from service.risk.bom import Line
from service.risk.materials.wording.words import LONGEST
from tests.factories import resolver
from training.tables import words

SECONDS = 2.0
"""A hundred times what any of them takes on a quiet machine. A reader that grows faster than its text takes minutes."""
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
    """Each as long as a text may be, and some of 64 characters."""
    rows = words.load()
    examples = [row["concept"] for row in rows["words"]] + [row["pattern"] for row in rows["patterns"]]
    for piece in (*PIECES, *dict.fromkeys(examples)):
        yield (piece * LONGEST)[:LONGEST]
    chosen = random.Random(7)
    for alphabet in ALPHABETS:
        for length in (64, LONGEST):
            for _ in range(8):
                yield "".join(chosen.choices(alphabet, k=length))


def ways(text: str) -> tuple[Line, Line]:
    """The text as a material and as a formula."""
    return Line("1", material=text), Line("1", formula=text)


def main() -> None:
    """Read all of them; ends with code 1 where one takes longer than ``SECONDS``."""
    read = resolver().resolve
    read(Line("1", material="gizmo (Nd2O3) 4711"))  # what is loaded once isn't the text's time
    taken: list[tuple[float, str]] = []
    for text in texts():
        for line in ways(text):
            began = time.process_time()
            read(line)
            taken.append((time.process_time() - began, text))
    longest, text = max(taken)
    print(f"{len(taken):,} readings; the slowest took {longest:.3f} s: {text!r}")
    sys.exit(longest > SECONDS)


if __name__ == "__main__":
    main()
