"""The commands of examples/curl.md, run by curl against a service on the shipped bundle: each succeeds."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from werkzeug.serving import make_server

from service.api.context import EXTENSION
from service.api.model import REPORT
from service.app import create_app
from service.engine import KERNEL
from service.jobs.runner import Runner
from tests.conftest import settings_in
from tests.contract.walk import operations
from tests.factories import kernel

ROOT = Path(__file__).resolve().parents[4]
COMMANDS = ROOT / "examples" / "curl.md"
HERE = "http://127.0.0.1:8080"
OUTCOME = "%{stderr}curl: %{http_code} %{method} %{url_effective}\\n"
SUCCESSES = ("200", "201", "202", "204")

pytestmark = [pytest.mark.server, pytest.mark.slow]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """A service on the shipped bundle and its address; a worker does its jobs. The report isn't shipped, so another
    page stands for it."""
    folder = tmp_path_factory.mktemp("curl")
    models = folder / "models" / "current"
    models.mkdir(parents=True)
    (folder / "models" / "frozen").symlink_to(ROOT / "models" / "frozen")
    (models / REPORT).write_text("<p>Skill and its limits</p>")
    settings = replace(settings_in(folder), model_dir=models)
    app = create_app(settings, replace(KERNEL, load=lambda *_: kernel()))
    server, runner = make_server("127.0.0.1", 0, app, threaded=True), Runner(app)
    threads = [Thread(target=server.serve_forever), Thread(target=runner.serve)]
    for thread in threads:
        thread.start()
    try:
        yield app, f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        runner.stop.set()
        for thread in threads:
            thread.join()
        server.server_close()
        app.extensions[EXTENSION].store.close()


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The commands in a shell that ends at the first that fails; each curl tells on stderr what became of it."""
    (folder / ".curlrc").write_text(f'write-out = "{OUTCOME}"\n')
    env = os.environ | {"CURL_HOME": str(folder), "NO_PROXY": "*"}
    command = ["bash", "-euo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=300)


def test_the_curl_commands_succeed_and_leave_no_operation_out(served: tuple[Flask, str], tmp_path: Path) -> None:
    app, address = served
    blocks = re.findall(r"^```sh\n(.*?)^```", COMMANDS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    ended = run("".join(blocks).replace(HERE, address), tmp_path)
    outcomes = re.findall(rf"^curl: (\d+) (\w+) {address}([^?\n]*)", ended.stderr, re.MULTILINE)
    assert [one for one in outcomes if one[0] not in SUCCESSES] == []
    assert ended.returncode == 0, ended.stderr[-2000:]
    asked = {(method, path) for _, method, path in outcomes}
    document = app.test_client().get("/openapi.json").json
    assert document
    left_out = [
        f"{method.upper()} {path}"
        for path, method, _ in operations(document)
        if not any(verb == method.upper() and matches(path, one) for verb, one in asked)
    ]
    assert left_out == []


def matches(template: str, path: str) -> bool:
    """Whether an address is one of an operation; a name in its path is none of the names that stand there."""
    return re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path) is not None


def test_a_command_that_is_refused_would_be_seen(served: tuple[Flask, str], tmp_path: Path) -> None:
    ended = run(f"curl -s {served[1]}/v1/boms/nobody", tmp_path)
    assert f"curl: 404 GET {served[1]}/v1/boms/nobody" in ended.stderr
