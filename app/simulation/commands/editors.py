"""vi, nano: the page and the terminal have an editor; in a script there is none."""

import shlex

from ..shell.call import Call, Stop
from ..world import Editing

NAMES = ("vi", "vim", "nano", "emacs", "watch", "top")


def run(call: Call) -> int:
    """Ask the screen to open an editor."""
    names = [word for word in call.arguments if not word.startswith(("-", "+"))]
    if call.name in ("watch", "top"):
        call.world.hint("Nothing is watched here: the command is run once.")
        return call.runner.words(names, call) if names and call.name == "watch" else 0
    if not call.stdin.is_terminal or not call.world.has_editor or not names:
        raise Stop(f"{call.name}: needs a terminal")
    path = call.path(names[0])
    call.world.editing = Editing(call.session.host, path, f"cat > {shlex.quote(path)}")
    return 0
