"""A file that is answered at once has each of its descriptions read once, however often it is asked for."""

from __future__ import annotations

from service.imports.limits import LIMITS
from service.risk.bom import Line
from service.risk.materials.resolve import TEXTS_KEPT
from tests.factories import kernel


def test_as_many_readings_are_kept_as_such_a_file_has_rows() -> None:
    assert LIMITS.rows <= TEXTS_KEPT


def test_texts_that_come_again_in_the_same_order_are_not_read_again() -> None:
    resolver = kernel().resolver
    kept = resolver._by_text.cache_info
    assert kept().maxsize == TEXTS_KEPT
    texts = [f"Screw M4 no. {n}" for n in range(40)]
    before = kept()
    for _ in range(3):
        for text in texts:
            resolver.resolve(Line("1", material=text), suggest=False)
    after = kept()
    assert after.misses - before.misses == len(texts)
    assert after.hits - before.hits == 2 * len(texts)
