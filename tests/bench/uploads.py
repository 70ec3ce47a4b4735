"""Uploads as they are served: a click on an upload while 300 others arrive, and a fault put into one."""

import http.client
import json
import statistics
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlsplit

from tests.trees import TREES

from .measure import Goal, seconds
from .one_node import NAME
from .serving import running, server

UPLOADS, AT_ONCE, CLICKS = 300, 30, 300
MOST_BURST, MOST_BREAK = 2.0, 50.0
CLICK = {"HX-Request": "true", "HX-Request-Type": "partial", "Accept-Encoding": "gzip"}
HEADERS = {"Content-Type": "multipart/form-data; boundary=x"}
API = "/api/v1/clusters"
EDGE = "kube-scheduler@cp1->kube-apiserver@cp1"


def goals() -> Iterator[Goal]:
    """Both on one server, with the settings that it has by itself."""
    with server("app", "serve", "--port", "0") as address:
        host = urlsplit(address).netloc
        opened = _upload(host)
        yield _breaking(host, opened)
        yield _burst(host, opened)


def _form() -> bytes:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="tree.tar.gz"\r\n\r\n'
    return head + (TREES / f"{NAME}.tar.gz").read_bytes() + b"\r\n--x--\r\n"


def _upload(host: str) -> str:
    """Opens the node's archive; the path of its map."""
    return str(_asked(http.client.HTTPConnection(host, timeout=60), "POST", API, HEADERS, _form(), 201)["url"])


def _asked(  # type: ignore[no-untyped-def]
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    headers: dict[str, str],
    body=None,
    status: int = 200,
) -> dict[str, object]:
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    data = answer.read()
    if answer.status != status:
        raise RuntimeError(f"{path}: {answer.status}")
    return json.loads(data) if status == 201 else {}


def _breaking(host: str, opened: str) -> Goal:
    """A fault in each certificate and connection in turn: each is made, judged, placed and drawn for the first time."""
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("GET", API + opened.removeprefix("/clusters"))
    document = json.loads(connection.getresponse().read())
    targets = [one["id"] for one in document["certificates"]]
    taken = [
        seconds(lambda path=path: _asked(connection, "GET", path, CLICK))  # type: ignore[misc]
        for path in (f"{opened}/connections/{quote(EDGE)}?break=expired,{quote(one)}" for one in targets)
    ]
    return Goal(
        "breaking something → the new page",
        statistics.median(taken) * 1e3,
        MOST_BREAK,
        f"of {len(targets)} certificates of an upload, each expired in turn; the slowest {max(taken) * 1e3:.0f} ms",
        unit="ms",
    )


def _burst(host: str, opened: str) -> Goal:
    """The 99th percentile of one visitor's clicks, while nobody else is there and while others upload."""
    path = f"{opened}/connections/{quote(EDGE)}"
    connection = http.client.HTTPConnection(host, timeout=60)

    def clicks(until: threading.Event | None) -> list[float]:
        taken: list[float] = []
        while len(taken) < CLICKS if until is None else not until.is_set():
            taken.append(seconds(lambda: _asked(connection, "GET", path, CLICK)))
        return taken

    clicks(None)
    alone = clicks(None)
    done = threading.Event()
    with running("tests.bench.uploads", host) as burst:
        threading.Thread(target=lambda: (burst.wait(), done.set())).start()
        together = clicks(done)
    one, other = (statistics.quantiles(taken, n=100)[98] for taken in (alone, together))
    detail = f"{other * 1e3:.1f} ms of {len(together)} clicks against {one * 1e3:.1f} ms of {len(alone)}"
    return Goal(f"a click’s p99 during {UPLOADS} uploads / without", other / one, MOST_BURST, detail)


def _send(host: str) -> None:
    """All uploads, some at once: a process of its own, so that sending them does not slow down who measures."""
    with ThreadPoolExecutor(AT_ONCE) as senders:
        list(senders.map(lambda _: _upload(host), range(UPLOADS)))


if __name__ == "__main__":
    _send(sys.argv[1])
