"""How many cases of a property are drawn. The profiles are registered in ``tests/conftest.py``."""

from __future__ import annotations

from hypothesis import settings

USUAL = 100
"""What hypothesis draws in the profile of `make test` where a test says nothing."""


def drawn(many: int) -> int:
    """So many cases in `make test`, and in `make fuzz` as many times more as its profile says."""
    return many * settings().max_examples // USUAL
