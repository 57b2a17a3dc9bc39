"""How far a long command is: a bar with an estimate on a terminal, a line for every part elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


class WorkPart(NamedTuple):
    """A part of the work: what it costs beside the others (seconds of a quiet core), and the work itself."""

    cost: float
    work: Callable[[], Any]


def done(
    parts: Mapping[str, WorkPart], console: Console, clock: Callable[[], float] = time.monotonic
) -> dict[str, Any]:
    """Every part's result by its name, in order, with progress on the console."""
    if not console.is_terminal:
        return dict(_told(parts, console, clock))
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f} %"))
    with Progress(*columns, TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(), console=console) as bar:
        task = bar.add_task("", total=_total(parts))
        results = {}
        for name, part in parts.items():
            bar.update(task, description=name)
            results[name] = part.work()
            bar.advance(task, part.cost)
        return results


def _told(parts: Mapping[str, WorkPart], console: Console, clock: Callable[[], float]) -> Iterator[tuple[str, Any]]:
    start, cost = clock(), 0.0
    for name, part in parts.items():
        share = cost / _total(parts)
        left = f", about {(clock() - start) * (1 - share) / share:.0f} s left" if share else ""
        console.log(f"{share:.0%} done{left}: {name}")
        yield name, part.work()
        cost += part.cost


def _total(parts: Mapping[str, WorkPart]) -> float:
    return sum(part.cost for part in parts.values())
