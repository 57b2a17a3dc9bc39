"""Claims about one quantity side by side: the interval, the central value, and the rule that chose it, in words.

The order itself is ``Claim.rank``, the interval ``reconcile``. ``Evidence.speaking`` says which claims speak on a day.
All are in ``evidence``; here they are shown. Which claims meet is the kernel's own choice: a view holds what a score
takes, before ``stage_supply.split`` fits the countries into one world.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from service.risk.evidence.claims import FORWARD_LOOKING, Claim, reconcile
from service.risk.evidence.stage_supply import WITHIN, speaks_of
from service.risk.vocabulary import ELEMENTS, Stage

RULES = (
    "narrowest scope",
    "newest publication year",
    "attributed to a named source",
    "capacity before output",
    "class of source",
    "newest year described",
    "first by id",
)
"""The parts of ``Claim.rank`` in words, in their order."""
ONLY_ONE = "only one figure"
ONLY_DONE = "the only figure that isn't a target or projection"
ONLY_HOPED = "targets and projections only: nothing is counted as done"
SHARES_OF_A_STAGE = ("stage_share", *WITHIN)

_ANYWHERE = frozenset({"stage", "geography", "basis", "valid_from", "valid_to"})
HEARD_TOGETHER: dict[str, frozenset[str]] = {
    **dict.fromkeys(SHARES_OF_A_STAGE, frozenset({"form", "basis", "valid_from", "valid_to"})),
    "eol_rir": _ANYWHERE,
    "demand_saving": _ANYWHERE,
    "substitution_difficulty_class": _ANYWHERE,
}
"""Columns that keep no two claims of a quantity apart. Shares of output and of capacity are heard together, as are
rates of recycling of Europe and of the world. Claims about any other quantity meet only where all of ``SEPARATING``
agree."""
SEPARATING = ("stage", "form", "geography", "basis", "valid_from", "valid_to")


@dataclass(frozen=True)
class ClaimGroup:
    """What claims must have in common to meet. ``subject`` is an element, a scope as written or a commodity; a blank
    word means that the column keeps nothing apart."""

    quantity: str
    subject: str
    unit: str
    stage: str
    form: str
    geography: str
    basis: str
    valid_from: str
    valid_to: str

    @classmethod
    def from_claim(cls, claim: Claim, subject: str = "") -> ClaimGroup:
        """The group of a claim, for the claim's own scope unless a narrower subject is asked about."""
        together = HEARD_TOGETHER.get(claim.quantity, frozenset())
        words = {name: "" if name in together else getattr(claim, name) for name in SEPARATING}
        return cls(claim.quantity, subject or claim.scope, claim.unit, **words)

    @property
    def shelf(self) -> ClaimGroup:
        """The group without subject and form, which alone needn't be equal for claims to meet."""
        return replace(self, subject="", form="")

    def hears(self, claim: Claim) -> bool:
        """Whether a claim of the same shelf speaks of all of the subject, and of its form if of any."""
        forms = set(self.form.split())
        if claim.form and not forms <= set(claim.form.split()):
            return False
        if self.quantity in SHARES_OF_A_STAGE and self.subject in ELEMENTS and self.stage:
            return speaks_of(claim.scope, self.subject, Stage(self.stage))
        return claim.covers_all(self.subject)


@dataclass(frozen=True)
class ClaimView:
    """A group's claims reconciled as known on a day. ``figures`` are the claims heard, in order of precedence: the
    first, ``claim_id``, gave the centre by ``rule``."""

    group: ClaimGroup
    on: date
    low: float
    central: float
    high: float
    claim_id: str
    rule: str
    figures: tuple[str, ...]
    conflicts: tuple[str, ...]
    """Claims heard that leave the central claim's range out, or that a row names as its conflict."""
    checks: tuple[str, ...]
    """Claims of the same group that stand beside and are not heard."""
    outside: tuple[str, ...]
    """Those of ``checks`` that lie outside the interval, whatever year they describe."""


def rule_of(ranked: Sequence[Claim]) -> str:
    """What set the central claim before the next one, for claims in order of precedence."""
    present = [c for c in ranked if c.nature not in FORWARD_LOOKING]
    if not present:
        return ONLY_HOPED
    if len(present) == 1:
        return ONLY_ONE if len(ranked) == 1 else ONLY_DONE
    first, second = present[0].rank, present[1].rank
    return next(rule for rule, a, b in zip(RULES, first, second, strict=True) if a != b)


def view_of(
    group: ClaimGroup, heard: Sequence[Claim], checks: Sequence[Claim], on: date, linked: frozenset[frozenset[str]]
) -> ClaimView | None:
    """The reconciled view of a group on a day, from its claims heard and those that stand beside; ``None`` where none
    is heard. ``linked`` holds the pairs of claims of which one names the other as its conflict."""
    interval = reconcile(heard)
    if interval is None:
        return None
    by_id = {c.claim_id: c for c in heard}
    chosen = by_id[interval.figures[0]]
    conflicts = [
        f for f in interval.figures[1:] if _apart(by_id[f], chosen.bounds) or frozenset({f, chosen.claim_id}) in linked
    ]
    past = [c for c in checks if c.closed and c.nature not in FORWARD_LOOKING]
    outside = [c.claim_id for c in past if _apart(c, (interval.low, interval.high))]
    return ClaimView(
        group, on, interval.low, interval.central, interval.high, chosen.claim_id,
        rule_of(sorted(heard, key=lambda c: c.rank)), interval.figures, tuple(conflicts),
        tuple(c.claim_id for c in checks), tuple(outside),
    )  # fmt: skip


def _apart(claim: Claim, bounds: tuple[float, float]) -> bool:
    low, high = claim.bounds
    return high < bounds[0] or low > bounds[1]
