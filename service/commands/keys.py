"""``python -m service keys``: make, list, replace and revoke the keys of callers."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from service import logs
from service.access import keys
from service.access.audit import DONE
from service.access.policy import MEANINGS, Scope
from service.api.context import OWN
from service.commands.outcome import RefusedError
from service.config import Settings
from service.store.audit import AuditEntry
from service.store.boms import Store
from service.store.keys import Key

TENANT = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
LONGEST_NAME = 100
USUAL = frozenset({Scope.SCORE, Scope.READ, Scope.WRITE})
OVERLAP_HOURS = 24
LEAST, MOST_DAYS, MOST_HOURS = 1, 3_650, 24 * 90
COLUMNS = ("key", "tenant", "name", "scopes", "created", "expires", "state")


def add(commands: Any) -> None:
    """Register the command."""
    words = "; ".join(f"{scope}: {meaning}" for scope, meaning in MEANINGS.items())
    own = commands.add_parser("keys", help="make, list, replace and revoke keys", epilog=f"Scopes. {words}.")
    actions = own.add_subparsers(dest="action", required=True, metavar="ACTION")

    create = actions.add_parser("create", help="make a key and show it, once")
    create.add_argument("--name", type=_name, default="unnamed", help="whose or what for, e.g. ERP (%(default)s)")
    create.add_argument("--tenant", type=_tenant, default=OWN, help="whose rows it opens (%(default)s)")
    create.add_argument(
        "--scopes", type=_scopes, help="score,read,write,admin (the first three; the first key has all)"
    )
    create.add_argument("--days", type=_days, help="how long it lasts (until it is revoked)")
    create.add_argument("--first", action="store_true", help="only where there is no key yet")
    create.set_defaults(run=run, does=_create)

    actions.add_parser("list", help="every key, but never its text").set_defaults(run=run, does=_list)

    rotate = actions.add_parser("rotate", help="make a key like another, which goes on for a while")
    rotate.add_argument("key_id")
    rotate.add_argument("--overlap-hours", type=_hours, default=OVERLAP_HOURS, help="for how long (%(default)s)")
    rotate.add_argument("--days", type=_days, help="how long the new one lasts (as long as the old one was made for)")
    rotate.set_defaults(run=run, does=_rotate)

    revoke = actions.add_parser("revoke", help="end a key; workers know within five seconds")
    revoke.add_argument("key_id")
    revoke.set_defaults(run=run, does=_revoke)


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked, on the database of the settings."""
    settings = Settings.from_env()
    logs.configure("warning")
    store = Store(settings.database_url)
    try:
        arguments.does(arguments, store)
    finally:
        store.close()
    return 0


def _create(options: argparse.Namespace, store: Store) -> None:
    scopes = options.scopes or (frozenset(Scope) if options.first else USUAL)
    key, text = keys.make(options.tenant, options.name, scopes, _ends(options.days))
    if not options.first:
        store.keys.add(key)
    elif not store.keys.add_first(key):
        print("There are keys already; none was made.")
        return
    _note(store, key, "keys.create")
    _show(key, text)


def _list(_options: argparse.Namespace, store: Store) -> None:
    rows = [COLUMNS, *(_row(key) for key in store.keys.all())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _rotate(options: argparse.Namespace, store: Store) -> None:
    old = _named(options.key_id, store)
    now = datetime.now(UTC)
    if why := old.ended(now):
        raise RefusedError(f"The key {old.key_id} is {why}: make another with `python -m service keys create`.")
    if after := [key.key_id for key in store.keys.all() if key.replaces == old.key_id]:
        # Its end is that of the overlap now: a second successor would last no longer.
        raise RefusedError(f"The key {old.key_id} was rotated before: rotate its successor {after[-1]}.")
    lasts = _ends(options.days) or (old.expires_at and now + (old.expires_at - old.created_at))
    key, text = keys.make(old.tenant, old.name, old.scopes, lasts, old.key_id)
    ends = now + timedelta(hours=options.overlap_hours)
    store.keys.replace(key, ends)
    _note(store, key, "keys.rotate")
    print(f"The key {old.key_id} opens until {_day(min(ends, old.expires_at or ends))}.")
    _show(key, text)


def _revoke(options: argparse.Namespace, store: Store) -> None:
    key = _named(options.key_id, store)
    store.keys.revoke(key.key_id, datetime.now(UTC))
    _note(store, key, "keys.revoke")
    print(f"The key {key.key_id} of {key.tenant} ({key.name}) opens nothing within {keys.FRESH_SECONDS:.0f} seconds.")


def _named(key_id: str, store: Store) -> Key:
    """The key with that id; a whole key is taken by its id, too."""
    form = keys.FORM.fullmatch(key_id)
    key = store.keys.get(form[1] if form else key_id.removeprefix("cpk_")[: keys.ID_LENGTH])
    if key is None:
        raise RefusedError(f"There is no key {keys.hidden(key_id)[:50]!r}: `python -m service keys list` shows them.")
    return key


def _show(key: Key, text: str) -> None:
    print(f"Key {key.key_id} of {key.tenant} ({key.name}): {', '.join(sorted(key.scopes))}; {_until(key)}.")
    print("It is shown once, here, and kept nowhere:")
    print(text)


def _row(key: Key) -> Sequence[str]:
    state = key.ended(datetime.now(UTC)) or "open"
    ends = _day(key.expires_at) if key.expires_at else "never"
    return (key.key_id, key.tenant, key.name, ",".join(sorted(key.scopes)), _day(key.created_at), ends, state)


def _note(store: Store, key: Key, action: str) -> None:
    now = datetime.now(UTC)
    store.audit.add(AuditEntry(now, key.tenant, None, action, key.key_id, DONE))


def _until(key: Key) -> str:
    return f"until {_day(key.expires_at)}" if key.expires_at else "until it is revoked"


def _day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")


def _ends(days: int | None) -> datetime | None:
    return None if days is None else datetime.now(UTC) + timedelta(days=days)


def _name(raw: str) -> str:
    text = " ".join(raw.split())
    if not text or len(text) > LONGEST_NAME or not text.isprintable():
        raise argparse.ArgumentTypeError(f"give 1 to {LONGEST_NAME} printable characters")
    return text


def _tenant(raw: str) -> str:
    if not TENANT.fullmatch(raw):
        raise argparse.ArgumentTypeError("give small letters, digits and . _ -, at most 100, a letter or digit first")
    return raw


def _scopes(raw: str) -> frozenset[Scope]:
    try:
        return frozenset(Scope(name.strip()) for name in raw.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}: give some of {', '.join(Scope)}") from error


def _days(raw: str) -> int:
    return _whole(raw, LEAST, MOST_DAYS)


def _hours(raw: str) -> int:
    return _whole(raw, 0, MOST_HOURS)


def _whole(raw: str, low: int, high: int) -> int:
    if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
        raise argparse.ArgumentTypeError(f"give a whole number from {low} to {high:,}")
    return int(raw)
