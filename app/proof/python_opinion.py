"""What Python's cryptography says of the certificates that two peers show: its path validation is that of the web."""

import ipaddress
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from ..tls.edge import Peers

ACCEPTS = "accepts both"
_INNARDS = re.compile(r": AlgorithmIdentifier \{.*", re.DOTALL)
"""Of the library, at the end of some texts."""


def python_words(peers: Peers, clock: datetime) -> str:
    """Whose certificate is refused first, the server’s or the client’s, and why; ACCEPTS where neither is."""
    return next(_refusals(peers, clock), ACCEPTS)


def _refusals(peers: Peers, clock: datetime) -> Iterator[str]:
    client, server = peers.client, peers.server
    if client.roots and client.name:
        said = _refusal(client.roots, server.credentials.chain, clock, client.name)
        yield from (f"refuses the server: {words}" for words in said)
    if server.roots and client.credentials is not None and server.client_auth != "none":
        said = _refusal(server.roots, client.credentials.chain, clock, None)
        yield from (f"refuses the client: {words}" for words in said)


def _refusal(roots: tuple[bytes, ...], chain: tuple[bytes, ...], clock: datetime, host: str | None) -> Iterator[str]:
    """`host`: the name of a server; None for a client."""
    try:
        anchors = Store([x509.load_der_x509_certificate(root) for root in roots])
        builder = PolicyBuilder().store(anchors).time(clock.astimezone(UTC).replace(tzinfo=None))
        leaf, *others = map(x509.load_der_x509_certificate, chain)
        if host is None:
            builder.build_client_verifier().verify(leaf, others)
        else:
            builder.build_server_verifier(_name(host)).verify(leaf, others)
    except (VerificationError, ValueError, UnsupportedAlgorithm) as error:
        yield _INNARDS.sub("", str(error).removeprefix("validation failed: ").partition(" (encountered")[0])


def _name(host: str) -> x509.DNSName | x509.IPAddress:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
