"""What became of rows that are new or altered: what each does on a day, or why it does nothing, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.risk.answer import Score
from service.risk.bundle.kernel import Kernel
from service.risk.controls.measures import Measure, Status
from service.risk.disruption.good_background import series_of
from service.risk.evidence.claims import MODEL, PRICE, Claim, known


@dataclass(frozen=True)
class Use:
    """Products whose answer names a figure or counts a measure, by its id; of how many products."""

    products: Mapping[str, frozenset[str]]
    of: int

    @classmethod
    def by(cls, scores: Mapping[str, Score]) -> Use:
        """From the answers by product."""
        found: dict[str, set[str]] = {}
        for product, answer in scores.items():
            for hazard in answer.hazards:
                for name in (*hazard.figures, *hazard.controls):
                    found.setdefault(name, set()).add(product)
        return cls({name: frozenset(products) for name, products in found.items()}, len(scores))

    def words(self, name: str) -> str:
        """How many products it bears on."""
        return f"{len(self.products.get(name, ()))} of {self.of} products"


def fates(kernel: Kernel, ids: Mapping[str, Collection[str]], use: Use, day: date) -> list[dict[str, str]]:
    """``row`` and ``says`` for the claims and controls among ``ids`` (by table) that the bundle holds."""
    claims = {c.claim_id: c for c in kernel.evidence.claims}
    measures = {m.measure_id: m for m in kernel.register.measures}
    found = [(name, _claim(kernel, claims[name], use, day)) for name in ids["claims"] if name in claims]
    found += [(name, _measure(kernel, measures[name], use, day)) for name in ids["controls"] if name in measures]
    return [{"row": name, "says": says} for name, says in found]


def _claim(kernel: Kernel, claim: Claim, use: Use, day: date) -> str:
    inside = [c for c in kernel.evidence.claims if claim.claim_id in c.derived_from]
    if claim.use != MODEL:
        return f"stands beside the scores (use is {claim.use})"
    if inside:
        return f"enters through {_listed(c.claim_id for c in inside)}, which we work out from it"
    if not claim.closed:
        return "a range with one end open: not used"
    if not known(claim, day):
        since = claim.valid_to if claim.quantity == PRICE else claim.published
        return f"known only from {since}: nothing on {day}"
    if not kernel.evidence.standing([claim], day):
        return f"superseded by {', '.join(claim.superseded_by)}"
    return " ".join(_price(kernel, claim, use, day) if claim.quantity == PRICE else _heard(kernel, claim, use, day))


def _price(kernel: Kernel, claim: Claim, use: Use, day: date) -> Iterator[str]:
    served = series_of(claim.scope)
    if (claim.form, claim.basis) != ("oxide", served):
        yield f"{claim.form} {claim.basis}: scores read oxide {served}, it stands beside"
        return
    points = kernel.evidence.prices(claim.scope, served, day)
    mine = next((p for p in points if claim.claim_id in p.claims), None)
    year = claim.valid_to[:4]
    if mine is None and any(p.year == int(year) for p in points):
        yield f"its days are held by a longer or newer figure of {year}"
    elif mine is None:
        yield f"{year} counts once its figures reach June"
    else:
        yield f"part of {mine.year} at {mine.value:.4g} ({mine.days} days);"
        yield f"read for {use.words(claim.claim_id)}. Where a score stays, the change is inside one step of the trees"


def _heard(kernel: Kernel, claim: Claim, use: Use, day: date) -> Iterator[str]:
    view = kernel.ledger.view(claim, day)
    if view is None or claim.claim_id not in view.figures:
        yield "no score asks for it on this day"
        return
    if view.claim_id == claim.claim_id:
        yield f"goes first for {' '.join((claim.scope, claim.geography)).strip()} ({view.rule});"
    else:
        first = kernel.evidence.claim(view.claim_id)
        yield f"goes behind {first.claim_id}, which sets the centre ({view.rule});"
        low, high = claim.bounds
        inside = first.bounds[0] <= low and high <= first.bounds[1]
        yield "its interval is inside the other's: nothing moves;" if inside else "it widens the interval alone;"
    yield f"read for {use.words(claim.claim_id)}"


def _measure(kernel: Kernel, measure: Measure, use: Use, day: date) -> str:
    status = kernel.register.status(measure, day, known_at=day)
    if measure.sign == "evidence":
        return "evidence about controls: it never acts"
    if measure.hs_match in ("none", "related"):
        return f"hs_match is {measure.hs_match}: no good that scores know is under it"
    if not measure.train and not (kernel.register.unverified and measure.confidence == "C"):
        return f"train is no, confidence {measure.confidence}: shown, never counted"
    if status is Status.NOT_YET_ANNOUNCED:
        return f"announced only on {measure.announced or measure.effective}: nothing on {day}"
    return f"{status} on {day}; counts for {use.words(measure.measure_id)}"


def _listed(names: Iterable[str]) -> str:
    found = sorted(names)
    return ", ".join(found[:3]) + (f" and {len(found) - 3} more" if len(found) > 3 else "")  # noqa: PLR2004


def of_changes(changes: Mapping[str, Any]) -> dict[str, list[str]]:
    """The ids of rows added and altered, by table, from ``comparing.changes``."""
    return {table: [*changes[table]["added"], *changes[table]["altered"]] for table in ("claims", "controls")}
