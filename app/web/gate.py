"""The innermost layer: who may come in, and an answer for whatever goes wrong behind it."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .problems import answer
from .security import check_host, check_origin


class Gate:
    """Refuses what comes from somewhere else, and turns every exception into an answer.

    It stands inside the other layers, so that refusals and even bugs leave with all security headers; the framework's
    own last resort stands outside of them. `hosts`: the names that a Host header may say, empty for any.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            headers = Headers(scope=scope)
            if self._hosts:
                check_host(headers, self._hosts)
            check_origin(scope["method"], headers)
            await self._app(scope, receive, watched)
        except Exception as error:
            if started:
                raise
            await answer(Request(scope, receive), error)(scope, receive, send)
