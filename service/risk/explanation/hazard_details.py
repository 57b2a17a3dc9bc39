"""What an answer shows of a hazard beside its numbers; kept with it, because it is the same in every answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from service.risk.answer import OriginShare
from service.risk.bundle.kernel import Kernel
from service.risk.disruption.exposure import Assembly
from service.risk.explanation.figures_used import figures_of
from service.risk.explanation.register_standing import Surroundings, surroundings
from service.risk.mix import UNKNOWN_COUNTRY, herfindahl
from service.risk.product.assessment import Assessed, keep

SHOWN_SHARE = 0.005
"""Countries below half a percent at a stage are shown together as ``ZZZ``."""
NOTABLE_CONTROL = 0.1


class Shown:
    """Supply by stage, figures behind it, register around it, each worked out when it is first asked for: a hazard that
    only the interval knows shows its figures alone."""

    def __init__(self, assessed: Assessed, kernel: Kernel) -> None:
        self._assessed, self._kernel = assessed, kernel

    @cached_property
    def supply(self) -> Mapping[str, tuple[OriginShare, ...]]:
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


def supply_of(assessed: Assessed) -> Mapping[str, tuple[OriginShare, ...]]:
    """Origins by stage, largest first, as low, central and high over the views."""
    stages: dict[str, dict[str, list[float]]] = {}
    for number, point in enumerate(assessed.points):
        assert point.assembly is not None
        for step in point.assembly.chain.steps:
            by_country = stages.setdefault(str(step.stage), {})
            for country, share in step.origins.items():
                by_country.setdefault(country, [0.0] * len(assessed.points))[number] = share
    return {stage: _shares(by_country) for stage, by_country in stages.items()}


def _shares(by_country: dict[str, list[float]]) -> tuple[OriginShare, ...]:
    shown = {c: v for c, v in by_country.items() if max(v) >= SHOWN_SHARE and c != UNKNOWN_COUNTRY}
    rest = [sum(v) for v in zip(*(v for c, v in by_country.items() if c not in shown), strict=True)]
    out = []
    for country in sorted(shown, key=lambda c: (-shown[c][1], c)):
        out.append(OriginShare(country, _range(shown[country])))
    if rest and max(rest) > 0:
        out.append(OriginShare(UNKNOWN_COUNTRY, _range(rest)))
    return tuple(out)


def _range(values: Sequence[float]) -> tuple[float, ...]:
    rounded = [round(v, 6) for v in values]
    return (rounded[0],) if len(set(rounded)) == 1 else (min(rounded), rounded[1], max(rounded))


def weakest_stage(assembly: Assembly) -> str | None:
    """The stage most under export control where a tenth of its supply or more is, else the most concentrated one."""
    steps = [step for step in assembly.chain.steps if step.stage is not None]
    if not steps:
        return None
    controlled = max(assembly.stage_controls.values(), default=0.0)
    if controlled >= NOTABLE_CONTROL:
        return str(max(steps, key=lambda s: (assembly.stage_controls.get(s.stage, 0.0), herfindahl(s.origins))).stage)
    return str(max(steps, key=lambda s: herfindahl(s.origins)).stage)
