"""What the server refuses itself, and what it does about slow clients."""

from __future__ import annotations

import json
import selectors
import socket
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event
from typing import Any
from unittest.mock import Mock
from urllib.request import Request, urlopen

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import TConn

from service.worker import ANSWER_SECONDS, LOOK_SECONDS, MOST_PARTING_BYTES, PROBES, READ_SECONDS, Worker, probe
from tests.conftest import bom
from tests.service.test_server import ROOT, demo, free_port, get

POST = b"POST /v1/scores HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where a service on the fake kernel listens."""
    port = free_port()
    with demo(tmp_path_factory.mktemp("served"), port, WEB_CONCURRENCY="1"):
        yield port


@pytest.fixture(scope="module")
def impatient_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where a service listens that waits two seconds for a request."""
    port = free_port()
    with demo(tmp_path_factory.mktemp("impatient"), port, "tests.fakes:impatient()", WEB_CONCURRENCY="1"):
        yield port


def ask(port: int, raw: bytes) -> tuple[int, str, bytes]:
    """Status, content type and body of what the server answers to these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=40) as client:
        client.sendall(raw)
        answered = b""
        while more := client.recv(65_536):
            answered += more
    head, _, body = answered.partition(b"\r\n\r\n")
    first, *rest = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in rest)
    return int(first.split()[1]), headers["content-type"], body


@pytest.mark.server
@pytest.mark.parametrize(
    ("status", "raw"),
    [
        (400, b"BROKEN\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\nHost: localhost\r\nbad header: y\r\n\r\n"),
        (400, CHUNKED + b"zz\r\nabc\r\n0\r\n\r\n"),
        (413, CHUNKED + (b"10000\r\n" + b" " * 65_536 + b"\r\n") * 17 + b"0\r\n\r\n"),
        (413, POST + b"Content-Length: 1048577\r\n\r\n" + b" " * 1_048_577),
        (414, b"GET /" + b"a" * 5_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        (431, b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: b\r\n" * 100 + b"\r\n"),
        (431, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"b" * 9_000 + b"\r\n\r\n"),
        (501, POST + b"Transfer-Encoding: brotli\r\n\r\n0\r\n\r\n"),
    ],
)
def test_what_the_server_refuses_is_a_problem_document(port: int, status: int, raw: bytes) -> None:
    answered, kind, body = ask(port, raw)
    assert (answered, kind) == (status, "application/problem+json")
    assert json.loads(body)["status"] == status


@pytest.mark.server
@pytest.mark.parametrize("header", [b"SCRIPT_NAME: /open", b"PATH_INFO: /healthz", b"Path_Info: /healthz"])
def test_no_header_makes_an_address_another(port: int, header: bytes) -> None:
    status, _, body = ask(
        port, b"GET /open/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header + b"\r\n\r\n"
    )
    assert (status, json.loads(body)["instance"]) == (404, "/open/healthz")


@pytest.mark.server
@pytest.mark.parametrize("begun", [b"GET /healthz HT", POST + b"Content-Length: 100\r\n\r\n{"])
def test_a_request_that_never_ends_is_408(impatient_port: int, begun: bytes) -> None:
    status, kind, body = ask(impatient_port, begun)
    assert (status, kind, json.loads(body)["status"]) == (408, "application/problem+json", 408)


@pytest.mark.server
def test_more_slow_clients_than_threads_are_sent_away_so_that_others_are_answered(port: int) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10)) for _ in range(400)]
        for number, client in enumerate(clients):
            client.sendall(POST + b"Content-Length: 100\r\n\r\n{" if number % 2 else b"GET /healthz HT")
        assert json.loads(get(port, "/healthz")) == {"status": "alive"}
        sent_away = [client.recv(4_096) for client in clients[:2]]
        assert all(b" 408 " in answer for answer in sent_away)


def test_the_time_to_send_a_request_is_that_of_the_limits_told() -> None:
    assert f"| time | {READ_SECONDS:.0f} s to send, {ANSWER_SECONDS:.0f} s to take the answer |" in (
        ROOT / "SECURITY.md"
    ).read_text("utf-8")


@pytest.mark.server
def test_a_hundred_slow_clients_and_as_many_silent_ones_leave_health_alone(port: int) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(200)]
        for client in clients[:50]:
            client.sendall(b"GET /healthz HT")
        for client in clients[50:100]:
            client.sendall(POST + b"Content-Length: 100\r\n\r\n{")
        assert all(json.loads(get(port, "/healthz")) == {"status": "alive"} for _ in range(10))
        for client in clients:  # nobody was sent away to make room
            client.setblocking(False)
            with pytest.raises(BlockingIOError):
                client.recv(1)


@pytest.fixture
def worker() -> Iterator[Worker]:
    """A worker without a socket that listens, whose loop a test turns itself."""
    one = Worker(0, 0, [], Mock(), 30, Config(), Mock())
    one.tpool, one.poller = ThreadPoolExecutor(1), selectors.DefaultSelector()
    one.method_queue.init()
    one._lanes.update((path, ThreadPoolExecutor(1)) for path in PROBES)
    yield one
    for pool in (one.tpool, *one._lanes.values()):
        pool.shutdown()
    one.poller.close()
    one.method_queue.close()
    one.tmp.close()


@pytest.fixture
def pair() -> Iterator[tuple[TConn, socket.socket]]:
    """A connection as a worker holds it, and its client."""
    ours, client = socket.socketpair()
    with ours, client:
        yield TConn(Config(), ours, "", ""), client


def answered() -> Future[Any]:
    """What a thread leaves that answered and doesn't keep the connection."""
    done: Future[Any] = Future()
    done.set_result(False)
    return done


def test_the_loop_waits_for_no_client_to_close(worker: Worker, pair: tuple[TConn, socket.socket]) -> None:
    conn, client = pair
    worker.nr_conns = 1
    worker.finish_request(conn, answered())  # would wait here
    assert (client.recv(1), worker.nr_conns) == (b"", 1)
    client.sendall(b"more that nobody reads")
    worker.wait_for_and_dispatch_events(timeout=10)
    assert worker.nr_conns == 1
    client.close()
    worker.wait_for_and_dispatch_events(timeout=10)
    assert (conn.sock.fileno(), worker.nr_conns) == (-1, 0)


def test_a_client_that_goes_on_sending_after_its_answer_is_cut_off(
    worker: Worker, pair: tuple[TConn, socket.socket]
) -> None:
    conn, client = pair
    worker.nr_conns = 1
    worker.finish_request(conn, answered())
    for _ in range(2 * MOST_PARTING_BYTES // 8_192):
        if worker.nr_conns:
            client.sendall(b" " * 8_192)
            worker.wait_for_and_dispatch_events(timeout=10)
    assert (conn.sock.fileno(), worker.nr_conns) == (-1, 0)


def test_a_client_that_never_closes_is_closed_in_the_end(worker: Worker, pair: tuple[TConn, socket.socket]) -> None:
    conn, _client = pair
    worker.nr_conns = 1
    worker.finish_request(conn, answered())
    worker.notify()
    assert worker.nr_conns == 1
    worker._parting = dict.fromkeys(worker._parting, float("-inf"))
    worker._next_look = float("-inf")
    worker.notify()
    assert (conn.sock.fileno(), worker.nr_conns) == (-1, 0)


@pytest.mark.parametrize("path", PROBES)
def test_a_probe_is_handled_while_every_thread_is_taken(
    worker: Worker, pair: tuple[TConn, socket.socket], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    conn, client = pair
    handled, ends = Event(), Event()
    monkeypatch.setattr(worker, "handle", lambda _conn: handled.set())
    worker.tpool.submit(ends.wait)
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    worker.enqueue_req(conn)
    assert handled.wait(timeout=30)
    ends.set()


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        ("/healthz", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        ("/readyz", b"HEAD /readyz?verbose HTTP/1.0\r\n\r\n"),
        ("", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"),
        ("", b"GET /healthz HT"),
        ("", b"GET /healthz/../v1/boms HTTP/1.1\r\n\r\n"),
        ("", b"GET /v1/boms HTTP/1.1\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n"),
        ("", b"POST /healthz HTTP/1.1\r\n\r\n"),
        ("", b"GET /healthz HTTP/1.1\r\nContent-Length: 9\r\n\r\n"),
        ("", b"GET /healthz HTTP/1.1\r\nHost: a\r\ntransfer-encoding : chunked\r\n\r\n"),
        ("", b""),
    ],
)
def test_only_a_probe_that_is_there_whole_goes_before_others(path: str, raw: bytes) -> None:
    assert probe(raw) == path


def test_a_probe_behind_another_request_waits_for_it(
    worker: Worker, pair: tuple[TConn, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    conn, client = pair
    conn.init()
    conn.parser.unreader.unread(b"GET /v1/boms HTTP/1.1\r\n")
    client.sendall(b"GET /healthz HTTP/1.1\r\n\r\n")
    handled = Event()
    monkeypatch.setattr(worker, "handle", lambda _conn: handled.set())
    for pool in worker._lanes.values():
        pool.shutdown()  # takes nothing more
    worker.enqueue_req(conn)
    assert handled.wait(timeout=30)


def test_a_client_that_closed_takes_no_thread(worker: Worker, pair: tuple[TConn, socket.socket]) -> None:
    conn, client = pair
    worker.nr_conns = 1
    worker.tpool.shutdown()  # takes nothing more
    client.close()
    worker.enqueue_req(conn)
    assert (conn.sock.fileno(), worker.nr_conns) == (-1, 0)


def test_a_client_that_closed_its_half_behind_a_request_is_answered(
    worker: Worker, pair: tuple[TConn, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    conn, client = pair
    handled = Event()
    monkeypatch.setattr(worker, "handle", lambda _conn: handled.set())
    client.sendall(b"GET /v1/boms HTTP/1.1\r\nHost: localhost\r\n\r\n")
    client.shutdown(socket.SHUT_WR)
    worker.enqueue_req(conn)
    assert handled.wait(timeout=30)


@pytest.mark.parametrize("raw", [b"", b"GET "])
def test_a_thread_waits_for_what_a_client_has_not_sent_yet_alone(
    worker: Worker, pair: tuple[TConn, socket.socket], raw: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    conn, client = pair
    monkeypatch.setattr(worker, "handle", lambda _conn: False)
    client.sendall(raw)
    worker.enqueue_req(conn)
    assert conn.data_ready is bool(raw)


def test_the_loop_looks_at_the_clock_about_every_second_however_often_it_turns(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Mock()
    monkeypatch.setattr(worker.tmp, "notify", told)
    for number in range(30):
        monkeypatch.setattr(time, "monotonic", lambda now=number: now / 10)  # type: ignore[misc]
        worker.notify()
    assert told.call_count == 3 / LOOK_SECONDS


@pytest.mark.server
def test_requests_on_many_threads_are_all_answered_alike(port: int) -> None:
    body = json.dumps(bom()).encode()
    request = Request(f"http://127.0.0.1:{port}/v1/scores", body, {"Content-Type": "application/json"})

    def ask_once(_number: int) -> bytes:
        with urlopen(request, timeout=20) as answer:
            return bytes(answer.read())

    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(ask_once, range(100)))) == 1
