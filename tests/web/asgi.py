"""Speaking ASGI by hand: a test sees how much of a body was read, and may leave it unfinished."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI

from app.web.application import create_app
from app.web.settings import Settings

Headers = dict[str, str]
FORM = {"content-type": "multipart/form-data; boundary=x", "host": "testserver"}


@dataclass
class Exchange:
    """A request and what came of it. `taken`: bytes of the body that the application asked for."""

    status: int = 0
    headers: Headers = field(default_factory=dict)
    body: bytes = b""
    taken: int = 0


async def exchange(app: FastAPI, method: str, path: str, headers: Headers, body: Iterable[bytes] | None) -> Exchange:
    """One request, its body in pieces; None is a body that never comes."""
    seen = Exchange()
    pieces = iter(body if body is not None else ())
    following = next(pieces, None)

    async def receive() -> dict[str, Any]:
        nonlocal following
        if body is None:
            await asyncio.Event().wait()
        piece, following = following or b"", next(pieces, None)
        seen.taken += len(piece)
        return {"type": "http.request", "body": piece, "more_body": following is not None}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            seen.status = message["status"]
            seen.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            seen.body += message.get("body", b"")

    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "server": ("testserver", 80),
        "client": ("127.0.0.1", 1),
    }
    await app(scope, receive, send)
    return seen


@asynccontextmanager
async def started(settings: Settings | None = None, **others: Any) -> AsyncIterator[FastAPI]:
    """An application between its start and its end."""
    app = create_app(settings or Settings(workers=0), **others)
    async with app.router.lifespan_context(app):
        yield app


def form_pieces(content: bytes, size: int = 65_536) -> list[bytes]:
    """A form with one file, in pieces."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.tgz"\r\n\r\n'
    whole = head + content + b"\r\n--x--\r\n"
    return [whole[start : start + size] for start in range(0, len(whole), size)]


def run(work: Callable[[], Any]) -> Any:
    return asyncio.run(work())
