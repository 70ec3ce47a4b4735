"""`kubepki open`."""

import getpass
import os
import secrets
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..model.cluster import Cluster
from ..reading.visible import visible
from ..store.memory import ID_BYTES
from ..web.opened import Opened
from ..web.serving import serve
from ..web.settings import LOOPBACK_NAMES, BadSetting, Settings
from .exits import Failure
from .listening import listen, listen_on_any, url_of
from .trees import open_trees

LOOPBACK = "127.0.0.1"


def run(words: Sequence[str], port: int | None, clock: str | None) -> int:
    """Shows a tree on this machine until it is stopped; prints where."""
    local = opened(open_trees(words, clock), words)
    try:
        settings = replace(Settings.from_environment(), host=LOOPBACK, hosts=LOOPBACK_NAMES, log_level="warning")
    except BadSetting as wrong:
        raise Failure(str(wrong)) from None
    listening = listen(LOOPBACK, port) if port is not None else listen_on_any(LOOPBACK, settings.port)
    bound = listening.getsockname()[1]

    def tell() -> None:
        print(f"{local.source} is open: {url_of(LOOPBACK, bound, f'/clusters/{local.id}')}")
        if not has_browser(os.environ, sys.platform):
            print(f"To see it on your own machine, run there: {ssh_line(os.environ, bound)}")
            print("and open the same URL.")
        print("Nothing leaves this machine. Ctrl+C closes it.", flush=True)

    serve(settings, listening, local=local, on_started=tell)
    return 0


def opened(cluster: Cluster, words: Sequence[str]) -> Opened:
    """A cluster under an id that other users of this machine cannot guess."""
    source = visible(" ".join(words))
    return Opened(
        id=secrets.token_urlsafe(ID_BYTES),
        kind="local",
        title=source,
        description="",
        source=source,
        cluster=cluster,
        expires_at=None,
    )


def has_browser(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a person at this machine's screen can be assumed: no ssh, and on Linux a display."""
    if "SSH_CONNECTION" in environment or "SSH_TTY" in environment:
        return False
    return platform != "linux" or "DISPLAY" in environment or "WAYLAND_DISPLAY" in environment


def ssh_line(environment: Mapping[str, str], port: int) -> str:
    """The command that brings the port to the person's own machine, with the address by which they came, if known."""
    connection = environment.get("SSH_CONNECTION", "").split()
    address = connection[2] if len(connection) == 4 else socket.gethostname()
    user = environment.get("SUDO_USER") or getpass.getuser()
    return f"ssh -L {port}:{LOOPBACK}:{port} {user}@{address}"
