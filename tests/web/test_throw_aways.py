"""The thread that makes throw-away keys ahead of time."""

import pytest

from app.issuing.filling import READY, URGENT, Filler
from app.issuing.keys import KINDS, KeyKind, KeyPool, TooManyKeys
from app.web import application
from app.web.settings import Settings
from app.web.throw_aways import most_keys

RSA = KeyKind("RSA", 2048)


def test_a_pool_is_filled_and_no_more() -> None:
    """As many keys as asked for; a second filler of a full pool makes none."""
    pool = KeyPool()
    for _ in range(2):
        filler = Filler(pool, ready=2)
        filler.start()
        filler.wait()
        assert pool.count(RSA) == 2


def test_a_stopped_filler_ends_with_the_key_in_hand() -> None:
    """Stopped before it began, it makes none; stopped while it works, far fewer than asked for."""
    pool = KeyPool()
    filler = Filler(pool, ready=10_000)
    filler.start()
    filler.stop()
    assert pool.count(RSA) < 100
    never = Filler(pool)
    never.stop()


def test_a_server_has_one_pool_and_no_longer_keys_than_a_page_can_wait_for() -> None:
    """All requests of one application share it."""
    services = application.create_app(Settings(workers=0)).state.services
    assert services.keys is services.keys
    with pytest.raises(Exception, match="8192"):
        services.keys(KeyKind("RSA", 8192), 0)
    assert READY > 50 and URGENT > 30


def test_a_page_makes_no_thousands_of_keys() -> None:
    """The first beyond the bound is refused, with what to do instead; the last within it is made."""
    pool = KeyPool(most=lambda _: 2)
    ec = KeyKind("ECDSA", 256)
    pool(ec, 1)
    with pytest.raises(TooManyKeys, match="too many for a page"):
        pool(ec, 2)
    assert most_keys(RSA) >= READY > most_keys(KeyKind("RSA", 4096)) > 10


def test_odd_kinds_are_forgotten_for_others() -> None:
    """A pool keeps so many kinds; the one asked for last stays, and equal questions have equal answers."""
    pool = KeyPool()
    kinds = [KeyKind("RSA", 1024 + 8 * number) for number in range(KINDS + 1)]
    first = [pool(kind, 0) for kind in kinds]
    assert pool.count(kinds[0]) == 0
    assert pool(kinds[-1], 0) is first[-1]
