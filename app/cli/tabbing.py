"""Tab in `kubepki shell`: readline asks, the simulation answers."""

import sys
from collections.abc import Sequence

from ..simulation.completion.asking import Completions
from ..simulation.terminal import Terminal

NARROWEST = 80


class Tabbing:
    """What readline calls. `held`: the lines before the one that is being typed; `prompt`: what stands before it."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.held = ""
        self.prompt = ""
        self._found = Completions(0, "")
        self._matches: list[str] = []

    def install(self) -> None:
        """Give Tab its meaning. Without readline lines are read all the same, and Tab is a character."""
        try:
            import readline
        except ImportError:
            return
        readline.set_completer_delims("")
        readline.set_completer(self.offer)
        if readline.__doc__ and "libedit" in readline.__doc__:
            readline.parse_and_bind("bind ^I rl_complete")
        else:
            readline.parse_and_bind("tab: complete")
            readline.set_completion_display_matches_hook(self.show)

    def offer(self, line: str, number: int) -> str | None:
        """The whole line with one of the completions of its last word; None where there are no more."""
        if number == 0:
            before = f"{self.held}\n" if self.held else ""
            found = self.terminal.complete(before + line, len(before) + len(line))
            head = (before + line)[len(before) : found.start]
            words = list(found.texts) if len(found.texts) > 1 else [found.insert] if found.texts else []
            self._found = found
            self._matches = [head + word for word in [*words, *([found.insert] if found.more else [])]]
        return self._matches[number] if number < len(self._matches) else None

    def show(self, _line: str, _matches: Sequence[str], _longest: int) -> None:
        """List what there is to choose from below the line, and write the line again."""
        import readline
        import shutil

        labels = [*self._found.labels, *([f"… and {self._found.more} more"] if self._found.more else [])]
        width = max(map(len, labels), default=0) + 2
        columns = max(1, shutil.get_terminal_size((NARROWEST, 24)).columns // width)
        rows = -(-len(labels) // columns)
        lines = ["".join(f"{one:{width}}" for one in labels[row::rows]).rstrip() for row in range(rows)]
        sys.stdout.write("\n" + "\n".join(lines) + f"\n{self.prompt}{readline.get_line_buffer()}")
        sys.stdout.flush()
