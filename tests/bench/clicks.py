"""A click on a line as it is served: its rate against a bare page of the same size, and what a visit weighs."""

import http.client
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from app.analysis.samples import NAMES, open_sample
from app.diagram.lines import lines
from app.web.pages.links import PageLinks

from .measure import Goal, medians
from .serving import server

CLICK = {"HX-Request": "true", "HX-Request-Type": "partial", "Accept-Encoding": "gzip"}
PLAIN = {"Accept-Encoding": "identity"}
LINE = "/clusters/one/connections/kubelet@worker1-%3Ekube-apiserver@cp1"
CLICKS = 20
"""In a row, for one measurement."""

KIB = 1024
LEAST_RATE, MOST_FIRST, MOST_CLICK = 0.5, 80.0, 6.0
_LOADED = re.compile(r'<(?:script|link)[^>]* (?:src|href)="(/static/[^"]+)"')


def goals() -> Iterator[Goal]:
    """The rate of a click, the weight of the first load and of the heaviest click."""
    with server("app", "serve", "--port", "0") as address:
        ours = _Client(address)
        size = len(ours.body(LINE, CLICK | PLAIN))
        with server("tests.bench.bare", str(size)) as bare:
            yield _rate(ours, _Client(bare), size)
        yield _first_load(ours)
        yield _heaviest(ours)


class _Client:
    """One connection that stays open, as a browser's."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)

    def body(self, path: str, headers: dict[str, str]) -> bytes:
        self._connection.request("GET", path, headers=headers)
        answer = self._connection.getresponse()
        found = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return found


def _rate(ours: _Client, bare: _Client, size: int) -> Goal:
    click, page = medians(_many(ours, LINE, CLICK), _many(bare, "/page", PLAIN), rounds=15)
    return Goal(
        "a click on a line, served / a bare FastAPI and Jinja2 page of the same size",
        page / click,
        LEAST_RATE,
        f"{CLICKS / click:.0f} a second (a sample’s, made once; {size} bytes, compressed) against {CLICKS / page:.0f}",
        at_least=True,
    )


def _many(client: _Client, path: str, headers: dict[str, str]) -> Callable[[], object]:
    return lambda: [client.body(path, headers) for _ in range(CLICKS)]


def _first_load(ours: _Client) -> Goal:
    """Everything that the first page makes a browser load, as it comes over the wire."""
    page = ours.body("/", PLAIN).decode()
    paths = ["/", *dict.fromkeys(_LOADED.findall(page))]
    sizes = {path: len(ours.body(path, {"Accept-Encoding": "gzip"})) for path in paths}
    heaviest = sorted(sizes.items(), key=lambda item: -item[1])
    detail = ", ".join(
        f"{path.partition('?')[0].rpartition('/')[2] or '/'} {size / KIB:.1f}" for path, size in heaviest
    )
    return Goal("the first load", sum(sizes.values()) / KIB, MOST_FIRST, f"in KiB, gzip: {detail}", unit="KiB")


def _heaviest(ours: _Client) -> Goal:
    """The largest answer to a click on a line of a sample, on the map with internals and without."""
    sizes = {}
    for sample in NAMES:
        links = PageLinks(sample)
        for line in lines(open_sample(sample)):
            for query in ("", "?internals=1"):
                path = links.connection(line.id) + query
                sizes[path] = len(ours.body(path, CLICK | {"HX-Current-URL": f"http://localhost{links.base()}{query}"}))
    path = max(sizes, key=sizes.__getitem__)
    detail = f"of {len(sizes) // 2} lines in {len(NAMES)} samples, without internals and with them: {path}"
    return Goal("the heaviest click", sizes[path] / KIB, MOST_CLICK, detail, unit="KiB")
