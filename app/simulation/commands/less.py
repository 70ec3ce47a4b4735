"""less(1), more(1): where standard output is no terminal they print all, as here."""

from ..shell.call import Call

NAMES = ("less", "more", "pager")


def run(call: Call) -> int:
    """The files, whole."""
    found, status = call.inputs(
        [word for word in call.arguments if not word.startswith(("-", "+"))], lambda name, why: f"{name}: {why}"
    )
    for data in found:
        call.stdout.write(data)
    return status
