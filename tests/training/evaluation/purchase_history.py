"""The purchases of the archive with their forecasts, made once for the tests that read them."""

from __future__ import annotations

from functools import cache

from tests.factories import workspace
from training.evaluation.purchases import History, history


@cache
def known() -> History:
    """Half a minute of fitting."""
    return history(workspace())
