"""The pages of the service, each with its route on the one blueprint."""

from __future__ import annotations

from service.dashboard.pages import (
    compare,
    docs,
    evidence,
    model,
    open_lines,
    outlook,
    plans,
    portfolio,
    product,
    register,
    upload,
    what_if,
)
from service.dashboard.pages.lists import chokepoints, figures
from service.dashboard.pages.serving import site

PAGES = (
    chokepoints, compare, docs, evidence, figures, model, open_lines, outlook, plans, portfolio, product,
    register, upload, what_if,
)  # fmt: skip
"""Every module whose routes the blueprint has once it is imported."""
blueprint = site
