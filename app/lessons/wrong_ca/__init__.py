"""Wrong CA of the right name: somebody made the CA anew. Who says what, whose key it is, and how all of it is repaired."""

from ...explain.phrases import code, say
from ...model.words import Sentence
from ...simulation.serving import server_of
from ...simulation.world import World
from ..lesson import Lesson
from ..looking import PKI, control_planes, on_disk
from .cards import cards
from .notices import notices
from .steps import STEPS

PREPARED = (
    "kubectl get nodes",
    f"rm {PKI}/ca.crt {PKI}/ca.key",
    "kubeadm init phase certs ca --config kubeadm-init.yaml",
    "rm /etc/kubernetes/admin.conf",
    "kubeadm init phase kubeconfig admin --config kubeadm-init.yaml",
    "sleep 65",
)
"""What somebody did before (captures-1.37, lesson-wrong-ca.txt)."""


def _fits(world: World) -> Sentence | None:
    planes = control_planes(world)
    if not planes:
        return say("This tree holds no control-plane node: there is no CA to make anew.")
    if len(planes) > 1:
        return say(
            "With several control-plane nodes the old CA and its key still stand on another one: copy them back."
        )
    leaf = on_disk(planes[0])
    if leaf is None:
        return say("This tree holds no {file}.", file=code("apiserver.crt"))
    if leaf.not_after <= world.now:
        return say("The API server’s certificate has expired at this clock.")
    if server_of(world, planes[0]) is None:
        return say("The API server does not start with the files of this tree.")
    return None


LESSON = Lesson(
    "wrong-ca",
    "Wrong CA of the right name",
    say(
        "Somebody made the cluster’s CA anew. Its name is the old one’s, and so is all that a glance shows: find out whose key "
        "signed what, and repair it."
    ),
    "one",
    STEPS,
    _fits,
    notices,
    prepared=PREPARED,
    cards=cards,
)
