"""kubectl certificate approve, deny."""

from ..shell.call import Call, Stop
from .access import demand
from .asking import Asked, connect_or_explain


def run(call: Call, asked: Asked) -> int:
    """Approve or deny CSRs by name."""
    if not asked.words or asked.words[0] not in ("approve", "deny"):
        raise Stop("error: specify approve or deny")
    action, *names = asked.words
    if not names:
        raise Stop("error: one or more CSRs must be specified as <name> or -f <filename>")
    reached = connect_or_explain(call, asked)
    demand(reached, "update", "certificatesigningrequests", None, names[0])
    objects = call.world.objects
    assert objects is not None  # noqa: S101 - an API server that answers has them
    status = 0
    for name in (one.partition("/")[2] or one for one in names):
        found = objects.requests.get(name)
        if found is None:
            call.err(f'Error from server (NotFound): certificatesigningrequests.certificates.k8s.io "{name}" not found')
            status = 1
            continue
        found.condition = "Approved,Issued" if action == "approve" else "Denied"
        call.line(
            f"certificatesigningrequest.certificates.k8s.io/{name} {'approved' if action == 'approve' else 'denied'}"
        )
    return status
