"""Kinds of jobs, each with what does its next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from service.jobs import imports, rescoring
from service.store.jobs import Lease

Next = Callable[[Lease], Lease]
"""Does a step and commits it; the job as it is then. Raises ``LostError`` where it was another's by then."""

KINDS: Mapping[str, Next] = {imports.KIND: imports.step, rescoring.KIND: rescoring.step}
