"""kubeadm: its actions stand in app/simulation/kubeadm."""

from ..kubeadm import ACTIONS, completing
from ..kubeadm.asking import Asked, failure, read
from ..kubeadm.helping import show_help
from ..shell.call import Call

NAMES = ("kubeadm",)
complete = completing.complete


def run(call: Call) -> int:
    """init phase …, certs …, token …, join, version."""
    asked = read(call)
    offered = "Of kubeadm's commands this simulation offers " + ", ".join(" ".join(words) for words in ACTIONS)
    if asked.flags.has("h", "help") and show_help(call, asked.words, offered):
        return 0
    for size in (3, 2, 1):
        action = ACTIONS.get(tuple(asked.words[:size]))
        if action is not None:
            return action(call, Asked(asked.flags, asked.words[size:]))
    if not asked.words or asked.flags.has("h", "help"):
        call.world.hint(offered)
        call.out("kubeadm: easily bootstrap a secure Kubernetes cluster\n")
        return 0
    if any(" ".join(known).startswith(" ".join(asked.words) + " ") for known in ACTIONS) and show_help(
        call, asked.words, offered
    ):
        return 0
    call.world.hint(offered)
    raise failure(call, f'unknown command "{asked.words[0]}" for "kubeadm"')
