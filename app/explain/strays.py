"""What in an upload stands apart from the rest: loose files, files that nobody names, kubeconfigs of other clusters."""

import posixpath
from collections.abc import Iterable, Iterator

from ..model.certificates import Certificate
from ..model.cluster import Cluster, Connection, Reference, State
from ..model.words import Sentence
from .holdings import uses
from .phrases import code, listing, say

_KUBELET = "/var/lib/kubelet/"
_POD = "/var/run/"
"""Where a pod's own files are, its token above all."""

SHOWN = 6
"""Files that a hint names before it counts the rest."""


def strays(cluster: Cluster) -> Iterator[Sentence]:
    """What would bring them into the map, one sentence each."""
    if not cluster.connections:
        yield from _unnamed(cluster)
    misplaced = _misplaced(cluster)
    if misplaced:
        yield say(
            "{files}: a file of this name is in the upload, but not where the flags and kubeconfigs look for it. Pack "
            "the folders, as they stand on the node.",
            files=listing((code(path) for path in misplaced), limit=SHOWN),
        )
    foreign = strangers(cluster)
    if foreign:
        yield say(
            "{files}: of another cluster. Its CA signed no API server’s certificate here, and its client certificate "
            "is of no CA that an API server here trusts.",
            files=listing((code(file) for file in foreign), limit=SHOWN),
        )


def _unnamed(cluster: Cluster) -> Iterator[Sentence]:
    """Files by themselves, without anything that says who uses them."""
    inventory = cluster.inventory
    if all(file.path.startswith(_KUBELET) for file in inventory.files.values()):
        yield say(
            "These are a kubelet’s own files. Add `/etc/kubernetes/kubelet.conf`, which says whom it dials, and "
            "`/var/lib/kubelet/config.yaml`, which says whom it lets in."
        )
    else:
        yield _without_flags(cluster)
    lacking = {one.facts.issuer for one in inventory.certificates.values() if cluster.issuer(one) is None}
    if lacking:
        yield say(
            "Add the certificate of the CA {names}: it shows whether it really signed what says so.",
            names=listing((code(name) for name in sorted(lacking)), limit=SHOWN),
        )
    if inventory.certificates and not inventory.keys:
        yield say(
            "Add the key, or its public half: it shows whether it belongs to {which}.",
            which="the certificate" if len(inventory.certificates) == 1 else "one of the certificates",
        )


def _without_flags(cluster: Cluster) -> Sentence:
    return say(
        "Nothing in the upload says who uses {what}. Add `/etc/kubernetes/manifests` for the flags that name it, and "
        "`/etc/kubernetes/*.conf` for who dials; or put it into a folder `pki`, and the map shows the place that "
        "kubeadm gives to a file of its name.",
        what=listing((code(file.path) for file in cluster.inventory.files.values()), limit=SHOWN),
    )


def _misplaced(cluster: Cluster) -> list[str]:
    """Paths that are named and not there, while a loose file has their base name."""
    loose = {file.path[1:] for file in cluster.inventory.files.values() if file.path.count("/") == 1}
    return sorted(path for path in paths_not_in_tree(cluster) if posixpath.basename(path) in loose)


def paths_not_in_tree(cluster: Cluster) -> set[str]:
    """Paths that flags, kubeconfigs or a convention name, and at which there is no file; a pod's token aside."""
    references = (use.reference for connection in cluster.connections.values() for use in uses(connection))
    paths = {found.path for found in references if found.state is State.NOT_IN_TREE and found.path}
    return {path for path in paths if not path.startswith(_POD)}


def strangers(cluster: Cluster) -> list[str]:
    """The kubeconfigs of kubectl that belong to another cluster, by the keys of the CAs on both sides."""
    strange: dict[str, bool] = {}
    for connection in cluster.connections.values():
        if (
            connection.client.component.startswith("kubectl:")
            and (found := _is_strange(cluster, connection)) is not None
        ):
            file = next((row.file for row in connection.evidence if row.side == "client" and row.file), None)
            if file is not None:
                strange[file] = strange.get(file, True) and found
    return sorted(file for file, is_strange in strange.items() if is_strange)


def _is_strange(cluster: Cluster, connection: Connection) -> bool | None:
    """Whether neither side knows the other's CA; None where that cannot be told."""
    client, server = connection.client, connection.server
    roots, clients = _keys(cluster, client.ca), _keys(cluster, server.client_ca)
    theirs, ours = cluster.certificate(server.certificate), cluster.certificate(client.certificate)
    if not roots or not clients or theirs is None or ours is None:
        return None
    return _signer(cluster, theirs) not in roots and _signer(cluster, ours) not in clients


def _keys(cluster: Cluster, reference: Reference) -> set[str]:
    found: Iterable[Certificate | None] = (cluster.inventory.certificates.get(id_) for id_ in reference.ids)
    return {one.facts.key.spki_sha256 for one in found if one is not None}


def _signer(cluster: Cluster, certificate: Certificate) -> str | None:
    issuer = cluster.issuer(certificate)
    return issuer.facts.key.spki_sha256 if issuer else None
