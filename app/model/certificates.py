"""Certificates and keys: what is public of them, and where they stand in the tree."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SubjectAltName:
    """One subject alternative name (RFC 5280 §4.2.1.6). `type`: DNS, IP, URI, email or other; IPs as Go prints them."""

    type: str
    value: str


@dataclass(frozen=True, slots=True)
class PublicKey:
    """`type`: RSA, ECDSA, Ed25519, or the algorithm's own name; `spki_sha256`: of the SubjectPublicKeyInfo's DER."""

    type: str
    bits: int | None
    spki_sha256: str


@dataclass(frozen=True, slots=True)
class Subtrees:
    """One half of a name constraints extension (RFC 5280 §4.2.1.10), by the form of the names; networks as text."""

    dns: tuple[str, ...] = ()
    ip: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    uri: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameConstraints:
    permitted: Subtrees
    excluded: Subtrees


@dataclass(frozen=True, slots=True)
class PemBlock:
    """A PEM block as Go's encoding/pem finds it, whatever its label. `pointer` as in the ids of certificates and keys.

    `fault`: the error with which Go's x509.ParseCertificate refuses the bytes in it, None where it takes them.
    `headers`: whether RFC 1421 headers stand in it (Kubernetes skips certificates with headers). `usable_key`: whether
    Go can read a private key from it without a password.
    """

    label: str
    pointer: str
    fault: str | None
    headers: bool = False
    usable_key: bool = False

    @property
    def is_private_key(self) -> bool:
        """As crypto/tls.X509KeyPair tells it: by the label."""
        return self.label == "PRIVATE KEY" or self.label.endswith(" PRIVATE KEY")


@dataclass(frozen=True, slots=True)
class Facts:
    """What one certificate says, wherever it stands. Immutable and shared by all places that hold the same DER.

    `raw_subject` and `raw_issuer` are the DER bytes of the names: Go compares names as bytes. `subject` and `issuer`
    are text as Go's `pkix.Name.String()` prints it. Times are timezone-aware UTC. `common_name` is the last CN (as Go
    takes it), `organizations` every O in the certificate's order. `refused_by_go` is the error with which Go
    refuses (its x509 parser) what can be read all the same (`x509: negative serial number`), None for the usual ones.

    For path validation: `version` from 1; `is_ca` and `path_length` of the basic constraints, `has_basic_constraints`
    whether there are any; `raw_sans` the subject alternative name extension's DER (None without one);
    `unhandled_critical` the OIDs of critical extensions that Go does not know.
    """

    der: bytes
    fingerprint_sha256: str
    raw_subject: bytes
    raw_issuer: bytes
    subject: str
    issuer: str
    common_name: str | None
    organizations: tuple[str, ...]
    serial: str
    not_before: datetime
    not_after: datetime
    sans: tuple[SubjectAltName, ...]
    key_usage: tuple[str, ...]
    extended_key_usage: tuple[str, ...]
    is_ca: bool
    key: PublicKey
    subject_key_id: str | None
    authority_key_id: str | None
    signature_algorithm: str
    refused_by_go: str | None = None
    version: int = 3
    has_basic_constraints: bool = False
    path_length: int | None = None
    raw_sans: bytes | None = None
    unhandled_critical: tuple[str, ...] = ()
    name_constraints: NameConstraints | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate at one place. `id` is `node:path#pointer`; `pointer` is `""`, `[0]`, or a kubeconfig's field."""

    id: str
    node: str
    path: str
    pointer: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Key:
    """A private or public key at one place, reduced to its public fingerprint: no private number outlives the reader.

    `type`, `bits` and `spki_sha256` are None for an encrypted key, which is named and never opened.
    """

    id: str
    node: str
    path: str
    pointer: str
    type: str | None
    bits: int | None
    encrypted: bool
    private: bool
    spki_sha256: str | None
