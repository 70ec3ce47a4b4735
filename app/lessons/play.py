"""A lesson being played: a world, a shell on each host, what was typed, and what came of it.

What was typed is the state: the same commands on the same tree lead to the same world, so that undo, redo, a shared
link and a server that has restarted all play them again.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..issuing.keys import KeySource
from ..model.certificates import Facts
from ..model.cluster import Cluster
from ..simulation.beginning import begin
from ..simulation.completion.asking import Completions
from ..simulation.opening import fingerprints
from ..simulation.shell.errors import Incomplete
from ..simulation.terminal import Answer, Terminal
from ..simulation.world import Editing, World
from .lesson import Card, Lesson, Situation, progress
from .looking import served
from .pace import PACE

SECOND_CARD = "10.0.2.15"
"""What VirtualBox gives each machine's first network card; it has the default route."""

MOST_SHOWN = 64 << 10
"""Characters of one command's output that the screen keeps: a thousand lines."""

MOST_KEPT = 160 << 10
"""Characters of output of a whole play: of the oldest commands only the line itself stays on the screen."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a learner chooses before beginning. `name`: the new name or address; `two_cards`: each node's default route
    goes by another network card than the cluster's, as in Vagrant.
    """

    name: str = "hostname3"
    two_cards: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """One command, of one line or several, and the host whose tab it was typed in."""

    tab: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A command as the screen shows it. `reached` and `lost`: steps whose state it changed; `edits`: a file that it
    asks an editor for.
    """

    tab: str
    host: str
    folder: str
    typed: str
    answer: Answer
    reached: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    edits: Editing | None = None


@dataclass(slots=True)
class Play:
    """Begun by `started`. `held`: lines that wait for more, by tab; `since`: how many entries came before the current
    step was the current one; `before`: what each API server served at the beginning; `began`: the picture of then.
    """

    lesson: Lesson
    situation: Situation
    terminals: dict[str, Terminal]
    states: dict[str, str]
    before: dict[str, Facts | None] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)
    since: int = 0
    began: tuple[Card, ...] = ()

    @property
    def world(self) -> World:
        return self.situation.world

    @property
    def current(self) -> str | None:
        """The first step that is not reached."""
        return next((step for step, state in self.states.items() if state == "current"), None)

    def run(self, tab: str, text: str) -> list[Entry]:
        """Run lines in a host's tab, one command after another. Raises KeyError for a tab that there is not."""
        terminal = self.terminals[tab]
        begun = len(self.entries)
        held = self.held.pop(tab, "")
        for line in text.splitlines():
            held = f"{held}\n{line}" if held else line
            if not held.strip():
                held = ""
                continue
            try:
                self._run(tab, terminal, held)
            except Incomplete:
                continue
            held = ""
        if held:
            self.held[tab] = held
        return self.entries[begun:]

    def complete(self, tab: str, line: str, cursor: int) -> Completions:
        """What Tab does in a host's tab. Raises KeyError for a tab that there is not."""
        held = f"{self.held[tab]}\n" if tab in self.held else ""
        found = self.terminals[tab].complete(held + line, len(held) + cursor)
        return replace(found, start=found.start - len(held))

    def again(self, typed: Typed) -> None:
        """Run what was typed once; a tab that there is not is nobody's."""
        if typed.tab in self.terminals:
            self.run(typed.tab, typed.text)

    def _run(self, tab: str, terminal: Terminal, text: str) -> None:
        session, world = terminal.session, self.world
        host, folder, world.editing = session.host, session.folder, None
        with PACE.line():
            answer = terminal.type(text)
        before, current = self.states, self.current
        self.states = progress(self.lesson, self.situation)
        changed = [step for step, state in self.states.items() if (state == "reached") != (before[step] == "reached")]
        reached = tuple(step for step in changed if self.states[step] == "reached")
        lost = tuple(step for step in changed if step not in reached)
        answer = replace(answer, output=shown(answer.output))
        self.entries.append(Entry(tab, host, folder, text, answer, reached, lost, world.editing))
        self._forget()
        if self.current != current:
            self.since = len(self.entries)

    def _forget(self) -> None:
        """The output of the oldest commands, where there is too much of it."""
        size = 0
        for at in range(len(self.entries) - 1, -1, -1):
            entry = self.entries[at]
            size += len(entry.answer.output)
            if size > MOST_KEPT and entry.answer.output:
                self.entries[at] = replace(entry, answer=replace(entry.answer, output=FORGOTTEN))

    def next_command(self) -> str | None:
        """The first command of the current step's solution that was not typed since it is the current one."""
        step = self.lesson.step(self.current or "")
        if step is None:
            return None
        typed = iter([entry.typed for entry in self.entries[self.since :]])
        return next((command for command in step.solution(self.situation) if command not in typed), None)


FORGOTTEN = "(simulation) this output is no longer kept\n"


def shown(output: str) -> str:
    """A command's output as the screen keeps it: the beginning, and how much more there was."""
    if len(output) <= MOST_SHOWN:
        return output
    kept = output[:MOST_SHOWN].rpartition("\n")[0]
    left = output.count("\n") - kept.count("\n")
    return f"{kept}\n(simulation) {left} more lines: send them to a file, or through head\n"


def started(lesson: Lesson, cluster: Cluster, setting: Setting, keys: KeySource, typed: Sequence[Typed] = ()) -> Play:
    """A play on a cluster's twin at the lesson's clock, after some commands. Raises what a twin raises."""
    situation = opened(lesson, begin(cluster, keys, lesson.clock(cluster)), setting.name)
    world, planes = situation.world, situation.hosts
    if setting.two_cards:
        for host in planes:
            host.default_address = SECOND_CARD
    terminals = {name: Terminal.on(world, name, PACE) for name in world.hosts}
    before = {host.name: served(host) for host in planes}
    play = Play(lesson, situation, terminals, progress(lesson, situation), before)
    play.began = lesson.cards(situation) if lesson.cards else ()
    for one in typed:
        play.again(one)
    return play


def opened(lesson: Lesson | None, world: World, name: str) -> Situation:
    """A lesson's situation in a world that has just begun: what was prepared has been typed, and nobody saw it."""
    planes = tuple(host for host in world.hosts.values() if host.kind == "control-plane")
    if lesson is not None and lesson.prepared and planes:
        terminal = Terminal.on(world, planes[0].name, time.thread_time)
        for command in lesson.prepared:
            terminal.type(command)
        world.events.clear()
        planes[0].history.clear()
        world.begun = world.now
        world.original |= frozenset(fingerprints(world))
    return Situation(world, name, planes)


def commands_before(play: Play, step: str, tab: str) -> list[Typed]:
    """Play the solutions of the steps before one, in a tab. Returns what was typed."""
    found: list[Typed] = []
    for one in play.lesson.steps:
        if one.id == step:
            break
        for command in one.solution(play.situation):
            found.append(Typed(tab, command))
            play.run(tab, command)
    return found
