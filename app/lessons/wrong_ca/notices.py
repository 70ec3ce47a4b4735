"""What wrong turns have left behind, and the way back."""

from collections.abc import Iterator

from ...explain.phrases import code, say
from ...simulation.files import FileError
from ...simulation.life.rotation import CURRENT
from ...simulation.life.startup import CONFIG
from ...simulation.pem import PairFault, read_pair
from ...simulation.world import Host
from ..lesson import Notice, Situation
from ..looking import PKI, in_config, in_file, pair_named, workers
from ..mishaps import foreign, insecure, missing_manifests, named_pair, no_kubelet_conf, powerful
from .reached import authority, signed


def notices(situation: Situation) -> tuple[Notice, ...]:
    """What wrong turns have left behind on each node."""
    host = situation.first
    found = [*_authority(situation), *insecure(host), *_old_pair(situation, host)]
    found += [*no_kubelet_conf(host), *missing_manifests(host), *powerful(host), *named_pair(host)]
    for other in (host, *workers(situation.world)):
        found += foreign(other)
    return tuple(found)


def _authority(situation: Situation) -> Iterator[Notice]:
    """A third CA, or a CA beside somebody else's key."""
    host, ca = situation.first, authority(situation)
    if ca is None:
        return
    try:
        read_pair(host.files.read(f"{PKI}/ca.crt"), host.files.read(f"{PKI}/ca.key"))
    except FileError:
        return
    except PairFault:
        back = f"grep certificate-authority-data /etc/kubernetes/admin.conf | cut -d: -f2 | tr -d ' ' | base64 -d > {PKI}/ca.crt"
        yield Notice(
            "mismatch",
            say(
                "{crt} and {key} do not belong together: the old certificate beside the new key. The old clients are let in again, but "
                "nothing can be signed. {admin} trusts the new CA: take it from there.",
                crt=code("ca.crt"),
                key=code("ca.key"),
                admin=code("admin.conf"),
            ),
            (back,),
        )
        return
    if ca.fingerprint_sha256 not in situation.world.original:
        yield Notice(
            "third-authority",
            say(
                "{crt} is a third CA now: what the second one signed is worthless too. Go on with this one, and make everything its; "
                "{admin} first.",
                crt=code("ca.crt"),
                admin=code("admin.conf"),
            ),
            (),
        )


def _old_pair(situation: Situation, host: Host) -> Iterator[Notice]:
    """kubelet.conf is new, but the kubelet prefers the pair in its folder."""
    ca, kept = authority(situation), in_file(host, CURRENT)
    if pair_named(host) is None and signed(in_config(host, CONFIG), ca) and kept is not None and not signed(kept, ca):
        yield Notice(
            f"old-pair@{host.name}",
            say(
                "On {host} {conf} is new, but {pair} still holds the old CA’s certificate. It is in date, so the kubelet shows that one: "
                "move it aside and restart the kubelet.",
                host=code(host.name),
                conf=code("kubelet.conf"),
                pair=code("kubelet-client-current.pem"),
            ),
            ("mkdir -p /root/old; mv /var/lib/kubelet/pki/kubelet-client* /root/old/", "systemctl restart kubelet"),
        )
