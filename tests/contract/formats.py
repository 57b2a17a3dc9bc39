"""What the OpenAPI document's formats stand for, for requests that are made up: days, countries, units, prices."""

from __future__ import annotations

from datetime import date

import schemathesis
from hypothesis import strategies as st

from service.schemas.fields import COUNTRIES

DAYS = st.dates(date(2010, 1, 1), date(2026, 11, 21)).map(date.isoformat)
UNITS = st.sampled_from(["kg", "g", "mg", "t", "lb", "oz", "KGM", "kg Nd", "kg TREO"])
PRICES = st.builds(
    "{} {}/{}".format, st.integers(1, 10_000), st.sampled_from(["EUR", "USD"]), st.sampled_from(["kg", "lb", "100 kg"])
)


def register() -> None:
    """Tell schemathesis."""
    schemathesis.openapi.format("date", DAYS)
    schemathesis.openapi.format("date-time", DAYS.map("{}T06:00:00Z".format))
    schemathesis.openapi.format("country", st.sampled_from([*COUNTRIES, "South Korea"]))
    schemathesis.openapi.format("unit", UNITS)
    schemathesis.openapi.format("price", PRICES)
