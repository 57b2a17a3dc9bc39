"""The pages that the types of problems lead to."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient

from service.api.stored.preconditions import EmptyConditionError, PreconditionError
from service.errors import DOMAIN, UNREADABLE, MalformedError, MediaTypeError, RequestError
from service.problems import PROBLEMS
from service.schemas.answers.codes import CODES
from tests.conftest import bom


def refused(client: FlaskClient) -> dict[int, Any]:
    """An answer of some statuses."""
    return {
        400: client.post("/v1/scores", data="{", content_type="application/json"),
        404: client.get("/nothing"),
        405: client.delete("/v1/scores"),
        412: client.put("/v1/boms/a", json=bom(), headers={"If-Match": '"x"'}),
        413: client.post("/v1/scores", data=b" " * 2_000_000, content_type="application/json"),
        415: client.post("/v1/scores", data="x", content_type="text/plain"),
        422: client.post("/v1/scores", json={"lines": []}),
    }


def test_the_type_of_a_problem_leads_to_what_it_means_the_fix_and_an_example(client: FlaskClient) -> None:
    for status, answer in refused(client).items():
        assert answer.status_code == status
        page = client.get(answer.json["type"])
        assert (page.status_code, page.mimetype) == (200, "text/html"), status
        text = html.unescape(page.get_data(as_text=True))
        assert PROBLEMS[status].means in text
        assert PROBLEMS[status].fix in text
        shown = re.search(r"<pre[^>]*>(.*?)</pre>", text, re.DOTALL)
        assert shown is not None
        assert json.loads(shown[1]) == PROBLEMS[status].example


def test_the_page_of_all_problems_leads_to_each(client: FlaskClient) -> None:
    text = client.get("/docs/problems").get_data(as_text=True)
    for problem in PROBLEMS.values():
        assert f'href="{problem.path}"' in text
        assert client.get(problem.path).status_code == 200


def test_the_page_of_422_lists_every_code(client: FlaskClient) -> None:
    text = client.get(PROBLEMS[422].path).get_data(as_text=True)
    assert re.findall(r"<code>(\w+)</code>", text) == list(CODES)


@pytest.mark.slow
@pytest.mark.parametrize("status", PROBLEMS)
def test_the_example_of_a_problem_is_a_problem_document(client: FlaskClient, status: int) -> None:
    components = client.get("/openapi.json").json["components"]
    schema = {"$ref": "#/components/schemas/Problem", "components": components}
    jsonschema.validate(PROBLEMS[status].example, schema, cls=jsonschema.Draft202012Validator)


def test_every_status_that_is_given_is_explained() -> None:
    given = {status for _, status in UNREADABLE} | {status for _, status, _ in DOMAIN}
    given |= {
        kind.status for kind in (RequestError, MalformedError, MediaTypeError, EmptyConditionError, PreconditionError)
    }
    assert given | {404, 405, 408, 413, 500, 503} <= PROBLEMS.keys()


def test_an_unknown_problem_is_404(client: FlaskClient) -> None:
    assert client.get("/docs/problems/nothing").status_code == 404
