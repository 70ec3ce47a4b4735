"""A cluster on paper: one page that holds what the other views show, and no more than a sheet can bear."""

import re

from starlette.testclient import TestClient

from .conftest import TREES, upload


def test_everything_is_on_the_page(client: TestClient) -> None:
    """The picture, every connection, kubeadm's table of each control-plane node, what it leaves out, every CA."""
    page = client.get("/clusters/ha3/print").text
    model = client.get("/api/v1/clusters/ha3").json()
    assert page.count('<svg id="map"') == 1
    assert len(re.findall(r'<tr><th scope="row">', page)) == len(model["connections"])
    assert [node for node in ("cp1", "cp2", "cp3") if f'on <span translate="no">{node}</span>' in page] == [
        "cp1",
        "cp2",
        "cp3",
    ]
    for words in ("What kubeadm leaves out", "kubernetes CA", "etcd CA", "front-proxy CA", "Throw-away CAs"):
        assert words in page


def test_it_keeps_what_was_chosen(client: TestClient) -> None:
    """Another moment and another node give another page."""
    plain = client.get("/clusters/ha3/print").text
    assert client.get("/clusters/ha3/print?node=cp2").text != plain
    assert "&lt;invalid&gt;" in client.get("/clusters/ha3/print?clock=2030-01-01T00:00:00Z").text
    assert "&lt;invalid&gt;" not in plain


def test_a_worker_alone_has_a_page_too(client: TestClient) -> None:
    """Without a control plane there is no table of kubeadm's, and the certificates are listed all the same."""
    page = client.get(upload(client, (TREES / "kubeadm-1.37-worker-only.tar.gz").read_bytes()) + "/print").text
    assert "check-expiration" not in page
    assert "Every certificate" in page
    assert "kubelet-client-current.pem" in page
