"""What only the protocol knows: a client that does not read its answer."""

import asyncio

import pytest
import uvicorn
from uvicorn.server import ServerState

from app.web import protocol
from app.web.protocol import PunctualProtocol


class Transport(asyncio.Transport):
    """Remembers how it was ended."""

    ended = ""

    def close(self) -> None:
        self.ended = "closed"

    def abort(self) -> None:
        self.ended = "aborted"

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass


def ended(*steps: str) -> str:
    """How a connection was ended after these steps of a transport."""

    async def work() -> str:
        config = uvicorn.Config("app.main:app", log_config=None)
        connection, transport = PunctualProtocol(config, ServerState(), {}), Transport()
        connection.connection_made(transport)
        for step in steps:
            getattr(connection, step)()
        for _ in range(5):
            await asyncio.sleep(0)
        found = transport.ended
        connection.connection_lost(None)
        return found

    return asyncio.run(work())


def test_an_answer_must_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who leaves an answer unread for too long is hung up on; who reads on is not, and neither is anybody else."""
    monkeypatch.setattr(protocol, "READ_SECONDS", 0)
    assert ended("pause_writing") == "aborted"
    assert ended("pause_writing", "resume_writing") == ""
    assert ended() == ""
