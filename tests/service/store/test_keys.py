"""Keys and the audit log on SQLite and PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from service.store.audit import AuditEntry
from service.store.boms import Store
from service.store.keys import Key

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def key(key_id: str = "a" * 12, **more: Any) -> Key:
    """A key that opens everything of ``acme``."""
    values = {"tenant": "acme", "name": "ERP", "digest": "d" * 64, "scopes": frozenset({"read", "admin"})}
    return Key(key_id=key_id, created_at=NOW, **(values | more))


def test_a_key_comes_back_as_it_was_kept(store: Store) -> None:
    kept = key(expires_at=NOW + timedelta(days=1), replaces="b" * 12)
    assert not store.keys.any()
    store.keys.add(kept)
    assert store.keys.get(kept.key_id) == kept
    assert store.keys.get("nothere") is None
    assert store.keys.any()


def test_of_several_first_keys_at_once_one_is_kept(store: Store) -> None:
    store.prepare()
    several = [key(letter * 12) for letter in "abcdef"]
    with ThreadPoolExecutor(len(several)) as pool:
        first = list(pool.map(store.keys.add_first, several))
    assert (first.count(True), len(store.keys.all())) == (1, 1)


def test_a_successor_and_the_end_of_the_old_key_are_kept_together(store: Store) -> None:
    store.keys.add(key())
    new = key("b" * 12, replaces="a" * 12)
    store.keys.replace(new, NOW + timedelta(hours=1))
    old = store.keys.get("a" * 12)
    assert old is not None
    assert old.expires_at == NOW + timedelta(hours=1)
    assert store.keys.get("b" * 12) == new
    assert (old.ended(NOW), old.ended(NOW + timedelta(hours=1))) == (None, "expired")


def test_keys_are_listed_by_tenant_the_oldest_first(store: Store) -> None:
    for number, tenant in ((1, "b"), (2, "a"), (3, "b")):
        store.keys.add(key(str(number), tenant=tenant))
    assert [(each.tenant, each.key_id) for each in store.keys.all()] == [("a", "2"), ("b", "1"), ("b", "3")]


def test_entries_come_newest_first_and_of_one_tenant(store: Store) -> None:
    for second, tenant in enumerate(("a", "b", "a")):
        store.audit.add(AuditEntry(NOW + timedelta(seconds=second), tenant, None, "x", str(second), "done"))
    rows = store.audit.page("a", 10, None)
    assert [row["subject"] for row in rows] == ["2", "0"]
    assert [row["subject"] for row in store.audit.page("a", 10, rows[0]["entry"])] == ["0"]
    assert rows[0]["at"] == NOW + timedelta(seconds=2)


def test_what_is_forgotten_is_what_is_older(store: Store) -> None:
    for day in range(3):
        store.audit.add(AuditEntry(NOW - timedelta(days=day), "a", None, "x", str(day), "done"))
    assert store.audit.forget(NOW - timedelta(days=1)) == 1
    assert [row["subject"] for row in store.audit.page("a", 10, None)] == ["0", "1"]
