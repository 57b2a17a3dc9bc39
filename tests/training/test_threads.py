"""Fitting takes one thread unless it is told otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("asked", "taken"), [(None, "1"), ("2", "2")])
def test_training_loads_with_one_thread_unless_told_otherwise(asked: str | None, taken: str) -> None:
    words = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    told = "import sys, training, os; print(os.environ['OMP_NUM_THREADS'], 'sklearn' in sys.modules)"
    environment = words | ({"OMP_NUM_THREADS": asked} if asked else {})
    printed = subprocess.check_output([sys.executable, "-c", told], cwd=ROOT, env=environment, text=True)
    assert printed.split() == [taken, "False"]
