"""The simulated shell beside a real bash: the same scripts, the same output and status."""

import contextlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.simulation.shell.arithmetic import ArithmeticFault, evaluate
from app.simulation.shell.errors import Incomplete, SyntaxFault
from app.simulation.shell.parser import parse

from .worlds import play, terminal

CASES = (Path(__file__).parents[1] / "data" / "simulation" / "like_bash.txt").read_text("utf-8").split("\n---\n")
BASH = shutil.which("bash")
_PLACE = re.compile(r"^bash: (?:-c: )?line \d+: ", re.MULTILINE)


@pytest.mark.skipif(BASH is None, reason="no bash is at hand")
@pytest.mark.parametrize("script", CASES)
def test_a_script_does_what_bash_does(script: str, tmp_path: Path) -> None:
    """Lines of output (those of two streams in any order) and the status are bash's, in an empty folder."""
    real = subprocess.run(
        ["bash", "-c", script],
        executable=BASH,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/root", "LC_ALL": "C", "TZ": "UTC"},
    )
    found = terminal()
    found.session.folder = "/tmp"
    answer = found.type(script)
    wanted = _PLACE.sub("bash: ", real.stdout + real.stderr)
    assert sorted(answer.output.splitlines()) == sorted(wanted.splitlines())
    assert answer.status == real.returncode


@pytest.mark.parametrize(
    ("text", "needs_more"),
    [
        ("echo 'a", True),
        ("for i in 1", True),
        ("cat <<X\na", True),
        ("a &&", True),
        ("a | | b", False),
        ("fi", False),
        (")", False),
    ],
)
def test_lines_that_go_on_are_told_from_faults(text: str, needs_more: bool) -> None:
    """An open quote, loop or document waits for more; what no shell understands is refused."""
    with pytest.raises(SyntaxFault) as caught:
        parse(text)
    assert isinstance(caught.value, Incomplete) == needs_more


def test_an_unknown_command_says_so_and_what_there_is() -> None:
    """bash's words and status 127; a hint names what the simulation offers. A known one gives no hint."""
    answer = play(terminal(), "kubect get nodes")
    assert (answer.output, answer.status) == ("bash: kubect: command not found\n", 127)
    assert "kubectl" in answer.hints[0]
    assert play(terminal(), "true").hints == ()


def test_ssh_goes_to_another_host_and_exit_comes_back() -> None:
    """Files are the host's own; an unknown name is refused as ssh does."""
    found = terminal()
    assert play(found, "ssh cp2").host == "cp2"
    assert play(found, "hostname; echo x > /tmp/here").output == "cp2\n"
    assert play(found, "exit").host == "cp1"
    assert play(found, "ls /tmp/here").status == 2
    assert "Name or service not known" in play(found, "ssh nowhere").output


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["echo", "a", "'b c'", '"$x"', "$(ls)", "|", "&&", ";", ">", "f", "<", "{1..3}", "*", "for", "in", "do",
             "done", "if", "then", "fi", "(", ")", "\n", "$((1+1))", "cat", "grep", "sed", "-n", "\\", "`", "x=1", "&",
             "!", "[", "]", "rm", "/etc"]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_no_line_raises(words: list[str]) -> None:
    """Whatever is typed is run, refused in bash's words, or waits for more; another host stays as it was."""
    found = _SHARED
    before = dict(found.world.hosts["cp2"].files.inodes)
    with contextlib.suppress(Incomplete):
        found.type(" ".join(words))
    assert dict(found.world.hosts["cp2"].files.inodes) == before


_SHARED = terminal()


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("0123456789+-*/%()<>=!&|^~?: ax"), max_size=40))
def test_arithmetic_never_raises_otherwise(text: str) -> None:
    """Any text is a number of 64 bits or a fault in bash's words."""
    with contextlib.suppress(ArithmeticFault):
        assert -(1 << 63) <= evaluate(text, lambda _: "7") < 1 << 63


@pytest.mark.parametrize(
    ("program", "wanted", "status"),
    [
        ('BEGIN{x=1e3; printf "%c%c\\n", 65, "BC"}', "AB\n", 0),
        ("BEGIN{x=99999999;for_=0; x=x*x*x*x; x=x*x*x*x; x=x*x*x*x; print x, -x, int(x) > 0}", "+inf -inf 1\n", 0),
        ("{print $(0-1)}", "awk: cmd. line:1: fatal: attempt to access field -1\n", 2),
        ("{print $1e9}", "\n", 0),
    ],
)
def test_awk_numbers_without_bounds(program: str, wanted: str, status: int) -> None:
    """Characters by number, what outgrows every number, and fields that are not there, as gawk has them."""
    answer = play(terminal(), f"echo a b | awk '{program}'")
    assert (answer.output, answer.status) == (wanted, status)


def test_sed_takes_only_digits_for_groups() -> None:
    """A raised two is a character like others; a group that is not there is refused."""
    assert play(terminal(), "echo a | sed 's/a/\\²/'").output == "²\n"
    assert "invalid reference" in play(terminal(), "echo a | sed 's/a/\\2/'").output
