"""Which steps are reached: by who signed what, by what programs hold, and by what somebody was told."""

from ...model.certificates import Facts
from ...simulation.files import File, FileError
from ...simulation.kubeconfig import ConfigFault, load
from ...simulation.life.kubelet import Pod
from ...simulation.life.leading import PROGRAMS, refusal
from ...simulation.life.reporting import reports
from ...simulation.pem import certificates
from ...simulation.world import Host
from ..lesson import Situation
from ..looking import HOME, PKI, in_config, in_file, served, workers

CONFIGS = ("admin.conf", "super-admin.conf", "controller-manager.conf", "scheduler.conf")
CLIENT = "apiserver-kubelet-client.crt"
_UNTRUSTED = ("7", "20", "30")
"""OpenSSL: signature failure, unable to get local issuer certificate, key id mismatch."""


def authority(situation: Situation) -> Facts | None:
    """The CA that lies in ca.crt now."""
    return in_file(situation.first, f"{PKI}/ca.crt")


def signed(leaf: Facts | None, ca: Facts | None) -> bool:
    """Whether a certificate is a CA's, by name and by key id."""
    return (
        leaf is not None
        and ca is not None
        and leaf.raw_issuer == ca.raw_subject
        and leaf.authority_key_id == ca.subject_key_id
    )


def trusted(host: Host, path: str) -> Facts | None:
    """The CA that a kubeconfig trusts."""
    try:
        cluster = load(host.files, path).cluster
        data = cluster.authority(host.files) if cluster is not None else None
    except (FileError, ConfigFault):
        return None
    return next(iter(certificates(data or b"")), None)


def is_new(situation: Situation, host: Host, path: str) -> bool:
    """Whether a kubeconfig trusts the CA in ca.crt and shows a certificate of its."""
    ca, roots = authority(situation), trusted(host, path)
    same = roots is not None and ca is not None and roots.fingerprint_sha256 == ca.fingerprint_sha256
    return same and signed(in_config(host, path), ca)


def heard(situation: Situation) -> bool:
    """Both were heard: an API server that knows nobody, and a client that believes no server."""
    events = situation.world.events
    refused = any(event[0] == "refused" for event in events)
    return (refused and any(event[0] == "dialled" and event[2] == "trust" for event in events)) or serves(situation)


def dates_read(situation: Situation) -> bool:
    """Whether somebody looked at dates, which tell nothing."""
    return any(event[:2] == ("read", "dates") for event in situation.world.events)


def keys_compared(situation: Situation) -> bool:
    """Whether the key ids of a CA and of a certificate of another CA were printed, or OpenSSL has refused a certificate."""
    events = situation.world.events
    mine = {event[2] for event in events if event[:2] == ("read", "subjectKeyIdentifier") and event[2]}
    theirs = {event[2] for event in events if event[:2] == ("read", "authorityKeyIdentifier") and event[2]}
    refused = any(event[0] == "verified" and event[2] in _UNTRUSTED for event in events)
    return refused or bool(mine and theirs - mine)


def old_kept(situation: Situation) -> bool:
    """Whether the old CA's certificate stands in a file of its own, on any host."""
    ca = authority(situation)
    return any(
        ca is not None and one.is_ca and one.subject == ca.subject and one.subject_key_id != ca.subject_key_id
        for host in situation.world.hosts.values()
        for path, inode in host.files.inodes.items()
        if isinstance(inode, File) and not path.startswith(("/etc/", "/var/")) and b"BEGIN CERTIFICATE" in inode.data
        for one in certificates(inode.data)
    )


def serves(situation: Situation) -> bool:
    """Whether the API server serves a certificate of the new CA."""
    return signed(served(situation.first), authority(situation))


def configs_new(situation: Situation) -> bool:
    """Whether the client pairs and kubeconfigs of the control plane, and root's copy, are of the new CA."""
    host = situation.first
    found = [path for name in CONFIGS if host.files.get(path := f"/etc/kubernetes/{name}") is not None]
    pair = in_file(host, f"{PKI}/{CLIENT}")
    return all(is_new(situation, host, path) for path in (*found, HOME)) and signed(pair, authority(situation))


def programs(host: Host) -> list[Pod]:
    """The controller manager and the scheduler of a host."""
    pods = host.kubelet.pods.values() if host.kubelet is not None else ()
    return [pod for pod in pods if pod.main.program in PROGRAMS]


def let_in(situation: Situation, pod: Pod) -> bool:
    """Whether a program runs and is let in with what it holds in memory."""
    return pod.runs and pod.dies is None and refusal(situation.world, situation.first, pod) is None


def programs_in(situation: Situation) -> bool:
    """Whether controller manager and scheduler are let in by an API server that serves the new certificate."""
    found = programs(situation.first)
    return len(found) == len(PROGRAMS) and all(let_in(situation, pod) for pod in found) and serves(situation)


def pods_given(situation: Situation) -> bool:
    """Whether pods are given the CA that lies in ca.crt."""
    found = (
        situation.world.objects.config_maps.get(("kube-system", "kube-root-ca.crt"))
        if situation.world.objects
        else None
    )
    ca = authority(situation)
    given = certificates(found.data.get("ca.crt", "").encode()) if found is not None else ()
    return ca is not None and any(one.fingerprint_sha256 == ca.fingerprint_sha256 for one in given)


def kubelet_in(situation: Situation) -> bool:
    """Whether the control-plane node's kubelet is let in, by an API server that it believes."""
    return serves(situation) and reports(situation.world, situation.first)


def workers_in(situation: Situation) -> bool:
    """Whether every worker's is."""
    return serves(situation) and all(reports(situation.world, host) for host in workers(situation.world))
