"""A syntax tree → what it does: lists, pipelines, compound commands, redirections, functions (XCU 2.7 to 2.9)."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from ..files import Directory, File, FileError, Files
from ..world import World
from .budget import Budget
from .builtins import BUILTINS, DECLARATIONS, Exit, Return
from .call import Call, Command, Stop, decoded, encoded
from .compound import compound
from .errors import SyntaxFault
from .expansion import Expander, ExpansionFault
from .parser import parse
from .patterns import PatternFault
from .redirection import Opening
from .session import Session
from .streams import Sink, Source, Streams
from .syntax import (
    AndOr,
    Function,
    Pipeline,
    Redirect,
    Script,
    Simple,
    Text,
    Word,
)
from .syntax import Command as Syntax

NOT_FOUND, NOT_EXECUTABLE = 127, 126
COMMAND_SECONDS = 0.3
"""What a command takes of the simulated time; a shell's own commands take none."""
_FOLDERS = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")


class Interpreter:
    """Runs scripts in a world. `commands`: by name. One interpreter runs one line: the budget is the line's."""

    def __init__(self, world: World, commands: Mapping[str, Command], budget: Budget) -> None:
        self.world = world
        self.budget = budget
        self._commands = commands
        self._pipes = 0

    def line(self, text: str, session: Session, stdin: Source, terminal: Sink) -> int:
        """Run what was typed, output and errors to one terminal in the order in which they are written.

        Raises SyntaxFault (Incomplete) before anything is run, Exhausted in the middle, Exit.
        """
        script = parse(text)
        return self.run(script, session, Streams(stdin, terminal, terminal))

    # ── Runner ──

    def words(self, words: list[str], call: Call, environment: Mapping[str, str] | None = None) -> int:
        streams = Streams(call.stdin, call.stdout, call.stderr)
        with self._deeper():
            return self._call(words, call.session, streams, {**call.environment, **(environment or {})})

    def offers(self, name: str) -> bool:
        return name in self._commands

    def script(self, text: str, call: Call, session: Session) -> int:
        streams = Streams(call.stdin, call.stdout, call.stderr)
        try:
            script = parse(text)
        except SyntaxFault as fault:
            call.err(f"bash: {fault}")
            session.status = 2
            return 2
        with self._deeper():
            return self.run(script, session, streams)

    # ── lists and pipelines ──

    def run(self, script: Script, session: Session, streams: Streams) -> int:
        for one in script.lists:
            self._and_or(one, session, streams)
        return session.status

    def _and_or(self, one: AndOr, session: Session, streams: Streams) -> None:
        for operator, pipeline in one.pipelines:
            if (operator == "&&" and session.status) or (operator == "||" and not session.status):
                continue
            session.status = self._pipeline(pipeline, session, streams)
        if one.background:
            session.status = 0

    def _pipeline(self, pipeline: Pipeline, session: Session, streams: Streams) -> int:
        if len(pipeline.commands) == 1:
            status = self._command(pipeline.commands[0], session, streams)
        else:
            status = self._piped(pipeline, session, streams)
        return int(not status) if pipeline.negated else status

    def _piped(self, pipeline: Pipeline, session: Session, streams: Streams) -> int:
        """Each command in a subshell of its own, from left to right; the status is the last one's."""
        stdin, status, last = streams.stdin, 0, len(pipeline.commands) - 1
        for number, command in enumerate(pipeline.commands):
            stdout = streams.stdout if number == last else Sink(self.budget)
            stderr = stdout if pipeline.joined[number] else streams.stderr
            status = self._subshell(command, session, Streams(stdin, stdout, stderr))
            stdin = Source(stdout.taken()) if number < last else stdin
        return status

    def _subshell(self, command: Syntax, session: Session, streams: Streams) -> int:
        inner = session.fork()
        return _alone(lambda: self._command(command, inner, streams))

    # ── commands ──

    def _command(self, command: Syntax, session: Session, streams: Streams) -> int:
        try:
            if isinstance(command, Simple):
                return self._simple(command, session, streams)
            if isinstance(command, Function):
                session.functions[command.name] = command.body
                return 0
            with self._redirected(command.redirects, session, streams) as inner:
                return compound(self, command, session, inner)
        except (ExpansionFault, PatternFault, Stop) as fault:
            text = fault.text if isinstance(fault, Stop) else f"bash: {fault}"
            streams.stderr.write(encoded(f"{text}\n"))
            return fault.status if isinstance(fault, Stop) else 1

    def captured(self, script: Script, session: Session, streams: Streams) -> int:
        with self._deeper():
            return _alone(lambda: self.run(script, session.fork(), streams))

    # ── simple commands ──

    def _simple(self, command: Simple, session: Session, streams: Streams) -> int:
        expander = self.expander(session, streams)
        status = session.status
        words = self._words(expander, command.words)
        given = {name.rstrip("+"): self._assigned(expander, session, name, word) for name, word in command.assignments}
        with self._redirected(command.redirects, session, streams) as inner:
            if words:
                return self._call(words, session, inner, {**_environment(session), **given})
        self.budget.command()
        session.variables |= given
        substituted = any(not isinstance(part, Text) for _, word in command.assignments for part in word)
        return session.status if substituted and session.status != status else 0

    def _words(self, expander: Expander, words: tuple[Word, ...]) -> list[str]:
        """The fields; an assignment behind `export` and its like is not split."""
        found = expander.fields(words[:1])
        if not found or found[0] not in DECLARATIONS:
            return found + expander.fields(words[1:])
        for word in words[1:]:
            first = word[0]
            if isinstance(first, Text) and not first.quoted and re.match(r"[A-Za-z_]\w*=", first.text):
                found.append(expander.text(word))
            else:
                found += expander.fields([word])
        return found

    def _assigned(self, expander: Expander, session: Session, name: str, word: Word) -> str:
        value = expander.text(word)
        return (session.get(name[:-1]) or "") + value if name.endswith("+") else value

    def _call(self, words: list[str], session: Session, streams: Streams, environment: Mapping[str, str]) -> int:
        """Run a command by its words: a function, one of the shell's own, or a program."""
        self.budget.command()
        name = words[0]
        call = Call(
            name, words[1:], self.world, session, streams.stdin, streams.stdout, streams.stderr,
            environment, self.budget, self,
        )  # fmt: skip
        if name in session.functions:
            return self._function(session.functions[name], call, streams)
        if name in BUILTINS:
            return self._guarded(BUILTINS[name], call)
        return self._program(name, call)

    def _program(self, name: str, call: Call) -> int:
        command = self._commands.get(self._program_name(name, call))
        if command is not None:
            call.name = posixpath.basename(name)
            status = self._guarded(command, call)
            self.world.pass_time(COMMAND_SECONDS)
            return status
        if "/" in name:
            return self._file(name, call)
        call.err(f"bash: {name}: command not found")
        call.world.hint(f"This simulation offers: {', '.join(sorted({*self._commands, *BUILTINS} - {':', '.', '['}))}")
        return NOT_FOUND

    def _program_name(self, name: str, call: Call) -> str:
        """`ls` for `/usr/bin/ls`, unless a file of the host stands there."""
        folder, _, base = name.rpartition("/")
        return base if folder in _FOLDERS and call.files.get(name) is None else name

    def _file(self, name: str, call: Call) -> int:
        """A script by its path."""
        found = call.files.get(call.path(name))
        if found is None:
            call.err(f"bash: {name}: No such file or directory")
            return NOT_FOUND
        if isinstance(found, Directory):
            call.err(f"bash: {name}: Is a directory")
            return NOT_EXECUTABLE
        if not isinstance(found, File) or not found.mode & 0o111:
            call.err(f"bash: {name}: Permission denied")
            return NOT_EXECUTABLE
        inner = replace(call.session.fork(), arguments=tuple(call.arguments), name=name)
        try:
            return self.script(decoded(found.data), call, inner)
        except Exit as end:
            return end.status

    def _function(self, body: Syntax, call: Call, streams: Streams) -> int:
        session = call.session
        before = session.arguments, session.loops
        session.arguments, session.loops = tuple(call.arguments), 0
        session.callers += 1
        with self._deeper():
            try:
                return self._command(body, session, streams)
            except Return as end:
                return end.status
            finally:
                session.arguments, session.loops = before
                session.callers -= 1

    def _guarded(self, command: Command, call: Call) -> int:
        try:
            return command(call)
        except Stop as stop:
            if stop.text:
                call.err(stop.text)
            return stop.status
        except FileError as fault:
            return call.fail(f"{fault.path}: {fault.reason}")

    # ── redirections and substitutions ──

    @contextmanager
    def _redirected(self, redirects: tuple[Redirect, ...], session: Session, streams: Streams) -> Iterator[Streams]:
        """The streams with redirections. Raises Stop for a file that cannot be opened."""
        if not redirects:
            yield streams
            return
        expander = self.expander(session, streams)
        opening = Opening(streams, self._files(session), session.folder, self.budget)
        try:
            for redirect in redirects:
                opening.redirect(redirect.descriptor, redirect.operator, expander.text(redirect.word))
            yield opening.streams()
        finally:
            opening.close()

    def expander(self, session: Session, streams: Streams) -> Expander:
        def output_of(script: Script) -> str:
            sink = Sink(self.budget)
            session.status = self.captured(script, session, Streams(streams.stdin, sink, streams.stderr))
            return decoded(sink.taken()).replace("\0", "")

        def as_file(script: Script) -> str:
            sink = Sink(self.budget)
            self.captured(script, session, Streams(Source(), sink, streams.stderr))
            self._pipes += 1
            path = f"/dev/fd/{63 - self._pipes % 50}"
            files = self._files(session)
            files.make_folders("/dev/fd")
            files.write(path, sink.taken())
            return path

        return Expander(session, self._files(session), self.budget, output_of, as_file)

    def _files(self, session: Session) -> Files:
        return self.world.hosts[session.host].files

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self.budget.down()
        try:
            yield
        finally:
            self.budget.up()


def _alone(run: Callable[[], int]) -> int:
    """The status of a subshell: what ends a shell or a function in it ends it alone."""
    try:
        return run()
    except (Exit, Return) as end:
        return end.status


def _environment(session: Session) -> dict[str, str]:
    """The exported variables."""
    return {name: session.variables[name] for name in session.exported if name in session.variables}
