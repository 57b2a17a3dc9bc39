"""The one day that card and answers tell of prices is the last that is read, not that of a series beside it."""

from __future__ import annotations

from typing import Any

from tests.factories import TODAY, kernel
from training.publication import build


def test_prices_reach_the_last_day_that_is_read() -> None:
    manifest: dict[str, Any] = {"data_ages": {"prices": None}}
    build._prices(manifest, kernel(), TODAY)
    read = {row["element"]: row["through"] for row in manifest["prices_read"]}
    assert manifest["data_ages"]["prices"] == read["Dy"] == "2025-12-31"
    assert max(c.valid_to for c in kernel().evidence.claims if c.quantity == "price") > "2025-12-31"
