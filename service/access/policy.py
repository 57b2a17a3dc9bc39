"""What each operation asks for: the one table. An application with an operation that isn't in it doesn't start."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from flask import Flask


class Scope(StrEnum):
    """What a key may do. None of them holds another."""

    SCORE = "score"
    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


MEANINGS = {
    Scope.SCORE: "score bills of materials and see how lines are read; nothing is stored",
    Scope.READ: "read what its tenant stored, and the reference tables",
    Scope.WRITE: "store and delete",
    Scope.ADMIN: "read its tenant's audit log and, in the tenant of the operator, the metrics",
}

OPEN = None
"""Needs no key: it tells nothing of any tenant."""

API: Mapping[str, Scope | None] = {
    "api-docs.openapi_json": OPEN,
    "scores.post_score": Scope.SCORE,
    "batch.post_batch": Scope.SCORE,
    "imports.post_import": Scope.SCORE,  # and WRITE where it stores: the handler asks
    "mappings.put_mapping": Scope.WRITE,
    "mappings.list_mappings": Scope.READ,
    "mappings.get_mapping": Scope.READ,
    "mappings.delete_mapping": Scope.WRITE,
    "jobs.list_jobs": Scope.READ,
    "jobs.get_job": Scope.READ,
    "jobs.delete_job": Scope.WRITE,
    "jobs.list_job_errors": Scope.READ,
    "jobs.list_job_results": Scope.READ,
    "exports.export_scores": Scope.READ,
    "exports.export_bom": Scope.READ,
    "scores.post_receipt": Scope.SCORE,
    "readings.post_readings": Scope.SCORE,
    "plans.post_plan": Scope.SCORE,
    "scenarios.post_scenarios": Scope.SCORE,
    "alternatives.list_alternatives": Scope.READ,
    "questions.post_questions": Scope.SCORE,
    "questions.get_questions": Scope.READ,
    "stock.post_stock": Scope.SCORE,
    "stock.get_stock": Scope.READ,
    "costs.post_costs": Scope.SCORE,
    "costs.get_costs": Scope.READ,
    "indicators.list_indicators": Scope.READ,
    "indicators.get_indicators_feed": Scope.READ,
    "scenarios.list_scenarios": Scope.READ,
    "scenarios.get_scenarios": Scope.READ,
    "scenarios.get_portfolio_scenario": Scope.READ,
    "boms.put_bom": Scope.WRITE,
    "boms.get_bom": Scope.READ,
    "boms.delete_bom": Scope.WRITE,
    "boms.put_tags": Scope.WRITE,
    "boms.list_revisions": Scope.READ,
    "boms.get_revision": Scope.READ,
    "bom_lists.list_boms": Scope.READ,
    "portfolio.get_portfolio": Scope.READ,
    "portfolio.list_suppliers": Scope.READ,
    "portfolio_series.get_portfolio_scores": Scope.READ,
    "portfolio_series.get_portfolio_scores_file": Scope.READ,
    "rescoring.post_rescore": Scope.WRITE,
    "bom_scores.get_score": Scope.READ,
    "bom_scores.get_history": Scope.READ,
    "bom_scores.get_history_file": Scope.READ,
    "bom_changes.get_changes": Scope.READ,
    "parts.put_part": Scope.WRITE,
    "parts.list_parts": Scope.READ,
    "parts.get_part": Scope.READ,
    "parts.delete_part": Scope.WRITE,
    "badges.get_badge": Scope.READ,
    "feeds.get_feed": Scope.READ,
    "links.put_link": Scope.WRITE,
    "links.list_links": Scope.READ,
    "links.get_link": Scope.READ,
    "links.delete_link": Scope.WRITE,
    "webhooks.put_webhook": Scope.WRITE,
    "webhooks.list_webhooks": Scope.READ,
    "webhooks.get_webhook": Scope.READ,
    "webhooks.delete_webhook": Scope.WRITE,
    "webhooks.post_secret": Scope.WRITE,
    "deliveries.list_deliveries": Scope.READ,
    "deliveries.post_replay": Scope.WRITE,
    "claims.list_claims": Scope.READ,
    "claims.get_claim": Scope.READ,
    "statements.list_statements": Scope.READ,
    "statements.get_statement": Scope.READ,
    "reference.list_elements": Scope.READ,
    "reference.get_element": Scope.READ,
    "reference.get_supply": Scope.READ,
    "reference.list_controls": Scope.READ,
    "reference.get_control": Scope.READ,
    "reference.list_materials": Scope.READ,
    "reference.get_material": Scope.READ,
    "reference.get_model": Scope.READ,
    "shocks.get_shocks": Scope.READ,
    "shocks.get_shocks_file": Scope.READ,
    "element_series.get_element_scores": Scope.READ,
    "element_series.get_element_scores_file": Scope.READ,
    "model.get_frozen_shocks": Scope.READ,
    "model.get_frozen_shocks_file": Scope.READ,
    "model.get_track_record": Scope.READ,
    "model.get_forecasts": Scope.READ,
    "model.get_card": Scope.READ,
    "model.get_report": Scope.READ,
    "audit.list_entries": Scope.ADMIN,
    "operations.healthz": OPEN,
    "operations.readyz": OPEN,
    "operations.metrics": Scope.ADMIN,
}
"""The operations of the OpenAPI document, and the document itself."""

PAGES: Mapping[str, Scope | None] = {
    "pages.home": Scope.READ,
    "pages.portfolio_file": Scope.READ,
    "pages.show_chokepoint": Scope.READ,
    "pages.show_product": Scope.READ,
    "pages.show_what_if": Scope.READ,
    "pages.show_plan": Scope.READ,
    "pages.show_outlook": Scope.READ,
    "pages.show_scenarios": Scope.READ,
    "pages.list_elements": Scope.READ,
    "pages.show_element": Scope.READ,
    "pages.show_alternatives": Scope.READ,
    "pages.show_indicators": Scope.READ,
    "pages.show_country": Scope.READ,
    "pages.show_control": Scope.READ,
    "pages.list_figures": Scope.READ,
    "pages.show_figure": Scope.READ,
    "pages.show_statement": Scope.READ,
    "pages.show_comparison": Scope.READ,
    "pages.show_model": Scope.READ,
    "pages.show_upload": Scope.WRITE,
    "pages.read_upload": Scope.WRITE,
    "pages.confirm_upload": Scope.WRITE,
    "pages.confirm_line": Scope.WRITE,
    "pages.docs": OPEN,
    "pages.problems": OPEN,
    "pages.problem": OPEN,
    "pages.assets": OPEN,
    "pages.static": OPEN,
    "sign_in.show": OPEN,
    "sign_in.enter": OPEN,
    "sign_in.leave": OPEN,
}
"""What browsers show. Who hasn't signed in is led to it; what a form sends back carries a token."""

OF_THE_OPERATOR = frozenset({"operations.metrics"})
"""Tells of all tenants together, so a key of the operator's own tenant is needed."""

LINKED = {"badges.get_badge": "badge", "feeds.get_feed": "feed", "indicators.get_indicators_feed": "feed"}
"""What the token of a link opens, too, by its kind. Such a token opens nothing else."""

RULES = {**API, **PAGES}


def scope_of(endpoint: str) -> Scope | None:
    """The scope that an operation asks for. Raises ``LookupError`` for one that nobody thought of."""
    if endpoint not in RULES:
        raise LookupError(f"No scope is stated for {endpoint}: state it in service/access/policy.py.")
    return RULES[endpoint]


def check(app: Flask) -> None:
    """Raise ``LookupError`` where the application has an operation that isn't in the table."""
    for rule in app.url_map.iter_rules():
        scope_of(rule.endpoint)
