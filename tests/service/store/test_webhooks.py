"""What webhooks are told: noted once with the change, claimed by one sender, tried again, kept when given up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from service.store.boms import Store
from service.store.scores import KeptChokepoint, Scored
from service.store.watch.messages import CLAIM, LONGEST_HOLD, WAITS, AttemptOutcome, Claimed
from service.store.watch.notices import note_job
from service.store.watch.webhooks import WantedWebhook, signing
from tests.service.store.test_boms import NOON, OTHER, OWN, STATE, TODAY, document, put, scored

ALL = ("band_crossed", "register_changed", "job_finished")
TAKEN, FAILED = AttemptOutcome(204, None), AttemptOutcome(500, "The receiver answered 500.")


def hook(store: Store, name: str = "erp", tenant: str = OWN, **more: Any) -> str | None:
    """Keep a webhook; its secret where it is new."""
    said: dict[str, Any] = {"url": "https://example.com/", "kinds": ALL, "condition": None, "digest": None}
    return store.webhooks.put(tenant, name, WantedWebhook(**(said | {"enabled": True} | more)), NOON)


def kinds(store: Store, name: str = "erp", tenant: str = OWN) -> list[str]:
    """Kinds of the messages to a webhook, the newest first."""
    return [row["kind"] for row in store.messages.page(tenant, name, None, 99, None)]


def claimed(store: Store, now: datetime = NOON) -> Claimed:
    """The next message that is due."""
    one = store.messages.claim(now)
    assert one is not None
    return one


def content(one: Claimed) -> dict[str, Any]:
    """What the first notice of a message tells."""
    told: dict[str, Any] = json.loads(one.notices[0]["content"])
    return told


def crossed(store: Store, *bands: str, tenant: str = OWN) -> None:
    """Put a BOM whose score comes into one band after the other."""
    for number, band in enumerate(bands):
        put(store, scored(f"r{number}", band=band), tenant=tenant, now=NOON, part=number)


def test_a_crossed_band_is_told_to_those_who_asked_of_their_own_tenant(store: Store) -> None:
    hook(store)
    hook(store, "jobs-only", kinds=("job_finished",))
    hook(store, "off", enabled=False)
    hook(store, tenant=OTHER)
    crossed(store, "high", "high", "severe")
    assert [kinds(store), kinds(store, "jobs-only"), kinds(store, "off"), kinds(store, tenant=OTHER)] == [
        ["band_crossed"],
        [],
        [],
        [],
    ]
    one = claimed(store)
    assert (one.notices[0]["bom_id"], content(one)["before"]["band"], content(one)["after"]["band"]) == (
        "motor",
        "high",
        "severe",
    )


def test_the_first_score_and_one_of_another_event_are_no_crossing(store: Store) -> None:
    hook(store)
    crossed(store, "high")
    other = replace(scored(band="low"), state=replace(STATE, event="another/v3"))
    store.put(OWN, document("motor"), [other], NOON)
    assert kinds(store) == []


def kept(store: Store, new: Scored) -> None:
    """Let a score be that of today of the BOM as it stands."""
    row = store.bom(OWN, "motor")
    assert row is not None
    assert store.keep(OWN, row, new, NOON)


def test_a_measure_that_stands_otherwise_is_told_where_the_bom_is_the_same(store: Store) -> None:
    hook(store)
    put(store, replace(scored(), met={"CN-1": "announced", "CN-2": "in_force"}))
    later = replace(STATE, register="r2")
    kept(store, replace(scored(), state=later, met={"CN-1": "in_force", "CN-2": "in_force", "EU-1": "announced"}))
    changes = content(claimed(store))["measures"]
    assert changes == [
        {"measure_id": "CN-1", "before": "announced", "after": "in_force"},
        {"measure_id": "EU-1", "before": None, "after": "announced"},
    ]
    put(store, replace(scored(), met={}), other="content")
    assert kinds(store) == ["register_changed"]


def chinese(score: float, stage: str = "magnet") -> Scored:
    """A score with a Chinese chokepoint."""
    return replace(scored(score=score), chokepoints=(KeptChokepoint("CHN", stage, "Dy", 0.9, 0.2),))


def test_a_condition_is_told_when_a_bom_comes_to_meet_it_and_when_it_ceases_to(store: Store) -> None:
    condition = {"min_score": 45.0, "country": "CHN", "stage": "magnet"}
    hook(store, kinds=(), condition=condition)
    scores = [chinese(50, "mining"), chinese(44), chinese(45), chinese(60), scored(score=60)]
    meeting = []
    for number, one in enumerate(scores):
        put(store, one, part=number, now=NOON + timedelta(seconds=number))
        meeting.append(store.webhooks.meeting(OWN, condition))
    assert meeting == [0, 0, 1, 1, 0]
    assert kinds(store) == ["condition_left", "condition_met"]
    assert content(claimed(store, NOON + timedelta(minutes=1)))["condition"] == condition


def test_a_condition_that_the_first_score_meets_is_told(store: Store) -> None:
    hook(store, condition={"min_score": 45.0})
    put(store, scored(score=46.0))
    assert kinds(store) == ["condition_met"]
    assert (content(claimed(store))["before"], content(claimed(store, NOON + CLAIM))["after"]["score"]) == (None, 46.0)


def test_every_part_of_a_condition_counts(store: Store) -> None:
    facets = {"measure": ["CN-1"]}
    put(store, replace(chinese(50), facets=facets))
    met = {"min_score": 50, "bands": ["high"], "element": "Dy", "country": "CHN", "stage": "magnet", "measure": "CN-1"}
    other = {"min_score": 51, "bands": ["severe"], "element": "Nd", "country": "JPN", "stage": "metal", "measure": "X"}
    assert store.webhooks.meeting(OWN, met) == 1
    assert [store.webhooks.meeting(OWN, met | {name: value}) for name, value in other.items()] == [0] * 6
    assert store.webhooks.meeting(OTHER, met) == 0


def test_workers_that_see_one_change_at_once_note_it_once(store: Store) -> None:
    hook(store)
    put(store, scored(day=TODAY - timedelta(1)))
    row = store.bom(OWN, "motor")
    assert row is not None
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda _: store.keep(OWN, row, scored(band="severe"), NOON), range(8)))
    assert kinds(store) == ["band_crossed"]


def test_a_finished_job_is_told_to_those_who_asked(store: Store) -> None:
    hook(store)
    with store._writing() as connection:
        note_job(connection, OWN, {"job_id": "j1", "status": "done"}, NOON)
    assert content(claimed(store)) == {"job": {"job_id": "j1", "status": "done"}}


def test_a_message_is_one_senders_until_its_claim_ends_and_keeps_its_id(store: Store) -> None:
    hook(store)
    crossed(store, "high", "low")
    first = claimed(store)
    assert store.messages.claim(NOON) is None
    again = claimed(store, NOON + CLAIM)  # the first was killed
    assert (again.message_id, again.attempts) == (first.message_id, 2)
    store.messages.settle(again, TAKEN, NOON)
    store.messages.settle(first, FAILED, NOON)  # it wasn't killed, but slow: what it says comes too late
    [row] = store.messages.page(OWN, "erp", None, 9, None)
    assert (row["state"], row["last_status"]) == ("delivered", 204)


def test_senders_never_claim_the_same_message(store: Store) -> None:
    hook(store)
    crossed(store, *("high", "low") * 6)
    with ThreadPoolExecutor(4) as senders:
        taken = [one.message_id for one in senders.map(lambda _: store.messages.claim(NOON), range(20)) if one]
    assert len(taken) == len(set(taken))
    while one := store.messages.claim(NOON):
        taken.append(one.message_id)
    assert len(taken) == len(set(taken)) == 11


def test_a_message_is_tried_by_the_schedule_then_given_up_and_replayed_under_its_id(store: Store) -> None:
    hook(store)
    crossed(store, "high", "low")
    now, ids = NOON, set()
    for wait in WAITS:
        one = claimed(store, now)
        ids.add(one.message_id)
        assert store.messages.settle(one, FAILED, now) == "pending"
        assert store.messages.claim(now + wait - timedelta(seconds=1)) is None
        now += wait
    assert store.messages.settle(claimed(store, now), FAILED, now) == "dead"
    assert store.messages.claim(now + timedelta(days=9)) is None
    [dead] = store.messages.page(OWN, "erp", "dead", 9, None)
    assert (dead["attempts"], dead["last_error"]) == (len(WAITS) + 1, "The receiver answered 500.")
    assert not store.messages.replay(OTHER, "erp", dead["message_id"], now)
    assert store.messages.replay(OWN, "erp", dead["message_id"], now)
    again = claimed(store, now)
    assert ({again.message_id}, again.attempts) == (ids, 1)


def test_a_receiver_that_fails_or_has_much_to_take_keeps_no_other_waiting(store: Store) -> None:
    hook(store, "busy")
    crossed(store, "high", "low", "high")
    hook(store, "late")
    crossed(store, "severe")
    turns = [claimed(store, NOON + timedelta(seconds=n)) for n in range(3)]
    assert [one.webhook["webhook_id"] for one in turns][:2].count("late") == 1
    for one, outcome in zip(turns, (TAKEN, TAKEN, FAILED), strict=True):
        store.messages.settle(one, outcome, NOON)
    assert turns[2].webhook["webhook_id"] == "busy"
    assert store.messages.claim(NOON + timedelta(seconds=4)) is None
    assert claimed(store, NOON + LONGEST_HOLD).webhook["webhook_id"] == "busy"


def test_a_receiver_that_wants_no_more_is_switched_off(store: Store) -> None:
    hook(store)
    crossed(store, "high", "low")
    store.messages.settle(claimed(store), AttemptOutcome(410, "The receiver answered 410.", gone=True), NOON)
    row = store.webhooks.get(OWN, "erp")
    assert row is not None
    assert (row["enabled"], row["why_off"]) == (False, "The receiver answered 410.")
    hook(store)
    row = store.webhooks.get(OWN, "erp")
    assert row is not None
    assert (row["enabled"], row["why_off"]) == (True, None)


def test_a_digest_holds_what_a_day_brought_and_is_sent_when_the_day_is_over(store: Store) -> None:
    hook(store, digest="daily")
    crossed(store, "high", "low", "high")
    put(store, scored(band="severe"), now=NOON + timedelta(days=1), part="next day")
    assert store.messages.claim(NOON + timedelta(hours=12)) is None
    first = claimed(store, NOON + timedelta(hours=12, minutes=5))
    assert (first.kind, first.count, len(first.notices)) == ("digest", 2, 2)
    store.messages.settle(first, TAKEN, NOON)
    second = claimed(store, NOON + timedelta(days=2))
    assert (second.count, second.message_id != first.message_id) == (1, True)


def test_what_was_told_of_a_bom_goes_with_it(store: Store) -> None:
    hook(store)
    crossed(store, "high", "low")
    assert store.delete(OWN, "motor")
    one = claimed(store)
    assert one.notices == []
    store.messages.withdraw(one)
    assert [row["state"] for row in store.messages.page(OWN, "erp", None, 9, None)] == ["withdrawn"]


def test_a_rotated_secret_signs_along_until_it_ends(store: Store) -> None:
    first = hook(store)
    second = store.webhooks.rotate(OWN, "erp", NOON + timedelta(hours=1), NOON)
    assert store.webhooks.rotate(OTHER, "erp", NOON, NOON) is None

    def sign(now: datetime) -> Sequence[str]:
        row = store.webhooks.get(OWN, "erp")
        assert row is not None
        return [secret for secret, _ in signing(row["secrets"], now)]

    assert sign(NOON) == [second, first]
    assert sign(NOON + timedelta(hours=1)) == [second]
    third = store.webhooks.rotate(OWN, "erp", NOON, NOON)
    assert sign(NOON) == [third]


def test_what_nobody_waits_for_is_forgotten_after_thirty_days(store: Store) -> None:
    hook(store)
    crossed(store, "high", "low", "high")
    store.messages.settle(claimed(store), TAKEN, NOON)
    assert store.messages.forget(NOON + timedelta(days=30)) == 0
    assert store.messages.forget(NOON + timedelta(days=31)) == 1
    assert store.messages.counts() == {"pending": 1, "delivered": 0, "dead": 0, "withdrawn": 0}


def test_a_day_of_the_score_alone_is_no_change(store: Store) -> None:
    hook(store)
    put(store, replace(scored(), met={"CN-1": "in_force"}))
    kept(store, replace(scored(day=date(2026, 11, 22)), met={"CN-1": "in_force"}))
    assert kinds(store) == []
