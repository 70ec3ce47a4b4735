"""The list of files and their texts as they are served."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from app.analysis.samples import open_sample
from app.model.files import Entry
from app.web.pages.links import PageLinks
from tests.trees import entries

from .conftest import upload
from .packing import packed
from .test_links import links

ONE = "/clusters/one"
APISERVER = f"{ONE}/files/cp1:%2Fetc%2Fkubernetes%2Fmanifests%2Fkube-apiserver.yaml"


@pytest.mark.parametrize(("sample", "pieces"), [("one", 1), ("ha3", 2)])
def test_every_file_is_listed_with_mode_and_owner(client: TestClient, sample: str, pieces: int) -> None:
    """Each once, on one piece of the list or the other, with a link to its page, as the archive has it."""
    page = "".join(client.get(f"/clusters/{sample}/files?page={number + 1}").text for number in range(pieces))
    inventory, urls = open_sample(sample).inventory, PageLinks(sample)
    listed = re.findall(r'<tr><th scope="row"[^>]*><a class="link" href="([^"]*)"', page)
    assert sorted(map(unescape, listed)) == sorted(map(urls.file, inventory.files))
    assert "0600" in page and "root:root" in page


def test_folders_stand_once(client: TestClient) -> None:
    """By node, then by folder."""
    page = client.get(f"{ONE}/files").text
    folders = re.findall(r'<tr class="folder"><th[^>]*>(?:<b>([^<]*)</b> )?([^<]*)</th>', page)
    assert [node for node, _ in folders if node] == ["cp1", "worker1", "worker2"]
    assert len([folder for _, folder in folders if folder == "/etc/kubernetes/manifests"]) == 1


def test_an_archive_without_modes(client: TestClient) -> None:
    """What the upload does not say has no column."""
    base = upload(client, packed((Entry("pki/ca.crt", entries("kubeadm-1.37-pki-only")[0].data),)))
    assert client.get(f"{base}/files").status_code == 200


def test_every_file_has_a_text_page(client: TestClient) -> None:
    """With its lines where the text is kept, and with words where it is not."""
    urls = PageLinks("one")
    for id_, file in open_sample("one").inventory.files.items():
        answer = client.get(urls.text(id_))
        assert answer.status_code == 200, id_
        assert ('id="L1"' in answer.text) == (file.text is not None), id_
        assert ("Its text is not kept" in answer.text) == (file.text is None), id_


def test_lines_lead_to_edges_and_files(client: TestClient) -> None:
    """The line of a flag links to its connection and its file, and every line can be linked to."""
    page = client.get(f"{APISERVER}?view=text").text
    line = next(part for part in page.split("<li id=") if "--etcd-cafile=" in part)
    found = links(line)
    assert f"{ONE}/connections/{quote('kube-apiserver@cp1->etcd@cp1', safe='@->')}" in found
    assert f"{ONE}/files/cp1:%2Fetc%2Fkubernetes%2Fpki%2Fetcd%2Fca.crt" in found
    numbers = [int(number) for number in re.findall(r'<li id="L(\d+)"', page)]
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 60


def test_the_map_and_the_text_lead_to_each_other(client: TestClient) -> None:
    """The panel of a manifest leads to its text, that of a certificate has none; the text leads back."""
    text = f"{APISERVER}?view=text"
    assert text in links(client.get(APISERVER).text)
    assert APISERVER in links(client.get(text).text)
    certificate = client.get(f"{ONE}/files/cp1:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt").text
    assert "view=text" not in certificate


def test_hostile_text_stays_text(client: TestClient) -> None:
    """Mark-up and control characters in a manifest are shown, never obeyed."""
    text = b'apiVersion: v1\nkind: Pod\nmetadata: {name: "<b>x</b>\\e[31m"}\n# <script>x</script> \xe2\x80\xae\n'
    base = upload(client, packed((*entries("kubeadm-1.37-pki-only"), Entry("etc/kubernetes/manifests/x.yaml", text))))
    found = re.findall(r'href="([^"]*x\.yaml)"', client.get(f"{base}/files").text)
    page = client.get(f"{unescape(found[0])}?view=text").text
    assert "<script>x" not in page and "<b>x" not in page
    assert "⟨U+202E⟩" in page and "\u202e" not in page


def test_a_file_that_is_not_there(client: TestClient) -> None:
    """404, as on the map."""
    assert client.get(f"{ONE}/files/nowhere?view=text").status_code == 404
