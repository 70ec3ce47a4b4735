"""`kubepki shell` on a real terminal: the prompt, Tab, the keys of a shell."""

import curses
import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.editor import Buffer

PROMPT = "(simulated) root@cp1:~# "
PATIENCE = 30
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[()=>][0B]?|\x07|\r")


class Screen:
    """A child process on a terminal of its own."""

    def __init__(self, *words: str, term: str = "dumb") -> None:
        self.master, slave = pty.openpty()
        environment = {**os.environ, "TERM": term, "INPUTRC": "/dev/null"}
        command = [sys.executable, "-m", "app", "shell", *words]
        root = Path(__file__).resolve().parents[2]
        before = signal.signal(signal.SIGINT, signal.SIG_DFL)  # a suite in the background may have Ctrl-C ignored
        self.child = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, cwd=root, env=environment)
        signal.signal(signal.SIGINT, before)
        os.close(slave)
        self.read = ""

    def until(self, end: str) -> str:
        """What is written up to a text, that included; what came behind it is for the next."""
        while end not in self.read:
            ready, _, _ = select.select([self.master], [], [], PATIENCE)
            assert ready, f"nothing more came after {self.read!r}"
            try:
                self.read += ESCAPES.sub("", os.read(self.master, 4096).decode())
            except OSError:
                raise AssertionError(f"it ended after {self.read!r}") from None
        found, end_, self.read = self.read.partition(end)
        return found + end_

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def end(self) -> int:
        os.close(self.master)
        self.child.kill()
        return self.child.wait()


@pytest.fixture
def screen() -> Iterator[Screen]:
    found = Screen("one", "--lesson", "third-name", "--from", "see-it-fail")
    yield found
    found.end()


def test_a_shell_on_a_terminal(screen: Screen) -> None:
    """It says which machine one is on, completes, lists, remembers, goes on over lines, and says that one left."""
    opening = screen.until(PROMPT)
    assert "nothing here touches" in opening and "(simulated) " in opening.splitlines()[0]
    screen.type("kubec\tg\tnodes --no-h\t| wc -l\n")
    assert "kubectl get nodes --no-headers | wc -l\n3\n" in screen.until(PROMPT)
    screen.type("kubectl describe node w\t\t\t")
    screen.until("worker1  worker2\n")
    screen.until(f"{PROMPT}kubectl describe node worker")
    screen.type("\x15cat <<EOF\n")
    screen.until("> ")
    screen.type("one\nEOF\n")
    assert "\none\n" in screen.until(PROMPT)
    screen.type("\x1b[A" * 4 + "\n")
    assert "3\n" in screen.until(PROMPT)
    screen.type("nosuch\n")
    refused = screen.until(PROMPT)
    assert "bash: nosuch: command not found\n(simulated) This simulation offers:" in refused
    screen.type("ssh worker1\n")
    screen.until("(simulated) root@worker1:~# ")
    screen.type("\x04")
    screen.until(PROMPT)
    screen.type("echo half")
    screen.until("echo half")
    screen.child.send_signal(signal.SIGINT)
    screen.until(PROMPT)
    screen.type("echo whole\n")
    assert "\nwhole\n" in screen.until(PROMPT)
    screen.type("exit 0\n")
    assert "You are on" in screen.until("again.")
    assert screen.child.wait(PATIENCE) == 0


def test_an_editor_opens_for_vi() -> None:
    """What is typed and saved stands in the simulated file; closed without saving, nothing is written."""
    screen = Screen("one", term="xterm")
    try:
        screen.until(PROMPT)
        screen.type("vi note.txt\n")
        screen.until("close without saving")
        screen.type("hello\rworld\x0f")
        screen.until(PROMPT)
        screen.type("cat note.txt\n")
        assert "hello\nworld\n" in screen.until(PROMPT)
        screen.type("nano other.txt\n")
        screen.until("close without saving")
        screen.type("x\x18")
        assert "Nothing was saved" in screen.until(PROMPT)
        screen.type("ls\n")
        assert "other.txt" not in screen.until(PROMPT)
    finally:
        screen.end()


def test_the_editors_keys() -> None:
    """Put in, split, join, delete, move: the text and the cursor follow."""
    buffer = Buffer.of("ab\ncd\n")
    for key in (curses.KEY_END, "!", 13, "x", curses.KEY_DOWN, curses.KEY_HOME, 127, curses.KEY_LEFT, curses.KEY_DC):
        buffer.key(key)
    assert (buffer.text, buffer.row, buffer.column) == ("ab!\ncd\n", 1, 0)
    for key in (curses.KEY_NPAGE, curses.KEY_END, curses.KEY_RIGHT, curses.KEY_DC, curses.KEY_UP, curses.KEY_UP, "\t"):
        buffer.key(key)
    assert buffer.text == "ab\t!\ncd\n"
