"""The outermost layer: what holds for every answer, whoever gave it.

Plain ASGI, like every layer here: each is paid for with each request.
"""

import asyncio
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .body import body_limit
from .log import access_log, masked
from .security import RAW_HEADERS

LINGER_SECONDS = 2
"""How long a refused sender's body is still read and dropped: one that is answered with half of it in the pipe sees a
reset connection in place of the answer."""

PRIVATE = "no-store"
SHARED = "no-cache"
"""What may be kept must be asked about again: answers carry an ETag."""


class UnreadBody:
    """Watches a request's body. One that was not read to its end is not drained but ends the connection."""

    def __init__(self, headers: Headers, receive: Receive) -> None:
        self._receive = receive
        self._complete = "transfer-encoding" not in headers and headers.get("content-length", "0") == "0"
        self._asked = "expect" not in headers

    async def receive(self) -> Message:
        message = await self._receive()
        self._asked = True
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            self._complete = True
        return message

    async def settle(self) -> bool:
        """Reads on for a moment, at most as much as one upload; whether the body has come to its end."""
        if self._complete or not self._asked:
            return self._complete
        left = body_limit()
        try:
            async with asyncio.timeout(LINGER_SECONDS):
                while left > 0 and not self._complete:
                    left -= len((await self.receive()).get("body", b""))
        except TimeoutError:
            pass
        return self._complete


class Frame:
    """What holds for every answer, whoever gave it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        state = scope.setdefault("state", {})
        body = UnreadBody(Headers(scope=scope), receive)
        head = scope["method"] == "HEAD"
        sent = [0, 0]

        async def framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent[0] = message["status"]
                headers = MutableHeaders(raw=[*message.get("headers", ()), *RAW_HEADERS])
                if state.get("private") or message["status"] >= 400:
                    headers["cache-control"] = PRIVATE
                elif "cache-control" not in headers:
                    headers["cache-control"] = SHARED
                if not await body.settle():
                    headers["connection"] = "close"
                message = {**message, "headers": headers.raw}
            else:
                sent[1] += len(message.get("body", b""))
                if head:
                    message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"} if head else scope, body.receive, framed)
        access_log.info(
            "%s %s %d %d bytes %.1f ms",
            scope["method"],
            masked(scope["path"]),
            *sent,
            (time.perf_counter() - started) * 1000,
        )
