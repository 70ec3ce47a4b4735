"""Compound commands: groups, conditionals, loops and cases (XCU 2.9.4)."""

from typing import Protocol

from ..world import World
from .budget import Budget
from .builtins import Break, Continue
from .call import encoded
from .conditional import ConditionFault, holds
from .expansion import Expander
from .patterns import glob
from .session import Session
from .streams import Streams
from .syntax import Case, Command, Conditional, For, Group, If, Script, While


class Scripts(Protocol):
    """What compound commands need of the interpreter that runs them."""

    world: World
    budget: Budget

    def run(self, script: Script, session: Session, streams: Streams) -> int: ...

    def captured(self, script: Script, session: Session, streams: Streams) -> int: ...

    def expander(self, session: Session, streams: Streams) -> Expander: ...


def compound(shell: Scripts, command: Command, session: Session, streams: Streams) -> int:
    """Run one compound command. Returns its status."""
    if isinstance(command, Group):
        if command.subshell:
            return shell.captured(command.body, session, streams)
        return shell.run(command.body, session, streams)
    if isinstance(command, If):
        return _if(shell, command, session, streams)
    if isinstance(command, For):
        return _for(shell, command, session, streams)
    if isinstance(command, While):
        return _while(shell, command, session, streams)
    if isinstance(command, Case):
        return _case(shell, command, session, streams)
    assert isinstance(command, Conditional)  # noqa: S101 - the syntax tree has no other
    expander = shell.expander(session, streams)
    words = [expander.pattern(word) for word in command.words]
    try:
        return int(not holds(words, session, shell.world.hosts[session.host].files))
    except ConditionFault as fault:
        streams.stderr.write(encoded(f"bash: {fault}\n"))
        return 2


def _if(shell: Scripts, command: If, session: Session, streams: Streams) -> int:
    for condition, body in command.branches:
        if shell.run(condition, session, streams) == 0:
            return shell.run(body, session, streams)
    if command.otherwise is not None:
        return shell.run(command.otherwise, session, streams)
    return 0


def _for(shell: Scripts, command: For, session: Session, streams: Streams) -> int:
    if command.words is None:
        values = list(session.arguments)
    else:
        values = shell.expander(session, streams).fields(command.words)
    status = 0
    for value in values:
        shell.budget.step()
        session.variables[command.name] = value
        ended, status = _round(shell, command.body, session, streams)
        if ended:
            break
    return status


def _while(shell: Scripts, command: While, session: Session, streams: Streams) -> int:
    status = 0
    while True:
        shell.budget.step()
        if (shell.run(command.condition, session, streams) == 0) == command.until:
            return status
        ended, status = _round(shell, command.body, session, streams)
        if ended:
            return status


def _round(shell: Scripts, body: Script, session: Session, streams: Streams) -> tuple[bool, int]:
    """One round of a loop: whether the loop ends, and the status."""
    session.loops += 1
    try:
        return False, shell.run(body, session, streams)
    except Break as end:
        if end.levels > 1:
            raise Break(end.levels - 1) from None
        return True, 0
    except Continue as end:
        if end.levels > 1:
            raise Continue(end.levels - 1) from None
        return False, 0
    finally:
        session.loops -= 1


def _case(shell: Scripts, command: Case, session: Session, streams: Streams) -> int:
    expander = shell.expander(session, streams)
    value = expander.text(command.word)
    for patterns, body in command.items:
        if any(glob(expander.pattern(one), star=".*", one=".").fullmatch(value) for one in patterns):
            return shell.run(body, session, streams)
    return 0
