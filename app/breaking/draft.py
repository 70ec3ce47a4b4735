"""A tree on the workbench: what was read of it, changed place by place, until it is put together again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from ..issuing.parts import Parts, parts_of
from ..model.certificates import Certificate, Facts, Key
from ..model.cluster import Altered, Cluster
from ..model.files import SourceFile
from ..model.inventory import Inventory
from ..reading import der
from ..reading.certificate import CertificateReader
from ..reading.problem import CannotRead
from .fault import BadFault

Signer = str | None
"""The SHA-256 of the public key whose private half signed; None: somebody whom nobody has."""

ITSELF = "itself"
"""A signer: the certificate's own key, whichever it has by then."""


class Draft:
    """What faults change. `cluster` is the tree as it was: targets are looked up in it, so that the order of several
    faults does not matter to what they mean.
    """

    def __init__(self, cluster: Cluster, inventory: Inventory) -> None:
        self.cluster = cluster
        self.inventory = inventory
        self.certificates = dict(inventory.certificates)
        self.keys = dict(inventory.keys)
        self.altered: dict[str, Altered] = {}
        self._reader = CertificateReader()
        known = {one.facts.fingerprint_sha256: one.facts for one in inventory.certificates.values()}
        self._signers: dict[str, Signer] = {}
        for one in self.certificates.values():
            signed_by = cluster.signers[one.facts.fingerprint_sha256]
            self._signers[one.id] = known[signed_by[0]].key.spki_sha256 if signed_by else None

    def places(self, certificate: Certificate) -> list[str]:
        """The ids of all places that hold this very certificate in the tree as it was."""
        fingerprint = certificate.facts.fingerprint_sha256
        found = self.cluster.inventory.certificates.values()
        return [one.id for one in found if one.facts.fingerprint_sha256 == fingerprint]

    def signed_with(self, spki: str) -> list[str]:
        """The ids of the certificates that a key signed, itself too."""
        return [identifier for identifier, signer in self._signers.items() if signer == spki]

    def reissue(self, ids: Iterable[str], change: Callable[[Facts, Parts], Parts], *signer: Signer) -> None:
        """Issue certificates anew with a change, by the key that signed them or by `signer`.

        A certificate that signed itself goes on to do so. Raises BadFault where the change cannot be made.
        """
        for identifier in ids:
            before = self.certificates[identifier].facts
            try:
                data = change(before, parts_of(before.der)).certificate
                after = self._reader.read(data)
            except (der.Malformed, CannotRead, ValueError):
                raise BadFault(f"This certificate cannot be issued anew with that: {identifier}.") from None
            known = self._signers[identifier]
            by = signer[0] if signer else ITSELF if known == before.key.spki_sha256 else known
            self.put(identifier, after, after.key.spki_sha256 if by == ITSELF else by)

    def put(self, identifier: str, facts: Facts, signer: Signer) -> None:
        """Let a certificate stand at a place, signed by this key."""
        before = self.certificates[identifier]
        origin = self.cluster.inventory.certificates[identifier].facts
        self.altered.setdefault(identifier, Altered(origin.key.spki_sha256, origin.fingerprint_sha256))
        self.certificates[identifier] = replace(before, facts=facts)
        self._signers[identifier] = signer

    def signer(self, identifier: str) -> Signer:
        return self._signers[identifier]

    def put_key(self, key: Key) -> None:
        """Let another key stand in a key's place."""
        origin = self.inventory.keys[key.id]
        self.altered.setdefault(key.id, Altered(origin.spki_sha256, None))
        self.keys[key.id] = key

    def write(self, file: SourceFile, text: str) -> None:
        """Let a configuration's text be another."""
        self.inventory = replace(self.inventory, files={**self.inventory.files, file.id: replace(file, text=text)})

    def forget(self, place: str) -> None:
        """Take out what stands in a kubeconfig's field that is removed (`node:path#field`)."""
        for ids in (self.certificates, self.keys):
            for identifier in [one for one in ids if one == place or one.startswith(f"{place}[")]:
                del ids[identifier]
        pem = {name: blocks for name, blocks in self.inventory.pem.items() if name != place}
        self.inventory = replace(self.inventory, pem=pem)

    def finished(self) -> tuple[Inventory, Mapping[str, tuple[str, ...]]]:
        """What was made, and who can have signed what in it."""
        inventory = replace(self.inventory, certificates=self.certificates, keys=self.keys)
        distinct = {one.facts.fingerprint_sha256: one for one in self.certificates.values()}
        by_name_and_key: dict[tuple[bytes, str], list[str]] = {}
        for fingerprint, one in distinct.items():
            name = (one.facts.raw_subject, one.facts.key.spki_sha256)
            by_name_and_key.setdefault(name, []).append(fingerprint)
        signers = {
            fingerprint: tuple(by_name_and_key.get((one.facts.raw_issuer, self._signers[one.id] or ""), ()))
            for fingerprint, one in distinct.items()
        }
        return inventory, MappingProxyType(signers)
