"""What each tenant holds of what all share: none may hold all of it, so that the others are answered."""

from __future__ import annotations

from collections import Counter
from threading import Condition


class Shares:
    """Counts of what tenants hold, of which each may have ``most``."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._held = Counter[str]()
        self._given = Condition()

    def take(self, tenant: str, number: int, seconds: float) -> bool:
        """Count ``number`` more as the tenant's, as soon as it may have them; False where that takes too long."""
        with self._given:
            if not self._given.wait_for(lambda: self._held[tenant] + number <= self.most, seconds):
                return False
            self._held[tenant] += number
            return True

    def give(self, tenant: str, number: int) -> None:
        """Take back what was counted."""
        with self._given:
            self._held[tenant] -= number
            if not self._held[tenant]:
                del self._held[tenant]  # names are many, what is held is little
            self._given.notify_all()
