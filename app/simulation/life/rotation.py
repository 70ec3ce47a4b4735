"""A kubelet's client certificate: taken over from kubelet.conf into its folder, then exchanged for one of its own.

client-go's certificate manager (util/certificate, getCurrentCertificateOrBootstrap): a pair in the folder that is in date
is used. Else the pair inside kubelet.conf is copied there, and counts as a bootstrap's: it is exchanged as soon as an API
server answers and the controller manager approves and signs (captures-1.37, lesson-expired.txt).
"""

from datetime import datetime, timedelta

from ...issuing.keys import KeyKind
from ...model.certificates import Facts
from ..client import ConnectionFault, Reached, Unauthorized, connect, credential_of, target_of
from ..files import FileError, Link
from ..issuing import Wanted, issue, key_pem
from ..kubeconfig import ConfigFault, load
from ..pem import PairFault, PrivateKey, certificates, private_key, read_pair
from ..world import Host, World
from . import delays
from .startup import CONFIG

FOLDER = "/var/lib/kubelet/pki"
CURRENT = f"{FOLDER}/kubelet-client-current.pem"


def adopt(host: Host, now: datetime) -> None:
    """At the kubelet's start: the pair of kubelet.conf into its folder, where that holds none that is in date."""
    kubelet = host.kubelet
    assert kubelet is not None  # noqa: S101 - who starts one has one
    kubelet.rotates = None
    try:
        user = load(host.files, CONFIG).user
    except (FileError, ConfigFault):
        return
    if user is None or user.certificate_data is None or user.key_data is None or _in_date(host, now):
        return
    put_pair(host, user.certificate_data + user.key_data, now)
    kubelet.rotates, kubelet.wait = now + timedelta(seconds=delays.ROTATION), delays.ROTATION


def _in_date(host: Host, now: datetime) -> bool:
    try:
        data = host.files.read(CURRENT)
        return now < read_pair(data, data).leaf.not_after
    except (FileError, PairFault):
        return False


def put_pair(host: Host, data: bytes, now: datetime) -> None:
    """A dated file with certificate and key, and the link to it."""
    dated = f"{FOLDER}/kubelet-client-{now:%Y-%m-%d-%H-%M-%S}.pem"
    host.files.make_folders(FOLDER)
    host.files.write(dated, data, mode=0o600)
    if host.files.get(CURRENT, follow=False) is not None:
        host.files.remove(CURRENT)
    host.files.put(CURRENT, Link(dated, now))


def rotate(world: World, host: Host, now: datetime) -> None:
    """One try to exchange it: a request, approved and signed by whoever may; else again after a pause that doubles."""
    kubelet = host.kubelet
    assert kubelet is not None  # noqa: S101
    end, world.now = world.now, now
    try:
        reached = _asks(world, host)
        signer = _signer(world) if reached is not None else None
        if reached is None or signer is None or world.objects is None:
            kubelet.wait = min(kubelet.wait * 2, delays.ROTATION_MOST)
            kubelet.rotates = now + timedelta(seconds=kubelet.wait)
            return
        world.objects.request(reached.identity.user, now)
        key = world.new_key(KeyKind("ECDSA", 256))
        wanted = Wanted(f"system:node:{host.name}", ("system:nodes",))
        put_pair(host, issue(world, wanted, key, *signer) + key_pem(key), now)
        kubelet.rotates = None
    finally:
        world.now = end


def _asks(world: World, host: Host) -> Reached | None:
    """The API server that takes the kubelet's request for its own; None where none does."""
    try:
        config = load(host.files, CONFIG)
        if config.cluster is None:
            return None
        found = connect(world, host, target_of(host, config.cluster), credential_of(host, config.user))
    except (FileError, ConfigFault, ConnectionFault, Unauthorized):
        return None
    return found if found.identity.user == f"system:node:{host.name}" else None


def _signer(world: World) -> tuple[Facts, PrivateKey] | None:
    """The CA and key of a controller manager that runs and is let in by its API server."""
    for host in world.hosts.values():
        for pod in host.kubelet.pods.values() if host.kubelet is not None else ():
            if pod.main.program != "kube-controller-manager" or not pod.runs or pod.dies is not None:
                continue
            names = [
                pod.main.flag(f"--{flag}")
                for flag in ("kubeconfig", "cluster-signing-cert-file", "cluster-signing-key-file")
            ]
            if not all(names):
                continue
            try:
                config, crt, key = (pod.main.on_host(str(name)) for name in names)
                found = load(host.files, config)
                if found.cluster is None:
                    continue
                connect(world, host, target_of(host, found.cluster), credential_of(host, found.user))
                authorities, private = certificates(host.files.read(crt)), private_key(host.files.read(key))
            except (FileError, ConfigFault, ConnectionFault, Unauthorized):
                continue
            if authorities and private is not None:
                return authorities[0], private
    return None
