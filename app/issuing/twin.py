"""A tree's certificates, issued anew with throw-away keys, and otherwise byte for byte as they are.

Each is the original's to-be-signed bytes with only the public key exchanged, signed by its issuer's throw-away key.
What was broken stays broken: a signature that nobody in the tree made is left as it is and so verifies by no key; those
who are told apart by keys (every kubeadm CA is CN=kubernetes) are told apart by the new ones. Key ids stay, though they
no longer are the hash of anything.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..model.certificates import Certificate, Facts
from ..model.cluster import Cluster
from ..reading.spki import read_public_key
from .keys import KeyKind, KeyName, KeySource, PrivateKey
from .parts import Parts, parts_of
from .signing import sign


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be issued. `key`: the key whose public half goes in, None: the one that is there stays; `signer`: the
    key that signs, None: the signature stays, and verifies no more.
    """

    parts: Parts
    key: KeyName | None
    signer: KeyName | None


Change = Callable[[Certificate, Order], Order]
"""A fault, or another wish, for a certificate at one place: the order as it ought to be."""


def unchanged(_: Certificate, order: Order) -> Order:
    """No wish: everything as it was."""
    return order


class Twin:
    """Issues the certificates of one cluster as they are asked for, each once. Not for several threads at a time."""

    def __init__(self, cluster: Cluster, source: KeySource, change: Change = unchanged) -> None:
        self.cluster = cluster
        self._source = source
        self._change = change
        self._names: dict[str, KeyName | None] = {}
        self._keys: dict[str, PrivateKey] = {}
        self._taken: dict[KeyKind, int] = {}
        self._issued: dict[Order, bytes] = {}

    def certificate(self, certificate: Certificate) -> bytes:
        """The DER of a certificate's twin."""
        order = self._change(certificate, self._order(certificate))
        if order not in self._issued:
            self._issued[order] = self._issue(order)
        return self._issued[order]

    def key(self, name: KeyName) -> PrivateKey:
        """A key of this twin; equal names are one key, and no two names share one."""
        if name.id not in self._keys:
            number = self._taken.get(name.kind, 0)
            self._taken[name.kind] = number + 1
            self._keys[name.id] = self._source(name.kind, number)
        return self._keys[name.id]

    def name(self, facts: Facts) -> KeyName | None:
        """The name of a certificate's key; None where no throw-away can stand for it: Go could not use it either."""
        spki = facts.key.spki_sha256
        if spki not in self._names:
            self._names[spki] = _name(facts)
        return self._names[spki]

    def chain(self, certificates: tuple[Certificate, ...]) -> Iterator[bytes]:
        """The twins of a file's certificates, in order."""
        return map(self.certificate, certificates)

    def _order(self, certificate: Certificate) -> Order:
        issuer = self.cluster.issuer(certificate)
        return Order(
            parts_of(certificate.facts.der), self.name(certificate.facts), self.name(issuer.facts) if issuer else None
        )

    def _issue(self, order: Order) -> bytes:
        parts = order.parts
        if order.key is not None:
            parts = parts.with_key(self.key(order.key))
        if order.signer is not None:
            parts = parts.with_signature(sign(self.key(order.signer), parts))
        return parts.certificate


def _name(facts: Facts) -> KeyName | None:
    spki = parts_of(facts.der).spki
    key, complaint = read_public_key(spki)
    kind = KeyKind.of(key.type, key.bits)
    return KeyName(key.spki_sha256, kind) if kind is not None and complaint is None else None
