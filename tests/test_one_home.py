"""What is defined once: formulas that were once copied stay where they live."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("formula", "home"),
    [
        (r"import expit$", "service/risk/source_shock/restriction.py"),
        (r"np\.(nan)?percentile\(", "training/metrics/year_draws.py"),
        (r"\.integers\(.*size=\(?(BOOTSTRAPS|len\(years\))", "training/metrics/year_draws.py"),
        (r"misses / 2", "service/risk/bundle/track_record.py"),
    ],
    ids=["logistic function", "interval of draws", "draws of years", "AUC"],
)
def test_a_formula_has_one_home(formula: str, home: str) -> None:
    homes = [
        path.relative_to(ROOT).as_posix()
        for folder in ("service", "training")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(formula, line)
    ]
    assert homes == [home]
