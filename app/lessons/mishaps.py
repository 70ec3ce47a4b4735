"""Wrong turns that are seen in one file alone: manifests away, too powerful a copy, no kubelet.conf or somebody else's."""

from collections.abc import Iterator

from ..explain.phrases import code, listing, say
from ..simulation.files import File, FileError
from ..simulation.kubeconfig import ConfigFault, load
from ..simulation.life.kubelet import FOLDER
from ..simulation.life.rotation import CURRENT
from ..simulation.life.startup import CONFIG
from ..simulation.world import Host
from .lesson import Notice
from .looking import HOME, in_config, pair_named

_MANIFESTS = ("etcd.yaml", "kube-apiserver.yaml", "kube-controller-manager.yaml", "kube-scheduler.yaml")


def no_kubelet_conf(host: Host) -> Iterator[Notice]:
    """A control-plane node without kubelet.conf."""
    if host.files.get(CONFIG) is None:
        yield Notice(
            f"no-kubelet-conf@{host.name}",
            say(
                "On {host} there is no {file}: the kubelet does not start. Make it anew.",
                host=code(host.name),
                file=code(CONFIG),
            ),
            (
                f"kubeadm init phase kubeconfig kubelet --node-name {host.name} --apiserver-advertise-address {host.address}",
                "systemctl restart kubelet",
            ),
        )


def missing_manifests(host: Host) -> Iterator[Notice]:
    """Manifests that are not where the kubelet looks; an etcd that was never on the host is not missed."""
    wanted = _MANIFESTS if host.has_etcd else _MANIFESTS[1:]
    gone = [name for name in wanted if host.files.get(f"{FOLDER}/{name}") is None]
    if gone:
        aside = [_elsewhere(host, name) for name in gone]
        yield Notice(
            f"no-manifest@{host.name}",
            say(
                "On {host} {files} are not in {folder}: the kubelet ends what is not there, and starts it no more.",
                host=code(host.name),
                files=listing(map(code, gone)),
                folder=code(FOLDER),
            ),
            tuple(f"mv {path} {FOLDER}/" for path in aside if path),
        )


def _elsewhere(host: Host, name: str) -> str | None:
    """Where a file of this name was put."""
    found = (path for path, one in host.files.inodes.items() if isinstance(one, File) and path.endswith(f"/{name}"))
    return next(found, None)


def powerful(host: Host) -> Iterator[Notice]:
    """A copy of super-admin.conf for daily work."""
    leaf = in_config(host, HOME)
    if (
        leaf is not None
        and "system:masters" in leaf.organizations
        and host.files.get("/etc/kubernetes/super-admin.conf")
    ):
        yield Notice(
            f"super-admin@{host.name}",
            say(
                "On {host} {copy} is of the group {group} now, which no rule can hold back and which cannot be taken from a "
                "certificate again. {file} is meant for the day when RBAC itself is broken.",
                host=code(host.name),
                copy=code("~/.kube/config"),
                group=code("system:masters"),
                file=code("super-admin.conf"),
            ),
            (f"cp /etc/kubernetes/admin.conf {HOME}",),
        )


def named_pair(host: Host) -> Iterator[Notice]:
    """kubelet.conf names one dated pair."""
    named = pair_named(host)
    if named is not None and named != CURRENT:
        yield Notice(
            f"dated-pair@{host.name}",
            say(
                "On {host} {conf} names {file}. The kubelet writes its next certificate into another file and only moves the link "
                "{link}: name that.",
                host=code(host.name),
                conf=code("kubelet.conf"),
                file=code(named),
                link=code("kubelet-client-current.pem"),
            ),
            (f"sed -i 's#{named}#{CURRENT}#' {CONFIG}", "systemctl restart kubelet"),
        )


def foreign(host: Host) -> Iterator[Notice]:
    """kubelet.conf with the certificate of another node, or of somebody else altogether."""
    leaf = in_config(host, CONFIG)
    name = leaf.common_name or "" if leaf is not None else ""
    if leaf is not None and name != f"system:node:{host.name}":
        yield Notice(
            f"foreign-conf@{host.name}",
            say(
                "On {host} {conf} is not this node’s: it says {name}. The API server lets a kubelet change only the node of "
                "its own name. Move it aside and let the node join with a certificate of its own.",
                host=code(host.name),
                conf=code("kubelet.conf"),
                name=code(name),
            ),
            (),
        )


def insecure(host: Host) -> Iterator[Notice]:
    """A kubeconfig that believes any server."""
    for path in (HOME, "/etc/kubernetes/admin.conf"):
        try:
            cluster = load(host.files, path).cluster
        except (FileError, ConfigFault):
            continue
        if cluster is not None and cluster.insecure:
            yield Notice(
                f"insecure@{path}",
                say(
                    "{file} believes any server now: whoever stands between sees and changes everything. The fault is hidden, not "
                    "repaired.",
                    file=code(path),
                ),
                (f"cp /etc/kubernetes/admin.conf {HOME}",) if path == HOME else (),
            )
