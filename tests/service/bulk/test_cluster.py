"""``python -m service bulk --dask``: the same file to the byte, from the workers of a cluster."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster

from service import __main__ as operator
from service.bulk import cluster as clusters
from service.bulk.reading import ReadBom
from service.commands import bulk
from tests.conftest import bom, line
from tests.factories import TODAY, kernel

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with two workers, each a process of its own."""
    scratch = str(tmp_path_factory.mktemp("dask"))
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, local_directory=scratch,
            env={"PYTHONPATH": str(ROOT)},
        ) as local,
    ):  # fmt: skip
        yield local.scheduler_address


def catalogue(folder: Path, many: int) -> Path:
    """BOMs, one of which is refused."""
    bodies: list[Any] = [
        bom(line("1", quantity={"value": n + 1, "unit": "kg"}), line("2"), bom_id=f"b{n}") for n in range(many)
    ]
    path = folder / "boms.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in [*bodies, {"lines": []}]))
    return path


def scored_alone(folder: Path) -> tuple[Path, bytes]:
    """A catalogue, and the file that one process makes of it."""
    source, out = catalogue(folder, 20), folder / "alone.csv"
    assert operator.main(["bulk", str(source), "--out", str(out)]) == 1
    return source, out.read_bytes()


@pytest.mark.slow
def test_two_workers_write_the_same_file_to_the_byte(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 3)
    (source, alone), shared = scored_alone(tmp_path), tmp_path / "shared.csv"
    assert operator.main(["bulk", str(source), "--out", str(shared), "--dask", address]) == 1
    assert shared.read_bytes() == alone
    with Client(address, set_as_default=False) as client:
        loaded = client.run(lambda: clusters.load_kernel.cache_info().currsize)
    assert list(loaded.values()) == [1, 1], "both workers scored"


@pytest.mark.slow
def test_a_worker_that_is_lost_amid_a_run_changes_no_byte(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 1)
    (source, alone), shared = scored_alone(tmp_path), tmp_path / "shared.csv"
    first, lost = clusters._first, list[int]()

    def losing(waiting: Any) -> Any:
        """The next rows; behind the third chunk a worker is lost with what it was at."""
        rows = first(waiting)
        if rows[0][0].row == 3:
            with Client(address, set_as_default=False) as client:
                lost.append(min(client.run(os.getpid).values()))
            os.kill(lost[0], signal.SIGKILL)
        return rows

    monkeypatch.setattr(clusters, "_first", losing)
    assert operator.main(["bulk", str(source), "--out", str(shared), "--dask", address]) == 1
    assert len(lost) == 1
    assert shared.read_bytes() == alone


@pytest.mark.slow
def test_a_worker_refuses_another_bundle_than_the_one_here(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other:
        sha256 = "0" * 64

    monkeypatch.setattr(clusters, "load_kernel", lambda *_: Other)
    source, out = catalogue(tmp_path, 1), tmp_path / "out.csv"
    assert operator.main(["bulk", str(source), "--out", str(out), "--dask", address]) == 1
    assert "A worker can't score: the manifest's digest is" in capsys.readouterr().err
    assert not out.exists()


class Slow:
    """A cluster of two threads that scores a chunk only when its rows are asked for."""

    def __init__(self) -> None:
        self.submitted = 0

    def nthreads(self) -> dict[str, int]:
        return {"one": 1, "other": 1}

    def submit(self, _: Any, chunk: Any, *_more: Any, **_options: Any) -> Slow:
        self.submitted += 1
        later = Slow()
        later.result = lambda: chunk  # type: ignore[attr-defined]
        return later


def test_few_chunks_are_on_their_way_and_their_rows_come_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow()
    monkeypatch.setattr(clusters, "_client", lambda _: nullcontext(slow))
    monkeypatch.setattr(clusters, "load_kernel", lambda *_: kernel())
    chunks = (([ReadBom(n, {})], n) for n in range(20))
    ahead = []
    for rows, position in clusters.scored_on("tcp://nowhere:1", chunks, Path(), None, TODAY):
        ahead.append(slow.submitted - position)
        assert [one.number for one in rows] == [position]  # type: ignore[attr-defined]
    assert len(ahead) == 20
    assert max(ahead) == clusters.AHEAD * 2


@pytest.mark.slow
def test_a_cluster_that_does_not_answer_is_told_with_the_fix(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "WAIT_SECONDS", 0.1)
    source, out = catalogue(tmp_path, 1), tmp_path / "out.csv"
    assert operator.main(["bulk", str(source), "--out", str(out), "--dask", "tcp://127.0.0.1:9"]) == 1
    assert "Start both, or leave --dask out" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["boms.jsonl"]


def test_dask_without_its_library_is_refused_with_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "find_spec", lambda _: None)
    source = catalogue(tmp_path, 1)
    assert operator.main(["bulk", str(source), "--out", str(tmp_path / "o.csv"), "--dask", "tcp://127.0.0.1:9"]) == 1
    assert "pip install 'chokepoint[bulk]'" in capsys.readouterr().err
