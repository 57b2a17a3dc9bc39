"""The evidence tables and the archive, turned into the ``Facts`` that features read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from service.risk.controls.register import Register
from service.risk.evidence.claims import Claim, Evidence
from service.risk.evidence.facts import Facts
from service.risk.evidence.trade import Trade
from training.derived import mine_shares
from training.tables import claims, controls
from training.tables.reader import EVIDENCE


def facts_of(
    trade: Trade,
    governance: dict[str, dict[int, float]],
    *,
    folder: Path = EVIDENCE,
    without: Collection[str] = (),
    unverified: bool = False,
) -> Facts:
    """Facts from the tables. ``without`` names documents whose figures and measures are left out, to show their weight.
    ``unverified`` lets measures act that were recalled and not seen (confidence C)."""
    rows, _ = mine_shares.compiled(claims.load(folder))
    claimed, register = left_out(rows, controls.load(), without)
    evidence = Evidence([Claim.from_row(r) for r in claimed])
    return Facts(evidence, Register.from_rows(register, unverified=unverified), trade, governance)


def left_out(
    rows: Sequence[Mapping[str, Any]], register: Sequence[Mapping[str, Any]], documents: Collection[str]
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Rows of claims and of the register without those of some documents, and without figures derived from theirs. A
    measure names the document that tells of it at the start of its locator."""
    gone = {row["claim_id"] for row in rows if row["document"] in documents}
    kept = [row for row in rows if row["claim_id"] not in gone and not gone & set(Claim.from_row(row).derived_from)]
    return kept, [row for row in register if not (row["locator"] or "").startswith(tuple(documents))]
