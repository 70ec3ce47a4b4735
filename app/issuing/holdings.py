"""Which private keys a twin holds, and where: as many as the tree holds or stands for, and no more.

Where the tree has a key, an encrypted key or the public half in a key's place, the twin has the private key. Trees that
were packed without any key get those that their programs need: on a node that shows no key at all, beside every
certificate that a flag, a kubeconfig or the convention pairs with one, and beside the CAs of control-plane nodes. What
is missing on a node that shows others is missing in the twin.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..distributions import layout_of
from ..model.certificates import Certificate, Key
from ..model.cluster import Cluster, Reference, State
from ..model.inventory import Inventory
from .keys import KeyKind, KeyName
from .twin import Twin

_SIGNING = (
    "--service-account-signing-key-file",
    "--service-account-private-key-file",
    "--cluster-signing-key-file",
)
_PAIRED_FLAGS = (
    ("--tls-cert-file", "--tls-private-key-file"),
    ("--etcd-certfile", "--etcd-keyfile"),
    ("--kubelet-client-certificate", "--kubelet-client-key"),
    ("--proxy-client-cert-file", "--proxy-client-key-file"),
    ("--cluster-signing-cert-file", "--cluster-signing-key-file"),
    ("--cert-file", "--key-file"),
    ("--peer-cert-file", "--peer-key-file"),
)
"""Of kube-apiserver, kube-controller-manager and etcd. A lone etcd has a peer's pair and no connection that uses it."""

_SUFFIXES = ((".crt", ".key"), (".pem", "-key.pem"))
"""How a CA's key is called beside it: kubeadm's way, and cfssl's and kubespray's."""

_CERTIFICATE_DATA = ".client-certificate-data"

_RSA = KeyKind("RSA", 2048)
"""For an encrypted key that nobody says which certificate it belongs to."""


@dataclass(frozen=True, slots=True)
class Added:
    """A private key that the tree does not show. `pointer`: `""` for a file, the kubeconfig's field otherwise."""

    node: str
    path: str
    pointer: str
    name: KeyName


@dataclass(frozen=True, slots=True)
class Holdings:
    """`keys`: the name of the private key in each key's place, by the key's id; public keys that are meant to be public
    have one too, see `public`. `added`: those that no file shows.
    """

    keys: Mapping[str, KeyName]
    public: frozenset[str]
    added: tuple[Added, ...]

    def added_for(self, leaf: Certificate, key: Reference) -> KeyName | None:
        """The name of the key that was added where a leaf's side looks for one; None where none was."""
        field = _key_field(leaf)
        for added in self.added:
            place = (added.node, added.path, added.pointer)
            if place in ((leaf.node, key.path, key.pointer or ""), (leaf.node, leaf.path, field)):
                return added.name
        return None


def holdings(twin: Twin) -> Holdings:
    """The private keys of a twin."""
    inventory = twin.cluster.inventory
    public = frozenset(_meant_to_be_public(inventory))
    encrypted = frozenset(key.id for key in inventory.keys.values() if key.encrypted)
    paired = {
        id_: name for _, key, name in _pairs(twin, lambda _, key: not encrypted.isdisjoint(key.ids)) for id_ in key.ids
    }
    names = {key.id: name for key in inventory.keys.values() if (name := _name(key, paired))}
    shown = {key.node for key in inventory.keys.values() if key.id not in public}
    shown |= {f.node for f in inventory.files.values() if any("PRIVATE" in label for label in f.pem_labels)}
    bare = {node.id for node in twin.cluster.nodes} - shown
    return Holdings(names, public, tuple(dict.fromkeys(_added(twin, bare))))


def _name(key: Key, paired: Mapping[str, KeyName]) -> KeyName | None:
    """An encrypted key is that of the certificate it is used with."""
    if key.encrypted:
        return paired.get(key.id) or KeyName(f"encrypted {key.id}", _RSA)
    return name_of(key)


def name_of(key: Key) -> KeyName | None:
    """The name of what stands in a key's place, where no password hides it; None for what Go cannot use."""
    kind = KeyKind.of(key.type, key.bits)
    return KeyName(key.spki_sha256, kind) if kind and key.spki_sha256 else None


def _meant_to_be_public(inventory: Inventory) -> Iterator[str]:
    """Public keys that stand for themselves: sa.pub by its name, or by the one flag that names it."""
    verifying: set[str] = set()
    signing: set[str] = set()
    for pod in inventory.pods.values():
        for container in pod.containers:
            for flag in container.flags:
                into = signing if flag.name in _SIGNING else verifying
                if flag.name in (*_SIGNING, "--service-account-key-file"):
                    file = inventory.resolve(pod.node, container.on_host(flag.value))
                    into |= {file.id} if file else set()
    for key in inventory.keys.values():
        file_id = f"{key.node}:{key.path}"
        if not key.private and (key.path.endswith(".pub") or file_id in verifying - signing):
            yield key.id


def _pairs(
    twin: Twin, wanted: Callable[[Certificate, Reference], bool]
) -> Iterator[tuple[Certificate, Reference, KeyName]]:
    """The leaf, the reference of its key and the key's name, for each side of each connection that has a leaf, if both
    are `wanted`: a name takes reading the certificate's key.
    """
    for connection in twin.cluster.connections.values():
        for side in (connection.client, connection.server):
            leaf = twin.cluster.certificate(side.certificate)
            if leaf is not None and wanted(leaf, side.key) and (name := twin.name(leaf.facts)):
                yield leaf, side.key, name


def _key_field(leaf: Certificate) -> str | None:
    """The kubeconfig field of the key beside a certificate that stands in one."""
    user, found, _ = leaf.pointer.partition(_CERTIFICATE_DATA)
    return f"{user}.client-key-data" if found else None


def _added(twin: Twin, nodes: set[str]) -> Iterator[Added]:
    for leaf, key, name in _pairs(twin, lambda leaf, key: leaf.node in nodes and not key.ids):
        if key.path is not None and key.state in (State.NOT_IN_TREE, State.UNREADABLE):
            yield Added(leaf.node, key.path, key.pointer or "", name)
        elif not key.ids and (field := _key_field(leaf)):
            yield Added(leaf.node, leaf.path, field, name)
    control_plane = {node.id for node in twin.cluster.nodes if "control-plane" in node.roles}
    yield from _keys_of_flags(twin, nodes, control_plane)
    yield from _keys_of_authorities(twin, nodes & control_plane)


def _keys_of_flags(twin: Twin, nodes: set[str], control_plane: set[str]) -> Iterator[Added]:
    """What flags pair, written or by the distribution's convention."""
    inventory = twin.cluster.inventory
    leaves = {(c.node, c.path): c for c in reversed(tuple(inventory.certificates.values())) if "data" not in c.pointer}
    for node, paths in _programs(twin.cluster, nodes, control_plane):
        for certificate_flag, key_flag in _PAIRED_FLAGS:
            certificate_path, key_path = paths.get(certificate_flag), paths.get(key_flag)
            if certificate_path is None or key_path is None or inventory.resolve(node, key_path) is not None:
                continue
            file = inventory.resolve(node, certificate_path)
            leaf = leaves.get((node, file.path)) if file else None
            if leaf is not None and (name := twin.name(leaf.facts)):
                yield Added(node, key_path, "", name)


def _programs(cluster: Cluster, nodes: set[str], control_plane: set[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The node and the flags, paths as the node's, of each program on these nodes."""
    written: set[tuple[str, str]] = set()
    for pod in cluster.inventory.pods.values():
        for container in pod.containers:
            written.add((pod.node, container.program))
            if pod.node in nodes:
                yield pod.node, {flag.name: container.on_host(flag.value) for flag in container.flags}
    layout = layout_of(cluster.distribution, cluster.inventory)
    for kind in (*layout.flags, *layout.host_programs):
        for node in sorted(nodes if kind in layout.host_programs else nodes & control_plane):
            if (node, kind) not in written and f"{kind}@{node}" in cluster.components:
                yield node, layout.program_flags(kind, node)


def _keys_of_authorities(twin: Twin, nodes: set[str]) -> Iterator[Added]:
    inventory = twin.cluster.inventory
    for certificate in inventory.certificates.values():
        if certificate.node not in nodes or not certificate.facts.is_ca or certificate.pointer not in ("", "[0]"):
            continue
        if name := twin.name(certificate.facts):
            for suffix, key_suffix in _SUFFIXES:
                if certificate.path.endswith(suffix):
                    path = certificate.path.removesuffix(suffix) + key_suffix
                    if inventory.resolve(certificate.node, path) is None:
                        yield Added(certificate.node, path, "", name)
