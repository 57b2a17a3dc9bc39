"""A client that a public generator makes of the OpenAPI document stores, scores, pages and reads every error."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import httpx
import pytest
from flask import Flask

from tests.conftest import bom, line
from tests.contract.__main__ import DOCUMENT

pytestmark = pytest.mark.slow
NAME = "chokepoint_client"


@pytest.fixture(scope="module")
def generator_output(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Makes the client; what the generator says of it."""
    folder = tmp_path_factory.mktemp("client")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(DOCUMENT), "--meta", "none"]
    made = subprocess.run(
        [*command, "--output-path", str(folder / NAME)], capture_output=True, text=True, check=True, cwd=folder
    )
    sys.path.insert(0, str(folder))
    yield made.stdout + made.stderr
    sys.path.remove(str(folder))


def part(name: str) -> ModuleType:
    """A module of the client."""
    return importlib.import_module(f"{NAME}.{name}")


@pytest.fixture
def api(generator_output: str, app: Flask) -> Any:
    """The client, connected to ``app``."""
    transport = httpx.WSGITransport(app=app)
    return part("client").Client(base_url="http://localhost", httpx_args={"transport": transport})


def test_the_generator_leaves_out_no_operation(generator_output: str) -> None:
    assert "will not be generated" not in generator_output
    assert "Unable to process schema" not in generator_output


def test_it_scores_in_short_and_whole(api: Any) -> None:
    body = part("models").Bom.from_dict(bom())
    post = part("api.scores.post_score")
    assert type(post.sync(client=api, body=body)).__name__ == "Summary"
    assert type(post.sync(client=api, body=body, view=part("models").PostScoreView.FULL)).__name__ == "Score"


def test_it_stores_and_pages_through_all(api: Any) -> None:
    put, lists = part("api.boms.put_bom"), part("api.bom_lists.list_boms")
    for number in range(5):
        put.sync_detailed(f"motor-{number}", client=api, body=part("models").Bom.from_dict(bom()))
    ids, token = [], part("types").UNSET
    while token is not None:
        page = lists.sync(client=api, limit=2, after=token)
        ids += [row.bom_id for row in page.items]
        token = httpx.URL(page.next_).params["after"] if page.next_ else None
    assert sorted(ids) == [f"motor-{number}" for number in range(5)]


def test_it_reads_what_was_wrong(api: Any) -> None:
    half = {"stage": "separation", "country": "CN", "share": 0.5}
    wrong = part("models").Bom.from_dict(bom(line(supply=[half])))
    for answer, status in (
        (part("api.boms.get_bom").sync_detailed("nobody", client=api), 404),
        (part("api.scores.post_score").sync_detailed(client=api, body=wrong), 422),
    ):
        assert (answer.status_code, answer.parsed.status) == (status, status)
    assert answer.parsed.errors[0].pointer == "/lines/0/supply"
