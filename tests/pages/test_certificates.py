"""The pages of certificates and keys as they are served."""

import re
from base64 import encodebytes
from html import unescape
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from app.analysis.samples import NAMES, open_sample
from app.dump import text
from app.model.files import Entry
from app.web.pages.links import PageLinks
from tests.reading.making import certificate, extension, sans

from .conftest import upload
from .packing import packed
from .test_links import links

KIB = 1024
APISERVER = "/clusters/one/certificates/cp1:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt%23"
PRINT = re.compile(r"<pre[^>]*>(.*?)</pre>", re.DOTALL)


def pem_of(data: bytes) -> bytes:
    return b"-----BEGIN CERTIFICATE-----\n" + encodebytes(data) + b"-----END CERTIFICATE-----\n"


def printed(page: str) -> str:
    """What the copy button takes: the text of the print."""
    found = PRINT.search(page)
    assert found is not None
    return unescape(re.sub(r"<[^>]*>", "", found[1]))


@pytest.mark.parametrize("sample", NAMES)
def test_every_certificate_and_key_has_a_page(client: TestClient, sample: str) -> None:
    """Each by its id as one percent-encoded segment, and it costs no more than a page may."""
    inventory, urls = open_sample(sample).inventory, PageLinks(sample)
    for href in (*map(urls.certificate, inventory.certificates), *map(urls.key, inventory.keys)):
        with client.stream("GET", href, headers={"accept-encoding": "gzip"}) as answer:
            assert answer.status_code == 200, href
            assert sum(map(len, answer.iter_raw())) <= 10 * KIB, href


def test_the_print_is_whole(client: TestClient) -> None:
    """What can be copied is OpenSSL's print to the last byte, the folded lines too."""
    facts = open_sample("one").inventory.certificates["cp1:/etc/kubernetes/pki/apiserver.crt#"].facts
    assert printed(client.get(APISERVER).text) == text(facts.der).decode()


def test_fields_and_print_point_at_each_other(client: TestClient) -> None:
    """Every anchor is there, once: from the field to its lines, and from the lines to the field."""
    page = client.get(APISERVER).text
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {"san", "x-san", "issuer", "x-issuer", "validity", "x-validity"} <= set(ids)
    plain = {"#head", "#version", "#extensions", "#signature"}
    targets = set(re.findall(r'href="(#[^"]+)"', page)) - plain
    assert {target[1:] for target in targets} <= set(ids)


def test_a_file_leads_to_what_is_in_it(client: TestClient) -> None:
    """The panel of a file links to the pages of its certificates and keys, and these link back."""
    file = "/clusters/one/files/cp1:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt"
    assert unescape(APISERVER) in links(client.get(file).text)
    assert file in links(client.get(APISERVER).text)


@pytest.mark.parametrize("kind", ["certificates", "keys"])
def test_what_is_not_there(client: TestClient, kind: str) -> None:
    """An unknown id is a 404 with a way on, and shows no mark-up of the URL."""
    answer = client.get(f"/clusters/one/{kind}/{quote('cp1:/<b>x</b>#', safe='')}")
    assert answer.status_code == 404
    assert "<b>x" not in answer.text


def test_the_clock_of_the_page_counts(client: TestClient) -> None:
    """The dates are judged at the page's clock, and links keep it."""
    assert "in date, " in client.get(APISERVER).text
    later = client.get(f"{APISERVER}?clock=2029-01-01T00:00:00Z").text
    assert "expired on " in later and "in date, " not in later
    assert all("clock=" in href for href in links(later) if href.startswith("/clusters/one/c"))


def test_hundreds_of_extensions(client: TestClient) -> None:
    """What is not known is listed up to a bound and printed whole; an extension that stands twice has one anchor."""
    odd = [extension(f"1.2.3.{number}", b"x") for number in range(300)]
    pem = pem_of(certificate(extensions=[*odd, odd[0]]))
    base = upload(client, packed((Entry("pki/ca.crt", pem),)))
    page = client.get(f"{base}/certificates/{quote('node-1:/etc/kubernetes/pki/ca.crt#', safe='')}").text
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert page.count('class="fl"') < 70
    assert printed(page).count("1.2.3.") == 301


def test_hostile_names_stay_text(client: TestClient) -> None:
    """A SAN with mark-up, an escape and a bidi override is shown as text, in the fields and in the print."""

    hostile = "<b>x</b>\x1b[31m\u202e".encode()
    data = certificate(extensions=[sans((2, hostile))])

    base = upload(client, packed((Entry("pki/ca.crt", pem_of(data)),)))
    page = client.get(f"{base}/certificates/{quote('node-1:/etc/kubernetes/pki/ca.crt#', safe='')}")
    assert page.status_code == 200
    assert "<b>x" not in page.text and "\x1b" not in page.text and "\u202e" not in page.text
    assert "⟨U+202E⟩" in page.text
