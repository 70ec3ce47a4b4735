"""A kubelet's client certificate: taken over from kubelet.conf into its folder, then exchanged for one of its own.

client-go's certificate manager (util/certificate, getCurrentCertificateOrBootstrap): a pair in the folder that is in date
is used. Else the pair inside kubelet.conf is copied there, and counts as a bootstrap's: it is exchanged as soon as an API
server answers and the controller manager approves and signs (captures-1.37, lesson-expired.txt).
"""

from datetime import datetime, timedelta

from ...issuing.keys import KeyKind
from ...model.certificates import Facts
from ..client import ConnectionFault, Unauthorized, credential_of, quietly, target_of
from ..files import FileError, Link
from ..issuing import Wanted, issue, key_pem
from ..kubeconfig import ConfigFault, load
from ..pem import PairFault, PrivateKey, certificates, private_key, read_pair
from ..world import Host, World
from . import delays
from .leading import leader
from .startup import CONFIG

FOLDER = "/var/lib/kubelet/pki"
CURRENT = f"{FOLDER}/kubelet-client-current.pem"
_SIGNING = ("--cluster-signing-cert-file", "--cluster-signing-key-file")


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
        user = _asks(world, host)
        pair = signer(world) if user is not None else None
        if user is None or pair is None or world.objects is None:
            kubelet.wait = min(kubelet.wait * 2, delays.ROTATION_MOST)
            kubelet.rotates = now + timedelta(seconds=kubelet.wait)
            return
        world.objects.request(user, now)
        key = world.new_key(KeyKind("ECDSA", 256))
        wanted = Wanted(f"system:node:{host.name}", ("system:nodes",))
        put_pair(host, issue(world, wanted, key, *pair) + key_pem(key), now)
        kubelet.rotates = None
    finally:
        world.now = end


def _asks(world: World, host: Host) -> str | None:
    """The node's user, if an API server takes the kubelet's request for its own; None where none does."""
    config = host.kubelet.config if host.kubelet is not None else None
    if config is None or config.cluster is None:
        return None
    try:
        found = quietly(world, host, target_of(host, config.cluster), credential_of(host, config.user))
    except (ConnectionFault, Unauthorized):
        return None
    return found.user if found.user == f"system:node:{host.name}" else None


def signer(world: World) -> tuple[Facts, PrivateKey] | None:
    """The CA and key that the controller manager which works signs kubelets' certificates with."""
    found = leader(world)
    if found is None:
        return None
    host, pod = found
    try:
        crt, key = (host.files.read(pod.main.on_host(pod.main.flag(flag) or "")) for flag in _SIGNING)
    except FileError:
        return None
    authorities, private = certificates(crt), private_key(key)
    return (authorities[0], private) if authorities and private is not None else None
