"""No key sees, counts, times or overwrites what another tenant stored: for every operation of the OpenAPI document.

Tenant ``acme`` asks for the ids of tenant ``rival``, once where the rival stored them and once where it didn't. Status,
body, headers and the statements sent to the database must be the same, and the rival's rows must stay as they were.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, make_url

from service.access import callers
from service.access.keys import Keyring
from service.access.policy import OPEN, PAGES
from service.api import context
from service.api.context import EXTENSION
from service.app import create_app
from service.config import Access
from service.engine import KERNEL
from service.schemas.bom import EXAMPLE
from service.schemas.many.jobs import MAPPING_EXAMPLE
from service.store.jobs import NewJob
from service.store.schema import metadata
from tests.conftest import bom
from tests.contract.requests import job_id as jobs_ids
from tests.contract.requests import known_ids
from tests.factories import kernel
from tests.service.access.conftest import Holder, key_for, store_of, with_keys

BOM = {name: value for name, value in EXAMPLE.items() if name != "bom_id"}
LINE = {"line_id": "10", "part_number": "MAG-0042", "material": "NdFeB N42SH"}
SMCO = {"material_id": "smco5", "confirmed_by": "R. Ival"}
RIVALS_JOB = jobs_ids(NewJob("rival", "import", {}), None)
TENANTS_IDS = {
    "bom_id": "motor-7",
    "revision": "1",
    "part_number": "MAG-0042",
    "link_id": "motor-7",
    "webhook_id": "motor-7",
    "message_id": "msg_0",
    "name": "plm-7",
    "job_id": RIVALS_JOB,
}
"""Names of path parameters that are ids of a tenant's rows, with those that the rival stores in ``store``."""
OTHERS: dict[str, dict[str, Any]] = {
    "/v1/imports": {
        "data": b"Level,Item,Description,Qty,UoM\r\n0,motor-7,Motor,1,EA\r\n1,MAG-0042,NdFeB N42SH,2,kg\r\n",
        "content_type": "text/csv",
        "query_string": {"store": "true"},
    }
}
"""What is sent where a body isn't JSON."""
EVERYBODYS = frozenset(
    {"code", "place", "stage", "symbol", "claim_id", "statement_id", "measure_id", "material_id", "version"}
)
"""Names of path parameters that are ids in the reference tables."""
VOLATILE = ("X-Request-ID", "RateLimit", "Date", "Set-Cookie", "Content-Length")
TOKEN = re.compile(rb'name="csrf_token" value="[^"]*"|whsec_[A-Za-z0-9+/=]+')
METHODS = ("get", "put", "post", "delete", "patch")
NOW = "2026-11-20T12:00:00Z"


@dataclass(frozen=True)
class House:
    """One service with three tenants; ``third`` has rows of its own all the time."""

    app: Flask
    acme: Holder
    rival: Holder
    third: Holder

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def with_the_rival(self) -> None:
        """As ``empty``, and the rival stored what ``TENANTS_IDS`` name."""
        self._become("rival", lambda: store(self.client, self.rival, TENANTS_IDS["bom_id"], TENANTS_IDS["part_number"]))

    def empty(self) -> None:
        """Nothing is stored but the third's."""
        self._become("third", lambda: store(self.client, self.third, "of-the-third"))

    def rows(self) -> set[tuple[Any, ...]]:
        """Every row that is stored, behind the name of its table."""
        with closing(sqlite3.connect(self.file)) as database:
            return {
                (table.name, *row)
                for table in metadata.sorted_tables
                if table.name != "keys"
                for row in database.execute(f"SELECT * FROM {table.name}")
            }

    @property
    def file(self) -> Path:
        database = make_url(self.app.extensions[EXTENSION].settings.database_url).database
        assert database
        return Path(database)

    def _become(self, name: str, fill: Callable[[], None]) -> None:
        """Take the database back to a state, which is made through the API the first time."""
        kept = self.file.with_name(f"{name}.kept")
        if not kept.exists():
            if name == "rival":
                self.empty()
            fill()
            _copy(self.file, kept)
        _copy(kept, self.file)


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


@dataclass(frozen=True)
class Case:
    """One way to ask one operation."""

    method: str
    path: str
    content: Mapping[str, Any]
    headers: Mapping[str, str]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    access = Access(session_key="s" * 32, requests_a_minute=100_000, cpu_seconds_a_minute=100_000)
    engine = replace(KERNEL, load=lambda _path, _sha256: kernel())
    app = create_app(with_keys(tmp_path_factory.mktemp("house"), access), engine)
    app.extensions[callers.EXTENSION] = Keyring(store_of(app).keys.get, lambda: 0.0)  # no look-up falls in between
    with time_machine.travel(NOW, tick=False), known_ids():
        yield House(app, *(key_for(app, tenant) for tenant in ("acme", "rival", "third")))
    store_of(app).close()


def store(client: FlaskClient, holder: Holder, bom_id: str, part_number: str = "OTHER-1") -> None:
    """Store a BOM and confirm a part."""
    assert client.put(f"/v1/parts/{part_number}", json=SMCO, headers=holder.headers).status_code == 201
    assert client.put(f"/v1/boms/{bom_id}", json=BOM, headers=holder.headers).status_code == 201
    hook = {"url": "https://example.com/", "on": ["band_crossed"]}
    assert client.put(f"/v1/webhooks/{bom_id}", json=hook, headers=holder.headers).status_code == 201
    badge = {"opens": "badge", "bom_id": bom_id}
    assert client.put(f"/v1/links/{bom_id}", json=badge, headers=holder.headers).status_code == 201
    name = "plm-7" if bom_id == TENANTS_IDS["bom_id"] else "plm-8"
    mapped = client.put(f"/v1/imports/mappings/{name}", json=MAPPING_EXAMPLE, headers=holder.headers)
    later = {"query_string": {"mode": "async"}, "headers": holder.headers}
    job = client.post("/v1/imports", **OTHERS["/v1/imports"] | later)
    assert (mapped.status_code, job.status_code) == (201, 202)


def operations(document: Mapping[str, Any]) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Method, path and description of every operation."""
    return [
        (method, path, item[method]) for path, item in document["paths"].items() for method in METHODS if method in item
    ]


def address(path: str) -> str:
    """A path with the rival's ids in it. Fails for a parameter of which nobody said whose it is."""
    names = re.findall(r"{(\w+)}", path)
    strange = [name for name in names if name not in TENANTS_IDS and name not in EVERYBODYS]
    assert not strange, f"say in TENANTS_IDS or EVERYBODYS whose ids {strange} are"
    return path.format_map({name: TENANTS_IDS.get(name, "Dy") for name in names})


def content_of(path: str, operation: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is sent: as the document shows it, a BOM, or as ``OTHERS`` have it. Fails where that is none of them."""
    if "requestBody" not in operation or path in OTHERS:
        return OTHERS.get(path, {})
    media = operation["requestBody"]["content"]["application/json"]
    example = BOM if media["schema"] == {"$ref": "#/components/schemas/Bom"} else media["example"]
    return {"json": {name: value for name, value in example.items() if name != "bom_id"}}


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that is sent to any database meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def asked(house: House, case: Case) -> dict[str, Any]:
    """What ``acme`` sees of an operation, and what it costs the database. Its key is known to the worker before."""
    house.client.get("/v1/elements", headers=house.acme.headers)
    headers = house.acme.headers | dict(case.headers)
    with statements() as sent:
        answer = house.client.open(address(case.path), method=case.method, headers=headers, **case.content)
    told = {name: value for name, value in answer.headers if name not in VOLATILE}
    return {"status": answer.status_code, "headers": told, "body": TOKEN.sub(b"", answer.data), "statements": sent}


def seen_by(house: House, holder: Holder, document: Mapping[str, Any]) -> dict[str, Any]:
    """All that a tenant can read with its key, but the audit log and an element's series: that is everybody's,
    and gains points as it is read."""
    return {
        path: house.client.get(address(path), headers=holder.headers).data
        for method, path, _ in operations(document)
        if method == "get"
        and path not in ("/v1/audit", "/metrics")
        and not path.startswith("/v1/elements/{symbol}/scores")
    }


def cases(house: House, document: Mapping[str, Any]) -> list[Case]:
    """Every operation; those with an id of a tenant's also under each condition that it may hold for."""
    house.with_the_rival()
    etag = house.client.get("/v1/boms/motor-7/score", headers=house.rival.headers).headers["ETag"]
    conditions = ({}, {"If-None-Match": "*"}, {"If-Match": etag}, {"If-None-Match": etag})
    return [
        Case(method, path, content_of(path, operation), headers)
        for method, path, operation in operations(document)
        for headers in (conditions if any(name in path for name in TENANTS_IDS) else ({},))
    ]


@pytest.mark.slow
def test_reading_another_tenants_id_is_like_reading_one_that_there_is_not(
    house: House, subtests: pytest.Subtests
) -> None:
    every = cases(house, house.client.get("/openapi.json").json)
    reads = [case for case in every if case.method == "get" and case.path != "/readyz"]  # it asks the database at times
    house.with_the_rival()
    foreign = [asked(house, case) for case in reads]
    house.empty()
    for case, there in zip(reads, foreign, strict=True):
        with subtests.test(operation=f"{case.method} {case.path}", headers=case.headers):
            assert there == asked(house, case)


def pages(app: Flask) -> list[Case]:
    """Every page that needs a key, as somebody who signed in is shown it."""
    paths = [
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if PAGES.get(rule.endpoint) is not OPEN and "GET" in (rule.methods or ())
    ]
    return [Case("get", path, {}, {}) for path in paths]


@pytest.mark.slow
def test_no_page_shows_what_another_tenant_stored(house: House, subtests: pytest.Subtests) -> None:
    shown = pages(house.app)
    assert len(shown) > 5
    house.with_the_rival()
    foreign = [asked(house, case) for case in shown]
    house.empty()
    for case, there in zip(shown, foreign, strict=True):
        with subtests.test(page=case.path):
            assert there == asked(house, case)


@pytest.mark.slow
def test_no_form_of_a_page_reaches_what_another_tenant_stored(house: House) -> None:
    document = house.client.get("/openapi.json").json
    house.with_the_rival()
    before = seen_by(house, house.rival, document)
    browser = house.client
    shown = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/sign-in").get_data(as_text=True))
    assert shown
    browser.post("/sign-in", data={"key": house.acme.text, "csrf_token": shown[1]})
    shown = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/sign-in").get_data(as_text=True))
    assert shown
    form = {"csrf_token": shown[1], "choice": "other", "other": "ndfeb-sintered-sh", "confirmed_by": "A. Cme"}
    for path in ("/products/motor-7/lines/0", "/products/not-there/lines/0"):
        assert browser.post(path, data=form).status_code == 404
    assert seen_by(house, house.rival, document) == before


@pytest.mark.slow
def test_writing_another_tenants_id_is_like_writing_one_that_there_is_not_and_leaves_it_alone(
    house: House, subtests: pytest.Subtests
) -> None:
    document = house.client.get("/openapi.json").json
    writes = [case for case in cases(house, document) if case.method != "get"]
    house.with_the_rival()
    rows, before = house.rows(), seen_by(house, house.rival, document)
    for case in writes:
        with subtests.test(operation=f"{case.method} {case.path}", headers=case.headers):
            house.with_the_rival()
            foreign = asked(house, case)
            assert house.rows() >= rows
            if not case.headers:  # all that the rival can read takes 50 requests
                assert seen_by(house, house.rival, document) == before
            house.empty()
            assert foreign == asked(house, case)


def test_a_tenants_own_rows_are_there_for_it(house: House) -> None:
    house.with_the_rival()
    for path in ("/v1/boms/motor-7", "/v1/boms/motor-7/score", "/v1/parts/MAG-0042"):
        assert house.client.get(path, headers=house.rival.headers).status_code == 200
        assert house.client.get(path, headers=house.acme.headers).status_code == 404


@pytest.mark.slow
def test_what_a_tenant_confirmed_changes_its_own_answers_alone(house: House) -> None:
    def reading(holder: Holder) -> str:
        answer = house.client.post("/v1/readings", json={"lines": [LINE]}, headers=holder.headers)
        return str(answer.json["lines"][0]["reading"]["material_id"])

    house.empty()
    before = reading(house.acme)
    house.with_the_rival()
    assert (reading(house.rival), reading(house.acme)) == ("smco5", before)
    assert before != "smco5"


def test_two_tenants_keep_what_is_theirs_under_one_id(house: House) -> None:
    house.with_the_rival()
    other = {"name": "Another", "lines": [{"line_id": "1", "element": "Ce", "form": "oxide"}]}
    assert house.client.put("/v1/boms/motor-7", json=other, headers=house.acme.headers).status_code == 201
    names = [
        house.client.get("/v1/boms/motor-7", headers=holder.headers).json["bom"]["name"]
        for holder in (house.acme, house.rival)
    ]
    assert names == ["Another", "Traction motor"]


def test_a_new_kind_of_id_is_not_forgotten() -> None:
    with pytest.raises(AssertionError, match="say in TENANTS_IDS or EVERYBODYS"):
        address("/v1/jobs/{some_new_id}")


def test_answers_that_one_tenant_leaves_lying_keep_no_place_from_another(
    locked: Flask, door: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "LONGEST_WAIT", 0.01)
    one, other = key_for(locked, "one"), key_for(locked, "other")
    padded = json.dumps({"boms": {"a": bom()}}) + " " * (3 * 1024 * 1024)
    sent = {"data": padded, "content_type": "application/json", "buffered": False}
    with door.post("/v1/scores/batch", headers=one.headers, **sent) as left_lying:
        refused = locked.test_client().post("/v1/scores/batch", headers=one.headers, **sent)
        assert (refused.status_code, refused.json["errors"][0]["code"]) == (503, "busy")
        assert locked.test_client().post("/v1/scores", json=bom(), headers=other.headers).status_code == 200
        assert left_lying.status_code == 200
    assert door.post("/v1/scores/batch", headers=one.headers, **sent | {"buffered": True}).status_code == 200
