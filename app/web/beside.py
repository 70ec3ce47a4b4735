"""Pages beside the event loop: what takes long to make of a large upload keeps nobody else waiting."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from fastapi import Request
from starlette.responses import Response

from .opened import is_large
from .services import Services

P = ParamSpec("P")


def beside(page: Callable[Concatenate[Request, P], Response]) -> Callable[..., Coroutine[Any, Any, Response]]:
    """The route of a page below `/clusters/{cluster_id}`: made at once, or of a large upload in a thread.

    Threads hold Python's lock in turns, so that a small page is made while a large one is.
    """

    @wraps(page)
    async def route(request: Request, *args: P.args, **named: P.kwargs) -> Response:
        if not is_large(request, request.path_params.get("cluster_id", "")):
            return page(request, *args, **named)
        services: Services = request.app.state.services
        return await services.pages.do(lambda: page(request, *args, **named))

    return route
