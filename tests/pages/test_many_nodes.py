"""A cluster of hundreds of nodes on the page: lists in pieces, the odd ones found, and no page that grows with it."""

import io
import re
import tarfile
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from app.model.files import Entry
from tests.workers import Worker, tree

from .conftest import upload

COUNT = 160
EXPIRED = Worker(until=datetime(2026, 12, 1, tzinfo=UTC))
ROW = re.compile(r"<tr data-connection=|<tr><th scope=\"row\"")


def packed(entries: Iterable[Entry]) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz", compresslevel=1) as archive:
        for entry in entries:
            member = tarfile.TarInfo(entry.member)
            if entry.target is not None:
                member.type, member.linkname = tarfile.SYMTYPE, entry.target
            member.size = len(entry.data) if entry.target is None else 0
            archive.addfile(member, io.BytesIO(entry.data))
    return data.getvalue()


@pytest.fixture(scope="module")
def many(client: TestClient) -> str:
    return upload(client, packed(tree(COUNT, {77: EXPIRED})))


def rows(page: str) -> int:
    return len(ROW.findall(page))


def test_the_table_comes_in_pieces(client: TestClient, many: str) -> None:
    """A hundred rows at a time; the pieces hold every connection once, and the last is not followed by another."""
    total = len(client.get(many.replace("/clusters/", "/api/v1/clusters/")).json()["connections"])
    href: str | None = f"{many}?view=table"
    seen: list[str] = []
    while href:
        page = client.get(href).text
        seen += re.findall(r'<tr data-connection="([^"]*)"', page)
        assert rows(page) <= 100
        found = re.search(r'<a class="btn" href="([^"]*)" rel="next"', page)
        href = found[1].replace("&amp;", "&") if found else None
    assert len(seen) == len(set(seen)) == total


def test_a_selected_connection_is_in_the_piece_that_is_shown(client: TestClient, many: str) -> None:
    """A deep link to a late row shows its piece, not the first."""
    edge = "kubelet@worker-0142-%3Ekube-apiserver@cp1"
    page = client.get(f"{many}/connections/{edge}?view=table").text
    assert re.search(r'<tr data-connection="kubelet@worker-0142-[^"]*" aria-current="true"', page)
    assert "worker-0003-" not in page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_a_group_s_table_holds_the_group_alone(client: TestClient, many: str) -> None:
    """And the table without a selection holds others too."""
    page = client.get(f"{many}/groups/etcd?view=table").text
    assert 0 < rows(page) < 10 and "kubelet@worker" not in page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert rows(client.get(f"{many}?view=table").text) == 100


@pytest.mark.parametrize("number", ["0", "-1", "x", "999999", "99999999999", "²"])
def test_a_piece_that_is_not_there_is_no_error(client: TestClient, many: str, number: str) -> None:
    """A page number of nonsense, or beyond the end, shows a piece that is there."""
    answer = client.get(f"{many}?view=table", params={"view": "table", "page": number})
    assert answer.status_code == 200 and rows(answer.text)


def test_the_odd_node_is_found_among_the_alike(client: TestClient, many: str) -> None:
    """The list of nodes offers its reason as a filter; behind it stands that node alone."""
    page = client.get(f"{many}/nodes").text
    assert "1 expired" in page and rows(page) == 100
    only = client.get(f"{many}/nodes?unlike=expired").text
    assert rows(only) == 1 and "worker-0077" in only and "worker-0078" not in only


def test_the_panel_s_lists_end(client: TestClient, many: str) -> None:
    """The overview and a CA's page name some and lead to the rest: a page is no longer for having many nodes."""
    overview = client.get(many).text
    assert "more in the table" in overview and len(overview) < 200_000
    few = client.get("/clusters/one").text
    assert "more in the table" not in few


def test_the_search_finds_a_node_s_things_and_leads_to_them(client: TestClient, many: str) -> None:
    """Every hit is a link to a page that is there; what the cluster does not hold is said so."""
    page = client.get(f"{many}/search?q=worker-0123").text
    hits = re.findall(r'<li><a href="([^"]*)"', page)
    assert len(hits) >= 4 and all(client.get(hit).status_code == 200 for hit in hits)
    assert "Nothing in this cluster holds this word" in client.get(f"{many}/search?q=hostname3").text
    assert "Nothing" not in client.get(f"{many}/search").text


def test_expiry_and_signatures_do_not_grow_with_the_cluster(client: TestClient, many: str) -> None:
    """A row for all kubelets, at most twelve in the picture, and few bytes; the CSV has a line for each certificate."""
    for view in ("expiry", "signatures"):
        page = client.get(f"{many}/{view}").text
        assert len(page) < 90_000
        assert f"{COUNT} nodes" in page or f"{COUNT + 1} nodes" in page
    assert client.get(f"{many}/expiry").text.count('class="dots"') == 12
    certificates = client.get(many.replace("/clusters/", "/api/v1/clusters/")).json()["certificates"]
    assert len(client.get(f"{many}/expiry.csv").text.splitlines()) == len(certificates) + 1
