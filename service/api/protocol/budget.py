"""What a request may take that scores more than once: counted before each score, in the unit of one answer's work."""

from __future__ import annotations

from dataclasses import dataclass

from service.risk.purchase.work import MOST_WORK


@dataclass
class Budget:
    """Units of work that a request has left: as many as one answer may take, for all of its scores together."""

    left: int = MOST_WORK
    whole: bool = True

    def fits(self, work: int) -> bool:
        """Whether a score of so much work may be made, which is taken then. The first always may: one answer has a
        limit of its own."""
        if work > self.left and not self.whole:
            return False
        self.left, self.whole = self.left - work, False
        return True
