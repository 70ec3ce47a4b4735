"""Who is refused in the handshake, who after it, and in which order it all happens."""

import re
from dataclasses import replace

import pytest
from OpenSSL import SSL

from app.issuing.twin import Twin
from app.model.cluster import Connection
from app.tls.contents import CertificateChain, CertificateRequest, Hello, Signature
from app.tls.edge import Edges, NothingToShake
from app.tls.exchange import CannotLoad, Pair, Wire
from app.tls.peers import Version
from app.tls.records import APPLICATION_DATA, HANDSHAKE, Reader, records
from app.tls.transcript import Message
from tests.issuing.making import POOL, VERDICTS, opened, verdict
from tests.trees import CLOCK, NAMES, cluster, cluster_of, entries, rewritten

from .making import (
    APISERVER,
    ETCD,
    HA,
    by_a_stranger,
    changed,
    expired,
    is_admin,
    is_etcd_client,
    is_etcd_server,
    peers,
    shaken,
    without_certificate,
)

BOTH = pytest.mark.parametrize("version", list(Version))


@BOTH
@pytest.mark.parametrize("connection", [ETCD, APISERVER])
def test_a_sound_edge_connects(connection: str, version: Version) -> None:
    """Both hold themselves for connected, nobody found a fault, nobody sent an alert."""
    exchange, said = shaken(peers(connection), version)
    assert exchange.connected
    assert exchange.client.fault is None and exchange.server.fault is None
    assert said.alerts == ()
    assert exchange.protocol == ("TLSv1.3" if version is Version.TLS13 else "TLSv1.2")


@BOTH
def test_a_foreign_client_is_let_through_by_kube_apiserver_and_judged_later(version: Version) -> None:
    """tls.RequestClientCert: the handshake completes on both sides; the server has noted why it will answer 401."""
    exchange, said = shaken(peers(APISERVER, changed(is_admin, by_a_stranger)), version)
    assert exchange.connected and said.alerts == ()
    assert exchange.server.fault is not None and exchange.server.fault.depth == 0
    assert shaken(peers(APISERVER), version)[0].server.fault is None


@BOTH
def test_a_foreign_client_is_refused_by_etcd_in_the_handshake(version: Version) -> None:
    """The server's handshake fails and it sends an alert; the client reads it."""
    exchange, said = shaken(peers(ETCD, changed(is_etcd_client, by_a_stranger)), version)
    assert not exchange.connected and not exchange.server.completed
    (alert,) = said.alerts
    assert (alert.sender, alert.fatal) == ("server", True)
    assert alert.name in ("decrypt_error", "unknown_ca")
    assert exchange.client.error is not None and "alert" in exchange.client.error


def test_in_tls13_the_client_believes_before_it_is_judged() -> None:
    """Its Finished is message 10 and it is connected; the alert is number 11, and comes with its first read. In TLS 1.2
    it never is.
    """
    exchange, said = shaken(peers(ETCD, changed(is_etcd_client, by_a_stranger)))
    assert exchange.client.completed and said.client_believes_after == 10
    assert said.server_believes_after is None and said.alerts[0].number == 11
    exchange, said = shaken(peers(ETCD, changed(is_etcd_client, by_a_stranger)), Version.TLS12)
    assert not exchange.client.completed and said.client_believes_after is None


@BOTH
def test_who_presents_nothing_is_refused_by_etcd_and_not_by_kube_apiserver(version: Version) -> None:
    """etcd: an alert; kube-apiserver: connected, and the client's Certificate message is empty."""
    exchange, said = shaken(without_certificate(peers(ETCD)), version)
    assert not exchange.connected and [alert.sender for alert in said.alerts] == ["server"]
    if version is Version.TLS13:
        assert said.alerts[0].name == "certificate_required"
    exchange, said = shaken(without_certificate(peers(APISERVER)), version)
    assert exchange.connected
    assert [m.content for m in said.messages if (m.sender, m.name) == ("client", "Certificate")] == [
        CertificateChain(())
    ]


@BOTH
def test_a_server_is_refused_by_its_client_at_the_pages_clock(version: Version) -> None:
    """An expired server certificate: the client's alert certificate_expired, and the server never is connected."""
    exchange, said = shaken(peers(ETCD, changed(is_etcd_server, expired)), version)
    assert not exchange.client.completed and not exchange.server.completed
    assert [(alert.sender, alert.name) for alert in said.alerts] == [("client", "certificate_expired")]
    assert exchange.client.fault is not None and exchange.client.fault.text == "certificate has expired"


def test_the_clock_is_the_one_given() -> None:
    """The same peers, thirteen months later: expired; and at the second given they are not."""
    ends = peers(ETCD)
    later = Pair(ends.client, ends.server, CLOCK.replace(year=CLOCK.year + 2)).shake()
    assert later.client.fault is not None and "expired" in later.client.fault.text
    assert Pair(ends.client, ends.server, CLOCK).shake().connected


@pytest.mark.parametrize(
    ("name", "works"), [("127.0.0.1", True), ("localhost", True), ("192.0.2.1", False), ("other.test", False)]
)
def test_the_name_dialled_is_looked_for(name: str, works: bool) -> None:
    """An address among the addresses, a name among the names."""
    ends = peers(ETCD)
    exchange, said = shaken(replace(ends, client=replace(ends.client, name=name)))
    assert exchange.connected is works
    hello = said.messages[0].content
    assert isinstance(hello, Hello)
    assert hello.server_name == (None if name[0].isdigit() else name)


def test_who_verifies_nothing_takes_anybody() -> None:
    """kube-apiserver to a kubelet that made its own certificate: connected; if it did verify, it would not be."""
    ends = peers("kube-apiserver@cp1->kubelet@worker1")
    assert ends.client.roots is None and shaken(ends)[0].connected
    assert not shaken(replace(ends, client=replace(ends.client, roots=ends.server.roots)))[0].connected


NAMES_13 = [
    ("client", "ClientHello"),
    ("server", "ServerHello"),
    ("server", "EncryptedExtensions"),
    ("server", "CertificateRequest"),
    ("server", "Certificate"),
    ("server", "CertificateVerify"),
    ("server", "Finished"),
    ("client", "Certificate"),
    ("client", "CertificateVerify"),
    ("client", "Finished"),
]
NAMES_12 = [
    ("client", "ClientHello"),
    ("server", "ServerHello"),
    ("server", "Certificate"),
    ("server", "ServerKeyExchange"),
    ("server", "CertificateRequest"),
    ("server", "ServerHelloDone"),
    ("client", "Certificate"),
    ("client", "ClientKeyExchange"),
    ("client", "CertificateVerify"),
    ("client", "Finished"),
]


@pytest.mark.parametrize(("version", "names"), [(Version.TLS13, NAMES_13), (Version.TLS12, NAMES_12)])
def test_the_messages_stand_in_their_order(version: Version, names: list[tuple[str, str]]) -> None:
    """RFC 8446 §2 and RFC 5246 §7.3; in TLS 1.3 all but the hellos are encrypted, in 1.2 only Finished."""
    _, said = shaken(peers(ETCD), version)
    assert [(m.sender, m.name) for m in said.messages[:10]] == names
    assert [m.number for m in said.messages] == list(range(1, len(said.messages) + 1))
    expected = [n > 2 for n in range(1, 11)] if version is Version.TLS13 else [n == 10 for n in range(1, 11)]
    assert [m.encrypted for m in said.messages[:10]] == expected


def test_messages_say_what_they_carry() -> None:
    """The CAs that etcd names, the certificates on both sides with their sizes, the signatures' schemes."""
    ends = peers(ETCD)
    _, said = shaken(ends)
    request, server, verify, client = (said.messages[n].content for n in (3, 4, 5, 7))
    assert isinstance(request, CertificateRequest) and request.authorities == ("CN=etcd-ca",)
    assert isinstance(server, CertificateChain) and isinstance(client, CertificateChain)
    assert ends.client.credentials is not None
    assert [c.subject for c in server.certificates] == ["CN=cp1"]
    assert [c.subject for c in client.certificates] == [
        cluster(HA).certificate(_etcd().client.certificate).facts.subject
    ]  # type: ignore[union-attr]
    assert [c.size for c in server.certificates] == [len(der) for der in ends.server.credentials.chain]
    assert verify == Signature("rsa_pss_rsae_sha256", 256)


def _etcd() -> Connection:
    return cluster(HA).connections[ETCD]


def test_kube_apiserver_names_both_of_its_client_cas() -> None:
    """The subjects of the client CA and of the front proxy's."""
    _, said = shaken(peers(APISERVER))
    request = next(m.content for m in said.messages if m.name == "CertificateRequest")
    assert isinstance(request, CertificateRequest)
    assert request.authorities == ("CN=kubernetes", "CN=front-proxy-ca")


@BOTH
def test_sizes_are_those_of_this_handshake(version: Version) -> None:
    """A chain longer by one certificate: the server's Certificate message and the wire grow by what it needs."""
    ends = peers(ETCD)
    extra = ends.server.roots[0]
    longer = replace(ends.server.credentials, chain=(*ends.server.credentials.chain, extra))
    _, short = shaken(ends, version)
    _, long = shaken(replace(ends, server=replace(ends.server, credentials=longer)), version)
    before, after = (next(m for m in said.messages if m.name == "Certificate") for said in (short, long))
    assert after.size - before.size == len(extra) + (5 if version is Version.TLS13 else 3)
    assert isinstance(after.content, CertificateChain) and len(after.content.certificates) == 2
    assert long.bytes_sent - short.bytes_sent >= len(extra)
    assert [m.size for m in short.messages if m is not before][:4] == [m.size for m in long.messages if m is not after][
        :4
    ]


def meddle(mask: int) -> Wire:
    """Somebody who knows the keys: the last byte of the server's CertificateVerify changed, everything sealed again."""

    def wire(sender: str, data: bytes, secrets: tuple[bytes, ...]) -> bytes:
        reader = Reader(secrets)
        pieces = []
        for content_type, header, content in records(data):
            direction = reader.direction(sender) if sender == "server" else None
            nonce = direction.nonce() if direction else b""
            (fragment,) = reader.read(sender, header + content)
            sealed = content
            if direction and content_type == APPLICATION_DATA and fragment.content_type == HANDSHAKE:
                last = fragment.bare[-1] ^ (mask if fragment.bare[0] == 15 else 0)
                sealed = direction.aead.encrypt(nonce, fragment.bare[:-1] + bytes((last, HANDSHAKE)), header)
            pieces.append(header + sealed)
        return b"".join(pieces)

    return wire


def test_a_flipped_bit_in_certificate_verify_ends_in_the_alert() -> None:
    """The client sends decrypt_error: this message is what proves that the server holds the key. Sealed again without
    the flip, the handshake goes on.
    """
    assert shaken(peers(ETCD), wire=meddle(0))[0].connected
    exchange, said = shaken(peers(ETCD), wire=meddle(1))
    assert not exchange.client.completed and not exchange.server.completed
    assert [(alert.sender, alert.name) for alert in said.alerts] == [("client", "decrypt_error")]
    assert "CertificateVerify" in [m.name for m in said.messages]


def test_a_flipped_bit_on_the_wire_is_a_bad_record() -> None:
    """Somebody without the keys: bad_record_mac, and what cannot be opened is left out of the messages."""

    def flip(sender: str, data: bytes, _: tuple[bytes, ...]) -> bytes:
        return data[:-1] + bytes((data[-1] ^ 1,)) if sender == "server" else data

    exchange, said = shaken(peers(ETCD), wire=flip)
    assert not exchange.connected
    assert [(alert.sender, alert.name) for alert in said.alerts] == [("client", "bad_record_mac")]
    assert len(said.messages) < 10


def test_a_key_of_another_certificate_cannot_be_loaded() -> None:
    """go-095: apiserver.key belongs to another: OpenSSL says so before anybody has dialled; go-001 loads."""
    found = verdict(95)
    connection = next(c for c in found.connections.values() if c.id.startswith("kubectl:admin.conf@"))
    ends = Edges(Twin(found, POOL)).peers(connection)
    with pytest.raises(CannotLoad) as refused:
        Pair(ends.client, ends.server, CLOCK)
    assert refused.value.side == "server" and "mismatch" in refused.value.reason


@pytest.mark.parametrize(
    ("number", "connection", "refusal"),
    [
        (101, "kubectl:admin.conf@", ("encrypted", "server", "key")),
        (110, "kubectl:admin.conf@", ("missing", "server", "key")),
        (104, "kubectl:admin.conf@", ("unreadable", "server", "certificate")),
        (105, "kubectl:admin.conf@", ("unreadable", "client", "ca")),
        (109, "kubectl:admin.conf@", ("unreadable", "server", "client_ca")),
        (108, "kube-apiserver@ec1->etcd@", ("refused", "server", "client_ca")),
        (131, "kubectl:admin.conf@", ("refused", "server", "certificate")),
        (141, "kubectl:admin.conf@", ("http", None, None)),
    ],
)
def test_where_there_is_no_handshake_it_says_why(
    number: int, connection: str, refusal: tuple[str, str | None, str | None]
) -> None:
    """Encrypted, missing, unreadable, refused by Go, plain http: the code, the side and the reference at fault."""
    found = opened(VERDICTS / f"go-{number:03}.tar.gz")
    chosen = next(c for c in found.connections.values() if c.id.startswith(connection))
    with pytest.raises(NothingToShake) as nothing:
        Edges(Twin(found, POOL)).peers(chosen)
    assert (nothing.value.code, nothing.value.side, nothing.value.role) == refusal


def test_a_lost_key_beside_other_keys_is_missing_and_a_tree_without_any_is_shaken() -> None:
    """A tree packed without keys is shaken with those that the twin adds, kubeconfigs' too."""
    none = tuple(e for e in entries("kubeadm-1.30-cp1") if not e.member.endswith(".key"))

    def cut(text: str) -> str:
        text = re.sub(r"\n    client-key-data: .*", "", text)
        return re.sub(r"-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*-----END [A-Z ]*PRIVATE KEY-----\n", "", text)

    found = cluster_of(rewritten(none, cut, lambda member: member.endswith((".conf", ".pem"))))
    edges = Edges(Twin(found, POOL))
    connections = [c for c in found.connections.values() if c.dialled.scheme == "https"]
    assert len(connections) > 10
    for connection in connections:
        assert shaken(edges.peers(connection))[0].connected, connection.id


def test_every_edge_of_every_sound_tree_connects() -> None:
    """All real trees at their clock, over both versions: whatever can be shaken connects, and nobody finds a fault."""
    seen = 0
    for name in NAMES:
        if "expired" in name or "only" in name:
            continue
        found = cluster(name)
        edges = Edges(Twin(found, POOL))
        for connection in found.connections.values():
            if connection.dialled.scheme != "https":
                continue
            for version in Version:
                exchange, said = shaken(edges.peers(connection), version)
                assert exchange.connected and exchange.server.fault is None, (name, connection.id)
                assert {"Finished"} <= {m.name for m in said.messages}
                seen += 1
    assert seen > 100


def test_a_handshake_needs_no_file_and_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys go to OpenSSL from memory: opening a file or a socket would raise here."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file or socket was opened")

    ends = peers(ETCD)
    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("socket.socket", refuse)
    monkeypatch.setattr(SSL.Context, "use_privatekey_file", refuse)
    assert Pair(ends.client, ends.server, CLOCK).shake().connected


def test_contexts_are_made_once() -> None:
    """A pair shakes as often as one likes, each time with fresh keys on the wire."""
    ends = peers(ETCD)
    pair = Pair(ends.client, ends.server, CLOCK)
    first, second = pair.shake(), pair.shake()
    assert first.connected and second.connected
    assert first.flights != second.flights and first.secrets != second.secrets


@pytest.mark.parametrize("name", ["a" * 300, "no\0name", "ümlaut.test", "a..b", " "])
def test_hostile_names_end_in_words(name: str) -> None:
    """A name from a kubeconfig that is none: a refusal or a failed handshake, never something else."""
    ends = peers(ETCD)
    try:
        exchange, _ = shaken(replace(ends, client=replace(ends.client, name=name)))
    except CannotLoad as refused:
        assert refused.side == "client"
    else:
        assert not exchange.connected


@BOTH
@pytest.mark.parametrize("name", ["kubeadm-1.34-ecdsa", "kubeadm-1.22-cp1"])
def test_other_keys_and_older_trees(name: str, version: Version) -> None:
    """ECDSA: the scheme is another; a CA with serial number 0 is read without a warning."""
    found = cluster(name)
    connection = next(c for c in found.connections if c.startswith("kube-apiserver@") and "->etcd@" in c)
    exchange, said = shaken(peers(connection, of=found), version)
    assert exchange.connected
    signed = [m.content.scheme for m in said.messages if isinstance(m, Message) and isinstance(m.content, Signature)]
    assert all(scheme.startswith("ecdsa") == ("ecdsa" in name) for scheme in signed)


def test_an_edge_with_its_keys_asks_for_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Among a thousand nodes a handshake looks through no other connection's keys; only for a key that no file shows
    does it list them.
    """

    def listed(_: object) -> None:
        raise AssertionError("all keys were listed")

    monkeypatch.setattr("app.tls.edge.holdings", listed)
    assert peers(APISERVER).client.credentials is not None
    bare = cluster("kubeadm-1.37-pki-only")
    with pytest.raises(AssertionError, match="all keys"):
        peers(ETCD, of=bare)
