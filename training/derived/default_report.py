"""The part of the supply report on default sources: China's share for five buyers, beside what is published of them.

Published are shares of a buyer's imports (``import_share_of_buyer``). A default mix says where the material was made,
so it may differ from them where a country passes on its imports. A difference above ten points needs a reason in
``evidence/default_differences.csv``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from service.risk.bundle import storage
from service.risk.evidence.claims import Claim
from service.risk.evidence.trade import Trade
from service.risk.supply_chain.sourcing import Sourcing, Supply
from service.risk.vocabulary import Stage, elements_of
from training.derived import supply_report
from training.derived.supply_report import FAR, DifferenceReason, UnexplainedError
from training.tables.reader import EVIDENCE

REASONS = "default_differences.csv"
BUYERS = {"DEU": "EU27", "USA": "USA", "JPN": "JPN", "FRA": "EU27", "KOR": "KOR"}
"""Buyer -> whose imports a source speaks of."""
LEADER = "CHN"
SHOWN = ("Dy", "Nd", "Ce")
OF_ALL = {Stage.SEPARATION: ("La", "Ce", "Pr", "Nd"), Stage.METAL: ("Nd",), Stage.MAGNET: ("Nd",)}
"""Elements that a figure on all rare earths is held against: nine tenths of the tonnage. Of metals and magnets, whose
shares no source tells apart by element, it is one."""
IMPORTS = "imports_of_"


@dataclass(frozen=True)
class ImportDifference:
    """China's share of a buyer's default sources beside a published share of its imports; both 0..1."""

    buyer: str
    element: str
    stage: Stage
    ours: float
    claim: Claim

    @property
    def far(self) -> bool:
        """Whether it lies more than ten points outside what the source says."""
        low, high = self.claim.bounds
        return not low - FAR <= self.ours <= high + FAR


def differences(sourcing: Sourcing, on: date) -> list[ImportDifference]:
    """Every published share of a buyer's imports from China, beside the default, as known on a day."""
    claims = sourcing.evidence.query("import_share_of_buyer", geography=LEADER)
    known = [c for c in claims if c.published <= on and c.closed]
    return [
        ImportDifference(buyer, element, stage, _share(sourcing.supply(element, on, "central"), stage, buyer), claim)
        for claim in known
        for buyer, importer in BUYERS.items()
        if claim.basis == IMPORTS + importer
        for stage in _stages(claim)
        for element in _elements(claim, stage)
    ]


def _stages(claim: Claim) -> Sequence[Stage]:
    """The stage of the good imported; compounds where it isn't said."""
    return [Stage(word) for word in claim.stage.split()] or [Stage.SEPARATION]


def _elements(claim: Claim, stage: Stage) -> Sequence[str]:
    return OF_ALL[stage] if claim.scope == "REE" else sorted(elements_of(claim.scope))


def _share(supply: Supply, stage: Stage, buyer: str) -> float:
    return supply.mix(stage, buyer).get(LEADER, 0.0)


def trade_of(bundle: Path) -> Trade:
    """The trade tables of a bundle. Raises ``BundleError`` when it can't be read."""
    _, files, _ = storage.read(bundle)
    return Trade.from_json(json.loads(files[storage.EVIDENCE])["trade"])


def section(on: date, trade: Trade, folder: Path = EVIDENCE) -> str:
    """The section in Markdown. Raises ``UnexplainedError`` when a difference above ten points has no reason."""
    evidence, _ = supply_report.evidence_of(folder)
    sourcing = Sourcing(evidence, trade)
    compared, written = differences(sourcing, on), supply_report.reasons(folder, REASONS)
    if bare := [d for d in compared if d.far and reason_for(d, written) is None]:
        words = "\n".join(_difference_line(d) for d in bare)
        raise UnexplainedError(f"{len(bare)} differences above 10 points without a reason in {REASONS}:\n{words}")
    return "\n".join([*_head(trade), *_shares(sourcing, on), *_compared(compared, written)]) + "\n"


def reason_for(difference: ImportDifference, written: Sequence[DifferenceReason]) -> DifferenceReason | None:
    """The reason written for a difference."""
    fitting = (r for r in written if r.claim == difference.claim.claim_id and difference.element in r.elements)
    return next(fitting, None)


def _difference_line(d: ImportDifference) -> str:
    low, high = d.claim.bounds
    stated = f"{low:.0%}" if low == high else f"{low:.0%}-{high:.0%}"
    return f"{d.buyer} {d.element} {d.stage}: default {d.ours:.0%}, {d.claim.claim_id} {stated}"


def _head(trade: Trade) -> list[str]:
    held = "by value and quantity" if trade.quantities else "by value (the served bundle holds no shares by quantity)"
    return [
        "",
        "## Default sources",
        "",
        "China's share of where a buyer's material is made unless a line says so, in per cent. It is half the world's",
        "output and half three years of the buyer's imports, traced to the makers, after what is made at home.",
        f"Trade is read {held}. `world` and `trade` are the two halves by themselves.",
    ]


def _shares(sourcing: Sourcing, on: date) -> Iterable[str]:
    yield from ["", "| element | stage | buyer | default | world | trade |", "|---|---|---|--:|--:|--:|"]
    for element in SHOWN:
        supply = sourcing.supply(element, on, "central")
        for stage in (Stage.SEPARATION, Stage.METAL, Stage.MAGNET):
            for buyer in BUYERS:
                bought = supply.imported(stage, buyer)
                shares = [_share(supply, stage, buyer), supply.makers[stage].shares.get(LEADER, 0.0)]
                shares += [bought.get(LEADER, 0.0)] if bought else []
                told = [f"{100 * share:.0f}" for share in shares] + [""] * (not bought)
                yield f"| {element} | {stage} | {buyer} | {' | '.join(told)} |"


def _compared(differences: Sequence[ImportDifference], written: Sequence[DifferenceReason]) -> list[str]:
    far = [d for d in differences if d.far]
    lines = [
        "",
        f"{len(differences)} published shares of imports compared, {len(far)} of them more than 10 points from what is "
        "said.",
        "",
        "| published figure | its share | default | why |",
        "|---|--:|---|---|",
    ]
    groups: dict[str, list[ImportDifference]] = {}
    for d in differences:
        groups.setdefault(d.claim.claim_id, []).append(d)
    for claim_id, rows in sorted(groups.items()):
        low, high = (f"{100 * end:.0f}" for end in rows[0].claim.bounds)
        served = ", ".join(f"{d.element} {d.buyer} {100 * d.ours:.0f}" for d in rows)
        whys = dict.fromkeys(reason.why for d in rows if d.far and (reason := reason_for(d, written)))
        lines.append(f"| `{claim_id}` | {low if low == high else f'{low}-{high}'} | {served} | {'; '.join(whys)} |")
    return lines
