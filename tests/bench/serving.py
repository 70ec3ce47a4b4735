"""A server of its own for a measurement."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


@contextmanager
def server(*command: str) -> Iterator[str]:
    """`python -m COMMAND` in a process of its own, with the settings that it has by itself: the address it prints."""
    with running(*command) as process:
        assert process.stdout is not None
        yield next(filter(None, (re.search(r"http://[\d.]+:\d+", line) for line in process.stdout)))[0]
        process.terminate()


@contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[str]]:
    """`python -m COMMAND` as a process, until it ends."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KUBEPKI_")}
    with subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as process:
        yield process
