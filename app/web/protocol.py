"""HTTP for a server that strangers reach: a request's head must arrive in time, and its answer must be read.

uvicorn waits for ever for the rest of a head, and so does its shutdown. The body's deadline is in body.py, because only
a route knows how much may come.
"""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 5
"""A request's head is one packet."""

READ_SECONDS = 20
"""How long a client may leave its answer unread: what is not read stands in this process's memory."""


class PunctualProtocol(H11Protocol):
    """uvicorn's own protocol, which hangs up on a client that does not finish what it began to say.

    A new connection counts as begun. Between requests, uvicorn's keep-alive timeout holds until the first byte.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._head_timer: asyncio.TimerHandle | None = self.loop.call_later(HEAD_SECONDS, self.transport.close)
        self._read_timer: asyncio.TimerHandle | None = None

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        waiting = self.conn.their_state is h11.IDLE and self.conn.our_state is h11.IDLE
        if not waiting:
            self._stop()
        elif self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._read_timer = self.loop.call_later(READ_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._read_timer is not None:
            self._read_timer.cancel()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        if self._read_timer is not None:
            self._read_timer.cancel()
        super().connection_lost(exc)

    def _stop(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
