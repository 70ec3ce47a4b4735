"""The lines that sed runs over, and which of them a command's addresses mean."""

from .syntax import Address, Command


class Lines:
    """`space` is the line at hand (the pattern space), `number` its number; `ranges` says which ranges are open."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.number = 0
        self.space = ""
        self.ranges: dict[int, bool] = {}

    def selected(self, command: Command) -> bool:
        """Whether a command's addresses mean the line at hand; opens and closes its range."""
        if command.begin is None:
            return True
        if command.end is None:
            return self.fits(command.begin)
        if self.ranges.get(command.number):
            ends = self.fits(command.end) or (command.end.line is not None and self.number >= command.end.line)
            self.ranges[command.number] = not ends
            return not (command.end.line is not None and self.number > command.end.line)
        if self.fits(command.begin):
            over = command.end.line is not None and command.end.line <= self.number
            self.ranges[command.number] = not over
            return True
        return False

    def fits(self, address: Address) -> bool:
        """Whether one address means the line at hand."""
        if address.line is not None:
            return self.number == address.line
        if address.last:
            return self.number == len(self.lines)
        return bool(address.pattern.search(self.space))
