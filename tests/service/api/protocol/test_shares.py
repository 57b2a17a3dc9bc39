"""What a tenant may hold of what all share."""

from __future__ import annotations

from threading import Thread

from service.api.protocol.shares import Shares


def test_a_tenant_holds_so_much_and_leaves_the_rest_to_others() -> None:
    shares = Shares(6)
    assert shares.take("acme", 4, 0)
    assert not shares.take("acme", 4, 0)
    assert shares.take("acme", 2, 0)
    assert shares.take("other", 6, 0)


def test_who_waits_is_let_in_when_something_is_given_back() -> None:
    shares, taken = Shares(1), list[bool]()
    assert shares.take("acme", 1, 0)
    waiting = Thread(target=lambda: taken.append(shares.take("acme", 1, 30)))
    waiting.start()
    shares.give("acme", 1)
    waiting.join()
    assert taken == [True]


def test_of_a_tenant_that_holds_nothing_nothing_is_kept() -> None:
    shares = Shares(6)
    for number in range(100):
        assert shares.take(f"t{number}", 1, 0)
        shares.give(f"t{number}", 1)
    assert not shares.take("t0", 7, 0)
    assert not shares._held
