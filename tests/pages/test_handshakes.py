"""The page of a handshake: messages, versions, reasons, without any script."""

import re

from starlette.testclient import TestClient

ONE = "/clusters/one/connections"
ETCD = f"{ONE}/kube-apiserver@cp1->etcd@cp1"
WRONG = "/clusters/wrong/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1"


def test_a_page_of_messages(client: TestClient) -> None:
    """Ten messages in order with their bytes, the chip that says twin, and the way back; TLS 1.2 has twelve."""
    text = client.get(f"{ETCD}/handshake").text
    numbers = re.findall(r"<summary><i>(\d+)</i>", text.partition('class="after"')[0])
    assert numbers == [str(number) for number in range(1, 11)]
    assert "twin: same certificates, throw-away keys" in text and f'href="{ETCD}"'.replace(">", "&gt;") in text
    older = client.get(f"{ETCD}/handshake?tls=1.2").text
    assert "ServerKeyExchange" in older and "ServerKeyExchange" not in text


def test_the_panel_leads_there(client: TestClient) -> None:
    """The link stands on the wire; where a line reaches several servers it names the one that is shown."""
    assert f'href="{ETCD}/handshake"'.replace(">", "&gt;") in client.get(ETCD).text
    line = "/clusters/ha2/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1"
    assert "handshake?server=cp2" in client.get(f"{line}?server=cp2").text


def test_a_failing_handshake_ends_in_an_alert(client: TestClient) -> None:
    """With what OpenSSL said and what a cluster says; a sound one has no alert."""
    text = client.get(f"{WRONG}/handshake").text
    assert "<b>Alert</b>" in text and "hostname mismatch" in text and "They agree." in text
    assert "<b>Alert</b>" not in client.get(f"{ETCD}/handshake").text


def test_open_all_opens_every_message(client: TestClient) -> None:
    """`?open=all`; without it only those are open that carry certificates and signatures."""
    opened = client.get(f"{ETCD}/handshake?open=all").text.partition('class="after"')[0]
    folded = client.get(f"{ETCD}/handshake").text.partition('class="after"')[0]
    assert opened.count('<details class="msg" open>') == 10
    assert folded.count('<details class="msg" open>') == 3


def test_what_has_no_handshake_says_why(client: TestClient) -> None:
    """Plain http; a connection or a version that does not exist is refused."""
    assert "plain HTTP" in client.get(f"{ONE}/kubelet@cp1->etcd@cp1!probe/handshake").text
    assert client.get(f"{ONE}/nobody->nothing/handshake").status_code == 404
    assert client.get(f"{ETCD}/handshake?tls=1.1").status_code == 400


def test_an_upload_without_keys_shakes_hands(client: TestClient, pki_only: str) -> None:
    """On the twin, at the upload's clock; its page is stored by no cache."""
    page = client.get(pki_only).text
    path = next(href for href in re.findall(r'href="([^"]*)"', page) if "-&gt;etcd@" in href).replace("&gt;", ">")
    answer = client.get(f"{path}/handshake")
    assert answer.status_code == 200 and "CertificateRequest" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_second_opinions_are_a_page(client: TestClient) -> None:
    """Who says what on each case; a handshake's page leads there."""
    text = client.get("/about/opinions").text
    assert "anyExtendedKeyUsage" in text and "unsuitable certificate purpose" in text
    assert "insecure algorithm MD5-RSA" in text and 'href="/about/opinions"' in client.get(f"{ETCD}/handshake").text
