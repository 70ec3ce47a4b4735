"""kubeadm: its actions stand in app/simulation/kubeadm."""

from ..kubeadm import ACTIONS, completing
from ..kubeadm.asking import Asked, failure, read
from ..shell.call import Call

NAMES = ("kubeadm",)
complete = completing.complete


def run(call: Call) -> int:
    """init phase …, certs …, token …, join, version."""
    asked = read(call)
    for size in (3, 2, 1):
        action = ACTIONS.get(tuple(asked.words[:size]))
        if action is not None:
            return action(call, Asked(asked.flags, asked.words[size:]))
    call.world.hint("Of kubeadm's commands this simulation offers " + ", ".join(" ".join(words) for words in ACTIONS))
    if not asked.words:
        call.out("kubeadm: easily bootstrap a secure Kubernetes cluster\n")
        return 0
    raise failure(call, f'unknown command "{asked.words[0]}" for "kubeadm"')
