"""Paste your error: the form, its answer, and what becomes of the text."""

import html
import logging
import re

import pytest
from starlette.testclient import TestClient

from app.pasting.prepare import MOST_CHARACTERS
from app.web.pages.pasting import MOST_BYTES

WRONG, ONE = "/clusters/wrong/error", "/clusters/one/error"
UNKNOWN = "Unable to connect to the server: x509: certificate signed by unknown authority"


def _said(client: TestClient, page: str) -> str:
    """What kubectl prints on this sample."""
    found = client.get(f"/api/v1/{page.removeprefix('/').removesuffix('/error')}").json()["connections"]
    said: str = next(one["client_log"] for one in found if one["id"].startswith("kubectl:admin") and one["client_log"])
    return said


def _answer(client: TestClient, page: str, text: str) -> str:
    answer = client.post(page, data={"text": text})
    assert answer.status_code == 200
    return answer.text


def _lit(text: str) -> set[str]:
    """The lines of the picture that are lit."""
    found = re.findall(r'<a[^>]*class="[^"]*\blit\b[^"]*"[^>]*data-connection="([^"]+)"', text)
    found += re.findall(r'<a[^>]*data-connection="([^"]+)"[^>]*class="[^"]*\blit\b', text)
    return set(map(html.unescape, found))


def test_the_edge_that_says_it_comes_first_with_file_command_and_repair(client: TestClient) -> None:
    """kubectl's own words on a tree that fails so: the edge, its certificate, how to look, what to do."""
    text = _answer(client, WRONG, _said(client, WRONG))
    assert "They say exactly this" in text and "with exactly this text" in text
    assert "The name dialled is in the certificate" in text.partition('class="checks"')[2].partition("</ul>")[0]
    assert "openssl x509 -in /etc/kubernetes/pki/apiserver.crt -noout -ext subjectAltName" in html.unescape(text)
    assert "kubeadm init phase certs apiserver" in text
    assert any(one.startswith("kubectl:admin.conf@cp1") for one in _lit(text))


def test_a_healthy_tree_says_that_nothing_says_it(client: TestClient) -> None:
    """No edge fails; those that could say it are lit, and single faults are named."""
    text = _answer(client, ONE, UNKNOWN)
    assert "none fails" in text and "They say exactly this" not in text
    assert "They could say it" in text and "One fault that would make this tree say it" in text
    assert _lit(text) and all(one.startswith("kubectl:") for one in _lit(text))


def test_a_single_fault_is_a_link_to_the_map_broken_so(client: TestClient) -> None:
    """The link puts the fault: on its page the tree says the text that it did not say before."""
    text = _answer(client, ONE, UNKNOWN)
    folded = text[text.index("One fault that would make this tree say it") :].partition("</details>")[0]
    hrefs = [html.unescape(one) for one in re.findall(r'<a class="link" href="([^"]*)"', folded)]
    assert hrefs and all("/break/" in one and "break=" in one for one in hrefs)
    page = client.get(hrefs[0])
    assert page.status_code == 200
    assert re.search(r"\d+ connections? dies?", page.text)
    query = hrefs[0].partition("?")[2]
    assert "unknown authority" in client.get(f"/api/v1/clusters/one?{query}").text
    assert "unknown authority" not in client.get("/api/v1/clusters/one").text


def test_a_text_that_fits_nothing_says_so_and_lights_nothing(client: TestClient) -> None:
    """Neither does the empty form claim that anything was asked."""
    text = _answer(client, ONE, "segmentation fault (core dumped)")
    assert "This fits nothing that is known here." in text and not _lit(text)
    assert "fits nothing" not in client.get(ONE).text
    assert "fits nothing" not in _answer(client, ONE, "  \n ")


def test_the_answer_is_stored_nowhere_and_the_text_is_in_no_url_and_no_log(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    """no-store on samples too; the access log has the path alone; the next page knows nothing of it."""
    secret = "secret-host.example.test"
    with caplog.at_level(logging.DEBUG):
        answer = client.post(ONE, data={"text": f"x509: certificate is valid for a, not {secret}"})
    assert answer.headers["cache-control"] == "no-store"
    assert secret in answer.text
    assert secret not in caplog.text
    assert secret not in client.get(ONE).text
    assert client.get(f"{ONE}?text={secret}").text.count(secret) == client.get("/clusters/one/error").text.count(secret)


def test_hostile_text_is_text(client: TestClient) -> None:
    """Marks, control characters and quotes come back as characters, in the form and in the answer."""
    evil = '</textarea><script>alert(1)</script>\x00\x1b]0;x\x07 User "<b>" is forbidden: User "<i>x</i>" cannot list'
    text = _answer(client, ONE, evil)
    assert "<script>alert" not in text and "<b>&#34;" not in text and "<i>x</i>" not in text
    assert "\x00" not in text and "\x1b" not in text
    assert "&lt;/textarea&gt;" in text


def test_the_bounds_of_the_form(client: TestClient) -> None:
    """What is too long for the looks is cut and said; what is too long for the form is refused; files are no text."""
    assert "longer than is looked at" in _answer(client, ONE, UNKNOWN + "\n" + "x" * MOST_CHARACTERS)
    assert client.post(ONE, data={"text": "x" * (MOST_BYTES + 1)}).status_code == 413
    assert client.post(ONE, files={"text": ("a", b"x")}).status_code == 400
    assert client.post(ONE, content=b"\xff\xfe", headers={"content-type": "text/plain"}).status_code == 400
    assert client.post("/clusters/no-such/error", data={"text": "x"}).status_code == 404


def test_another_sites_form_is_refused(client: TestClient) -> None:
    """The form's answer is for the page's own form."""
    assert client.post(ONE, data={"text": "x"}, headers={"origin": "https://evil.example"}).status_code == 403


def test_the_words_of_another_time_lead_to_the_map_of_that_time(client: TestClient) -> None:
    """The sample works now; the line is of a year later, when its certificate had expired."""
    ends = client.get("/api/v1/clusters/one").json()["certificates"]
    end = next(one["not_after"] for one in ends if one["path"] == "/etc/kubernetes/pki/apiserver.crt")
    line = "x509: certificate has expired or is not yet valid: current time 2028-02-01T00:00:00Z is after " + end
    text = _answer(client, ONE, line)
    assert "Not now, but at the moment that the text names" in text
    assert "/clusters/one?clock=2028-02-01T00%3A00%3A00Z" in text


def test_the_way_there(client: TestClient, pki_only: str) -> None:
    """From the first page, from the overview and from the strip, on samples and uploads; the form keeps the clock."""
    assert client.get("/").text.count("/clusters/one/error") >= 2
    assert client.get(pki_only).text.count(f"{pki_only}/error") >= 2
    assert 'action="/clusters/one/error?clock=2027-01-01' in client.get(f"{ONE}?clock=2027-01-01T00:00:00Z").text
    assert client.get(f"{pki_only}/error").headers["cache-control"] == "no-store"


def test_a_fragment_of_the_form(client: TestClient) -> None:
    """A click on the way there brings picture and panel, not the page."""
    text = client.get(ONE, headers={"hx-request-type": "partial"}).text
    assert 'id="panel"' in text and "<!doctype" not in text and "<textarea" in text


def test_secrets_in_the_text_are_not_sent_back(client: TestClient) -> None:
    """A private key, whole and cut off, tokens, a key of a kubeconfig: the line around them is read all the same."""
    key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END RSA PRIVATE KEY-----"
    secrets = (
        key,
        key.partition("-----END")[0],
        "Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl",
        "client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlF",
        'token: "abcdef.0123456789abcdef"',
        "--token=abcdef.0123456789abcdef",
    )
    for secret in secrets:
        text = _answer(client, ONE, f"{UNKNOWN}\n{secret}")
        assert "(left out)" in text, secret
        for part in ("MIIEvQ", "eyJhbG", "c2lnbmF0", "LS0tLS1", "0123456789abcdef"):
            assert part not in text, secret
        assert "They could say it" in text
    kept = _answer(
        client, ONE, f"{UNKNOWN} x509: certificate is valid for node-token.example.test, not secret.example.test"
    )
    assert "(left out)" not in kept and "secret.example.test" in kept
