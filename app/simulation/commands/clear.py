"""clear(1), reset(1): the screen is the page's or the terminal's, which do it themselves."""

from ..shell.call import Call

NAMES = ("clear", "reset")


def run(call: Call) -> int:
    """Ask the screen to begin anew."""
    call.world.cleared = True
    return 0
