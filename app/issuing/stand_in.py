"""A server's pair that is in no tree: made when the process starts, or kept by somebody else's server."""

import ipaddress
import re
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from .keys import KeyKind, KeyName, PrivateKey
from .twin import Twin

_KIND = KeyKind("RSA", 2048)
_EARLIEST, _LATEST = datetime(1951, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)
"""A certificate's dates have no room for other years (RFC 5280 §4.1.2.5)."""

_LONGEST_NAME = 64
"""Of a common name (RFC 5280 appendix A.1)."""

_NAME = re.compile(r"[A-Za-z0-9._*-]{1,253}")


def stand_in(twin: Twin, host: str | None) -> tuple[bytes, PrivateKey]:
    """(DER, key) of a self-signed server certificate for a host, valid around the twin's clock, as apiserver's
    GenerateSelfSignedCertKey makes one at start.
    """
    key = twin.key(KeyName("stand-in", _KIND))
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _common_name(host))])
    clock = min(max(twin.cluster.clock, _EARLIEST), _LATEST)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(clock - timedelta(hours=1))
        .not_valid_after(clock + timedelta(days=365))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    if host:
        builder = builder.add_extension(x509.SubjectAlternativeName([_general_name(host)]), critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER), key


def _common_name(host: str | None) -> str:
    return host[:_LONGEST_NAME] if host and _NAME.fullmatch(host) else "localhost"


def _general_name(host: str) -> x509.GeneralName:
    """A host as whoever dials it looks for it; one that is no name is in no certificate."""
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host if _NAME.fullmatch(host) else "localhost")
