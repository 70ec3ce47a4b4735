"""kubeadm's certificates: names, CAs, subjects, SANs (cmd/kubeadm/app/phases/certs/certlist.go; facts.md §1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..configuration import first_address
from ..issuing import Wanted, leaf_names
from .asking import Settings


@dataclass(frozen=True, slots=True)
class Leaf:
    """`base`: the files' path below the certificates' folder; `authority`: likewise; `about`: renew's words for it."""

    name: str
    base: str
    authority: str
    about: str
    wanted: Callable[[Settings], Wanted]


@dataclass(frozen=True, slots=True)
class AuthorityPair:
    name: str
    base: str
    common_name: str


AUTHORITIES: Mapping[str, AuthorityPair] = {
    "ca": AuthorityPair("ca", "ca", "kubernetes"),
    "front-proxy-ca": AuthorityPair("front-proxy-ca", "front-proxy-ca", "front-proxy-ca"),
    "etcd-ca": AuthorityPair("etcd-ca", "etcd/ca", "etcd-ca"),
}


def _apiserver(settings: Settings) -> Wanted:
    names, addresses = leaf_names(
        [
            settings.node,
            "kubernetes",
            "kubernetes.default",
            "kubernetes.default.svc",
            f"kubernetes.default.svc.{settings.dns_domain}",
            first_address(settings.service_subnet),
            settings.address,
            *([settings.endpoint_host] if settings.endpoint_host else []),
            *settings.sans,
        ]
    )
    return Wanted("kube-apiserver", (), names, addresses, ("serverAuth",))


def _kubelet_client(settings: Settings) -> Wanted:
    minor = settings.facts.minor
    groups = ("system:masters",) if minor < 29 else () if _without_group(settings) else ("kubeadm:cluster-admins",)
    return Wanted("kube-apiserver-kubelet-client", groups)


def _without_group(settings: Settings) -> bool:
    """The first patch releases without an organization (PR 138957)."""
    parts = settings.facts.version.lstrip("v").split(".")
    patch = int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else 0
    return settings.facts.minor > 36 or patch >= {33: 12, 34: 8, 35: 5, 36: 1}.get(settings.facts.minor, 1 << 30)


def _old_masters(settings: Settings) -> tuple[str, ...]:
    return ("system:masters",) if settings.facts.minor < 29 else ()


def _etcd(settings: Settings) -> Wanted:
    names, addresses = leaf_names([settings.node, "localhost", settings.address, "127.0.0.1", "::1"])
    return Wanted(settings.node, (), names, addresses, ("serverAuth", "clientAuth"))


LEAVES: Mapping[str, Leaf] = {
    leaf.name: leaf
    for leaf in (
        Leaf("apiserver", "apiserver", "ca", "certificate for serving the Kubernetes API", _apiserver),
        Leaf(
            "apiserver-kubelet-client", "apiserver-kubelet-client", "ca",
            "certificate for the API server to connect to kubelet", _kubelet_client,
        ),
        Leaf(
            "front-proxy-client", "front-proxy-client", "front-proxy-ca", "certificate for the front proxy client",
            lambda _: Wanted("front-proxy-client"),
        ),
        Leaf("etcd-server", "etcd/server", "etcd-ca", "certificate for serving etcd", _etcd),
        Leaf("etcd-peer", "etcd/peer", "etcd-ca", "certificate for etcd nodes to communicate with each other", _etcd),
        Leaf(
            "etcd-healthcheck-client", "etcd/healthcheck-client", "etcd-ca", "certificate for liveness probes to healthcheck etcd",
            lambda settings: Wanted("kube-etcd-healthcheck-client", _old_masters(settings)),
        ),
        Leaf(
            "apiserver-etcd-client", "apiserver-etcd-client", "etcd-ca", "certificate the apiserver uses to access etcd",
            lambda settings: Wanted("kube-apiserver-etcd-client", _old_masters(settings)),
        ),
    )
}  # fmt: skip
"""In the order in which `init phase certs all` makes them."""


@dataclass(frozen=True, slots=True)
class Config:
    """A kubeconfig with a certificate in it. `server`: whether it dials the endpoint or this API server."""

    name: str
    common_name: str
    organizations: tuple[str, ...]
    about: str
    local: bool


def configs(settings: Settings) -> dict[str, Config]:
    """The kubeconfigs of this version, in the order in which kubeadm writes them."""
    minor = settings.facts.minor
    admins = ("kubeadm:cluster-admins",) if minor >= 29 else ("system:masters",)
    found = [
        Config(
            "admin",
            "kubernetes-admin",
            admins,
            "certificate embedded in the kubeconfig file for the admin to use and for kubeadm itself",
            False,
        )
    ]
    if minor >= 29:
        found.append(
            Config(
                "super-admin",
                "kubernetes-super-admin",
                ("system:masters",),
                "certificate embedded in the kubeconfig file for the super-admin",
                False,
            )
        )
    found.append(Config("kubelet", f"system:node:{settings.node}", ("system:nodes",), "", minor > 30))
    found.append(
        Config(
            "controller-manager",
            "system:kube-controller-manager",
            (),
            "certificate embedded in the kubeconfig file for the controller manager to use",
            True,
        )
    )
    found.append(
        Config(
            "scheduler",
            "system:kube-scheduler",
            (),
            "certificate embedded in the kubeconfig file for the scheduler manager to use",
            True,
        )
    )
    return {one.name: one for one in found}
