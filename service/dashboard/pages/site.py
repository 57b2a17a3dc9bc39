"""The pages of the service, each with its route on the one blueprint."""

from __future__ import annotations

from service.dashboard.pages import (
    compare,
    docs,
    evidence,
    model,
    open_lines,
    portfolio,
    product,
    register,
    upload,
    what_if,
)
from service.dashboard.pages.lists import chokepoints, figures
from service.dashboard.pages.outlook import alternatives, indicators, one_product, plans
from service.dashboard.pages.outlook import portfolio as scenarios
from service.dashboard.pages.serving import site

PAGES = (
    alternatives, chokepoints, compare, docs, evidence, figures, indicators, model, one_product, open_lines, plans,
    portfolio, product, register, scenarios, upload, what_if,
)  # fmt: skip
"""Every module whose routes the blueprint has once it is imported."""
blueprint = site
