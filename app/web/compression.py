"""Compressed answers, and 304 for who has them already."""

import hashlib
import zlib
from collections import OrderedDict

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COMPRESSIBLE = ("text/", "application/json", "application/problem+json", "image/svg+xml")

WORTH_COMPRESSING = 500
"""Bytes. Below, a packet is a packet."""

LEVEL = 9
"""A click must stay within its 6 KiB: this is 1 % smaller than level 6, for 0.2 ms once (pages are remembered)."""

REMEMBERED_BYTES = 2 << 20
"""About 200 compressed pages: what every visitor sees first."""


class Compression:
    """Compresses answers that come in one piece.

    One that may be shared gets an ETag and is remembered compressed, by its content; one that shows somebody's files
    (`state.private`) is neither tagged nor remembered.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._remembered: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start: Message | None = None

        async def held(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start is not None:
                if not message.get("more_body", False):
                    start, message = self._finish(scope, start, message)
                await send(start)
                start = None
            await send(message)

        await self._app(scope, receive, held)

    def _finish(self, scope: Scope, start: Message, message: Message) -> tuple[Message, Message]:
        """The answer's two messages as they leave."""
        headers, asked = MutableHeaders(raw=list(start.get("headers", ()))), Headers(scope=scope)
        body: bytes = message.get("body", b"")
        etag = None
        if start["status"] == 200 and not scope["state"].get("private") and "etag" not in headers:
            etag = headers["etag"] = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
            if scope["method"] == "GET" and etag in asked.get("if-none-match", ""):
                del headers["content-length"]
                return {**start, "status": 304, "headers": headers.raw}, {**message, "body": b""}
        if headers.get("content-type", "").startswith(COMPRESSIBLE) and "content-encoding" not in headers:
            headers.add_vary_header("Accept-Encoding")
            if len(body) >= WORTH_COMPRESSING and "gzip" in asked.get("accept-encoding", ""):
                body = self._compressed(body, etag)
                headers["content-encoding"] = "gzip"
                headers["content-length"] = str(len(body))
        return {**start, "headers": headers.raw}, {**message, "body": body}

    def _compressed(self, body: bytes, etag: str | None) -> bytes:
        found = self._remembered.get(etag) if etag is not None else None
        if found is not None and etag is not None:
            self._remembered.move_to_end(etag)
            return found
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, wbits=31)
        packed = packer.compress(body) + packer.flush()
        if etag is not None:
            self._remembered[etag] = packed
            self._bytes += len(packed)
            while self._bytes > REMEMBERED_BYTES:
                self._bytes -= len(self._remembered.popitem(last=False)[1])
        return packed
