"""openssl: its commands stand in app/simulation/openssl."""

from ..openssl import ACTIONS, completing
from ..shell.call import Call, Stop

NAMES = ("openssl",)
complete = completing.complete


def run(call: Call) -> int:
    """x509, verify, s_client, req, pkey, rsa, dgst, version."""
    name, words = (call.arguments[0], call.arguments[1:]) if call.arguments else ("help", [])
    action = ACTIONS.get(name)
    if action is None:
        call.world.hint(f"Of openssl's commands this simulation offers {', '.join(ACTIONS)}")
        raise Stop(f"Invalid command '{name}'; type \"help\" for a list.")
    call.name = name
    return action(call, words)
