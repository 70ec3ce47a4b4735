"""Throw-away RSA keys made ahead of time, so that nobody waits for a twin: one pool for all of them."""

import threading
from contextlib import suppress
from os import PRIO_PROCESS, setpriority
from typing import Self

from .keys import KeyKind, KeyPool

READY = 64
"""Keys of 2048 bits, kubeadm's: three control-plane nodes have fifty. What a twin needs beyond is made when it asks."""

URGENT = 32
"""Two control-plane nodes have thirty: what a lesson wants that begins as soon as the server is there. These are made
before everything else, by two threads.
"""

_RSA = KeyKind("RSA", 2048)
_HANDS = 2
_NICE = 10


class Filler:
    """Fills a pool in threads of its own; OpenSSL makes keys without Python's lock. The first keys come as fast as they
    can, the others behind everything else.
    """

    def __init__(self, pool: KeyPool, ready: int = READY) -> None:
        self._pool = pool
        self._left = threading.Semaphore(max(0, ready - pool.count(_RSA)))
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._fill, args=(number > 0,), name="throw-away keys", daemon=True)
            for number in range(_HANDS)
        ]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends with the keys that are being made."""
        self._stopped.set()
        self.wait()

    def wait(self) -> None:
        """Until the pool is full, or the filler stopped."""
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def _fill(self, helps: bool) -> None:
        is_urgent = True
        while not self._stopped.is_set():
            if is_urgent and self._pool.count(_RSA) >= URGENT:
                if helps:
                    return
                is_urgent = False
                with suppress(OSError):
                    setpriority(PRIO_PROCESS, threading.get_native_id(), _NICE)
            if not self._left.acquire(blocking=False):
                return
            self._pool.grow(_RSA)
