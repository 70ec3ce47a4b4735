"""kubectl(1): one module a verb in app/simulation/kubectl; here the flags that all of them know."""

from ..kubectl import VERBS, completing
from ..kubectl.asking import Asked, options_of
from ..shell.call import Call, Stop

NAMES = ("kubectl", "k")
complete = completing.complete


def run(call: Call) -> int:
    """get, describe, edit, delete, certificate, logs, version, config, auth, cluster-info, apply."""
    asked = options_of(call)
    words = asked.words
    if not words:
        call.world.hint(f"Of kubectl's commands this simulation offers {', '.join(VERBS)}")
        call.out(
            "kubectl controls the Kubernetes cluster manager.\n\n Find more information at: https://kubernetes.io/docs/reference/kubectl/\n"
        )
        return 0
    verb = VERBS.get(words[0])
    if verb is None:
        call.world.hint(f"Of kubectl's commands this simulation offers {', '.join(VERBS)}")
        raise Stop(f'error: unknown command "{words[0]}" for "kubectl"')
    return verb(call, Asked(asked.flags, words[1:]))
