"""``python -m service keys``: what an operator types, and what that opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.__main__ import main
from service.access import keys
from service.access.policy import Scope
from service.store.boms import Store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store that the commands work on."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    store = Store(f"sqlite:///{tmp_path / 'chokepoint.db'}")
    yield store
    store.close()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command printed; it must end well."""
    assert main(["keys", *arguments]) == 0
    return capsys.readouterr().out


def shown(printed: str) -> str:
    """The text of the key that was shown."""
    form = keys.FORM.search(printed)
    assert form
    return form[0]


def test_a_key_is_shown_once_and_kept_as_it_was_asked_for(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    printed = run(capsys, "create", "--name", "ERP", "--tenant", "acme", "--scopes", "score,read", "--days", "30")
    text = shown(printed)
    (key,) = store.keys.all()
    assert (key.tenant, key.name, key.scopes) == ("acme", "ERP", {"score", "read"})
    assert key.expires_at is not None
    assert (key.expires_at - key.created_at).days in (29, 30)
    assert text not in run(capsys, "list")
    assert text.rpartition("_")[2] not in repr(key)


def test_a_key_opens_scoring_reading_and_writing_unless_more_is_asked_for(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "create")
    (key,) = store.keys.all()
    assert key.scopes == {Scope.SCORE, Scope.READ, Scope.WRITE}
    assert key.expires_at is None


def test_the_first_key_is_made_once(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(run(capsys, "create", "--first"))
    again = run(capsys, "create", "--first")
    assert again == "There are keys already; none was made.\n"
    (key,) = store.keys.all()
    assert key.scopes == set(Scope)


def test_of_several_that_make_the_first_key_one_does(store: Store) -> None:
    store.prepare()
    made = [keys.make("own", str(number), Scope, None)[0] for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        first = list(pool.map(store.keys.add_first, made))
    assert (first.count(True), len(store.keys.all())) == (1, 1)


def test_the_list_tells_what_each_key_opens_and_until_when(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "create", "--name", "ERP", "--days", "1")
    run(capsys, "create", "--name", "old")
    old = next(key for key in store.keys.all() if key.name == "old")
    run(capsys, "revoke", old.key_id)
    head, *rows = run(capsys, "list").splitlines()
    assert head.split() == ["key", "tenant", "name", "scopes", "created", "expires", "state"]
    states = {row.split()[2]: row.split()[-1] for row in rows}
    assert states == {"ERP": "open", "old": "revoked"}
    assert re.search(r"old .* never +revoked", "\n".join(rows))


def test_a_rotated_key_has_a_successor_like_it(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(run(capsys, "create", "--name", "ERP", "--tenant", "acme", "--scopes", "read"))
    printed = run(capsys, "rotate", text, "--overlap-hours", "2")
    old, new = sorted(store.keys.all(), key=lambda key: key.created_at)
    assert shown(printed).startswith(f"cpk_{new.key_id}_")
    assert (new.tenant, new.name, new.scopes, new.replaces) == ("acme", "ERP", {"read"}, old.key_id)
    assert old.expires_at is not None
    assert round((old.expires_at - new.created_at).total_seconds() / 3600, 2) == 2


@pytest.mark.slow
def test_a_key_that_has_ended_has_no_successor(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "create")
    (key,) = store.keys.all()
    run(capsys, "revoke", key.key_id)
    assert main(["keys", "rotate", key.key_id]) == 1
    assert "is revoked: make another" in capsys.readouterr().err


def test_a_key_that_there_is_not_is_told_with_the_fix(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    for action in ("revoke", "rotate"):
        assert main(["keys", action, "nothere"]) == 1
        assert "There is no key 'nothere': `python -m service keys list`" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [("--scopes", "all"), ("--tenant", "A B"), ("--days", "0"), ("--days", "x"), ("--name", " "), ("--name", "\n\t")],
)
def test_wrong_values_are_refused_with_those_that_are_right(
    store: Store, capsys: pytest.CaptureFixture[str], arguments: tuple[str, str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["keys", "create", *arguments])
    assert ended.value.code == 2
    assert re.search("give ", capsys.readouterr().err)
    assert store.keys.all() == []


@pytest.mark.slow
def test_what_an_operator_does_is_noted_for_the_tenant(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "create", "--tenant", "acme")
    (key,) = store.keys.all()
    run(capsys, "rotate", key.key_id)
    run(capsys, "revoke", key.key_id)
    noted = [(row["action"], row["key_id"]) for row in store.audit.page("acme", 10, None)]
    assert noted == [("keys.revoke", None), ("keys.rotate", None), ("keys.create", None)]


def test_a_database_that_cant_be_used_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file"))
    assert main(["keys", "list"]) == 2
    assert capsys.readouterr().err.startswith("chokepoint: The folder of the database can't be made")


@pytest.mark.slow
def test_a_key_is_rotated_once_since_its_end_is_that_of_the_overlap_then(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    old = shown(run(capsys, "create", "--days", "365"))
    new = shown(run(capsys, "rotate", old))
    assert main(["keys", "rotate", old]) == 1
    assert f"was rotated before: rotate its successor {new[4:16]}" in capsys.readouterr().err
    run(capsys, "rotate", new)
    lasts = [key.expires_at - key.created_at for key in store.keys.all() if key.expires_at]
    assert [round(each.total_seconds() / 86_400) for each in lasts] == [1, 1, 365]
