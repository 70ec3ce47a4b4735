"""The simulated shell: what a command takes, what a learner's session holds, and three hundred learners at once."""

import gc
import http.client
import os
import pty
import select
import statistics
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

from app.analysis.samples import open_sample
from app.issuing.keys import KeyPool
from app.lessons import LESSONS
from app.lessons.play import Play, Setting, started

from .measure import Goal
from .serving import CHECKOUT, server

LESSON = LESSONS["third-name"]
TREE = "ha2"
ISSUES = "kubeadm init phase certs"
MOST_COMMAND, MOST_ISSUING, MOST_PROMPT, MOST_SESSION, MOST_LATE = 5.0, 30.0, 3.0, 200.0, 100.0
NEIGHBOURS, MOST_BESIDE = 1, 100.0
LEARNERS, SECONDS, ROUNDS = 300, 5.0, 6
KIB = 1024


def goals() -> Iterator[Goal]:
    """In process first, then a terminal, then a server."""
    pool = KeyPool()
    _played(pool)
    yield from _commands(pool)
    yield _neighbours(pool)
    yield _session(pool)
    yield _prompt()
    yield _crowd([command for command, _ in _played(pool)[1]])


def _played(pool: KeyPool) -> tuple[Play, list[tuple[str, float]]]:
    """The lesson's solution, with the milliseconds of work that each command took."""
    play = started(LESSON, open_sample(TREE), Setting(), pool)
    taken = []
    for step in LESSON.steps:
        for command in step.solution(play.situation):
            begin = time.thread_time()  # of this process alone: others on the machine do not count
            play.run("cp1", command)
            taken.append((command, (time.thread_time() - begin) * 1e3))
    return play, taken


def _commands(pool: KeyPool) -> Iterator[Goal]:
    rounds = [_played(pool)[1] for _ in range(9)]
    medians = [(row[0][0], statistics.median(taken for _, taken in row)) for row in zip(*rounds, strict=True)]
    slowest = max(medians, key=lambda one: one[1])
    yield Goal(
        "a command of the lesson, in process, the lesson's look at the state included: mean",
        statistics.mean(taken for _, taken in medians),
        MOST_COMMAND,
        f"{len(medians)} commands; the slowest {slowest[1]:.1f} ms: {slowest[0][:60]}",
        unit="ms",
    )
    issuing = [taken for command, taken in medians if command.startswith(ISSUES)]
    yield Goal(
        "a command that issues a certificate, its key from the pool", max(issuing), MOST_ISSUING, ISSUES, unit="ms"
    )


def _neighbours(pool: KeyPool) -> Goal:
    """How late a short line is while another runs into its bound again and again, in threads as on a server."""
    plays = [started(LESSON, open_sample(TREE), Setting(), pool) for _ in range(NEIGHBOURS + 1)]
    ended = threading.Event()

    def loop(play: Play) -> None:
        while not ended.is_set():
            play.run("cp1", "while true; do :; done")

    threads = [threading.Thread(target=loop, args=(play,)) for play in plays[1:]]
    for thread in threads:
        thread.start()
    late = []
    for _ in range(100):
        due = time.perf_counter() + 0.02
        ended.wait(0.02)
        plays[0].run("cp1", "echo hello")
        late.append((time.perf_counter() - due) * 1e3)
    ended.set()
    for thread in threads:
        thread.join()
    detail = f"a loop without an end beside it; p50 {statistics.median(late):.0f} ms"
    return Goal("a short line beside one that runs into its bound: worst", max(late), MOST_BESIDE, detail, unit="ms")


def _session(pool: KeyPool) -> Goal:
    """What ten sessions hold beside the first, which brings along all that they share."""
    first = _played(pool)[0]
    gc.collect()
    tracemalloc.start()
    others = [_played(pool)[0] for _ in range(10)]
    gc.collect()
    held = tracemalloc.get_traced_memory()[0] / len(others) / KIB
    tracemalloc.stop()
    detail = f"the whole lesson played, {len(first.entries)} commands with their output"
    return Goal("a learner's session beyond the shared tree", held, MOST_SESSION, detail, unit="KiB")


def _prompt() -> Goal:
    """From the start of `kubepki shell` on a terminal to its prompt, the best of three: the disk is warm then."""
    best = min(_until_prompt() for _ in range(3))
    return Goal(
        "kubepki shell on two nodes: its prompt", best, MOST_PROMPT, "keys of 2048 bits are made anew", unit="s"
    )


def _until_prompt() -> float:
    master, slave = pty.openpty()
    begin = time.perf_counter()
    command = [sys.executable, "-m", "app", "shell", TREE]
    with subprocess.Popen(command, cwd=CHECKOUT, stdin=slave, stdout=slave, stderr=slave) as child:
        os.close(slave)
        found = b""
        while b"~# " not in found and select.select([master], [], [], 60)[0]:
            found += os.read(master, 4096)
        taken = time.perf_counter() - begin
        child.kill()
    os.close(master)
    return taken


def _crowd(commands: list[str]) -> Goal:
    """Learners who each send a command every five seconds. Late is counted from when a command was due."""
    with server("app", "serve", "--port", "0") as address:
        learners = [_Learner(address, number) for number in range(LEARNERS)]
        begin = time.perf_counter() + 1
        threads = [threading.Thread(target=one.play, args=(begin, commands)) for one in learners]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    late = sorted(taken for one in learners for taken in one.late)
    at = {share: late[int(len(late) * share)] for share in (0.5, 0.9, 0.99)}
    detail = (
        f"{len(late)} commands by HTTP, page included: p50 {at[0.5]:.0f}, p90 {at[0.9]:.0f}, worst {late[-1]:.0f} ms"
    )
    return Goal(f"{LEARNERS} learners on one process: p99", at[0.99], MOST_LATE, detail, unit="ms")


class _Learner:
    """A browser with a lesson of its own; plays the solution command by command."""

    def __init__(self, address: str, number: int) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self._number = number
        self.late: list[float] = []
        fields = {"lesson": LESSON.id, "cluster": TREE, "name": "hostname3"}
        answer = self._post("/plays", fields, {})
        self._path = answer.headers["Location"]
        self._headers = {"Cookie": answer.headers["Set-Cookie"].partition(";")[0], "HX-Request": "true"}
        self._headers |= {"HX-Request-Type": "partial"}

    def play(self, begin: float, commands: list[str]) -> None:
        """Send commands, each when it is due."""
        waiting = threading.Event()
        for turn in range(ROUNDS):
            due = begin + SECONDS * (turn + self._number / LEARNERS)
            waiting.wait(max(0.0, due - time.perf_counter()))
            self._post(self._path, {"command": commands[turn % len(commands)]}, self._headers)
            self.late.append((time.perf_counter() - due) * 1e3)

    def _post(self, path: str, fields: dict[str, str], headers: dict[str, str]) -> http.client.HTTPResponse:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request("POST", path, urlencode(fields), headers | form)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{path}: {answer.status}")
        return answer
