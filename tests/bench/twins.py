"""The twin of a node from a filled pool, and a handshake of ours beside the shortest one that pyOpenSSL can do."""

from collections.abc import Callable, Iterator
from contextlib import suppress

from OpenSSL import SSL, crypto

from app.issuing.keys import KeyPool
from app.issuing.twin import Twin
from app.tls.edge import Edges, Peers
from app.tls.exchange import Pair
from app.tls.peers import Credentials
from tests.trees import CLOCK, cluster

from .measure import Goal, medians

NAME, EDGE = "kubeadm-1.37-cp1-workers", "kube-apiserver@cp1->etcd@cp1"
MOST_BARE, MOST_TWIN = 1.15, 100.0


def goals() -> Iterator[Goal]:
    """A handshake against a bare loop with reused contexts; all certificates of a node against a tenth of a second."""
    pool = KeyPool()
    found = cluster("kubeadm-1.30-cp1")
    (twin,) = medians(lambda: _all_certificates(Twin(found, pool)), rounds=9)
    yield Goal(
        "the twin of one node, from a filled pool",
        twin * 1e3,
        MOST_TWIN,
        f"{len(found.inventory.certificates)} certificates",
        unit="ms",
    )
    chosen = cluster(NAME)
    ends = Edges(Twin(chosen, pool)).peers(chosen.connections[EDGE])
    pair = Pair(ends.client, ends.server, CLOCK)
    ours, bare = medians(pair.shake, _bare(ends), rounds=201)
    yield Goal(
        "a handshake / a bare pyOpenSSL loop, contexts reused",
        ours / bare,
        MOST_BARE,
        f"{ours * 1e3:.2f} ms against {bare * 1e3:.2f} ms: TLS 1.3, mutual, RSA-2048",
    )


def _all_certificates(twin: Twin) -> None:
    for certificate in twin.cluster.inventory.certificates.values():
        twin.certificate(certificate)


def _bare(ends: Peers) -> Callable[[], None]:
    """The shortest handshake between the same peers that verifies both."""
    client_context = _context(ends.client.credentials, ends.client.roots or ())
    server_context = _context(ends.server.credentials, ends.server.roots)

    def shake() -> None:
        client, server = SSL.Connection(client_context, None), SSL.Connection(server_context, None)
        client.set_connect_state()
        server.set_accept_state()
        for speaker, listener in ((client, server), (server, client), (client, server), (server, client)):
            with suppress(SSL.WantReadError):
                speaker.do_handshake()
            with suppress(SSL.WantReadError):
                listener.bio_write(speaker.bio_read(1 << 16))
        with suppress(SSL.WantReadError):
            client.recv(1)

    return shake


def _context(credentials: Credentials | None, roots: tuple[bytes, ...]) -> SSL.Context:
    context = SSL.Context(SSL.TLS_METHOD)
    store = context.get_cert_store()
    assert store is not None and credentials is not None
    for root in roots:
        store.add_cert(crypto.load_certificate(crypto.FILETYPE_ASN1, root))
    store.set_time(CLOCK)
    context.use_certificate(crypto.load_certificate(crypto.FILETYPE_ASN1, credentials.chain[0]).to_cryptography())
    context.use_privatekey(credentials.key)
    context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    return context
