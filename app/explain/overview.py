"""What a page says of the whole: the title, the counts, and which further folder would tell more."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..distributions import layout_of
from ..distributions.layout import Layout
from ..model.cluster import Cluster
from ..model.words import Sentence
from ..topology.programs import program_of
from ..topology.versions import version
from .authorities import Authorities
from .phrases import code, counted, listing, say
from .strays import paths_not_in_tree, strays

SHOWN_NODES = 6
"""Nodes that a title names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class Overview:
    """`title`: distribution, version and nodes. `counts`: by name, for programs and tests: nodes, connections,
    certificates (each once, however many copies), authorities (without throw-away ones), throw_away, keys, files,
    unreadable. `hints`: what to add to the upload, one sentence each; empty where nothing is missing.
    """

    title: str
    lead: Sentence
    counts: Mapping[str, int]
    hints: tuple[Sentence, ...]


def overview(cluster: Cluster, authorities: Authorities | None = None) -> Overview:
    """The whole of a cluster in a few words."""
    counts = _counts(cluster, authorities or Authorities(cluster))
    return Overview(title(cluster), _lead(cluster, counts), counts, tuple(_hints(cluster)))


def title(cluster: Cluster) -> str:
    """`kubeadm v1.37.2 · cp1, worker1, worker2`; without what the tree does not say."""
    name = "" if cluster.distribution.name == "generic" else cluster.distribution.name
    what = " ".join(word for word in (name, version(cluster)) if word)
    nodes = [node.id for node in cluster.nodes]
    rest = len(nodes) - SHOWN_NODES
    shown = ", ".join(nodes[:SHOWN_NODES]) + (f" and {rest} more" if rest > 0 else "")
    return " · ".join(word for word in (what, shown) if word)


def _counts(cluster: Cluster, authorities: Authorities) -> dict[str, int]:
    inventory = cluster.inventory
    throw_away = sum(authority.throw_away for authority in authorities.all)
    return {
        "nodes": len(cluster.nodes),
        "connections": len(cluster.connections),
        "certificates": len({found.facts.fingerprint_sha256 for found in inventory.certificates.values()}),
        "authorities": len(authorities.all) - throw_away,
        "throw_away": throw_away,
        "keys": len(inventory.keys),
        "files": len(inventory.files),
        "unreadable": len(inventory.unreadable),
    }


def _lead(cluster: Cluster, counts: dict[str, int]) -> Sentence:
    if not cluster.connections:
        return say(
            "{certificates} and {keys}: files by themselves, of a cluster that the upload does not show.",
            certificates=_counted(counts["certificates"], "certificate"),
            keys=_counted(counts["keys"], "key"),
        )
    control = sum("control-plane" in node.roles for node in cluster.nodes)
    etcd = sum(node.roles == ("etcd",) for node in cluster.nodes)
    workers = sum(node.roles == ("worker",) and f"kubelet@{node.id}" in cluster.components for node in cluster.nodes)
    others = len(cluster.nodes) - control - etcd - workers
    parts = [
        counted(number, word)
        for number, word in (
            (control, "control-plane node"),
            (etcd, "etcd node"),
            (workers, "worker"),
            (others, "machine"),
        )
        if number
    ]
    made = f"A cluster made by {cluster.distribution.name}" if cluster.distribution.name != "generic" else "A cluster"
    return say(
        "{made}: {nodes}, {connections}, {certificates} and {authorities}.",
        made=made,
        nodes=listing(parts) if parts else "no node",
        connections=counted(counts["connections"], "connection"),
        certificates=_counted(counts["certificates"], "certificate"),
        authorities=_counted(counts["authorities"], "CA"),
    )


def _counted(number: int, what: str) -> str:
    return counted(number, what) if number else f"no {what}"


def _hints(cluster: Cluster) -> Iterator[Sentence]:
    """Kindly: what a further folder would add."""
    layout = layout_of(cluster.distribution, cluster.inventory)
    yield from strays(cluster)
    if cluster.connections and not any("control-plane" in node.roles for node in cluster.nodes):
        yield say(
            "No API server is in the upload. Add {folders} of a control-plane node, and the map shows "
            "the other end of these connections too.",
            folders=listing(code(folder) for folder in layout.control_plane_folders or ("/etc/kubernetes",)),
        )
    bare = [node.id for node in cluster.nodes if _is_conventional(cluster, node.id)]
    if bare:
        yield _without_manifests(layout, listing((code(node) for node in bare), limit=SHOWN_NODES))
    if not cluster.inventory.certificates:
        folders = sorted({posixpath.dirname(path) for path in paths_not_in_tree(cluster)})
        yield say(
            "No certificate is in the upload. Add {folders}: then the map says of each connection whether it works.",
            folders=listing((code(folder) for folder in folders or ["/etc/kubernetes/pki"]), limit=SHOWN_NODES),
        )
    yield from _without_programs(cluster)
    without = [node.id for node in cluster.nodes if _lacks_kubelet_folder(cluster, node.id)]
    if without:
        yield say(
            "Add {configuration} and {folder} of {nodes}: they say which certificate the kubelet presents.",
            configuration=code(layout.kubelet_configuration or "/var/lib/kubelet/config.yaml"),
            folder=code(f"{layout.kubelet_folder or '/var/lib/kubelet'}/pki"),
            nodes=listing((code(node) for node in without), limit=SHOWN_NODES),
        )


def _without_programs(cluster: Cluster) -> Iterator[Sentence]:
    """Programs that run beside every API server, and of which no manifest speaks; once for the same nodes."""
    kinds: dict[tuple[str, ...], list[str]] = {}
    for kind in ("kube-controller-manager", "kube-scheduler"):
        lacking = tuple(node.id for node in cluster.nodes if _lacks_manifest(cluster, kind, node.id))
        if lacking:
            kinds.setdefault(lacking, []).append(kind)
    for nodes, lacked in kinds.items():
        yield say(
            "No manifest of {kinds} on {nodes} is in the upload, so nothing says which files {they} {use}, and the map "
            "does not show {them}. Add all of `/etc/kubernetes/manifests`.",
            kinds=listing(lacked),
            nodes=listing((code(node) for node in nodes), limit=SHOWN_NODES),
            they="they" if len(lacked) > 1 else "it",
            use="use" if len(lacked) > 1 else "uses",
            them="them" if len(lacked) > 1 else "it",
        )


def _without_manifests(layout: Layout, nodes: Sentence) -> Sentence:
    """What would say more of control-plane nodes that show no manifest: where there is none, nothing would."""
    if layout.manifests is None:
        return say(
            "{name} runs its control plane without static pods: nothing in the upload says which flags are "
            "in use on {nodes}. The map shows the [convention](convention) of {name}.",
            name=layout.name,
            nodes=nodes,
        )
    kubeconfigs = posixpath.dirname(layout.admin_kubeconfig or "/etc/kubernetes/admin.conf")
    return say(
        "Add {manifests} and {kubeconfigs} of {nodes}: they say which flags, addresses "
        "and kubeconfigs are really in use. Until then the map shows {name}’s [convention](convention).",
        manifests=code(layout.manifests),
        kubeconfigs=code(f"{kubeconfigs}/*{posixpath.splitext(layout.admin_kubeconfig or '.conf')[1]}"),
        nodes=nodes,
        name=layout.name,
    )


def _is_conventional(cluster: Cluster, node: str) -> bool:
    """Whether a node's API server stands on the map without a manifest."""
    program = program_of(cluster, "kube-apiserver", node)
    return program is not None and not program.is_written


def _lacks_manifest(cluster: Cluster, kind: str, node: str) -> bool:
    """Whether a node's API server has a manifest, and a program that runs beside every API server has none."""
    apiserver = program_of(cluster, "kube-apiserver", node)
    return apiserver is not None and apiserver.is_written and program_of(cluster, kind, node) is None


def _lacks_kubelet_folder(cluster: Cluster, node: str) -> bool:
    """Whether a node has a kubelet, but not the configuration that says what it presents."""
    layout = layout_of(cluster.distribution, cluster.inventory)
    if f"kubelet@{node}" not in cluster.components or layout.kubelet_serves_by_flag:
        return False
    return not any(found.node == node for found in cluster.inventory.kubelet_configurations.values())
