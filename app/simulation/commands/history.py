"""history, as bash has it."""

from ..shell.call import Call

NAMES = ("history",)


def run(call: Call) -> int:
    """What was typed on this host; -c forgets it."""
    typed = call.host.history
    if "-c" in call.arguments:
        typed.clear()
        return 0
    count = next(
        (int(word) for word in call.arguments if word.isascii() and word.isdigit() and len(word) < 7), len(typed)
    )
    for number, line in list(enumerate(typed, 1))[max(0, len(typed) - count) :]:
        call.line(f"{number:5}  {line}")
    return 0
