"""What wrong turns have left behind, and the way back."""

from ...explain.phrases import code, say
from ...simulation.serving import server_of
from ...simulation.world import Host
from ..lesson import Notice, Situation
from ..looking import PKI, in_file, workers
from ..mishaps import foreign, missing_manifests, named_pair, no_kubelet_conf, powerful
from .reached import renewable, starts


def notices(situation: Situation) -> tuple[Notice, ...]:
    """What wrong turns have left behind on each node."""
    found = [one for host in situation.hosts for one in _of_host(situation, host)]
    found += [one for host in situation.hosts for one in _of_files(host)]
    found += [one for host in (*situation.hosts, *workers(situation.world)) for one in foreign(host)]
    return tuple(found)


def _of_files(host: Host) -> list[Notice]:
    return [*no_kubelet_conf(host), *missing_manifests(host), *powerful(host), *named_pair(host)]


def _of_host(situation: Situation, host: Host) -> list[Notice]:
    where, now = code(host.name), situation.world.now
    found = []
    authority = in_file(host, f"{PKI}/ca.crt")
    if authority is None or authority.fingerprint_sha256 not in situation.world.original:
        found.append(
            Notice(
                f"new-authority@{host.name}",
                say(
                    "On {host} {file} is not the cluster’s CA any more. It had not expired: whatever trusts the old one, every "
                    "kubeconfig, node and pod, would have to be changed. Put both files back, from a copy.",
                    host=where,
                    file=code("ca.crt"),
                ),
                (f"cp -a /root/kubernetes.bak/pki/ca.crt /root/kubernetes.bak/pki/ca.key {PKI}/",)
                if host.files.get("/root/kubernetes.bak/pki/ca.key") is not None
                else (),
            )
        )
    if (
        starts(host)
        and server_of(situation.world, host) is None
        and any(one.not_after < now for one in renewable(host))
    ):
        found.append(
            Notice(
                f"not-renewed@{host.name}",
                say(
                    "On {host} the kubelet runs, but the API server cannot stay: etcd and it do not take each other’s expired "
                    "certificates. Renew first; the kubelet then starts it by itself.",
                    host=where,
                ),
                ("kubeadm certs renew all", "sleep 60"),
            )
        )
    return found
