"""Throw-away RSA keys made ahead of time, so that nobody waits for a twin: one pool for all of them."""

import threading
from contextlib import suppress
from os import PRIO_PROCESS, setpriority

from ..issuing.keys import KeyKind, KeyPool

LONGEST_RSA = 4096
"""Bits. A key of 8192 takes half a minute to make: not for a page."""

READY = 64
"""Keys of 2048 bits, kubeadm's: three control-plane nodes have fifty. What a twin needs beyond is made when it asks."""

_MOST_RSA, _MOST_OTHERS = 256, 4096

_RSA = KeyKind("RSA", 2048)
_NICE = 10


def most_keys(kind: KeyKind) -> int:
    """How many keys of a kind one twin of a page may take: about ten seconds of making them, once for all twins."""
    if kind.type != "RSA":
        return _MOST_OTHERS
    return min(_MOST_RSA, int(_MOST_RSA * (_RSA.bits / kind.bits) ** 3))


class Filler:
    """Fills a pool in a thread of its own, behind everything else; OpenSSL makes keys without Python's lock."""

    def __init__(self, pool: KeyPool, ready: int = READY) -> None:
        self._pool = pool
        self._ready = ready
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._fill, name="throw-away keys", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends with the key that is being made."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def wait(self) -> None:
        """Until the pool is full, or the filler stopped."""
        self._thread.join()

    def _fill(self) -> None:
        with suppress(OSError):
            setpriority(PRIO_PROCESS, threading.get_native_id(), _NICE)
        while not self._stopped.is_set() and self._pool.count(_RSA) < self._ready:
            self._pool.grow(_RSA)
