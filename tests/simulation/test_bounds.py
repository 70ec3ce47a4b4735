"""What one line may use: each bound ends it with a sentence, and the next line works."""

import pytest

from app.simulation.shell.budget import MAX_COMMANDS, MAX_OUTPUT
from app.simulation.terminal import STOPPED

from .worlds import play, terminal, ticking

LOOPS = {
    "commands": "while true; do :; done",
    "output": "while true; do cat /etc/kubernetes/pki/ca.crt /etc/kubernetes/pki/ca.crt; done",
    "levels": "f() { f; }; f",
    "braces": "echo {1..9}{1..9}{1..9}{1..9}{1..9}{1..9}{1..9}{1..9}",
    "sequence": "echo {1..999999999}",
    "width": "printf '%999999999d' 1",
    "doubled": "x=abcdefgh; for i in 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9; do x=$x$x; done",
    "seq": "seq 1 999999999",
}


@pytest.mark.parametrize("name", LOOPS)
def test_a_line_without_an_end_ends(name: str) -> None:
    """It stops with a sentence that says what it used up, and the shell goes on."""
    found = terminal()
    answer = play(found, LOOPS[name])
    assert answer.status == STOPPED and "(simulation) stopped" in answer.output
    assert len(answer.output) < MAX_OUTPUT + 1000
    assert play(found, "echo still here").output == "still here\n"


def test_a_line_that_is_slow_ends() -> None:
    """With a clock that runs, a loop ends for its time; a short line does not."""
    assert "s of work" in play(ticking(step=0.01), LOOPS["commands"]).output
    assert play(ticking(step=0.001), "echo quick").output == "quick\n"


def test_what_people_type_is_far_from_the_bounds() -> None:
    """A loop of a hundred rounds with a pipe in it runs to its end."""
    answer = play(terminal(), "for i in $(seq 100); do echo line $i | tr a-z A-Z; done | wc -l")
    assert (answer.output, answer.status) == ("100\n", 0)
    assert MAX_COMMANDS > 1000


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|aa)+$", "a*a*a*a*a*a*a*a*b"])
def test_patterns_do_not_backtrack(pattern: str) -> None:
    """Patterns that take an engine with backtracking for ever take no time over 60 000 letters."""
    found = terminal()
    play(found, "x=" + "a" * 3000, "for i in 1 2 3 4; do x=$x$x; done; echo $x > /tmp/long")
    assert play(found, f"grep -E '{pattern}' /tmp/long | wc -c").status == 0


def test_a_full_disk_is_said() -> None:
    """A host holds some megabytes: more is refused as a kernel refuses it; what is there stays."""
    found = terminal()
    play(found, "for i in 1 2 3 4 5 6 7 8; do seq 1 9000; done > /tmp/a")
    answers = [play(found, f"cp /tmp/a /tmp/b{number}; cp /tmp/a /tmp/c{number}") for number in range(20)]
    assert answers[0].status == 0 and "No space left on device" in answers[-1].output
    assert play(found, "ls /etc/kubernetes/pki/ca.crt").status == 0
