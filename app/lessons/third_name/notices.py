"""What wrong turns have left behind, and the way back."""

from ...explain.phrases import code, listing, say
from ...model.certificates import Facts
from ...simulation.serving import server_of
from ...simulation.world import Host
from ..lesson import Notice, Situation
from ..looking import PKI, names_it, on_disk, served
from ..mishaps import insecure
from .mistakes import copied_pair, misplaced, sans_lost, whole_object, wrong_place
from .reached import added


def notices(situation: Situation) -> tuple[Notice, ...]:
    """What wrong turns have left behind on each control-plane node."""
    found = [*wrong_place(situation), *whole_object(situation), *misplaced(situation), *sans_lost(situation)]
    found += insecure(situation.first)
    for host in situation.hosts:
        copied = list(copied_pair(situation, host))
        found += [*copied, *(one for one in _of_host(situation, host) if not (copied and one.id.startswith("wrong-")))]
    return tuple(found)


def _of_host(situation: Situation, host: Host) -> list[Notice]:
    there = {name: host.files.get(f"{PKI}/{name}") is not None for name in _WATCHED}
    where = code(host.name)
    found = []
    gone = [name for name in _CLIENT_PAIRS if not there[name] and (host.has_etcd or "etcd" not in name)]
    if gone:
        phases = sorted({name.rpartition(".")[0] for name in gone})
        found.append(
            Notice(
                f"client-pairs-gone@{host.name}",
                say(
                    "On {host} {files} are gone too: the API server’s own client pairs. It still runs with what it holds in memory; "
                    "its next start fails. Make them anew.",
                    host=where,
                    files=listing(map(code, gone)),
                ),
                tuple(f"kubeadm init phase certs {phase} --config kubeadm.yaml" for phase in phases),
            )
        )
    if there["apiserver.key"] and not there["apiserver.crt"]:
        found.append(
            Notice(
                f"only-key@{host.name}",
                say(
                    "On {host} the key stands alone: kubeadm refuses to make a certificate for a key that is there. Move the key aside as well.",
                    host=where,
                ),
                ("mv /etc/kubernetes/pki/apiserver.key /root/",),
            )
        )
    if not there["apiserver.key"] and not there["apiserver.crt"] and added(situation) and served(host) is not None:
        found.append(
            Notice(
                f"cert-gone@{host.name}",
                say(
                    "On {host} the pair is away and no new one is made: the API server goes on with what it holds in memory, and does not "
                    "start again without it. Make it there.",
                    host=where,
                ),
                (),
            )
        )
    if there["apiserver.crt"] and not there["apiserver.key"]:
        found.append(
            Notice(
                f"only-crt@{host.name}",
                say(
                    "On {host} the certificate stands alone: kubeadm says “Using existing” and makes no key. Move the certificate aside as well.",
                    host=where,
                ),
                ("mv /etc/kubernetes/pki/apiserver.crt /root/",),
            )
        )
    leaf, current = on_disk(host), served(host)
    renewed = (
        leaf is not None
        and current is not None
        and leaf.not_after > situation.world.begun.replace(microsecond=0)
        and _is_new(situation, leaf)
    )
    if renewed and leaf is not None and not names_it(leaf, situation.name) and added(situation):
        found.append(
            Notice(
                f"no-name@{host.name}",
                say(
                    "On {host} there is a new certificate without {name}: {renew} copies the names of the old one, and kubeadm without {config} does not know the file.",
                    host=where,
                    name=code(situation.name),
                    renew=code("kubeadm certs renew"),
                    config=code("--config"),
                ),
                (
                    "mv /etc/kubernetes/pki/apiserver.crt /etc/kubernetes/pki/apiserver.key /root/",
                    "kubeadm init phase certs apiserver --config kubeadm.yaml",
                ),
            )
        )
    if (
        leaf is not None
        and host.address
        and not any(san.value == host.address for san in leaf.sans if san.type == "IP")
        and _is_new(situation, leaf)
    ):
        found.append(
            Notice(
                f"wrong-address@{host.name}",
                say(
                    "On {host} the new certificate lacks the node’s own address {address}: the exported file has no InitConfiguration, so kubeadm took the address of the default route.",
                    host=where,
                    address=code(host.address),
                ),
                (),
            )
        )
    if (
        host.kubelet is not None
        and server_of(situation.world, host) is None
        and not any(pod.runs for pod in host.kubelet.pods.values() if pod.main.program == "kube-apiserver")
    ):
        found.append(
            Notice(
                f"down@{host.name}",
                say(
                    "The API server of {host} does not run. {command} says why.",
                    host=where,
                    command=code("crictl logs $(crictl ps -a --name kube-apiserver -q | head -1)"),
                ),
                (),
            )
        )
    return found


def _is_new(situation: Situation, leaf: Facts) -> bool:
    """Whether a certificate was made in the lesson: it is not one of those that the world began with."""
    return leaf.fingerprint_sha256 not in situation.world.original


_CLIENT_PAIRS = (
    "apiserver-kubelet-client.crt",
    "apiserver-kubelet-client.key",
    "apiserver-etcd-client.crt",
    "apiserver-etcd-client.key",
)
_WATCHED = ("apiserver.crt", "apiserver.key", *_CLIENT_PAIRS)
