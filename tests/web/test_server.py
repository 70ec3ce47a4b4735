"""A real server on the loopback: what only a socket can show."""

import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
API = "/api/v1/clusters"
FORM = "multipart/form-data; boundary=x"


class Server:
    """A running `kubepki`, and where it listens."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process = process
        self.url = url
        found = re.fullmatch(r"http://([\d.]+):(\d+)(/.*)", url)
        assert found is not None
        self.host, self.port, self.path = found[1], int(found[2]), found[3]

    def connect(self) -> closing[http.client.HTTPConnection]:
        return closing(http.client.HTTPConnection(self.host, self.port, timeout=60))

    def socket(self) -> socket.socket:
        return socket.create_connection((self.host, self.port), timeout=60)

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        return self.ask("GET", path, None, headers)[::2]

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Status, headers and body of an answer on a connection of its own."""
        with self.connect() as connection:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def send(self, content: bytes) -> tuple[int, http.client.HTTPMessage, bytes]:
        """The answer to an upload."""
        return self.ask("POST", API, form(content), {"Content-Type": FORM})


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[Server]:
    """`python -m app …` until the end; it is there when it has printed its URL."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KUBEPKI_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env={**clean, "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        url = next((m[0] for line in process.stdout if (m := re.search(r"http://\S+", line))), None)
        assert url is not None, "it ended before it printed a URL"
        yield Server(process, url)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One server for the tests that leave it as it was."""
    with running("serve", "--port", "0", KUBEPKI_WORKERS="1") as started:
        yield started


def form(content: bytes) -> bytes:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.tgz"\r\n\r\n'
    return head + content + b"\r\n--x--\r\n"


def test_it_answers_where_it_says(server: Server) -> None:
    """The printed URL is answered, and one connection serves several requests."""
    with server.connect() as connection:
        for _ in range(3):
            connection.request("GET", API)
            answer = connection.getresponse()
            assert answer.status == 200 and len(json.loads(answer.read())["clusters"]) > 1


def test_an_upload_through_a_reading_process(server: Server, tree: bytes) -> None:
    """A real tree over a real socket, read by a process of its own, is there under its id."""
    status, _, created = server.send(tree)
    assert status == 201
    status, body = server.get(f"{API}/{json.loads(created)['id']}")
    assert status == 200 and json.loads(body)["connections"]


def test_a_sender_of_too_much_hears_why(server: Server) -> None:
    """Who sends one more megabyte than may be sent gets the answer, not a reset connection."""
    status, headers, body = server.send(bytes(5 << 20))
    assert status == 413 and headers["connection"] == "close"
    assert "kubepki inspect" in json.loads(body)["remedy"]


def test_an_endless_sender_is_hung_up_on(server: Server) -> None:
    """A chunked body without an end is cut off: less than three uploads' worth can be sent."""
    sent = 0
    with server.socket() as raw:
        raw.sendall(
            f"POST {API} HTTP/1.1\r\nHost: h\r\nContent-Type: {FORM}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        )
        chunk = b"10000\r\n" + bytes(0x10000) + b"\r\n"
        with pytest.raises(OSError, match=r"reset|pipe"):  # noqa: PT012 - which of the sends fails is not known
            while sent < 100 << 20:
                raw.sendall(chunk)
                sent += len(chunk)
    assert sent < 3 * (4 << 20) + (8 << 20)


def test_half_a_request_is_hung_up_on(server: Server) -> None:
    """A connection that begins a request and does not go on is closed, and others are served meanwhile."""
    with server.socket() as silent, server.socket() as half, server.connect() as later:
        half.sendall(b"GET / HTTP/1.1\r\nHost:")
        later.request("GET", API)
        with later.getresponse() as answer:
            assert answer.status == 200 and answer.read()
        assert server.get(API)[0] == 200
        assert silent.recv(1) == b""
        assert half.recv(1) == b""
        later.request("GET", API)
        with later.getresponse() as answer:
            assert answer.status == 200


def test_many_half_open_connections_starve_nobody(server: Server) -> None:
    """With five hundred connections that say nothing, a page is still served."""
    silent = [server.socket() for _ in range(500)]
    try:
        assert server.get(API)[0] == 200
    finally:
        for one in silent:
            one.close()


def test_garbage_is_no_request(server: Server) -> None:
    """What is not HTTP gets 400, and the server goes on."""
    with server.socket() as raw:
        raw.sendall(b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 400")
    assert server.get(API)[0] == 200


def test_a_shutdown_waits_for_nobody_for_ever(tree: bytes) -> None:
    """SIGTERM ends a server within its grace, although clients are in the middle of requests."""
    with (
        running("serve", "--port", "0", KUBEPKI_WORKERS="1") as server,
        server.socket() as half,
        server.socket() as begun,
    ):
        half.sendall(
            f"POST {API} HTTP/1.1\r\nHost: h\r\nContent-Type: {FORM}\r\nContent-Length: 1000\r\n\r\n--x".encode()
        )
        begun.sendall(b"GET / HT")
        assert server.get(API)[0] == 200
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(15) is not None


@pytest.mark.skipif(sys.platform != "linux", reason="finds a process's children in /proc")
def test_a_dead_server_leaves_no_process_behind(tree: bytes) -> None:
    """When the server is killed without a chance to clean up, its reading processes end by themselves."""
    with running("serve", "--port", "0", KUBEPKI_WORKERS="1") as server:
        assert server.send(tree)[0] == 201
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
        assert children
        watched = [os.pidfd_open(int(child)) for child in children]
        server.process.kill()
        for descriptor in watched:
            assert select.select([descriptor], [], [], 20)[0]
            os.close(descriptor)


def test_open_shows_a_tree_to_this_machine_only(tmp_path: Path, tree: bytes) -> None:
    """`kubepki open` prints an unguessable URL on 127.0.0.1, which a foreign Host does not get."""
    packed = tmp_path / "tree.tar.gz"
    packed.write_bytes(tree)
    with running("open", str(packed), "--port", "0") as server:
        assert server.host == "127.0.0.1" and re.fullmatch(r"/clusters/[\w-]{32}", server.path)
        api = server.path.replace("/clusters", API)
        assert server.get(api)[0] == 200
        assert server.get(server.path)[0] == 200
        assert server.get(api, Host=f"localhost:{server.port}")[0] == 200
        assert server.get(api, Host="evil.example")[0] == 403
        assert server.ask("DELETE", api)[0] == 403


def test_a_wrong_variable_stops_the_start() -> None:
    """A misspelled setting is named and nothing starts."""
    done = subprocess.run(
        [sys.executable, "-m", "app", "serve", "--port", "0"],
        cwd=ROOT,
        env={"PATH": os.defpath, "KUBEPKI_PROT": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 2 and "KUBEPKI_PROT" in done.stderr and "Traceback" not in done.stderr
