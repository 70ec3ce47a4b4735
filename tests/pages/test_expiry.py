"""The expiry view as a page: kubeadm's bytes, selections that are URLs, moments, exports."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from app.analysis.samples import open_sample
from app.kubeadm.expiration import check_expiration
from app.kubeadm.printing import printed

from .conftest import TREES, upload

PRE = re.compile(r"<pre[^>]*>(.*?)</pre>", re.DOTALL)
APISERVER = "cp1:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt%23"


def text_of(markup: str) -> str:
    """What a browser shows of it."""
    return unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.mark.parametrize(("sample", "node"), [("one", "cp1"), ("ha3", "cp2"), ("old-1.22", "cp1")])
def test_the_page_shows_kubeadms_bytes(client: TestClient, sample: str, node: str) -> None:
    """The text of the terminal is what the printer prints of that node, and not of another moment."""
    page = client.get(f"/clusters/{sample}/expiry?node={node}").text
    cluster = open_sample(sample)
    expected = printed(check_expiration(cluster.inventory, node, cluster.clock))
    found = PRE.search(page)
    assert found is not None
    assert text_of(found[1]) == expected
    later = client.get(f"/clusters/{sample}/expiry?node={node}&clock=2030-01-01T00:00:00Z").text
    assert "&lt;invalid&gt;" in later
    assert "&lt;invalid&gt;" not in page


def test_a_row_selects_by_its_url(client: TestClient) -> None:
    """The line is marked, the panel has the command and the connections; nothing selected shows all at a glance."""
    page = client.get(f"/clusters/one/expiry/{APISERVER}").text
    assert re.search(r'<a href="[^"]*" aria-current="true">apiserver ', page)
    assert "kubeadm certs renew apiserver" in page
    assert "kubelet to kube-apiserver" in page
    assert "At a glance" in client.get("/clusters/one/expiry").text
    assert client.get("/clusters/one/expiry/cp1:%2Fnowhere%23").status_code == 404


def test_the_map_at_that_moment_is_the_second_after(client: TestClient) -> None:
    """The link's clock is the first second at which the certificate is no longer valid."""
    page = client.get(f"/clusters/one/expiry/{APISERVER}").text
    assert '/clusters/one?clock=2027-11-24T03%3A56%3A29Z"' in page
    assert client.get("/clusters/one?clock=2027-11-24T03:56:29Z").status_code == 200


def test_every_way_to_look_is_one_click_away(client: TestClient) -> None:
    """The switch names them all on each of them, and marks where one is."""
    for path, here in (
        ("", "Connections"),
        ("?view=table", "Table"),
        ("/signatures", "Signatures"),
        ("/expiry", "Expiry"),
        ("/files", "Files"),
    ):
        page = client.get(f"/clusters/one{path}").text
        seg = page[page.index('aria-label="View"') :].split("</nav>")[0]
        assert re.findall(r">(\w+)</a>", seg) == ["Connections", "Table", "Signatures", "Expiry", "Files"]
        assert re.findall(r'aria-current="true">(\w+)', seg) == [here]


@pytest.mark.parametrize("tree", ["kubeadm-1.37-worker-only", "kubeadm-1.37-pki-only", "kubeadm-1.37-expired"])
def test_any_tree_has_its_page(client: TestClient, tree: str) -> None:
    """Without a control plane there is no terminal; with one there is; and every certificate has its own selection."""
    base = upload(client, (TREES / f"{tree}.tar.gz").read_bytes())
    page = client.get(f"{base}/expiry").text
    assert ("kubeadm certs check-expiration" in page) is (tree != "kubeadm-1.37-worker-only")
    for href in re.findall(rf'href="({base}/expiry/[^"]*)"', page):
        assert client.get(unescape(href)).status_code == 200
    assert client.get(f"{base}/signatures").status_code == 200


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("map.svg", "image/svg+xml"),
        ("connections.csv", "text/csv"),
        ("certificates.csv", "text/csv"),
        ("expiry.csv", "text/csv"),
    ],
)
def test_exports_are_files(client: TestClient, name: str, kind: str) -> None:
    """A browser saves each, with the policy of every answer; a name that is none is not found."""
    answer = client.get(f"/clusters/ha3/{name}?node=cp2&internals=1")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert client.get("/clusters/ha3/passwords.csv", follow_redirects=True).status_code == 404


def test_the_tables_hold_every_record(client: TestClient) -> None:
    """A line for each connection and certificate of the model, internals too."""
    model = client.get("/api/v1/clusters/ha3").json()
    assert len(client.get("/clusters/ha3/connections.csv").text.splitlines()) == len(model["connections"]) + 1
    for name in ("certificates", "expiry"):
        assert len(client.get(f"/clusters/ha3/{name}.csv").text.splitlines()) == len(model["certificates"]) + 1


def test_the_picture_stands_alone(client: TestClient) -> None:
    """It is XML with its own style, of the node that is chosen, and leads nowhere."""
    drawn = client.get("/clusters/ha3/map.svg?node=cp2").text
    assert drawn.startswith("<svg xmlns=")
    assert "href" not in drawn
    assert drawn != client.get("/clusters/ha3/map.svg?node=cp3").text
