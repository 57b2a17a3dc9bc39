"""What reading the descriptions of lines takes, counted from their characters before any of them is read."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable

from service.risk.bom import Line

PER_TEXT, PER_LETTER, PER_BLANK, PER_SIGN, PER_OTHER = 10, 1, 8, 20, 2
PER_FOREIGN, PER_COUNT, PER_PARTING, OF_A_UNIT = 6, 55, 70, 20
"""Twentieths of a unit of ``scoring.MOST_WORK``: by text, and by its small letters, its blanks, its punctuation marks
and its other bytes. Blanks part words, marks part what is said of them: each part is tried by every reader. A byte of
a letter beyond ASCII counts once more, as do a letter before a digit, since it may begin a formula, a percent
sign and a bracket, since they part compositions.

Fitted to texts that were made to be slow and to ordinary ones of many trades. A thousand ordinary ones of 40
characters pass. So did a thousand slow ones of 200, which took 5 s of a processor."""
_LETTERS, _MARKS = string.ascii_lowercase.encode(), string.punctuation.encode()
_ASCII = bytes(range(128))
_COUNT = re.compile(rb"[A-Za-z][0-9]")


def work_of_reading(lines: Iterable[Line]) -> int:
    """What reading lines takes, in the unit of ``scoring.MOST_WORK``. A text that several lines have is read once."""
    texts = {text for line in lines for text in (line.material, line.formula) if text}
    raw = " ".join(texts).encode("utf-8", "surrogatepass")
    without_letters = raw.translate(None, _LETTERS)
    without_blanks = without_letters.replace(b" ", b"")
    others = len(without_blanks.translate(None, _MARKS))
    work = PER_TEXT * len(texts) + PER_LETTER * (len(raw) - len(without_letters))
    work += PER_BLANK * (len(without_letters) - len(without_blanks))
    work += PER_SIGN * (len(without_blanks) - others) + PER_OTHER * others
    work += PER_FOREIGN * len(raw.translate(None, _ASCII))
    work += PER_PARTING * (raw.count(b"%") + raw.count(b"("))
    return (work + PER_COUNT * len(_COUNT.findall(raw))) // OF_A_UNIT
