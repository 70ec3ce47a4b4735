"""basename(1), dirname(1)."""

import posixpath

from ..shell.call import Call, Stop

NAMES = ("basename", "dirname")


def run(call: Call) -> int:
    """The last part of a path, or what stands before it."""
    if not call.arguments:
        raise Stop(f"{call.name}: missing operand\nTry '{call.name} --help' for more information.")
    name = call.arguments[0].rstrip("/") or "/"
    if call.name == "dirname":
        call.line(posixpath.dirname(name) or ("/" if name.startswith("/") else "."))
        return 0
    base = posixpath.basename(name) or "/"
    suffix = call.arguments[1] if len(call.arguments) > 1 else ""
    call.line(base.removesuffix(suffix) if base != suffix else base)
    return 0
