"""The simulated etcdctl 3.7: the members, and whether their endpoints answer."""

from collections.abc import Callable, Mapping

from ..shell.call import Call, Stop
from ..tools.go_flags import Flags
from .asking import Fault, ask, endpoints
from .members import Member, members
from .printing import health_line, status_rows, table

Action = Callable[[Call, Flags], int]
_MEMBERS = ["ID", "STATUS", "NAME", "PEER ADDRS", "CLIENT ADDRS", "IS LEARNER"]


def member_list(call: Call, flags: Flags) -> int:
    """Each member: -w simple or table."""
    _need_all(call, flags)
    rows = [[f"{one.id:x}", "started", one.name, one.peer_url, one.client_url, "false"] for one in members(call.world)]
    if _output(flags) == "table":
        table(call, _MEMBERS, rows)
    else:
        for row in rows:
            call.line(", ".join(row))
    return 0


def endpoint_health(call: Call, flags: Flags) -> int:
    """Whether each endpoint commits a proposal; --cluster asks every member."""
    healthy = []
    status = 0
    for url in _asked(call, flags):
        try:
            ask(call, flags, url)
        except Fault as fault:
            call.err(fault.warning)
            call.err(f"{url} is unhealthy: failed to commit proposal: context deadline exceeded")
            status = 1
        else:
            healthy.append(url)
    for url in healthy:
        call.line(health_line(url))
    if status:
        call.err("Error: unhealthy cluster")
    return status


def endpoint_status(call: Call, flags: Flags) -> int:
    """Version, size and leader of each endpoint: -w simple or table."""
    found: list[tuple[str, Member]] = []
    status = 0
    for url in _asked(call, flags):
        try:
            found.append((url, ask(call, flags, url)))
        except Fault as fault:
            call.err(fault.warning)
            call.err(f"Failed to get the status of endpoint {url} (context deadline exceeded)")
            status = 1
    head, rows = status_rows(call, found)
    if _output(flags) == "table":
        table(call, head, rows)
    else:
        for row in rows:
            call.line(", ".join(row))
    return status


def _asked(call: Call, flags: Flags) -> list[str]:
    if not flags.has("cluster"):
        return endpoints(call, flags)
    _need_all(call, flags)
    return [one.client_url for one in members(call.world)]


def _need_all(call: Call, flags: Flags) -> None:
    """The first endpoint that answers is enough; where none does the command ends with what etcdctl says."""
    warning = ""
    for url in endpoints(call, flags):
        try:
            ask(call, flags, url)
        except Fault as fault:
            warning = fault.warning
        else:
            return
    raise Stop(f"{warning}\nError: context deadline exceeded")


def _output(flags: Flags) -> str:
    found = flags.value("w", "write-out") or "simple"
    if found not in ("simple", "table"):
        raise Stop("Error: unsupported output format: this simulation offers simple and table", 128)
    return found


ACTIONS: Mapping[tuple[str, str], Action] = {
    ("member", "list"): member_list,
    ("endpoint", "health"): endpoint_health,
    ("endpoint", "status"): endpoint_status,
}
