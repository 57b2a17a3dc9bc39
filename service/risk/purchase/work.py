"""What an answer takes of a processor, counted before it is worked out: reading descriptions, and measuring purchases.

Descriptions are counted from their characters, before any of them is read.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil

from service.risk.bom import Bom, Line
from service.risk.errors import BomError, FieldError
from service.risk.purchase.basket import Basket, DeclaredStage, Purchase

MOST_PURCHASES = 400
"""Distinct purchases that one answer may measure, be it only for its interval; a thousand lines of a real product share
a few dozen."""
PER_PURCHASE, PER_SOURCE, PER_PAIR, PER_COUNTRY = 30, 2, 2, 80
PER_BOM, PER_LINE = 150, 1
"""Work of an answer and of reading a line, besides its purchases."""
MOST_WORK, HEAVIEST_TOLD = 15_000, 3
"""Work that one answer may take, counted beforehand in tenths of a millisecond of processor time. It is counted by
purchase, by declared source, and by pair of sources in stages that follow each other. It is counted by declared country
too, since the score without each is measured. Five lines that name all countries took 2.4 s, 400 purchases with 16
sources in each of three stages 20 s. ``python -m tests.benchmarks.work`` measures what passes."""

PER_TEXT, PER_LETTER, PER_BLANK, PER_SIGN, PER_OTHER = 10, 1, 8, 24, 2
PER_FOREIGN, PER_COUNT, PER_PARTING, OF_A_UNIT = 8, 60, 70, 20
"""Twentieths of a unit of ``MOST_WORK``: by text, and by its small letters, its blanks, its punctuation marks
and its other bytes. Blanks part words, marks part what is said of them: each part is tried by every reader. A byte of
a letter beyond ASCII counts once more, as do a letter before a digit, since it may begin a formula, a percent
sign and a bracket, since they part compositions.

Fitted to texts that were made to be slow and to ordinary ones of many trades. A thousand ordinary ones of 40
characters pass. So did a thousand slow ones of 200, which took 5 s of a processor."""
_LETTERS, _MARKS = string.ascii_lowercase.encode(), string.punctuation.encode()
_ASCII = bytes(range(128))
_COUNT = re.compile(rb"[A-Za-z][0-9]")


def work_of(purchase: Purchase) -> int:
    """What measuring a purchase takes, in the unit of ``MOST_WORK``."""
    return PER_PURCHASE + _of_sources(purchase.declared)


def work_of_all(purchases: Iterable[Purchase]) -> int:
    """What measuring all purchases of a request takes."""
    every = tuple(purchases)
    stated = {id(one.declared): one.declared for one in every}  # those of a line hold the same
    work = {key: _of_sources(declared) for key, declared in stated.items()}
    countries = {country for declared in stated.values() for _, mix in declared for country, _, _ in mix}
    return sum([PER_PURCHASE + work[id(one.declared)] for one in every]) + PER_COUNTRY * len(countries)


def _of_sources(declared: Sequence[DeclaredStage]) -> int:
    """What the sources add that a purchase's lines state."""
    counts = [len(mix) for _, mix in declared]
    return PER_SOURCE * sum(counts) + PER_PAIR * sum(a * b for a, b in pairwise(counts))


def work_of_answer(bom: Bom, basket: Basket) -> int:
    """What reading a BOM and measuring what is in its basket takes."""
    measured = work_of_all((*basket.purchases, *basket.other_purchases))
    return PER_BOM + PER_LINE * len(bom.lines) + work_of_reading(bom.lines) + measured


def work_of_reading(lines: Iterable[Line]) -> int:
    """What reading lines takes, in the unit of ``MOST_WORK``. A text that several lines have is read once."""
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


def checked_reading(lines: Sequence[Line]) -> int:
    """What reading the lines takes, in the unit of ``MOST_WORK``. Raises ``BomError`` where that is too much by itself,
    before any is read."""
    reading = work_of_reading(lines)
    if reading <= MOST_WORK:
        return reading
    fix = (
        f"reading its descriptions takes {reading:,} units of work, at most {MOST_WORK:,}: split it into "
        f"{ceil(reading / MOST_WORK)} or more of like size, or shorten the descriptions to what each part is"
    )
    raise BomError("The descriptions take too much work.", [FieldError("/lines", "too_much_work", fix)])


def check_measuring(basket: Basket, reading: int) -> None:
    """Raises ``BomError`` for more purchases than an answer measures, or where they hold a processor too long after
    ``reading``, with what to split."""
    _check_variety(basket)
    if (work := work_of_all((*basket.purchases, *basket.other_purchases)) + reading) <= MOST_WORK:
        return
    in_parts = ceil(work / MOST_WORK)
    fix = (
        f"its purchases, their sources and its descriptions take {work:,} units of work, at most {MOST_WORK:,}: split "
        f"it into {in_parts} or more BOMs of like size, or declare fewer sources and countries, those of one stage "
        "first"
    )
    errors = [FieldError("/lines", "too_much_work", fix)]
    by_line = {line.pointer: sum(map(work_of, line.purchases)) for line in basket.lines}
    for pointer in sorted(by_line, key=lambda one: by_line[one], reverse=True)[:HEAVIEST_TOLD]:
        errors.append(FieldError(f"{pointer}/supply", "heavy_line", f"{by_line[pointer]:,} units are this line's"))
    raise BomError("The BOM takes too much work.", errors)


def _check_variety(basket: Basket) -> None:
    count = len(basket.purchases) + len(basket.other_purchases)
    if count <= MOST_PURCHASES:
        return
    detail = (
        f"{count} distinct purchases, those that may be present among them, at most {MOST_PURCHASES}: declare the "
        "same supply for like lines, or split the BOM"
    )
    if any(line.part for line in basket.lines):
        detail += '; "same_part": "separate" doesn\'t mix the suppliers of a part'
    raise BomError("The BOM is too varied.", [FieldError("/lines", "too_many_hazards", detail)])
