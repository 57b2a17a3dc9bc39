"""What an answer shows of a hazard beside its numbers; kept with it, because it is the same in every answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from service.risk.answer import Share
from service.risk.bundle.storage import Kernel
from service.risk.explanation.figures_used import figures_of
from service.risk.explanation.messages import supply_of, weakest_stage
from service.risk.explanation.register_standing import Surroundings, surroundings
from service.risk.product.assessment import Assessed, keep


class Shown:
    """Supply by stage, figures behind it, register around it, each worked out when it is first asked for: a hazard that
    only the interval knows shows its figures alone."""

    def __init__(self, assessed: Assessed, kernel: Kernel) -> None:
        self._assessed, self._kernel = assessed, kernel

    @cached_property
    def supply(self) -> Mapping[str, tuple[Share, ...]]:
        """Low, central and high share by stage and country."""
        return supply_of(self._assessed)

    @cached_property
    def weakest_stage(self) -> str | None:
        """The stage most under control, else the most concentrated one."""
        assert self._assessed.central.assembly is not None
        return weakest_stage(self._assessed.central.assembly)

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures."""
        return figures_of(self._assessed, self._kernel.facts)

    @cached_property
    def around(self) -> Surroundings:
        """The register."""
        return surroundings(self._assessed, self._kernel)


def shown_of(assessed: Assessed, kernel: Kernel) -> Shown:
    """What is shown of a hazard, kept in the kernel."""
    found: Shown | None = kernel.shown.get(assessed.key)
    if found is None:
        found = Shown(assessed, kernel)
        keep(kernel.shown, {assessed.key: found})
    return found
