"""Clusters that no real tree shows: other names, many workers, more CAs; and trees with other files."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from app.model.cluster import Cluster, Reference, State
from app.model.files import Entry
from tests.trees import cluster, cluster_of, entries, rewritten

T = TypeVar("T")
LONG = "n" + "0123456789" * 6 + "xy"
"""A node name of 63 characters, the longest that a DNS label has."""
WORKERS = "kubeadm-1.37-cp1-workers"
HA3 = "kubeadm-1.37-ha3-stacked"


def renamed(value: T, names: Mapping[str, str]) -> T:
    """A copy in which every string has some words replaced; words end where no letter, digit or dash goes on."""
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?!\w|-\w)")

    def walk(part: Any) -> Any:
        if isinstance(part, str) and type(part) is str:
            return pattern.sub(lambda found: names[found[0]], part)
        if isinstance(part, tuple):
            return tuple(walk(item) for item in part)
        if isinstance(part, Mapping):
            return MappingProxyType({walk(key): walk(item) for key, item in part.items()})
        if dataclasses.is_dataclass(part) and not isinstance(part, type):
            fields = {field.name: walk(getattr(part, field.name)) for field in dataclasses.fields(part)}
            return type(part)(**fields)
        return part

    copy: T = walk(value)
    return copy


def long_names() -> Cluster:
    """A cluster whose nodes have names of 63 characters."""
    return renamed(cluster(HA3), {f"cp{number}": f"{number}{LONG[1:]}" for number in (1, 2, 3)})


def long_worker_names() -> Cluster:
    return renamed(cluster(WORKERS), {"cp1": LONG, "worker1": f"w{LONG[1:]}", "worker2": f"v{LONG[1:]}"})


def with_workers(count: int) -> Cluster:
    """A cluster with some more workers, each like worker1, whose certificates they present."""
    base = cluster(WORKERS)
    connections, components = dict(base.connections), dict(base.components)
    for number in range(3, count + 1):
        names = {"worker1": f"worker{number}"}
        for id_, connection in base.connections.items():
            if "@worker1" in id_:
                made = replace(
                    connection,
                    client=replace(connection.client, component=renamed(connection.client.component, names)),
                    id=renamed(id_, names),
                    server=replace(connection.server, component=renamed(connection.server.component, names)),
                )
                connections[made.id] = made
        component = renamed(base.components["kubelet@worker1"], names)
        components[component.id] = component
    return replace(base, connections=dict(sorted(connections.items())), components=dict(sorted(components.items())))


def more_authorities(name: str = WORKERS) -> Cluster:
    """A cluster in which the throw-away CAs of kubelets are trusted, so that each becomes a CA with a card."""
    base = cluster(name)
    connections = dict(base.connections)
    for id_, connection in base.connections.items():
        if connection.server.certificate.ids and connection.server.component.startswith("kubelet@"):
            own = base.issuers.get(connection.server.certificate.ids[0])
            if own and own.endswith("kubelet.crt#[1]"):
                ca = Reference(State.FILE, (own,), "/etc/kubernetes/kubelet-ca.crt", "")
                connections[id_] = replace(connection, client=replace(connection.client, ca=ca), verifies_server=True)
    return replace(base, connections=connections)


def external_etcd() -> Cluster:
    """A control-plane node whose API server dials three etcd members that the tree does not hold."""
    found = tuple(entry for entry in entries(WORKERS) if not entry.member.endswith("etcd.yaml"))
    servers = ",".join(f"https://etcd-{number}.a-rather-long-domain.example.test:2379" for number in (1, 2, 3))
    return cluster_of(
        rewritten(
            found,
            lambda text: re.sub(r"--etcd-servers=\S+", f"--etcd-servers={servers}", text),
            lambda member: member.endswith("kube-apiserver.yaml"),
        )
    )


TOKEN_CONFIG = """apiVersion: v1
kind: Config
clusters: [{{name: c, cluster: {{server: "https://api.example.test:6443", insecure-skip-tls-verify: true}}}}]
users: [{{name: u, user: {{token: {token}}}}}]
contexts: [{{name: x, context: {{cluster: c, user: u}}}}]
current-context: x
"""


def many_kubeconfigs() -> Cluster:
    """Six kubeconfigs on the control-plane node, one with a token; kubelets that still bootstrap; kube-proxy."""
    admin = next(entry for entry in entries(WORKERS) if entry.member.endswith("cp1/etc/kubernetes/admin.conf"))
    token = TOKEN_CONFIG.format(token="abcdef.0123456789abcdef").encode()
    added = [replace(admin, member=f"cp1/etc/kubernetes/ops-{number}.conf") for number in (1, 2, 3)]
    added.append(Entry("cp1/etc/kubernetes/a-robot.conf", token, None, 0o600, "root:root"))
    for node in ("cp1", "worker1", "worker2"):
        added.append(Entry(f"{node}/etc/kubernetes/bootstrap-kubelet.conf", token, None, 0o600, "root:root"))
        added.append(Entry(f"{node}/var/lib/kube-proxy/kube-proxy.conf", token, None, 0o600, "root:root"))
    return cluster_of((*entries(WORKERS), *added))


def token_kubectl() -> Cluster:
    """A control-plane node whose only kubeconfig holds a token."""
    kept = [entry for entry in entries(WORKERS) if not entry.member.endswith("admin.conf")]
    token = TOKEN_CONFIG.format(token="abcdef.0123456789abcdef").encode()
    return cluster_of((*kept, Entry("cp1/etc/kubernetes/admin.conf", token, None, 0o600, "root:root")))


def kubectl_alone() -> Cluster:
    """A kubeconfig, and nothing else."""
    return cluster_of([entry for entry in entries(WORKERS) if entry.member.endswith("cp1/etc/kubernetes/admin.conf")])


def hostile_names() -> Cluster:
    """Names that would be markup, or turn text round, if they were taken at their word."""
    return renamed(cluster(WORKERS), {"worker1": "</text><script>alert(1)</script>", "cp1": "a\u202eb\x1b&<\"'"})


def without_flag(flag: str) -> Cluster:
    """A cluster whose kube-apiserver has a flag less."""
    return cluster_of(
        rewritten(
            entries(WORKERS),
            lambda text: re.sub(rf"\n *- {flag}=\S+", "", text),
            lambda member: member.endswith("kube-apiserver.yaml"),
        )
    )


SYNTHETIC: dict[str, Callable[[], Cluster]] = {
    "63-character node names": long_names,
    "63-character worker names": long_worker_names,
    "1000 workers": lambda: with_workers(1000),
    "five CAs": more_authorities,
    "six CAs": lambda: more_authorities(HA3),
    "external etcd": external_etcd,
    "many kubeconfigs": many_kubeconfigs,
    "kubectl with a token": token_kubectl,
    "a kubeconfig alone": kubectl_alone,
    "hostile names": hostile_names,
    "no proxy certificate": lambda: without_flag("--proxy-client-cert-file"),
    "no kubelet client": lambda: without_flag("--kubelet-client-certificate"),
}
