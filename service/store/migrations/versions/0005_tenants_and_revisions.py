"""Rows belong to tenants; BOMs have revisions; history has small points, one a day and per revision.

What was stored before is its own tenant's. Of an earlier BOM only receipts were kept: each becomes a revision. Answers
aren't taken over. A score is that of today and is computed when it is next asked for, and a receipt gives the old one.
Of several points of a day and revision, as a new model makes them, the newest is taken over.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

OWN = "own"
UNSCORED = -1.0
LONGEST_RECEIPT = 4 * 1024 * 1024
MOMENT = sa.DateTime(timezone=True)
OLD = ("boms", "parts")
NUMBERS = ("score", "low", "high", "percentile", "band", "unread", "unread_may_hold", "status")


def upgrade() -> None:
    for name in OLD:
        op.rename_table(name, f"old_{name}")
        if op.get_bind().dialect.name == "postgresql":  # the names of indexes are those of the whole schema
            op.execute(f"ALTER INDEX {name}_pkey RENAME TO old_{name}_pkey")
    for create in (_boms_and_states, _of_boms, _for_filters, _parts):
        create()
    _copy_parts()
    _copy_boms()
    for name in ("scores", "old_boms", "old_parts"):
        op.drop_table(name)


def downgrade() -> None:
    raise NotImplementedError("Revisions have no place in the older tables: restore the copy from before the upgrade.")


def _by_code_point(length: int) -> Any:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def _of_bom(**more: Any) -> sa.Column[int]:
    return sa.Column("bom", sa.Integer, sa.ForeignKey("boms.id", ondelete="CASCADE"), nullable=False, **more)


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def _numbers() -> list[sa.Column[Any]]:
    floats = [sa.Column(name, sa.Float) for name in ("score", "low", "high", "percentile")]
    return [*floats, sa.Column("band", sa.String(40))]


def _unread() -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer) for name in ("unread", "unread_may_hold")]


def _boms_and_states() -> None:
    op.create_table(
        "states",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("model_version", sa.String(100), nullable=False),
        sa.Column("model", sa.String(64), nullable=False),
        sa.Column("evidence", sa.String(100), nullable=False),
        sa.Column("register", sa.String(100), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
    )
    op.create_table(
        "boms",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("tenant", sa.String(100), nullable=False),
        sa.Column("bom_id", _by_code_point(200), nullable=False),
        sa.Column("name", sa.String(200)),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("confirmed", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("scored_at", MOMENT),
        sa.Column("as_of", sa.Date),
        sa.Column("scored_revision", sa.Integer),
        sa.Column("scored_confirmed", sa.Integer),
        sa.Column("state", sa.Integer, sa.ForeignKey("states.id")),
        sa.Column("status", sa.String(40)),
        *_numbers(),
        sa.Column("rank", sa.Float, nullable=False),
        *_unread(),
        sa.Column("data_ages", sa.Text),
        sa.UniqueConstraint("tenant", "bom_id", name="boms_by_id"),
    )
    op.create_index("boms_by_rank", "boms", ["tenant", "rank", "bom_id"])
    op.create_index("boms_by_change", "boms", ["tenant", "changed_at", "bom_id"])
    op.create_index("boms_by_scoring", "boms", ["scored_at"])
    op.create_index("boms_by_band", "boms", ["tenant", "band", "bom_id"])
    op.create_index("boms_by_unread", "boms", ["tenant", "unread"])


def _of_boms() -> None:
    op.create_table(
        "revisions",
        _of_bom(primary_key=True),
        _key("number"),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("document", sa.LargeBinary),
        sa.Column("name", sa.String(200)),
        sa.Column("put_at", MOMENT, nullable=False),
        sa.Column("put_by", sa.String(200)),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "receipts",
        _of_bom(primary_key=True),
        _key("revision"),
        _key("confirmed"),
        sa.Column("receipt", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "points",
        _of_bom(primary_key=True),
        sa.Column("as_of", sa.Date, primary_key=True),
        _key("revision"),
        sa.Column("confirmed", sa.Integer, nullable=False),
        sa.Column("scored_at", MOMENT, nullable=False),
        sa.Column("state", sa.Integer, sa.ForeignKey("states.id"), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        *_numbers(),
        *_unread(),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answers",
        _of_bom(primary_key=True, autoincrement=False),
        sa.Column("summary", sa.LargeBinary),
        sa.Column("full", sa.LargeBinary, nullable=False),
    )


def _for_filters() -> None:
    op.create_table(
        "facets",
        sa.Column("tenant", sa.String(100), primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("value", _by_code_point(200), primary_key=True),
        _of_bom(primary_key=True),
        sa.Column("lines", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("facets_of_a_bom", "facets", ["bom", "kind"])
    op.create_table(
        "chokepoints",
        sa.Column("tenant", sa.String(100), primary_key=True),
        sa.Column("country", sa.String(8), primary_key=True),
        sa.Column("stage", sa.String(20), primary_key=True),
        sa.Column("element", sa.String(4), primary_key=True),
        _of_bom(primary_key=True),
        sa.Column("share", sa.Float, nullable=False),
        sa.Column("probability", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("chokepoints_of_a_bom", "chokepoints", ["bom"])


def _parts() -> None:
    op.create_table(
        "parts",
        sa.Column("tenant", sa.String(100), primary_key=True),
        sa.Column("part_number", _by_code_point(100), primary_key=True),
        sa.Column("reading", sa.Text, nullable=False),
        sa.Column("confirmed_by", sa.String(100), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=False),
        sa.Column("note", sa.String(500)),
    )
    op.create_table(
        "confirmations",
        sa.Column("tenant", sa.String(100), primary_key=True),
        sa.Column("changes", sa.Integer, nullable=False),
    )


def _copy_parts() -> None:
    columns = "part_number, reading, confirmed_by, confirmed_at, note"
    op.execute(f"INSERT INTO parts (tenant, {columns}) SELECT '{OWN}', {columns} FROM old_parts")  # noqa: S608 - ours


class Receipt(NamedTuple):
    """What a receipt says: the BOM, as a key that is the same whenever it is, and model, evidence and register."""

    text: str
    bom: str
    name: str | None
    state: tuple[str, str, str]


def _read(receipt: str) -> Receipt:
    """Of a receipt that can't be read only itself is known."""
    head, body, *_signature = [*receipt.split("."), ""]
    try:
        unpacker = zlib.decompressobj()
        packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        data = json.loads(unpacker.decompress(packed, LONGEST_RECEIPT))
        state = data.pop("state")
        del data["as_of"]
        kept = (str(state["model"]), str(state["evidence"]), str(state["register"]))
        key = json.dumps(data, sort_keys=True)
        return Receipt(f"{head}.{body}", key, data.get("name"), kept)
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, zlib.error):
        return Receipt(receipt, receipt, None, ("", "", ""))


def _copy_boms() -> None:
    connection = op.get_bind()
    tables = {name: _table(name) for name in ("boms", "states", "revisions", "receipts", "points", "facets")}
    old, scores = _table("old_boms"), _table("scores")
    known: dict[str, int] = {}
    for bom in connection.execute(sa.select(old).order_by(old.c.bom_id)).mappings().all():
        rows = sa.select(scores).where(scores.c.bom_id == bom["bom_id"]).order_by(scores.c.point)
        history = [(row, _read(row["receipt"])) for row in connection.execute(rows).mappings()]
        _copy_bom(connection, tables, bom, history, known)


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


def _copy_bom(connection: Any, tables: Any, bom: Any, history: list[tuple[Any, Receipt]], known: Any) -> None:
    numbers = list(_numbered(history))
    states = [_state(connection, tables["states"], row, receipt, known) for row, receipt in history]
    values = {name: bom[name] for name in ("bom_id", "name", "created_at", "updated_at")}
    values |= {"tenant": OWN, "tags": "[]", "revision": max(numbers, default=1), "changed_at": bom["updated_at"]}
    # what was confirmed of parts since it was scored wasn't counted: once more makes the score out of date
    values |= {"confirmed": 1, "rank": UNSCORED}
    if history:
        newest = history[-1][0]
        values |= {name: newest[name] for name in (*NUMBERS, "scored_at", "as_of")}
        values |= {"scored_revision": numbers[-1], "scored_confirmed": 0, "state": states[-1]}
        values["rank"] = UNSCORED if newest["score"] is None else newest["score"]
    key = connection.execute(tables["boms"].insert().values(values)).inserted_primary_key[0]
    _copy_history(connection, tables, key, bom, list(zip(history, numbers, states, strict=True)))


def _numbered(history: list[tuple[Any, Receipt]]) -> Iterator[int]:
    """The revision of each score: another begins where its receipt holds another BOM."""
    number, last = 0, None
    for _, receipt in history:
        number += receipt.bom != last
        last = receipt.bom
        yield number


def _state(connection: Any, table: Any, row: Any, receipt: Receipt, known: dict[str, int]) -> int:
    model, evidence, register = receipt.state
    values = {"model_version": row["model_version"], "model": model, "evidence": evidence, "register": register}
    values["event"] = row["event"]
    digest = hashlib.sha256("\n".join(values.values()).encode()).hexdigest()
    if digest not in known:
        inserted = connection.execute(table.insert().values(digest=digest, **values))
        known[digest] = inserted.inserted_primary_key[0]
    return known[digest]


def _copy_history(connection: Any, tables: Any, key: int, bom: Any, scores: Any) -> None:
    revisions: dict[int, dict[str, Any]] = {}
    receipts: dict[int, dict[str, Any]] = {}
    points: dict[tuple[Any, int], dict[str, Any]] = {}
    for (row, receipt), number, state in scores:
        revisions.setdefault(number, _revision(key, number, receipt.name, row["scored_at"]))
        receipts.setdefault(number, {"bom": key, "revision": number, "confirmed": 0, "receipt": receipt.text})
        point = {name: row[name] for name in (*NUMBERS, "as_of", "scored_at")}
        point |= {"bom": key, "revision": number, "confirmed": 0, "state": state}
        points[row["as_of"], number] = point
    newest = revisions.setdefault(max(revisions, default=1), _revision(key, 1, None, bom["updated_at"]))
    newest |= {"document": zlib.compress(bom["document"]), "digest": _digest(bom["document"]), "name": bom["name"]}
    parts = _part_numbers(bom["document"])
    facets = [{"tenant": OWN, "kind": "part", "value": one, "bom": key, "lines": parts.count(one)} for one in {*parts}]
    kept = {"revisions": revisions.values(), "receipts": receipts.values(), "points": points.values()}
    for name, rows in [*kept.items(), ("facets", facets)]:
        if rows:
            connection.execute(tables[name].insert(), list(rows))


def _digest(document: bytes) -> str:
    said = json.loads(document, parse_float=Decimal)
    kept = {name: value for name, value in said.items() if name not in ("as_of", "bom_id")}
    plain = json.dumps(kept, sort_keys=True, separators=(",", ":"), default=lambda number: {"number": str(number)})
    return hashlib.sha256(plain.encode()).hexdigest()


def _revision(key: int, number: int, name: str | None, moment: Any) -> dict[str, Any]:
    kept = {"bom": key, "number": number, "digest": "", "document": None, "name": name}
    return kept | {"put_at": moment, "put_by": None}


def _part_numbers(document: bytes) -> list[str]:
    lines = json.loads(document).get("lines", ())
    return [line["part_number"].strip() for line in lines if isinstance(line.get("part_number"), str)]
