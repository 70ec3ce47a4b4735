"""A tap in the wire between the browser and the server: every byte that leaves the browser, whatever API sent it."""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit


class _Tap(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self.upstream = (parts.hostname, parts.port)
        self.sent: list[bytes] = []
        super().__init__(("127.0.0.1", 0), _Connection)


class _Connection(socketserver.BaseRequestHandler):
    server: _Tap

    def handle(self) -> None:
        """Carries bytes both ways until both sides are done."""
        with socket.create_connection(self.server.upstream) as upstream:
            back = threading.Thread(target=_carry, args=(upstream, self.request, []), daemon=True)
            back.start()
            _carry(self.request, upstream, self.server.sent)
            back.join()


def _carry(source: socket.socket, sink: socket.socket, note: list[bytes]) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(1 << 16):
            note.append(data)
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def tapped(server: str) -> Iterator[tuple[str, list[bytes]]]:
    """The address of a tap in front of a server, and the bytes that came through it from the browser."""
    with _Tap(server) as tap:
        thread = threading.Thread(target=tap.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{tap.server_address[1]}", tap.sent
        tap.shutdown()
