"""Work beside the event loop: few jobs at once, and a queue that ends."""

import asyncio
import threading
from functools import partial

import pytest

from app.web.errors import Busy
from app.web.workshop import Workshop


def test_a_job_is_done_in_another_thread() -> None:
    """Its result comes back, and what it raises."""

    async def both() -> None:
        workshop = Workshop()
        assert await workshop.do(threading.get_ident) != threading.get_ident()
        with pytest.raises(ZeroDivisionError):
            await workshop.do(lambda: 1 // 0)
        assert await workshop.do(lambda: 1) == 1

    asyncio.run(both())


def test_who_comes_when_too_many_wait_is_refused() -> None:
    """One works, one waits, the third is told to come again; when they are done there is room anew."""

    async def three() -> None:
        workshop, gate = Workshop(seats=1, most_waiting=1), threading.Event()
        first, second = (asyncio.create_task(workshop.do(gate.wait)) for _ in range(2))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await workshop.do(lambda: None)
        gate.set()
        assert await first and await second
        assert await workshop.do(lambda: 3) == 3

    asyncio.run(three())


def test_one_owner_takes_one_seat() -> None:
    """Whoever sends ten long jobs at once keeps nobody else from a seat, and gets them done one after another."""

    async def owners() -> None:
        workshop, gate, order = Workshop(seats=2), threading.Event(), list[int]()

        def slow(number: int) -> None:
            gate.wait()
            order.append(number)

        hers = [asyncio.create_task(workshop.do(partial(slow, number), "hers")) for number in range(10)]
        await asyncio.sleep(0)
        assert await workshop.do(lambda: 3, "his") == 3
        gate.set()
        await asyncio.gather(*hers)
        assert order == list(range(10))
        assert await workshop.do(lambda: 4, "hers") == 4

    asyncio.run(owners())
