"""Ports and URLs, and the words for a port that cannot be had."""

import errno
import socket

from ..web.serving import bind
from .exits import Failure


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises Failure."""
    try:
        return bind(host, port)
    except OSError as error:
        raise Failure(_why(host, port, error)) from None


def listen_on_any(host: str, preferred: int) -> socket.socket:
    """A listening socket on the preferred port, or on a free one where that is taken."""
    try:
        return bind(host, preferred)
    except OSError:
        return listen(host, 0)


def url_of(host: str, port: int, path: str = "/") -> str:
    """An http URL; an IPv6 address gets its brackets."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{path}"


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is in use. Give another one: --port {port + 1 if port < 65535 else 8000}"
    if error.errno == errno.EACCES:
        return f"Only root may listen on port {port}. Give one above 1023: --port 8000"
    return f"Cannot listen on {host} port {port} ({error.strerror}). Give an address of this machine: --host 127.0.0.1"
