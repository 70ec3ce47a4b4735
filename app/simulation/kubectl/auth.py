"""kubectl auth whoami, can-i."""

from ..shell.call import Call, Stop
from .access import ADMINS
from .asking import Asked, connect_or_explain
from .printing import table


def run(call: Call, asked: Asked) -> int:
    """Who the API server takes one for, or whether that one may do something."""
    if not asked.words:
        raise Stop("error: specify whoami or can-i")
    reached = connect_or_explain(call, asked, discovers=False)
    identity = reached.identity
    if asked.words[0] == "can-i":
        may = bool(ADMINS & set(identity.groups))
        call.line("yes" if may else "no")
        return 0 if may else 1
    if asked.words[0] != "whoami":
        raise Stop(f'error: unknown command "auth {asked.words[0]}"')
    groups = " ".join([*identity.groups, *(["system:authenticated"] if identity.user != "system:anonymous" else [])])
    rows = [["ATTRIBUTE", "VALUE"], ["Username", identity.user], ["Groups", f"[{groups}]"]]
    table(call, rows, headers=not asked.no_headers)
    return 0
