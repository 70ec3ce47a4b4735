"""Everything expired: the control plane brought back, the kubelet's own certificate, the stale copy, the workers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ...explain.phrases import code, say
from ...model.cluster import Cluster
from ...model.words import Sentence
from ...simulation.world import Host, World
from ..lesson import Lesson
from ..looking import PKI, control_planes, dialled_by, in_file, names_it, on_disk
from .cards import cards
from .notices import notices
from .steps import STEPS

AFTER = timedelta(days=15)
"""How long after the last certificate's end the recording began (captures-1.37, lesson-expired.txt)."""


def _clock(cluster: Cluster) -> datetime:
    """A moment at which no leaf of a tree is in date any more: the tree's own, or some days after the last one's end."""
    ends = [one.facts.not_after for one in cluster.inventory.certificates.values() if not one.facts.is_ca]
    return max(cluster.clock, max(ends, default=cluster.clock) + AFTER)


def _fits(world: World) -> Sentence | None:
    planes = control_planes(world)
    if not planes:
        return say("This tree holds no control-plane node: there is nothing to renew.")
    return _of_files(world, planes) or _of_authorities(world, planes)


def _of_files(world: World, planes: Sequence[Host]) -> Sentence | None:
    found = [on_disk(host) for host in planes]
    leaves = [one for one in found if one is not None]
    if len(leaves) < len(found):
        return say("This tree holds no {file}.", file=code("apiserver.crt"))
    if any(one.not_after >= world.begun for one in leaves):
        return say("The API server’s certificate is still in date at the clock of this page: nothing has expired yet.")
    dialled = dialled_by(planes[0], "/etc/kubernetes/admin.conf")
    if dialled and not all(names_it(one, dialled) for one in leaves):
        return say(
            "{file} dials {name}, for which the API server’s certificate is not valid: mend that first.",
            file=code("admin.conf"),
            name=code(dialled),
        )
    return None


def _of_authorities(world: World, planes: Sequence[Host]) -> Sentence | None:
    authorities = [one for host in planes if (one := in_file(host, f"{PKI}/ca.crt")) is not None]
    if any(one.not_after <= world.begun for one in authorities):
        return say("The CA has expired as well: then every certificate and every kubeconfig has to be made anew.")
    if any(host.files.get(f"{PKI}/ca.key") is None for host in planes):
        return say("This tree has no key of the CA (an external CA): kubeadm could not sign.")
    if any(host.has_etcd and host.files.get(f"{PKI}/etcd/ca.key") is None for host in planes):
        return say("This tree has no key of etcd’s CA: kubeadm could not sign.")
    return None


LESSON = Lesson(
    "expired",
    "Everything expired",
    say("A cluster that was switched off for a year: nothing starts. Renew what kubeadm renews, and what it does not."),
    "one",
    STEPS,
    _fits,
    notices,
    clock=_clock,
    cards=cards,
)
