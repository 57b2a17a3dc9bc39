"""The evidence tables and the archive, turned into the ``Facts`` that features read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from service.risk.controls.register import Register
from service.risk.disruption.exposure import Facts
from service.risk.evidence.claims import DOCUMENT_PREFIX, PRICE, SLOW, Claim, Evidence
from service.risk.evidence.trade import Trade
from training.derived import mine_shares
from training.tables import claims, controls
from training.tables.reader import EVIDENCE


def commodity_names(folder: Path = EVIDENCE) -> dict[str, str]:
    """HS92 code -> the commodity's name in the claims (the first one where a code covers several)."""
    return {code: found.names[0] for code, found in claims.commodities(folder).items()}


def facts_of(
    trade: Trade,
    governance: dict[str, dict[int, float]],
    outcomes_through: int,
    *,
    folder: Path = EVIDENCE,
    without_documents: bool = False,
    unverified: bool = False,
) -> Facts:
    """Facts from the tables. ``without_documents`` leaves the five source documents out, to show what they carry;
    ``unverified`` lets measures act that were recalled and not seen (confidence C)."""
    rows, _ = mine_shares.compiled(claims.load(folder))
    register = controls.load()
    if without_documents:
        rows = [r for r in rows if not r["document"].startswith(DOCUMENT_PREFIX)]
        register = [r for r in register if not (r["locator"] or "").startswith(DOCUMENT_PREFIX)]
    evidence = Evidence([Claim.from_row(r) for r in rows])
    return Facts(evidence, Register.from_rows(register, unverified=unverified), trade, governance, outcomes_through)


def entering(last_year: int, folder: Path = EVIDENCE) -> list[dict[str, Any]]:
    """Rows of the tables that a panel of trade through ``last_year`` can depend on: what was known by the end of that
    year, no price (a panel's prices are those of trade), and figures that are carried back before their publication."""
    newest = f"{last_year}-12-31"
    rows, _ = mine_shares.compiled(claims.load(folder))
    figures = [r for r in rows if r["quantity"] != PRICE and (r["published"] <= newest or r["quantity"] in SLOW)]
    measures = [r for r in controls.load(folder / "controls.csv") if (r["announced"] or r["effective"] or "") <= newest]
    goods = sorted(commodity_names(folder).items())
    return [*figures, *measures, {"goods": goods}]
