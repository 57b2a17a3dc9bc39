"""The service under gunicorn, as it is run: several workers, signals, what `make run` prints."""

from __future__ import annotations

import json
import os
import platform
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.demo import table

ROOT = Path(__file__).resolve().parents[2]
FAKE = "tests.fakes:application()"
SERVING = re.compile(r"^Serving at (\S+)", re.MULTILINE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    kept = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "TMPDIR": str(folder), "PYTHONWARNINGS": "error"}
    return kept | {"PORT": str(port), "DATA_DIR": str(folder / "data"), "WEB_CONCURRENCY": "3", "AUTH": "off"} | more


@contextmanager
def demo(folder: Path, port: int, application: str = FAKE, **more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """``python -m service.demo`` on the fake kernel; yields it with what it printed until it served."""
    command = [sys.executable, "-m", "service.demo", application]
    env = environment(folder, port, **more)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "stdin": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, env=env, text=True, start_new_session=True, **pipes) as process:  # type: ignore[call-overload]
        printed = ""
        try:
            while not SERVING.search(printed):
                line = process.stdout.readline()
                if not line:
                    break
                printed += line
            yield process, printed
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def get(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return str(answer.read().decode())


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.server
def test_metrics_are_the_sum_of_all_workers_and_leave_nothing_behind(tmp_path: Path) -> None:
    port, own = free_port(), free_port()
    with demo(tmp_path, port, METRICS_PORT=str(own)) as (process, _):
        for _ in range(60):
            get(port, "/healthz")
        first, second = get(port, "/metrics"), get(own, "/metrics")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(own, "/healthz")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    counted = re.compile(r'chokepoint_requests_total\{method="GET",route="/healthz",status="200"\} (\S+)')
    assert counted.findall(first) == counted.findall(second) == ["60.0"]
    assert len(re.findall(r"^chokepoint_model_info\{.*\} 1.0$", first, re.MULTILINE)) == 1
    assert list(tmp_path.glob("chokepoint-metrics-*")) == []


@pytest.mark.server
def test_a_worker_that_dies_is_replaced_and_its_counts_stay(tmp_path: Path) -> None:
    port = free_port()
    with demo(tmp_path, port, WEB_CONCURRENCY="1") as (process, _):
        get(port, "/healthz")
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        master = children[0]
        worker = int(Path(f"/proc/{master}/task/{master}/children").read_text().split()[0])
        os.kill(worker, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while Path(f"/proc/{worker}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        get(port, "/healthz")
        text = get(port, "/metrics")
        files = [path.name for path in tmp_path.glob("chokepoint-metrics-*/*.db")]
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    assert 'route="/healthz",status="200"} 2.0' in text
    assert {"counter_ended.db", "histogram_ended.db"} <= set(files)
    assert [name for name in files if str(worker) in name] == []


@pytest.mark.server
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_group_ends_everything_with_exit_code_0(tmp_path: Path, number: signal.Signals) -> None:
    port = free_port()
    with demo(tmp_path, port) as (process, _):
        os.killpg(process.pid, number)
        assert process.wait(20) == 0
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
    assert not listening(port)


@pytest.mark.server
def test_the_demo_prints_a_score_and_the_url(tmp_path: Path) -> None:
    port = free_port()
    with demo(tmp_path, port) as (process, printed):
        process.send_signal(signal.SIGINT)
        process.wait(20)
    assert re.search(r"^score \d", printed, re.MULTILINE)
    assert f"Serving at http://127.0.0.1:{port}" in printed


@pytest.mark.server
def test_a_port_in_use_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for module, arguments in (("service.demo", []), ("gunicorn", ["-c", "service/gunicorn.conf.py"])):
            command = [sys.executable, "-m", module, *arguments, FAKE]
            env = environment(tmp_path, port)
            ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=30)
            assert ended.returncode != 0
            assert ended.stderr.strip().splitlines()[-1].startswith(f"chokepoint: 127.0.0.1:{port} is in use.")


@pytest.mark.server
def test_a_wrong_setting_is_told_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "service.demo"]
    env = environment(tmp_path, 1) | {"PORT": "http"}
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=30)
    assert ended.returncode != 0
    assert ended.stderr.startswith("chokepoint: PORT='http' can't be used")


def test_no_score_is_printed_with_its_reason() -> None:
    message = {"severity": "warning", "code": "x", "pointer": "", "detail": "nothing could be resolved"}
    scored = {
        "score": None,
        "status": "unknown",
        "as_of": "2026-11-21",
        "lines": [],
        "hazards": [],
        "drivers": [],
        "reasons": [],
    }
    printed = "\n".join(table({"buyer_country": "DE", "lines": []}, scored | {"messages": [message]}))
    assert "no score (unknown): nothing could be resolved" in printed


@pytest.mark.slow
def test_the_worker_threads_of_the_numeric_libraries_are_held_to_one() -> None:
    code = "import service.app, json, os; print(json.dumps(dict(os.environ)))"
    env = {"PATH": "/usr/bin:/bin"}
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert json.loads(ended.stdout)["OMP_NUM_THREADS"] == "1"


def test_a_worker_leaves_what_was_loaded_out_of_its_collections(tmp_path: Path) -> None:
    code = (
        "import gc, runpy; conf = runpy.run_path('service/gunicorn.conf.py'); conf['pre_fork'](None, None); "
        "print(gc.get_freeze_count(), gc.get_threshold()[0])"
    )
    env = environment(tmp_path, free_port())
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    frozen, young = map(int, ended.stdout.split())
    assert frozen > 1_000
    assert young > 700


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has a heap for each few threads")
def test_the_threads_of_a_worker_share_one_heap(tmp_path: Path) -> None:
    code = """
import ctypes, runpy, sys, threading
if sys.argv[1] == "worker":
    runpy.run_path("service/gunicorn.conf.py")["pre_fork"](None, None)
barrier = threading.Barrier(4)
def hold():
    barrier.wait()
    held = [bytearray(5_000) for _ in range(100)]
    barrier.wait()
threads = [threading.Thread(target=hold) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""
    heaps = []
    for how in ("worker", "plain"):
        ended = subprocess.run(
            [sys.executable, "-c", code, how],
            cwd=ROOT,
            env=environment(tmp_path, free_port()),
            capture_output=True,
            text=True,
            check=True,
        )
        heaps.append(ended.stdout.count("<heap nr="))
    assert heaps[0] == 1
    assert heaps[1] > 1
