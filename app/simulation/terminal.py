"""What a learner types into: shells on hosts, one line after another. Page and command line are its two faces."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .commands import COMMANDS
from .completion.asking import Completions
from .completion.engine import complete
from .shell.budget import Budget
from .shell.builtins import Exit, Login
from .shell.call import Command, decoded
from .shell.errors import Exhausted, Incomplete, SyntaxFault
from .shell.interpreter import Interpreter
from .shell.parser import parse
from .shell.session import Session
from .shell.streams import Sink, Source
from .world import World

STOPPED = 137
"""The status of a line that used up its budget: that of a killed process."""
SYNTAX = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What a line printed, its status, what the simulation itself says, and the host whose prompt comes next."""

    output: str
    status: int
    hints: tuple[str, ...]
    host: str
    cleared: bool = False
    login: bool = False


@dataclass(slots=True)
class Terminal:
    """A terminal on a host of a world. `shells`: the one that reads is the last; `ssh` adds one, `exit` takes it away."""

    world: World
    shells: list[Session]
    clock: Callable[[], float]
    commands: Mapping[str, Command] = field(default_factory=lambda: COMMANDS)

    @classmethod
    def on(cls, world: World, host: str, clock: Callable[[], float]) -> "Terminal":
        """A terminal with a login shell on a host."""
        return cls(world, [Session.begin(host)], clock)

    @property
    def session(self) -> Session:
        return self.shells[-1]

    def type(self, text: str) -> Answer:
        """Run what was typed, one line or several that belong together. Raises Incomplete where more must come."""
        session, world = self.session, self.world
        world.hints.clear()
        world.cleared = False
        budget = Budget(self.clock)
        screen = Sink(budget)
        login = False
        try:
            status = Interpreter(world, self.commands, budget).line(text, session, Source(is_terminal=True), screen)
        except Incomplete:
            raise
        except SyntaxFault as fault:
            return self._answer(f"bash: {fault}\n", SYNTAX)
        except Exhausted as fault:
            return self._stopped(screen, str(fault))
        except RecursionError:  # levels of several kinds in each other, each within its own bound
            return self._stopped(screen, "stopped: this simulation reads no deeper")
        except Exit as end:
            login = len(self.shells) > 1
            status = end.status
            if login:
                self.shells.pop()
            self.session.status = status
        except Login as found:
            login, status = True, 0
            self.shells.append(found.session)
        world.hosts[session.host].history.append(text)
        return self._answer(decoded(screen.taken()), status, login=login)

    def complete(self, text: str, cursor: int) -> Completions:
        """What Tab does with what is being typed, at a cursor in it. Nothing is run and nothing changes."""
        return complete(self.world, self.session, text, cursor)

    def failed(self, text: str) -> Answer:
        """What a shell says of lines that never end."""
        try:
            parse(text)
        except SyntaxFault as fault:
            return self._answer(f"bash: {fault}\n", SYNTAX)
        return self._answer("", 0)

    def _stopped(self, screen: Sink, why: str) -> Answer:
        self.session.status = STOPPED
        return self._answer(f"{decoded(screen.taken())}(simulation) {why}\n", STOPPED)

    def _answer(self, output: str, status: int, *, login: bool = False) -> Answer:
        world = self.world
        return Answer(output, status, tuple(world.hints), self.session.host, world.cleared, login)
