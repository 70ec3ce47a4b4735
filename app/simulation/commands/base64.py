"""base64(1)."""

import base64
import binascii

from ..shell.call import Call
from ..shell.options import number, options

NAMES = ("base64",)
OPTIONS = ("dDiw:", {"decode": "d", "wrap": "w", "ignore-garbage": "i"})


def run(call: Call) -> int:
    """Encode, or -d decode; -w breaks lines (0: none)."""
    given = options(call, *OPTIONS)
    found, status = call.inputs(given.words[:1])
    width = number(call, given.value("w") or "76", "invalid wrap size")
    for data in found:
        if given.flags & {"d", "D"}:
            return _decode(call, data, "i" in given.flags)
        text = base64.b64encode(data).decode()
        lines = [text[at : at + width] for at in range(0, len(text), width)] if width else [text] if text else []
        call.out("\n".join(lines) + ("\n" if width and lines else ""))
    return status


def _decode(call: Call, data: bytes, lenient: bool) -> int:
    try:
        call.stdout.write(base64.b64decode(b"".join(data.split()), validate=not lenient))
    except binascii.Error:
        return call.fail("invalid input")
    return 0
