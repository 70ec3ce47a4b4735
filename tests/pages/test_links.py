"""Where links lead: to a page of their own, each a state that can be pasted into a chat."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from app.web.pages.links import PageLinks, segment

from .conftest import TREES, upload

HREF = re.compile(r'href="([^"]*)"')
EDGE = "kubelet@worker1->kube-apiserver@cp1"


def links(page: str) -> set[str]:
    """The addresses on this server that a page leads to, static files left out."""
    found = {unescape(href) for href in HREF.findall(page)}
    return {href for href in found if href.startswith("/") and not href.startswith("/static/")}


def anchors(page: str) -> set[str]:
    return {unescape(href)[1:] for href in HREF.findall(page) if href.startswith("#")}


@pytest.mark.parametrize("start", ["/clusters/one", "/clusters/ha3/groups/etcd-peer", "/clusters/old-1.22?view=table"])
def test_every_link_leads_to_a_page(client: TestClient, start: str) -> None:
    """Two steps from a page there is no dead end, and every `#place` is there."""
    first = client.get(start).text
    for href in sorted(links(first)):
        answer = client.get(href)
        assert answer.status_code == 200, href
        place = href.partition("#")[2]
        assert not place or f'id="{place}"' in answer.text, href
        for name in anchors(answer.text):
            assert f'id="{name}"' in answer.text, (href, name)


def test_an_upload_without_kubectl_offers_no_dead_end(client: TestClient) -> None:
    """A worker's tree has nothing to ask about: the questions of a sample are offered in its place."""
    base = upload(client, (TREES / "kubeadm-1.37-worker-only.tar.gz").read_bytes())
    assert client.get(f"{base}/check").status_code == 404
    for href in links(client.get(base).text):
        assert href.endswith("/delete") or client.get(href).status_code == 200, href


def test_every_component_and_file_has_a_page(client: TestClient) -> None:
    """Also those that no other page leads to."""
    model = client.get("/api/v1/clusters/one").json()
    for kind in ("components", "files", "connections"):
        for record in model[kind]:
            answer = client.get(f"/clusters/one/{kind}/{quote(record['id'], safe='')}")
            assert answer.status_code == 200, record["id"]


def test_what_is_chosen_stays_from_page_to_page(client: TestClient) -> None:
    """Node, internals, view and clock are kept by the links to other selections."""
    chosen = {"node=cp2", "internals=1", "clock=2027-01-31T12%3A00%3A00Z"}
    page = client.get(f"/clusters/ha3?{'&'.join(chosen)}").text
    within = {href for href in links(page) if "/connections/" in href}
    assert within
    assert all(chosen <= set(href.partition("?")[2].split("&")) for href in within)


def test_the_node_switch_keeps_what_is_selected(client: TestClient) -> None:
    """Another node in the middle, the same connection."""
    page = client.get("/clusters/ha3/connections/pod@cluster->kube-apiserver@cp1").text
    switch = page.split('aria-label="Control plane"', 1)[1].split("</nav>", 1)[0]
    targets = [unescape(href) for href in HREF.findall(switch)]
    assert [target.partition("node=")[2] for target in targets] == ["cp1", "cp2", "cp3"]
    assert all(client.get(target).status_code == 200 for target in targets)


def test_siblings_of_a_line_name_its_one_address(client: TestClient) -> None:
    """The connection to cp2 has its own URL, and says which one the line's is."""
    page = client.get("/clusters/ha3/connections/kubectl:admin.conf@cp1->kube-apiserver@cp2").text
    canonical = re.search(r'<link rel="canonical" href="([^"]*)"', page)
    assert canonical is not None
    assert unescape(canonical[1]) == "/clusters/ha3/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1"


@pytest.mark.parametrize(
    "path", ["connections/nobody->nothing", "components/x@y", "files/cp1:%2Fnowhere", "groups/none", "strange/thing"]
)
def test_what_is_not_there_is_a_page_that_says_so(client: TestClient, path: str) -> None:
    """With what to do next, not an empty map."""
    answer = client.get(f"/clusters/one/{path}")
    assert answer.status_code == 404
    assert "Pick one in the map" in answer.text


def test_a_clock_that_is_no_moment_is_refused(client: TestClient) -> None:
    """In words, with an example of a right one."""
    answer = client.get("/clusters/one?clock=tomorrow")
    assert answer.status_code == 400
    assert "2027-01-31T12:00:00Z" in answer.text


@pytest.mark.parametrize("name", ["a/b", "..", ".", "ä ö", "50%", "a?b#c", "x;y", "<b>"])
def test_any_name_is_one_segment(name: str) -> None:
    """No name of a tree escapes from its place in the path."""
    made = segment(name)
    assert made not in (".", "..")
    assert not set(made) & set('/?#<" ')


def test_an_address_says_only_what_was_chosen() -> None:
    """Defaults are left out: one state has one address."""
    assert PageLinks("one").base() == "/clusters/one"
    assert PageLinks("one", shows_internals=True).connection(EDGE) == f"/clusters/one/connections/{EDGE}?internals=1"
