"""Which steps are reached: by the dates in the files, by what runs, and by what a client gets for an answer."""

from ...model.certificates import Facts
from ...simulation.life.rotation import CURRENT
from ...simulation.life.startup import CONFIG
from ...simulation.serving import server_of
from ...simulation.world import Host
from ..lesson import Situation
from ..looking import HOME, PKI, in_config, in_file, pair_named, served, workers

LEAVES = (
    "apiserver.crt", "apiserver-kubelet-client.crt", "front-proxy-client.crt", "apiserver-etcd-client.crt",
    "etcd/server.crt", "etcd/peer.crt", "etcd/healthcheck-client.crt",
)  # fmt: skip
CONFIGS = ("admin.conf", "controller-manager.conf", "scheduler.conf", "super-admin.conf")


def renewable(host: Host) -> list[Facts]:
    """What `kubeadm certs renew all` renews on a host, as far as it is there."""
    found = [in_file(host, f"{PKI}/{name}") for name in LEAVES]
    found += [in_config(host, f"/etc/kubernetes/{name}") for name in CONFIGS]
    return [one for one in found if one is not None]


def dates_read(situation: Situation) -> bool:
    """Whether somebody looked when certificates end."""
    return any(event[:2] == ("read", "dates") for event in situation.world.events) or renewed(situation)


def renewed(situation: Situation) -> bool:
    """Whether what kubeadm renews is in date on every control-plane node."""
    now = situation.world.now
    return all(
        in_file(host, f"{PKI}/apiserver.crt") is not None and all(one.not_after > now for one in renewable(host))
        for host in situation.hosts
    )


def starts(host: Host) -> bool:
    """Whether a host's kubelet runs."""
    return host.kubelet is not None and host.kubelet.started is not None


def kubelets_run(situation: Situation) -> bool:
    """Whether the kubelet of every control-plane node runs."""
    return all(starts(host) for host in situation.hosts)


def answers(situation: Situation) -> bool:
    """Whether every API server answers with a certificate that is in date."""
    now = situation.world.now
    return all(
        server_of(situation.world, host) is not None and (leaf := served(host)) is not None and leaf.not_after > now
        for host in situation.hosts
    )


def home_in_date(situation: Situation) -> bool:
    """Whether every copy of admin.conf in root's home is in date."""
    found = [in_config(host, HOME) for host in situation.hosts]
    return all(one is not None and one.not_after > situation.world.now for one in found)


def rotates(situation: Situation) -> bool:
    """Whether kubelet.conf names the file that the kubelet itself renews, and that is in date."""
    return all(_rotates(situation, host) for host in situation.hosts)


def _rotates(situation: Situation, host: Host) -> bool:
    leaf = in_config(host, CONFIG)
    named = pair_named(host)
    return named == CURRENT and leaf is not None and leaf.not_after > situation.world.now and starts(host)


def its_own(host: Host) -> Facts | None:
    """The certificate of kubelet.conf, where it is this node's."""
    leaf = in_config(host, CONFIG)
    return leaf if leaf is not None and leaf.common_name == f"system:node:{host.name}" else None


def workers_back(situation: Situation) -> bool:
    """Whether every worker's kubelet runs with a certificate of its own that is in date."""
    now = situation.world.now
    found = [its_own(host) for host in workers(situation.world) if starts(host)]
    return answers(situation) and len([one for one in found if one and one.not_after > now]) == len(
        workers(situation.world)
    )
