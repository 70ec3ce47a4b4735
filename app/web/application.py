"""The application: everything that the web needs, put together."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from .. import __version__
from ..issuing.filling import Filler
from ..model.errors import KubepkiError
from ..rendering.environment import environment
from ..store.memory import MemoryStore
from ..store.plays import Plays
from . import api, reference
from .assets import assets, template_loader
from .compression import Compression
from .frame import Frame
from .gate import Gate
from .opened import Opened
from .pages import router as pages
from .problems import answer
from .services import Services, load_samples
from .settings import Settings
from .worker.pool import Pool
from .worker.reader import Reader, ThisProcess

SWEEP_SECONDS = 300
"""How late an upload is forgotten when nobody asks for anything."""


class Application(FastAPI):
    """FastAPI, whose description also holds the problem documents that every operation refers to."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        described = super().openapi()
        described["components"]["schemas"]["ProblemDocument"] = api.ProblemDocument.model_json_schema()
        return described


def create_app(
    settings: Settings,
    *,
    local: Opened | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    on_started: Callable[[], None] = lambda: None,
) -> FastAPI:
    """The application.

    `local` is what `kubepki open` shows; `now` tells the time; `on_started` is called when requests can be answered.
    """
    environment().loader = template_loader()
    reader: Reader = Pool(settings.workers) if settings.workers else ThisProcess()
    services = Services(settings, now, MemoryStore(now), Plays(now), reader, assets(), local)
    app = Application(
        title="kubepki",
        version=__version__,
        description="The model of a Kubernetes cluster's PKI as JSON.",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(services, on_started),
    )
    app.state.services = services
    for refusal in (KubepkiError, HTTPException, RequestValidationError):
        app.add_exception_handler(refusal, _answer)
    app.add_middleware(Gate, hosts=settings.hosts)
    app.add_middleware(Compression)
    app.add_middleware(Frame)
    for router in (api.router, reference.router, _static):
        app.include_router(router)
    app.include_router(pages, include_in_schema=False)
    return app


_static = APIRouter(include_in_schema=False)


@_static.get("/static/{name:path}")
async def static(request: Request, name: str) -> Response:
    """A file of the program's own: style sheets, scripts, fonts."""
    return _services(request).assets.respond(name, request)


def _services(request: Request) -> Services:
    found: Services = request.app.state.services
    return found


async def _answer(request: Request, error: Exception) -> Response:
    return answer(request, error)


def _lifespan(
    services: Services, on_started: Callable[[], None]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        """Reads the samples, starts the reading processes and the making of keys beside the first requests, and forgets
        expired uploads even when nobody asks for anything.
        """
        load_samples()
        tasks = [asyncio.create_task(_sweep(services.store))]
        filler = Filler(services.keys)
        if isinstance(services.reader, Pool):
            tasks.append(asyncio.create_task(services.reader.start()))
            filler.start()
        on_started()
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await task
            await services.reader.close()
            await asyncio.to_thread(filler.stop)

    return lifespan


async def _sweep(store: MemoryStore) -> None:
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        store.sweep()
