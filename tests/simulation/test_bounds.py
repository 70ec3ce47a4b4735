"""What one line may use: each bound ends it with a sentence, and the next line works."""

import time

import pytest

from app.simulation.shell.budget import MAX_COMMANDS, MAX_OUTPUT, MAX_SECONDS
from app.simulation.terminal import STOPPED, Terminal

from .worlds import play, terminal, ticking, world

COMMANDS, OUTPUT, LEVELS, VALUE = "after 10000 commands", "after 1 MiB of output", "64 levels deep", "before a value of"
LOOPS = {
    "commands": ("while true; do :; done", COMMANDS),
    "commands in a for": ("for i in $(seq 5001); do x=1; y=2; done", COMMANDS),
    "commands of xargs": ("seq 11000 | xargs -n 1 true", COMMANDS),
    "output": ("while true; do cat /etc/kubernetes/pki/ca.crt /etc/kubernetes/pki/ca.crt; done", OUTPUT),
    "output into a file": ("for i in $(seq 200); do cat /etc/kubernetes/admin.conf; done > /tmp/big", OUTPUT),
    "output of an archive": ("for i in $(seq 30); do tar cf /dev/null /etc/kubernetes; done", OUTPUT),
    "functions": ("f() { f; }; f", LEVELS),
    "substitutions": ("f() { echo $(f); }; f", LEVELS),
    "scripts": ("echo 'sh /tmp/r' > /tmp/r; sh /tmp/r", LEVELS),
    "sourced files": ("echo '. /tmp/r' > /tmp/r; . /tmp/r", LEVELS),
    "hosts": ("echo 'ssh cp1 sh /tmp/r' > /tmp/r; sh /tmp/r", LEVELS),
    "commands that run commands": ("sudo " * 3000 + "ls", LEVELS),
    "environments": ("env " * 3000 + "ls", LEVELS),
    "braces": ("echo {1..9}{1..9}{1..9}{1..9}{1..9}{1..9}{1..9}{1..9}", VALUE),
    "braces in braces": ("echo " + "{a," * 3000 + "b" + "}" * 3000, VALUE),
    "sequence": ("echo {1..999999999}", VALUE),
    "width": ("printf '%999999999d' 1", VALUE),
    "doubled": ("x=abcdefgh; for i in 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9; do x=$x$x; done", VALUE),
    "replaced": ("x=$(seq 9000); echo ${x//1/bbbbbbbbbbbbbbbbbbbb}", VALUE),
    "seq": ("seq 1 999999999", VALUE),
    "sed": ("seq 9000 | tr -d '\\n' | sed 's/./&&&&/g'", VALUE),
    "diff": ("seq 900 | sed 's/.*/1/' > /tmp/a; (echo 2; cat /tmp/a) > /tmp/b; diff /tmp/a /tmp/b", "comparisons"),
}


@pytest.mark.parametrize("name", LOOPS)
def test_a_line_without_an_end_ends(name: str) -> None:
    """It stops with a sentence that says what it used up, and the shell goes on."""
    found = terminal()
    line, sentence = LOOPS[name]
    answer = play(found, line)
    assert answer.status == STOPPED and "(simulation) stopped " in answer.output and sentence in answer.output
    assert len(answer.output) < MAX_OUTPUT + 1000
    assert play(found, "echo still here").output == "still here\n"


@pytest.mark.parametrize(
    "line",
    [
        "for i in $(seq 4990); do x=1; y=2; done; echo done",
        "f() { [ $1 -eq 0 ] && echo done || f $(($1 - 1)); }; f 50",
        "for i in $(seq 100); do cat /etc/kubernetes/admin.conf; done > /tmp/big; echo done",
        "seq 300 | sed 's/.*/1/' > /tmp/a; (echo 2; cat /tmp/a) > /tmp/b; diff /tmp/a /tmp/b > /tmp/c || echo done",
    ],
)
def test_just_within_a_bound_a_line_runs_to_its_end(line: str) -> None:
    """The failing twin: ten less than ten thousand commands, fifty levels, half of the output."""
    assert play(terminal(), line).output == "done\n"


DEEP = {
    "parentheses of [[": "[[ " + "( " * 3000 + "a = a" + " )" * 3000 + " ]]",
    "negations of [[": "[[ " + "! " * 3000 + "a = a ]]",
    "parentheses of [": "[ " + r"\( " * 3000 + "a = a" + r" \)" * 3000 + " ]",
    "groups of sed": "echo a | sed '" + "1{" * 3000 + "p" + "}" * 3000 + "'",
    "expressions of find": "find . " + r"\( " * 3000 + "-name a" + r" \)" * 3000,
    "negations of find": "find . " + "! " * 3000 + "-name a",
    "subshells": "(" * 3000 + "ls" + ")" * 3000,
    "conditions": "if true; then " * 3000 + "ls; " + "fi; " * 3000,
    "arithmetic": "echo $((" + "(" * 3000 + "1" + ")" * 3000 + "))",
    "awk": "awk 'BEGIN{print " + "(" * 3000 + "1" + ")" * 3000 + "}'",
    "defaults": "echo " + "${x:-" * 3000 + "}" * 3000,
}


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_without_an_end_is_refused(name: str) -> None:
    """With a sentence and a status, before anything runs that deep."""
    answer = play(terminal(), DEEP[name])
    assert answer.status != 0 and ("deep" in answer.output or "recursion level exceeded" in answer.output)


def test_levels_of_several_kinds_in_each_other_end() -> None:
    """Each within its own bound, all together beyond Python's: the line stops, nothing is raised."""
    found = terminal()
    inner = "[[ " + "( " * 60 + "a = a" + " )" * 60 + " ]]"
    answer = play(found, f"f() {{ [ $1 = 0 ] && {inner} || f $(($1 - 1)); }}; f 60; echo $?")
    assert answer.output in ("0\n", "(simulation) stopped: this simulation reads no deeper\n")


def test_a_condition_that_is_none_says_so() -> None:
    """In `[[` too: a sentence and status 2."""
    answer = play(terminal(), "[[ -Q x ]]")
    assert (answer.status, answer.output) == (2, "bash: -Q: unary operator expected\n")


def test_a_line_that_is_slow_ends() -> None:
    """With a clock that runs, a loop ends for its time; a short line does not."""
    assert "s of work" in play(ticking(step=0.01), LOOPS["commands"][0]).output
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


LONG = "seq 1 30000 | tr -d '\\n' > /tmp/long"
SLOW = {
    "grep -o": "grep -o . /tmp/long | wc -l",
    "sed": "sed 's/[0-9]//g' /tmp/long | wc -c",
    "awk": "awk -F'[0-9]' '{print NF}' /tmp/long",
    "a replacement": "x=$(head -c 60000 /tmp/long); echo ${x//[0-9]/} | wc -c",
    "a prefix": "x=$(head -c 60000 /tmp/long); echo ${x##*[a-z]} | wc -c",
    "a pipe": "ls " + "| cat " * 3000,
    "many files": "cd /tmp; for i in $(seq 4000); do echo f$i; done | xargs touch; ls | wc -l",
}


@pytest.mark.parametrize("name", SLOW)
def test_no_command_works_for_longer_than_a_line_may(name: str) -> None:
    """By this thread's own clock: whatever a line asks of one command, it ends a quarter of a second later."""
    found = Terminal.on(world(), "cp1", time.thread_time)
    play(found, LONG)
    begun = time.thread_time()
    play(found, SLOW[name])
    assert time.thread_time() - begun < 2 * MAX_SECONDS


def test_a_full_disk_is_said() -> None:
    """A host holds some megabytes: more is refused as a kernel refuses it; what is there stays."""
    found = terminal()
    play(found, "for i in 1 2 3 4 5 6 7 8; do seq 1 9000; done > /tmp/a")
    answers = [play(found, f"cp /tmp/a /tmp/b{number}; cp /tmp/a /tmp/c{number}") for number in range(20)]
    assert answers[0].status == 0 and "No space left on device" in answers[-1].output
    assert play(found, "ls /etc/kubernetes/pki/ca.crt").status == 0
