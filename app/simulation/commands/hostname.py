"""hostname(1), whoami(1), id(1), uname(1): who and where one is."""

from ..shell.call import Call
from ..shell.options import options

NAMES = ("hostname", "whoami", "id", "uname", "nproc")


def run(call: Call) -> int:
    """The host's name (-I its address), the user, the system."""
    name, address = call.session.host, call.host.address
    if call.name == "whoami":
        call.line("root")
    elif call.name == "id":
        given = options(call, "ungG")
        call.line(
            {"u": "root" if "n" in given.flags else "0"}.get(
                "u" if "u" in given.flags else "", "uid=0(root) gid=0(root) groups=0(root)"
            )
        )
    elif call.name == "uname":
        call.line(
            "Linux"
            if not call.arguments
            else f"Linux {name} 6.1.0 #1 SMP x86_64 GNU/Linux"
            if "-a" in call.arguments
            else {"-n": name, "-r": "6.1.0", "-m": "x86_64"}.get(call.arguments[0], "Linux")
        )
    elif call.name == "nproc":
        call.line("2")
    else:
        given = options(call, "Iifsd", {"all-ip-addresses": "I", "fqdn": "f", "short": "s", "ip-address": "i"})
        shown = (
            f"{address or '127.0.0.1'} "
            if "I" in given.flags
            else (address or "127.0.0.1")
            if "i" in given.flags
            else name
        )
        call.line(shown)
    return 0
