"""The files of a node: kubeconfigs, static pods and the kubelet's configuration, and the archive of a tree."""

import base64
import gzip
import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

import yaml

from .pki import MADE, Pair

Node = dict[str, bytes]
"""A node's files by their absolute path; a value that begins with `-> ` is a symbolic link."""

LINK = b"-> "


def dump(document: object) -> bytes:
    """A document as YAML, in the order in which it is written here."""
    return yaml.safe_dump(document, sort_keys=False, width=1000).encode()


def kubeconfig(server: str, ca: Pair, user: Pair, name: str, cluster: str = "kubernetes") -> bytes:
    """A kubeconfig with everything in it, as `kubeadm init phase kubeconfig` writes it."""
    own = {"client-certificate-data": _data(user.crt), "client-key-data": _data(user.pem)}
    return _kubeconfig(server, {"certificate-authority-data": _data(ca.crt)}, own, name, cluster)


def kubeconfig_of_paths(
    server: str, ca: str, certificate: str, key: str, name: str = "user", cluster: str = "local"
) -> bytes:
    """A kubeconfig that names files, as k3s writes it, and the kubelet of its own."""
    own = {"client-certificate": certificate, "client-key": key}
    return _kubeconfig(server, {"certificate-authority": ca}, own, name, cluster)


def kubelet_conf(server: str, ca: Pair, pem: str) -> bytes:
    """kubelet.conf once the kubelet has its certificate."""
    return _kubeconfig(
        server,
        {"certificate-authority-data": _data(ca.crt)},
        {"client-certificate": pem, "client-key": pem},
        "default-auth",
        "default-cluster",
    )


def _kubeconfig(server: str, ca: dict[str, str], own: dict[str, str], name: str, cluster: str) -> bytes:
    context = f"{name}@{cluster}"
    return dump(
        {
            "apiVersion": "v1",
            "clusters": [{"cluster": {**ca, "server": server}, "name": cluster}],
            "contexts": [{"context": {"cluster": cluster, "user": name}, "name": context}],
            "current-context": context,
            "kind": "Config",
            "users": [{"name": name, "user": own}],
        }
    )


def _data(pem: bytes) -> str:
    return base64.b64encode(pem).decode()


def static_pod(program: str, image: str, flags: Mapping[str, str], probe: tuple[str, str, int] | None) -> bytes:
    """A static pod on the host's network whose hostPath volumes are where they are. `probe`: scheme, path and port."""
    container: dict[str, object] = {
        "command": [program, *(f"--{name}={value}" for name, value in flags.items())],
        "image": image,
        "name": program,
    }
    if probe:
        scheme, path, port = probe
        host = flags.get("advertise-address", "127.0.0.1")
        container["livenessProbe"] = {"httpGet": {"host": host, "path": path, "port": port, "scheme": scheme}}
    return dump(
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": program, "namespace": "kube-system"},
            "spec": {"containers": [container], "hostNetwork": True},
        }
    )


def kubelet_configuration(client_ca: str, **more: object) -> bytes:
    """A KubeletConfiguration that asks as kubeadm's does; `more`: further fields."""
    return dump(
        {
            "apiVersion": "kubelet.config.k8s.io/v1beta1",
            "authentication": {
                "anonymous": {"enabled": False},
                "webhook": {"enabled": True},
                "x509": {"clientCAFile": client_ca},
            },
            "authorization": {"mode": "Webhook"},
            "kind": "KubeletConfiguration",
            **more,
        }
    )


def put(node: Node, base: str, pair: Pair, key: str | None = None) -> None:
    """A pair as BASE.crt and BASE.key, or another name for the key."""
    node[f"{base}.crt" if not base.endswith(".pem") else base] = pair.crt
    node[key or f"{base}.key"] = pair.pem


def write(target: Path, nodes: Mapping[str, Node]) -> None:
    """The tree as a tarball: one folder per node, everything root's, keys and kubeconfigs 0600, the rest 0644."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, node in sorted(nodes.items()):
            for path, data in sorted(node.items()):
                archive.addfile(*_member(f"{name}{path}", data))
    target.write_bytes(gzip.compress(out.getvalue(), mtime=0))


def _member(name: str, data: bytes) -> tuple[tarfile.TarInfo, io.BytesIO]:
    member = tarfile.TarInfo(name)
    member.uname = member.gname = "root"
    member.mtime = int(MADE.timestamp())
    if data.startswith(LINK):
        member.type, member.linkname, member.mode = tarfile.SYMTYPE, data.removeprefix(LINK).decode(), 0o777
        return member, io.BytesIO()
    member.size, member.mode = len(data), 0o600 if b"PRIVATE KEY" in data or b"kind: Config" in data else 0o644
    return member, io.BytesIO(data)
