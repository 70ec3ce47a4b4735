"""What a click costs over the wire, as the server sends it."""

import pytest
from starlette.testclient import TestClient

from app.analysis.samples import NAMES, open_sample
from app.diagram.lines import lines
from app.web.pages.links import PageLinks

KIB = 1024
PARTIAL = {"hx-request": "true", "hx-request-type": "partial", "accept-encoding": "gzip"}


def served(client: TestClient, path: str, page: str) -> int:
    """The bytes on the wire of the fragment that a click on a page asks for."""
    with client.stream("GET", path, headers=PARTIAL | {"hx-current-url": f"http://testserver{page}"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        return sum(map(len, answer.iter_raw()))


@pytest.mark.parametrize("sample", NAMES)
def test_a_fragment_takes_six_kib_at_most(client: TestClient, sample: str) -> None:
    """For each line, without the internals in the picture and with them, as a click on the map asks for it."""
    links = PageLinks(sample)
    for line in lines(open_sample(sample)):
        for query in ("", "?internals=1"):
            assert served(client, links.connection(line.id) + query, links.base() + query) <= 6 * KIB, line.id
