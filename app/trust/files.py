"""What stands in the files of a connection's two sides, as the programs that open them meet it."""

import posixpath

from ..model.certificates import Facts, PemBlock
from ..model.cluster import Cluster, Reference, State
from .pools import Pool

_SA_PUB = "sa.pub"


class Files:
    """Looks up the files of one cluster; pools of CAs are made once for each file and way of reading."""

    def __init__(self, cluster: Cluster) -> None:
        self._inventory = cluster.inventory
        self._pools: dict[tuple[str, bool], Pool] = {}
        self._with_keys = frozenset(
            key.node
            for key in cluster.inventory.keys.values()
            if key.private or posixpath.basename(key.path) != _SA_PUB
        )
        self._unread = frozenset(file.id for file in cluster.inventory.files.values() if file.unread)

    def holds(self, reference: Reference) -> bool:
        """Whether a file stands behind a reference, sound or not, and was looked into."""
        return reference.state in (State.FILE, State.UNREADABLE) and not self.is_unread(reference)

    def is_unread(self, reference: Reference) -> bool:
        """Whether a file is there and nobody looked into it here: its programs may read it well."""
        return reference.file in self._unread

    def blocks(self, reference: Reference) -> tuple[PemBlock, ...]:
        """The PEM blocks in a file or field that is in the tree, as Go sees them."""
        return self._inventory.pem.get(f"{reference.file}#{reference.pointer}", ())

    def facts(self, reference: Reference, block: PemBlock) -> Facts | None:
        """The certificate in one of its blocks."""
        found = self._inventory.certificates.get(f"{reference.file}#{block.pointer}")
        return found.facts if found else None

    def spki(self, reference: Reference, block: PemBlock) -> tuple[str | None, str | None]:
        """(Type, SHA-256 of the public key) of the key in one of its blocks."""
        found = self._inventory.keys.get(f"{reference.file}#{block.pointer}")
        return (found.type, found.spki_sha256) if found else (None, None)

    def has_public_half(self, reference: Reference) -> bool:
        """Whether a public key stands where the private one belongs: how the project's own command packs a tree."""
        return any(
            not self._inventory.keys[key].private for key in reference.ids if key in self._inventory.keys
        ) and not any(block.is_private_key for block in self.blocks(reference))

    def holds_keys(self, node: str | None) -> bool:
        """Whether a node's part of the tree holds any private key or public half, sa.pub aside."""
        return node in self._with_keys

    def pool(self, reference: Reference, *, any_label: bool) -> Pool:
        """The CAs of a file, without those that Go refuses. `any_label`: blocks of other labels too."""
        place = (f"{reference.file}#{reference.pointer}", any_label)
        if place not in self._pools:
            self._pools[place] = Pool(
                facts
                for block in self.blocks(reference)
                if block.fault is None
                and (any_label or (block.label == "CERTIFICATE" and not block.headers))
                and (facts := self.facts(reference, block))
            )
        return self._pools[place]

    def sent(self, reference: Reference) -> tuple[Facts, ...]:
        """The chain that a side sends: every block labelled CERTIFICATE, in the file's order (tls.X509KeyPair)."""
        return tuple(
            facts
            for block in self.blocks(reference)
            if block.label == "CERTIFICATE" and (facts := self.facts(reference, block))
        )
