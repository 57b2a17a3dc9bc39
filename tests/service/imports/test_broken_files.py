"""Files that are broken in every way: a clear problem or row errors, never a defect, in bounded work."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.imports import hierarchy
from service.imports.files import read_file
from service.imports.limits import LIMITS
from tests.attack.files import broken, judged, seeds
from tests.drawn import drawn
from tests.service.imports.files import csv

BOUNDED = settings(max_examples=drawn(150), suppress_health_check=list(HealthCheck))
WHOLE = seeds()
CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["NdFeB", "1", "0,5", "1,234", "kg", "EA", "%", "=1+1", "", '"', "2020-01-01"]),
)
HEADINGS = st.sampled_from(
    [
        "Level",
        "Parent",
        "Item",
        "Description",
        "Qty",
        "UoM",
        "Weight each (kg)",
        "Price",
        "Currency",
        "Valid to",
        "Note",
    ]
)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 400, 100))
def test_broken_files_end_in_a_problem_or_in_boms_of_the_wire(start: int) -> None:
    became = {judged(broken(number, WHOLE)) for number in range(start, start + 100)}
    assert "read" in became
    assert len(became) > 3


@pytest.mark.slow
@BOUNDED
@given(headings=st.lists(HEADINGS, min_size=1, max_size=8), rows=st.lists(st.lists(CELLS, max_size=8), max_size=12))
def test_any_table_is_read_or_refused(headings: list[str], rows: list[list[str]]) -> None:
    import csv as writer
    from io import StringIO

    into = StringIO()
    writer.writer(into).writerows([headings, *rows])
    judged(into.getvalue().encode("utf-8", "surrogatepass"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.slow
@BOUNDED
@given(
    document=st.fixed_dictionaries(
        {"bomFormat": st.just("CycloneDX"), "specVersion": st.just("1.6"), "components": JSON},
        optional={"metadata": JSON},
    )
    | st.fixed_dictionaries({"lines": JSON}, optional={"bom_id": JSON, "name": JSON, "as_of": JSON})
)
def test_any_json_is_read_or_refused(document: dict[str, Any]) -> None:
    judged(json.dumps(document).encode())


@BOUNDED
@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    judged(data)


@pytest.mark.slow
@given(edges=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=25))
@BOUNDED
def test_cycles_are_those_rows_that_stand_below_themselves(edges: list[tuple[int, int]]) -> None:
    imported = read_file("f", csv("Parent,Item,Description,Qty", *[f"N{a},N{b},part,2" for a, b in edges]))
    below: dict[int, set[int]] = {}
    for a, b in edges:
        below.setdefault(a, set()).add(b)

    def reaches(start: int, end: int) -> bool:
        seen, waiting = set[int](), [start]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += below.get(one, ())
        return end in seen

    expected = {number for number, (a, b) in enumerate(edges, 2) if reaches(b, a)}
    told = {row.number for row in imported.refused if row.code == "cycle"}
    assert expected <= told
    assert {row.number for row in imported.read} == set(range(2, len(edges) + 2))


def test_the_work_of_a_graph_grows_with_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A graph with 2^n paths takes as many steps as it has rows."""
    counted: list[int] = []
    own = hierarchy.own_quantity

    def counting(*given: Any) -> Any:
        counted.append(1)
        return own(*given)

    monkeypatch.setattr(hierarchy, "own_quantity", counting)
    steps = []
    for depth in (20, 40):
        counted.clear()
        rows = [f"N{n},N{n + 1},part,1" for n in range(depth) for _ in range(2)]
        read_file("f", csv("Parent,Item,Description,Qty", *rows))
        steps.append(len(counted))
    assert steps[1] <= 2.2 * steps[0]


@pytest.mark.slow
def test_products_that_share_all_their_parts_are_bounded_together() -> None:
    chain = [f"N{n},N{n + 1},part,1" for n in range(1000)]
    tops = [f"T{n},N0,part,1" for n in range(50)]
    assert judged(csv("Parent,Item,Description,Qty", *chain, *tops)) == "too_large"
    assert LIMITS.rows * 2 < 50 * 1000
