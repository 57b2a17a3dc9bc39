"""A database of the release before revisions and tenants, with rows in it, brought up to date."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, Table, create_engine, insert, select, text

from service.store import migrate
from service.store.boms import Store, digest_of
from service.store.database import connect, writing
from service.store.lists import Filters, Order

OWN = "own"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DOCUMENT = {"lines": [{"line_id": "10", "part_number": "MAG-1"}, {"line_id": "20", "part_number": "MAG-1"}]}


def receipt(day: date, model: str = "m" * 16, signature: str = "", **said: Any) -> str:
    """A receipt as the kernel issues it."""
    state = {"model": model, "evidence": "e1", "register": "r1"}
    data = {"bom_id": "motor", "name": None, "lines": []} | said | {"as_of": day.isoformat(), "state": state}
    packed = base64.urlsafe_b64encode(zlib.compress(json.dumps(data).encode())).decode().rstrip("=")
    return f"cp2.{packed}{signature}"


def score(point: int, text_of: str, day: date, bom_id: str = "motor") -> dict[str, Any]:
    numbers = {"status": "scored", "score": 10.0 * point, "probability": 0.1 * point, "low": 1.0, "high": 99.0}
    kept = {"point": point, "bom_id": bom_id, "receipt": text_of, "answer": b"{}", "as_of": day}
    words = {"band": "high", "percentile": 0.5, "model_version": "m1", "event": "source-shock/v2"}
    return kept | numbers | words | {"scored_at": NOON + timedelta(point), "unread": 0, "unread_may_hold": 0}


@contextmanager
def at_migration(url: str, revision: str) -> Iterator[Connection]:
    """A connection to a database as this migration left it."""
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    engine = connect(url, pooled=False)
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    with writing(engine) as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def old(bare_url: str) -> Iterator[Connection]:
    """A connection to a database at migration 0004."""
    with at_migration(bare_url, "0004") as connection:
        yield connection


def fill(connection: Connection, *scores: dict[str, Any]) -> None:
    tables = {name: Table(name, MetaData(), autoload_with=connection) for name in ("boms", "scores", "parts")}
    for bom_id in dict.fromkeys(["motor", *(row["bom_id"] for row in scores)]):
        row = {"bom_id": bom_id, "name": "Motor", "document": json.dumps(DOCUMENT).encode(), "etag": "x"}
        connection.execute(insert(tables["boms"]).values(created_at=NOON, updated_at=NOON, **row))
    if scores:
        connection.execute(insert(tables["scores"]), list(scores))
    part = {"part_number": "MAG-1", "reading": "{}", "confirmed_by": "A. Engineer", "confirmed_at": NOON}
    connection.execute(insert(tables["parts"]).values(part))
    connection.commit()


def upgraded(url: str) -> Store:
    store = Store(url)
    store.prepare()
    return store


def test_an_upgrade_takes_as_long_as_it_takes(bare_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.store.database.LONGEST_SECONDS", 0.0)  # what else is done would be cut off at once
    migrate.upgrade(bare_url)
    engine = create_engine(bare_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM boms")).scalar() == 0
    engine.dispose()


def test_a_database_of_the_release_before_keeps_its_rows_and_gets_what_is_new(bare_url: str) -> None:
    with at_migration(bare_url, "0007") as connection:
        kept = Table("boms", MetaData(), autoload_with=connection)
        row = {"tenant": OWN, "bom_id": "motor", "tags": "[]", "revision": 1, "confirmed": 0, "rank": -1.0}
        connection.execute(insert(kept).values(row | dict.fromkeys(("created_at", "updated_at", "changed_at"), NOON)))
    store = upgraded(bare_url)
    [shown] = store.lists.page(OWN, Filters(), Order(), 9)
    assert (shown["bom_id"], shown["standing"], shown["mass_g"], shown["spend"]) == ("motor", None, None, None)
    assert (store.webhooks.all(OWN), store.links.page(OWN, 9, ""), store.jobs.page(OWN, 9)) == ([], [], [])
    store.close()


def test_rows_become_the_own_tenants_with_their_history(old: Connection, bare_url: str) -> None:
    monday, tuesday = date(2026, 11, 16), date(2026, 11, 17)
    first = score(1, receipt(monday, name="first"), monday)
    fill(old, first, score(2, receipt(monday), monday), score(3, receipt(tuesday), tuesday))
    store = upgraded(bare_url)
    assert store.lists.page("other", Filters(), Order(), 9) == []
    [row] = store.lists.page(OWN, Filters(), Order(), 9)
    assert (row["bom_id"], row["name"], row["score"], row["revision"]) == ("motor", "Motor", 30.0, 2)
    points = store.history(OWN, "motor", 9)
    assert [(p["as_of"], p["revision"], p["score"]) for p in points] == [
        (tuesday, 2, 30.0),
        (monday, 2, 20.0),
        (monday, 1, 10.0),
    ]
    assert points[0]["scored_at"] == NOON + timedelta(3)
    part = store.parts.get(OWN, "MAG-1")
    assert part is not None
    assert part["confirmed_at"] == NOON
    store.close()


def test_the_document_stays_the_newest_revision_and_the_same_again_is_no_other(old: Connection, bare_url: str) -> None:
    fill(old, score(1, receipt(NOON.date()), NOON.date()))
    store = upgraded(bare_url)
    kept = store.document(OWN, "motor")
    assert kept is not None
    assert json.loads(kept[1]) == DOCUMENT
    with store._reading() as connection:
        assert connection.execute(text("SELECT digest FROM revisions")).scalar() == digest_of(kept[1])
    store.close()


def test_an_upgraded_score_is_out_of_date_until_it_is_computed_again(old: Connection, bare_url: str) -> None:
    fill(old, score(1, receipt(NOON.date()), NOON.date()))
    store = upgraded(bare_url)
    row = store.bom(OWN, "motor")
    assert row is not None
    assert row["scored_confirmed"] < row["confirmed"]
    store.close()


def test_of_earlier_boms_the_receipts_are_kept_with_model_evidence_and_register(old: Connection, bare_url: str) -> None:
    day = NOON.date()
    texts = [receipt(day, name="first"), receipt(day, model="n" * 16, signature=".signed"), "cp1.what-was-it"]
    fill(old, *(score(number, one, day) for number, one in enumerate(texts, start=1)))
    store = upgraded(bare_url)
    with store._reading() as connection:
        kept = connection.execute(text("SELECT receipt FROM receipts ORDER BY revision")).scalars().all()
        models = connection.execute(text("SELECT model FROM states ORDER BY id")).scalars().all()
        documents = connection.execute(text("SELECT document FROM revisions ORDER BY number")).scalars().all()
    assert kept == [texts[0], texts[1].removesuffix(".signed"), texts[2]]
    assert models == ["m" * 16, "n" * 16, ""]
    assert [one is None for one in documents] == [True, True, False]
    first, last = store.revision(OWN, "motor", 1), store.revision(OWN, "motor", 3)
    assert first is not None
    assert last is not None
    assert (first.document, first.receipt, last.receipt) == (None, texts[0], None)
    store.close()


def test_a_bom_without_a_score_is_kept(old: Connection, bare_url: str) -> None:
    fill(old)
    store = upgraded(bare_url)
    assert store.document(OWN, "motor") is not None
    assert store.history(OWN, "motor", 9) == []
    store.close()


def test_a_confirmation_after_the_upgrade_reaches_the_boms_from_before(old: Connection, bare_url: str) -> None:
    fill(old, score(1, receipt(NOON.date()), NOON.date()))
    store = upgraded(bare_url)
    before = store.bom(OWN, "motor")
    assert before is not None
    store.parts.delete(OWN, "MAG-1")
    after = store.bom(OWN, "motor")
    assert after is not None
    assert after["confirmed"] == before["confirmed"] + 1
    store.close()


def test_nothing_of_the_old_tables_is_left(old: Connection, bare_url: str) -> None:
    fill(old, score(1, receipt(NOON.date()), NOON.date()))
    upgraded(bare_url).close()
    engine = create_engine(bare_url)
    tables = MetaData()
    tables.reflect(engine)
    assert not [name for name in tables.tables if name.startswith("old_") or name == "scores"]
    with engine.connect() as connection:
        assert len(connection.execute(select(tables.tables["boms"].c.id)).all()) == 1
    engine.dispose()


def test_going_back_is_refused_in_words(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    engine = connect(bare_url, pooled=False)
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        with pytest.raises(NotImplementedError, match="restore the copy"):
            command.downgrade(config, "0004")
    engine.dispose()
