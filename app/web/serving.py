"""Running the application with uvicorn."""

import gc
import logging
import socket
import sys
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from .application import create_app
from .opened import Opened
from .protocol import PunctualProtocol
from .settings import Settings

KEEP_ALIVE_SECONDS = 75
"""A person reads a panel for a minute before the next click."""

SHUTDOWN_SECONDS = 5
"""How long a shutdown waits for requests under way: half a request would make it wait for ever."""

BACKLOG = 2048

OPEN_FILES = 16_384
"""Each connection is one."""


SWITCH_SECONDS = 0.001
"""How long a thread that makes a large page holds Python's lock at a time: what each step of another answer waits."""


def settle() -> None:
    """What was made at start stays: the collector need not look at it with every page. Threads take turns quickly."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 50, 100)


def allow_connections() -> None:
    """As many open connections as this process may have: a desktop's usual 1024 files are a class and an attack."""
    with suppress(ImportError, ValueError, OSError):
        from resource import RLIMIT_NOFILE, getrlimit, setrlimit  # noqa: PLC0415 - not everywhere

        hard = getrlimit(RLIMIT_NOFILE)[1]
        setrlimit(RLIMIT_NOFILE, (min(hard, OPEN_FILES) if hard > 0 else OPEN_FILES, hard))


def bind(host: str, port: int) -> socket.socket:
    """A listening socket: from here on clients are queued, not refused. Raises OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def serve(
    settings: Settings, listening: socket.socket, *, local: Opened | None = None, on_started: Callable[[], None]
) -> None:
    """Serves until SIGINT or SIGTERM. `on_started` is called when requests are answered."""

    def started() -> None:
        settle()
        on_started()

    app = create_app(settings, local=local, on_started=started)
    config = uvicorn.Config(
        app,
        http=PunctualProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        backlog=BACKLOG,
    )
    allow_connections()
    _log(settings.log_level)
    uvicorn.Server(config).run(sockets=[listening])


def _log(level: str) -> None:
    """Our lines at the level asked for; the server's own only from warning on."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING)
    logging.getLogger("kubepki").setLevel(level.upper())
