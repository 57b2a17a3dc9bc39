"""Shares of supply: scaled to one, and of lines that are one part with several suppliers taken together.

ERP systems export a part that two suppliers deliver as two lines with one part number. Such lines are one purchase with
a mix: 75 and 25 kg of it are the same as one line that states 0.75 and 0.25.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import NamedTuple

from service.risk.bom import Line, Source
from service.risk.materials.composition import Resolved
from service.risk.mix import DEFAULT_MIX
from service.risk.purchase.canonical import six

ROUNDING = Decimal("0.00005")
"""Shares of fifty sources, rounded to six places, are off by less."""
EXACT = Context(prec=80)
MASS, PIECES, LINES = "mass", "pieces", "lines"


def totals(supply: Sequence[Source]) -> dict[str, Decimal]:
    """What the shares of each stage add up to."""
    total: dict[str, Decimal] = {}
    for stage, _, share, _ in supply:
        total[stage] = total[stage] + share if stage in total else share
    return total


def off(supply: Sequence[Source]) -> dict[str, Decimal]:
    """The stages whose shares don't add up to one, with what they add up to."""
    return {stage: total for stage, total in totals(supply).items() if abs(total - 1) > ROUNDING}


def scaled(supply: tuple[Source, ...]) -> tuple[Source, ...]:
    """The supply with the shares of each stage scaled to one; those that are one already stay to the last digit."""
    return scaled_by(supply, off(supply))


def scaled_by(supply: tuple[Source, ...], wrong: Mapping[str, Decimal]) -> tuple[Source, ...]:
    """The supply with the shares of each stage scaled to one that is ``wrong``, by what they add up to."""
    if not wrong:
        return supply
    return tuple(Source(s.stage, s.country, six(s.share / wrong.get(s.stage, 1)), s.recycled) for s in supply)


@dataclass(frozen=True)
class SplitPart:
    """One part that several lines buy from different sources. ``positions`` are those of its lines, ``shares`` their
    shares (0..1) by ``MASS``, by ``PIECES``, or of as many ``LINES`` where an amount is missing."""

    part_number: str
    positions: tuple[int, ...]
    shares: tuple[Decimal, ...]
    by: str
    supply: tuple[Source, ...]
    can_do_without: Decimal | None


class Bought(NamedTuple):
    """A line as far as it was read."""

    line: Line
    outcome: Resolved
    mass_g: Decimal | None


def split_parts(bought: Mapping[int, Bought]) -> list[SplitPart]:
    """The parts among lines, by position, that are bought from several sources.

    Lines of one part number that are read alike are one part. Lines in a group of alternates aren't: either would do.
    """
    by_number: dict[str, list[int]] = {}
    for position, one in bought.items():
        line = one.line
        if line.part_number and line.alternate_group is None and one.outcome.composition.fractions:
            by_number.setdefault(line.part_number, []).append(position)
    groups: dict[Hashable, list[int]] = {}
    for number, positions in by_number.items():
        for position in positions if len(positions) > 1 else ():  # most parts are one line: nothing to compare
            one = bought[position]
            key = number, one.outcome.form, one.outcome.composition, one.line.end_use
            groups.setdefault(key, []).append(position)
    many = [group for group in groups.values() if len(group) > 1]
    several = [group for group in many if len({scaled(bought[n].line.supply) for n in group}) > 1]
    return [_together(group, bought) for group in several]


def _together(positions: Sequence[int], bought: Mapping[int, Bought]) -> SplitPart:
    lines = [bought[n].line for n in positions]
    with localcontext(EXACT):
        amounts, by = _amounts([bought[n] for n in positions])
        whole = sum(amounts, Decimal(0))
        weights = [amount / whole for amount in amounts]
        supplies = [scaled(line.supply) for line in lines]
        mixed: dict[tuple[str, str, bool], Decimal] = {}
        for stage in sorted({source.stage for supply in supplies for source in supply}):
            for supply, amount in zip(supplies, amounts, strict=True):
                default = (Source(stage, DEFAULT_MIX, Decimal(1)),)
                for source in [s for s in supply if s.stage == stage] or default:
                    key = source.stage, source.country, source.recycled
                    mixed[key] = mixed.get(key, Decimal(0)) + amount * source.share
        spared = (
            sum((a * (line.can_do_without or 0) for line, a in zip(lines, amounts, strict=True)), Decimal(0)) / whole
        )
        sources = [Source(stage, c, six(share / whole), old) for (stage, c, old), share in sorted(mixed.items())]
    supply = tuple(source for source in sources if source.share > 0)
    assert lines[0].part_number is not None
    shares = tuple(six(weight) for weight in weights)
    return SplitPart(lines[0].part_number, tuple(positions), shares, by, supply, six(spared) if spared else None)


def _amounts(bought: Sequence[Bought]) -> tuple[list[Decimal], str]:
    """What each line's share goes by."""
    masses = [one.mass_g for one in bought if one.mass_g]
    if len(masses) == len(bought):
        return masses, MASS
    numbers = [one.line.quantity for one in bought if one.mass_g is None and one.line.quantity]
    if len(numbers) == len(bought) and len({number.unit for number in numbers}) == 1:
        return [number.value for number in numbers], PIECES
    return [Decimal(1)] * len(bought), LINES
