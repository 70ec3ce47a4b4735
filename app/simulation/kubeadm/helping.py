"""kubeadm's help as kubeadm 1.37 prints it, for the commands that lessons meet; others name what the simulation offers."""

from functools import cache
from pathlib import Path

from ..shell.call import Call


@cache
def _texts() -> dict[str, str]:
    """Each command's help by its words."""
    text = Path(__file__).with_name("help.txt").read_text("utf-8")
    parts = (part.partition(" -h\n") for part in text.split("$ kubeadm ")[1:])
    return {words: shown.removesuffix("[exit 0]\n") for words, _, shown in parts}


def show_help(call: Call, words: list[str], offered: str) -> bool:
    """Print the help of the longest command that these words name; False, with what is offered, where none is known."""
    for size in range(len(words), 0, -1):
        found = _texts().get(" ".join(words[:size]))
        if found is not None:
            call.out(found)
            return True
    call.world.hint(offered)
    return False
