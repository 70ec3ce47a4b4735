"""Lines as they are typed in the learner's own terminal."""

import re
import sys
from collections.abc import Sequence

from ..model.words import plain
from ..reading.visible import visible
from ..simulation.files import File
from ..simulation.shell.errors import Incomplete
from ..simulation.terminal import Terminal
from ..simulation.world import World, saving
from .face import MARK, Face
from .tabbing import Tabbing

_LEAVES = re.compile(r"\s*(exit|logout)(\s+\d+)?\s*")
CLEAR = "\x1b[H\x1b[2J"


def interactive(face: Face, told: Sequence[str] = ()) -> None:
    """Lines as they are typed, until the first shell ends. `told`: what the simulation says of its beginning."""
    tabbing = Tabbing(face.terminal)
    tabbing.install()
    print(f"{MARK}This is a simulation: nothing here touches {_machine()} or any cluster. `exit` leaves it.")
    for line in told:
        print(f"{MARK}{visible(line)}")
    _tell_step(face)
    held = ""
    while True:
        try:
            tabbing.held, tabbing.prompt = held, "> " if held else _prompt(face.terminal)
            line = input(tabbing.prompt)
            held = f"{held}\n{line}" if held else line
            if _LEAVES.fullmatch(held) and len(face.terminal.shells) == 1:
                break
            if held.strip():
                held = _typed(face, held)
        except EOFError:
            print()
            held = ""
            if len(face.terminal.shells) == 1:
                break
            face.terminal.type("exit")
        except KeyboardInterrupt:
            held = ""
            print()
    print(f"{MARK}Left. You are on {_machine()} again.")


def _prompt(terminal: Terminal) -> str:
    session = terminal.session
    folder = session.folder.replace("/root", "~", 1) if session.folder.startswith("/root") else session.folder
    return f"{MARK}root@{session.host}:{folder}# "


def _typed(face: Face, text: str) -> str:
    """Run what was typed and show what came of it; what is held back because more lines must come."""
    try:
        answer = face.terminal.type(text)
    except Incomplete:
        return text
    sys.stdout.write(CLEAR if answer.cleared else answer.output)
    if answer.output and not answer.output.endswith("\n"):
        print()
    edited = _edited(face.terminal.world)
    if edited is not None:
        return _typed(face, edited)
    for hint in answer.hints:
        print(f"{MARK}{hint}")
    before = face.states
    face.steps(lambda line: print(f"{MARK}{line.removeprefix('# ')}"))
    if face.states != before:
        _tell_step(face)
    return ""


def _edited(world: World) -> str | None:
    """What saves the file that an editor was asked for; None where none was, or where nothing was saved."""
    editing, world.editing = world.editing, None
    if editing is None:
        return None
    import curses

    from .editor import edit

    host = world.hosts[editing.host]
    found = host.files.get(editing.path)
    before = found.data.decode("utf-8", "replace") if isinstance(found, File) else ""
    try:
        after = edit(f"{host.name}:{editing.path}", before)
    except curses.error:
        print(f"{MARK}This terminal has no screen for an editor. Here is how a file is saved without:")
        print(f"{editing.saves} <<'END'")
        return None
    if after is None:
        print(f"{MARK}Nothing was saved.")
        return None
    return saving(editing, after)


def _tell_step(face: Face) -> None:
    """The lesson's current step."""
    lesson = face.lesson
    if lesson is None:
        return
    current = next((step for step in lesson.steps if face.states.get(step.id) == "current"), None)
    if current is None:
        print(f"{MARK}Every step of “{lesson.title}” is reached.")
        return
    print(f"\n{MARK}{current.title}: {plain(current.goal(face.situation))}")
    print(f"{plain(current.text(face.situation))}\n")


def _machine() -> str:
    import platform

    return platform.node() or "this machine"
