"""A bulk run that was killed is gone on with where it stopped, and writes what a run that nobody killed writes."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service import __main__ as operator
from service.bulk.journal import JournalError, journal
from service.bulk.reading import ReadBom
from service.bulk.scoring import rows
from service.commands import bulk
from service.imports.flat import table
from tests import fakes
from tests.conftest import bom, line

DAY = date(2026, 11, 21)
ROOT = Path(__file__).resolve().parents[3]
BOMS = 10


class Scorer:
    """Scores chunks of two BOMs by the fake kernel, and does something else at one of them."""

    def __init__(self, at: int | None = None, instead: Callable[[], Any] = lambda: None) -> None:
        self.chunks: list[list[int]] = []
        self.at, self.instead = at, instead

    def __call__(self, chunk: list[ReadBom], *_: Any) -> Any:
        """The rows of a chunk."""
        if len(self.chunks) == self.at:
            self.instead()
        self.chunks.append([entry.number for entry in chunk])
        return list(rows(chunk, fakes.FakeKernel(), DAY, fakes.score))


def interrupt() -> None:
    """As Ctrl-C does."""
    raise KeyboardInterrupt


def killed() -> None:
    """As the system does that has no memory left."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A catalogue."""
    path = tmp_path / "boms.jsonl"
    bodies = [bom(*(line(str(place)) for place in range(1 + n % 3)), bom_id=f"b{n}") for n in range(BOMS)]
    path.write_text("".join(json.dumps(one) + "\n" for one in bodies))
    return path


def run(source: Path, scorer: Scorer, name: str = "out.csv", *more: str) -> Path:
    """The output of the command, its chunks scored by that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "rows_of", scorer)
        patch.setattr(bulk, "CHUNK", 2)
        out = source.parent / name
        operator.main(["bulk", str(source), "--out", str(out), "--as-of", DAY.isoformat(), *more])
    return out


def interrupted(source: Path, name: str = "out.csv", at: int = 3) -> Path:
    """The journal of a run that was ended at a chunk."""
    with pytest.raises(KeyboardInterrupt):
        run(source, Scorer(at, interrupt), name)
    return source.parent / f"{name}.journal"


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.parquet"])
def test_a_run_goes_on_where_one_stopped_and_writes_the_same_bytes(
    source: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = run(source, Scorer(), f"whole-{name}").read_bytes()
    kept = interrupted(source, name)
    rest = Scorer()
    assert run(source, rest, name).read_bytes() == whole
    assert rest.chunks == [[7, 8], [9, 10]]
    assert "10 scored; 6 of them by a run that ended early" in capsys.readouterr().out
    assert not kept.exists()


def test_a_run_of_a_csv_goes_on_also_where_cells_hold_fractions(source: Path) -> None:
    supply = [
        {"stage": "separation", "country": "CN", "share": 0.25},
        {"stage": "separation", "country": "JP", "share": 0.75},
    ]
    lines = source.parent / "lines.csv"
    tables = [table(bom(line("1", supply=supply), line("2"), bom_id=f"b{n}")) for n in range(BOMS)]
    with lines.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([tables[0][0], *(row for one in tables for row in one[1:])])
    whole = run(lines, Scorer(), "whole.csv").read_bytes()
    interrupted(lines)
    rest = Scorer()
    assert run(lines, rest).read_bytes() == whole
    assert rest.chunks == [[14, 16], [18, 20]]


@pytest.mark.server
def test_a_run_that_was_killed_leaves_what_it_did(source: Path) -> None:
    whole = run(source, Scorer(), "whole.csv").read_bytes()
    program = (
        "from pathlib import Path; from tests.service.bulk.test_journal import Scorer, killed, run; "
        f"run(Path({str(source)!r}), Scorer(3, killed))"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False, timeout=120)
    assert ended.returncode == -signal.SIGKILL
    assert (source.parent / ".out.csv.part").exists()
    rest = Scorer()
    assert run(source, rest).read_bytes() == whole
    assert rest.chunks == [[7, 8], [9, 10]]
    assert sorted(path.name for path in source.parent.iterdir()) == ["boms.jsonl", "out.csv", "whole.csv"]


def test_from_a_bom_that_changed_on_all_are_scored_anew(source: Path) -> None:
    interrupted(source, at=4)
    lines = source.read_text().splitlines()
    lines[3] = json.dumps(bom(line("1"), line("2"), line("3"), line("4"), bom_id="b3"))
    source.write_text("\n".join([*lines, json.dumps(bom(bom_id="new"))]) + "\n")
    rest = Scorer()
    out = run(source, rest).read_bytes()
    assert rest.chunks == [[3, 4], [5, 6], [7, 8], [9, 10], [11]]
    assert out == run(source, Scorer(), "whole.csv").read_bytes()


@pytest.mark.parametrize("damage", [lambda raw: raw[:-7], lambda raw: raw[:-7] + b"0" + raw[-6:]])
def test_a_chunk_that_was_written_half_is_scored_anew(source: Path, damage: Callable[[bytes], bytes]) -> None:
    kept = interrupted(source)
    kept.write_bytes(damage(kept.read_bytes()))
    rest = Scorer()
    assert run(source, rest).read_bytes() == run(source, Scorer(), "whole.csv").read_bytes()
    assert rest.chunks == [[5, 6], [7, 8], [9, 10]]


def test_a_run_of_another_day_is_not_gone_on_with_and_nothing_is_lost(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = interrupted(source)
    before = kept.read_bytes()
    run(source, Scorer(), "out.csv", "--as-of", "2026-11-22")
    assert "did with day 2026-11-21. To go on with that, run it so again (--as-of" in capsys.readouterr().err
    assert kept.read_bytes() == before


def test_a_file_of_somebody_else_is_left_alone(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = source.parent / "out.csv.journal"
    other.write_text("Dear diary,\n")
    run(source, Scorer())
    assert "isn't a journal of this command" in capsys.readouterr().err
    assert other.read_text() == "Dear diary,\n"


def test_two_runs_do_not_write_one_output(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with journal(out, {}), pytest.raises(JournalError, match="Another run writes"), journal(out, {}):
        pass
    assert list(tmp_path.glob("*.journal")) == []
