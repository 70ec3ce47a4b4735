"""An opened upload: who sees it, until when, how it goes, and what its page says of what is missing."""

import re

import pytest
from starlette.testclient import TestClient

from tests.trees import entries

from .conftest import TREES, upload


def test_an_upload_says_who_sees_it_and_until_when(client: TestClient, pki_only: str) -> None:
    """Twelve hours after noon is midnight; a sample says nothing of the kind."""
    page = client.get(pki_only).text
    assert "Who has this page’s link sees it" in page
    assert "1 February 00:00 UTC" in page
    assert "Who has this page’s link" not in client.get("/clusters/one").text


def test_an_upload_is_deleted_with_one_click(client: TestClient) -> None:
    """Its page then answers 410 and says to open it again."""
    base = upload(client, (TREES / "kubeadm-1.37-worker-only.tar.gz").read_bytes())
    assert f'action="{base}/delete"' in client.get(base).text
    answer = client.post(f"{base}/delete")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    gone = client.get(base)
    assert gone.status_code == 410
    assert "Open it again" in gone.text


def test_a_sample_cannot_be_deleted(client: TestClient) -> None:
    """It has no button, and a request by hand is refused."""
    assert "/delete" not in client.get("/clusters/one").text
    assert client.post("/clusters/one/delete").status_code == 403
    assert client.get("/clusters/one").status_code == 200


def test_no_cache_keeps_an_upload(client: TestClient, pki_only: str) -> None:
    """Page, fragment and table."""
    for path, headers in ((pki_only, {}), (pki_only, {"hx-request-type": "partial"}), (f"{pki_only}?view=table", {})):
        assert client.get(path, headers=headers).headers["cache-control"] == "no-store"
    assert client.get("/clusters/one").headers["cache-control"] == "no-cache"


def test_a_bare_pki_folder_is_told_what_to_add(client: TestClient, pki_only: str) -> None:
    """One line on the page names the folders; a whole tree is told nothing."""
    page = client.get(pki_only).text
    assert "/etc/kubernetes/manifests" in page[page.index('id="panel"') :]
    assert 'class="told"' not in client.get("/clusters/one").text


def test_a_lone_key_leaves_no_view_without_a_word(client: TestClient) -> None:
    """Map, table, expiry and signatures say that there is nothing, and nobody claims that all 0 lines work."""
    public = next(one.data for one in entries("kubeadm-1.37-pki-only") if one.member.endswith("sa.pub"))
    base = upload(client, public, "sa.pub")
    for path, words in (
        (base, "No connection to draw"),
        (f"{base}?view=table", "No connection: nothing in the upload"),
        (f"{base}/expiry", "No certificate is in the upload."),
    ):
        page = client.get(path).text
        assert words in page
        assert "all 0" not in page
        assert words not in client.get(path.replace(base, "/clusters/one")).text
    assert '<svg class="map signing' not in client.get(f"{base}/signatures").text
    assert '<svg class="map signing' in client.get("/clusters/one/signatures").text


def test_one_line_is_one_line(client: TestClient) -> None:
    """Of a lone worker: one line, one group."""
    base = upload(client, (TREES / "kubeadm-1.37-worker-only.tar.gz").read_bytes())
    assert "1 line, 1 group<" in client.get(base).text


def test_no_other_upload_is_offered(client: TestClient, pki_only: str) -> None:
    """Nobody finds a stranger's link on any page."""
    other = upload(client, (TREES / "kubeadm-1.37-worker-only.tar.gz").read_bytes())
    for path in ("/", "/open", "/clusters/one", other):
        assert pki_only not in client.get(path).text


def test_a_refused_upload_is_a_page_with_the_reason(client: TestClient) -> None:
    """Named by what it is, with the way back to the form."""
    answer = client.post("/open", files={"file": ("slides.pdf", b"%PDF-1.7 slides")})
    assert answer.status_code == 422
    assert "PDF" in answer.text
    assert 'href="/open"' in answer.text


@pytest.mark.parametrize(
    ("member", "words", "page"),
    [
        (
            "etc/kubernetes/pki/apiserver.crt",
            ("1 certificate and no key", "CN=kube-apiserver", "until "),
            "certificates",
        ),
        ("etc/kubernetes/pki/ca.key", ("no certificate and 1 key", "Private key, RSA 2048"), "keys"),
        ("etc/kubernetes/pki/sa.pub", ("no certificate and 1 key", "Public key, RSA 2048"), "keys"),
    ],
)
def test_one_file_alone_leads_to_its_page(client: TestClient, member: str, words: tuple[str, ...], page: str) -> None:
    """A certificate or key by itself has nothing to draw: the panel names it, and its link is its own page."""
    data = next(entry.data for entry in entries("kubeadm-1.30-cp1") if entry.member == member)
    base = upload(client, data)
    text = client.get(base).text
    assert all(word in text for word in ("What is in it", *words))
    (href,) = re.findall(rf'href="({base}/{page}/[^"]+)" data-page', text)
    assert client.get(href).status_code == 200
    assert "What is in it" not in client.get("/clusters/one").text
