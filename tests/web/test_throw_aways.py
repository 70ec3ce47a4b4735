"""The thread that makes throw-away keys ahead of time."""

import pytest

from app.issuing.keys import KeyKind, KeyPool
from app.web import application, throw_aways
from app.web.settings import Settings
from app.web.throw_aways import Filler

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
    assert throw_aways.READY > 50
