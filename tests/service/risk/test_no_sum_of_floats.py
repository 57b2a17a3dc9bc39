"""Since 3.12, CPython's ``sum`` adds floats otherwise than before, and an answer must not depend on the version.

So the kernel adds floats by ``math.fsum``, which rounds once. ``sum`` is for numbers that add up exactly.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.factories import ROOT

KERNEL = ROOT / "service" / "risk"
EXACT_STARTS = ("Decimal(0)", "np.zeros_like(central)")
"""Behind these, a sum is one of decimals, or of arrays by numpy, which brings its own addition."""
COUNTS = {
    "changes/split.py": {"_work_of(bom, after.kernel) for bom in boms"},
    "evidence/price_series.py": {"q.days for q in taken"},
    "explanation/messages.py": {"not line.settled for line in unread", "line.scored and (not line.settled) for line in "
                                "basket.lines"},
    "materials/chemistry/mixtures.py": {"s in own and own[s].low <= f.central <= own[s].high for s, f in held.items()"},
    "materials/wording/judgement.py": {"map(str.isalpha, word)"},
    "materials/wording/remarks.py": {"i * int(d) for i, d in enumerate(reversed(digits[:-1]), start=1)"},
    "mitigation/plan.py": {"map(work_of, {*basket.purchases, *basket.other_purchases})"},
    "outlook/durations.py": {"spell.ended for spell in spells"},
    "outlook/indicators.py": {"one.step for one in seen if after < one.on <= until",
                              "round(claim.centre) for claim in claims"},
    "product/loss.py": {
        "array.nbytes for array in arrays", "kinds.held_bytes for kinds in [*self.kinds.values()]",
        "int(array.nbytes) for array in (paths, place, hits, kinds.pattern, example, counts)",
    },
    "product/recalled.py": {"coded.held_bytes for coded in distinct.values()"},
    "product/score_split.py": {"setting"},
    "purchase/receipt_limits.py": {"bool(getattr(line, name)) for name in DESCRIPTIONS"},
    "purchase/work.py": {
        "a * b for a, b in pairwise(counts)", "[PER_PURCHASE + work[id(one.declared)] for one in every]", "counts",
        "map(work_of, line.purchases)",
    },
    "scoring.py": {
        "not line.settled for line in scored", "not line.settled for line in unread",
        "points >= s for s in portfolio",
    },
    "source_shock/path_store.py": {
        "array.nbytes for array in arrays", "kept.held_bytes for kept in [*self.patterns.values()]"
    },
    "source_shock/pending.py": {"fates.values()"},
}  # fmt: skip
"""What each file adds that is a whole number or a truth."""


def counted(call: ast.Call) -> str:
    """What a call of ``sum`` adds, as source in one form."""
    text = ast.unparse(call.args[0])
    return text[1:-1] if isinstance(call.args[0], ast.GeneratorExp) else text


def plain_sums(source: str) -> Iterator[str]:
    """What the calls of ``sum`` without an exact start add."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum":
            starts = [ast.unparse(start) for start in (*node.args[1:], *(k.value for k in node.keywords))]
            if not starts or starts[0] not in EXACT_STARTS:
                yield counted(node)


@pytest.mark.slow
def test_the_kernel_sums_floats_by_fsum_alone() -> None:
    plain = {str(path.relative_to(KERNEL)): set(plain_sums(path.read_text("utf-8"))) for path in KERNEL.rglob("*.py")}
    assert {file: sums for file, sums in plain.items() if sums} == COUNTS, "use math.fsum, or list what counts"


@pytest.mark.parametrize(
    ("source", "sums"),
    [
        ("sum(x.share for x in xs)", ["x.share for x in xs"]),
        ("sum(xs, 0.0)", ["xs"]),
        ("sum(xs, start=0)", ["xs"]),
        ("sum(xs, Decimal(0))", []),
        ("math.fsum(xs)", []),
        ("xs.sum()", []),
    ],
)
def test_a_sum_without_an_exact_start_is_seen(source: str, sums: list[str]) -> None:
    assert list(plain_sums(source)) == sums


@pytest.mark.slow
def test_no_other_name_stands_for_sum() -> None:
    for path in KERNEL.rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
        bare = [node for node in nodes if isinstance(node, ast.Name) and node.id == "sum" and id(node) not in called]
        assert not bare, f"{path.name} passes sum on"
