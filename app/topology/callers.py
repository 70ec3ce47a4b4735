"""Who uses which kubeconfig: flags and conventions claim some; every other one is kubectl's."""

import posixpath
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model.cluster import ComponentEvidence, Evidence
from ..model.configuration import Kubeconfig, KubeconfigContext
from ..reading.leftovers import is_leftover
from .addresses import identifier
from .finding_kubelets import Kubelet
from .settings import Program, Setting
from .site import Site
from .users import kubeconfig_of_user

KUBE_PROXY_USER = "system:kube-proxy"
"""The user to which Kubernetes binds kube-proxy's rights by default (ClusterRoleBinding system:node-proxier)."""
_PURPOSES = (
    ("--kubeconfig", None),
    ("--authentication-kubeconfig", "authentication"),
    ("--authorization-kubeconfig", "authorization"),
)


@dataclass(frozen=True, slots=True)
class Caller:
    """A client that uses a kubeconfig. `path` is where it opens it; `kubeconfig` None where it is not in the tree or
    cannot be read; `context` the one it uses; `claim` the evidence that it uses this file.
    """

    component: str
    node: str
    purpose: str | None
    path: str
    kubeconfig: Kubeconfig | None
    context: KubeconfigContext | None
    claim: tuple[Evidence, ...]
    mark: ComponentEvidence


def find_callers(site: Site) -> Iterator[Caller]:
    """Every use of a kubeconfig, node by node."""
    by_node: dict[str, list[Kubeconfig]] = defaultdict(list)
    for kubeconfig in site.inventory.kubeconfigs.values():
        by_node[kubeconfig.node].append(kubeconfig)
    for node in sorted(node.id for node in site.inventory.nodes):
        claimed: set[str] = set()
        for caller in _claims(site, node):
            if caller.kubeconfig:
                claimed.add(caller.kubeconfig.id)
            yield caller
        mine = [kubeconfig for kubeconfig in by_node[node] if kubeconfig.id not in claimed]
        yield from _unclaimed(site, node, mine)


def _claims(site: Site, node: str) -> Iterator[Caller]:
    for kind in ("kube-controller-manager", "kube-scheduler"):
        program = site.programs[kind].get(node)
        if program:
            yield from _program_claims(site, program)
    kubelet = site.kubelets.get(node)
    if kubelet:
        yield from _kubelet_claims(site, kubelet)
    yield from _kube_proxy_claims(site, node)


def _program_claims(site: Site, program: Program) -> Iterator[Caller]:
    """A flag is a row each of certificate, key and ca; the other two flags count only where they name another file."""
    main = program.path("--kubeconfig")
    for flag, purpose in _PURPOSES:
        setting = program.path(flag)
        if setting is None or (purpose and main and setting.value == main.value):
            continue
        claim = tuple(setting.evidence("client", "certificate", "key", "ca"))
        yield _caller(site, program.component, program.node, purpose, setting, claim, program.mark())


def _kubelet_claims(site: Site, kubelet: Kubelet) -> Iterator[Caller]:
    for setting, purpose in ((kubelet.kubeconfig, None), (kubelet.bootstrap, "bootstrap")):
        if setting:
            roles = (
                ("address",)
                if site.inventory.resolve(kubelet.node, setting.value)
                else ("address", "certificate", "key", "ca")
            )
            claim = tuple(setting.evidence("client", *roles))
            yield _caller(site, kubelet.component, kubelet.node, purpose, setting, claim, kubelet.mark)


def _kube_proxy_claims(site: Site, node: str) -> Iterator[Caller]:
    """kube-proxy's kubeconfig: where the distribution keeps it, or by its user."""
    by_user = kubeconfig_of_user(site.inventory, node, KUBE_PROXY_USER) if site.layout.kubeconfigs_by_user else None
    path = by_user.path if by_user else site.layout.kube_proxy_kubeconfig
    if path is None or site.inventory.resolve(node, path) is None:
        return
    setting, mark = Setting.by_convention(path), ComponentEvidence(f"{node}:{path}", "path", path)
    claim = tuple(setting.evidence("client", "address"))
    yield _caller(site, f"kube-proxy@{node}", node, None, setting, claim, mark)


def _caller(
    site: Site,
    component: str,
    node: str,
    purpose: str | None,
    setting: Setting,
    claim: tuple[Evidence, ...],
    mark: ComponentEvidence,
) -> Caller:
    file = site.inventory.resolve(node, setting.value)
    kubeconfig = site.inventory.kubeconfigs.get(file.id) if file else None
    context = kubeconfig.effective_context if kubeconfig else None
    return Caller(component, node, purpose, setting.value, kubeconfig, context, claim, mark)


def _unclaimed(site: Site, node: str, kubeconfigs: Iterable[Kubeconfig]) -> Iterator[Caller]:
    """kubectl with each context of each kubeconfig that nobody claims; kube-proxy where one named so has a token."""
    names: Counter[str] = Counter()
    mine = (kubeconfig for kubeconfig in kubeconfigs if not is_leftover(kubeconfig.path))
    for kubeconfig in sorted(mine, key=lambda k: k.path):
        mark, name = ComponentEvidence(kubeconfig.id, "kind", "Config"), identifier(posixpath.basename(kubeconfig.path))
        current = kubeconfig.effective_context
        if name.startswith("kube-proxy") and any(user.has_token or user.token_file for user in kubeconfig.users):
            yield Caller(f"kube-proxy@{node}", node, None, kubeconfig.path, kubeconfig, current, (), mark)
            continue
        for context in kubeconfig.contexts:
            client = f"kubectl:{name}" if context is current else f"kubectl:{name}:{identifier(context.name)}"
            names[client] += 1
            component = client + (f"_{names[client]}" if names[client] > 1 else "") + f"@{node}"
            yield Caller(component, node, None, kubeconfig.path, kubeconfig, context, (), mark)
    admin = site.layout.admin_kubeconfig
    if admin and node in site.apiservers and site.inventory.resolve(node, admin) is None:
        claim = tuple(Setting.by_convention(admin).evidence("client", "certificate", "key", "ca"))
        yield Caller(
            f"kubectl:{posixpath.basename(admin)}@{node}",
            node,
            None,
            admin,
            None,
            None,
            claim,
            site.apiservers[node].mark(),
        )
