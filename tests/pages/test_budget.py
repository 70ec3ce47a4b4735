"""What a click costs over the wire, as the server sends it."""

import pytest
from starlette.testclient import TestClient

from app.analysis.samples import NAMES, open_sample
from app.diagram.lines import lines
from app.web.pages.links import PageLinks

KIB = 1024
PARTIAL = {"hx-request": "true", "hx-request-type": "partial", "accept-encoding": "gzip"}


def served(client: TestClient, path: str) -> int:
    """The bytes of a fragment's body on the wire."""
    with client.stream("GET", path, headers=PARTIAL) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        return sum(map(len, answer.iter_raw()))


@pytest.mark.parametrize("sample", NAMES)
def test_a_fragment_takes_six_kib_at_most(client: TestClient, sample: str) -> None:
    """For each line; where the internals are in the picture, too, 0.6 KiB more."""
    links = PageLinks(sample)
    for line in lines(open_sample(sample)):
        assert served(client, links.connection(line.id)) <= (6.6 if line.internal else 6) * KIB, line.id
        assert served(client, f"{links.connection(line.id)}?internals=1") <= 6.6 * KIB, line.id
