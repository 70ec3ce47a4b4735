"""A reading process: started by the pool as `python -m …worker.process`, with pipes as standard input and output.

It imports everything once and then forks a child for every job. The child alone sees the upload's bytes: it sets its
limits, reads, answers and ends. So no upload meets what another left in memory, private keys above all, and whatever
kills a child – the alarm, the memory limit, a crash in a C library – costs its own upload an answer and nobody else.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from resource import RLIMIT_AS, RLIMIT_CORE, RLIMIT_FSIZE, setrlimit

from ...analysis.samples import NAMES, open_sample
from ...reading.bounds import DEADLINE
from ...reading.uploads import Upload
from .job import read_job
from .wire import ANSWER, JOB, PATIENCE, READY, Answer, job_files

ADDRESS_SPACE = 512 << 20
"""Ten times the peak of the largest allowed upload."""

Reading = Callable[[Sequence[Upload], datetime], Answer]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def limit_this_process() -> None:
    """No file written, no core left behind, a bounded memory, and an end that also stops C code.

    SIGPROF and SIGALRM at their default action kill; a Python handler would wait for the C call to return. The deadline
    is processor time, since a busy machine is not the upload's fault; real time is bounded for a process that waits.
    """
    setrlimit(RLIMIT_FSIZE, (0, 0))
    setrlimit(RLIMIT_CORE, (0, 0))
    with suppress(ValueError):  # macOS knows the limit and sets none; elsewhere a lower one may already hold
        setrlimit(RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    for number, timer, seconds in (
        (signal.SIGPROF, signal.ITIMER_PROF, DEADLINE),
        (signal.SIGALRM, signal.ITIMER_REAL, PATIENCE),
    ):
        signal.signal(number, signal.SIG_DFL)
        signal.setitimer(timer, seconds)


def receive(pipe: int, size: int) -> bytearray:
    """So many bytes of a pipe; fewer where it ends."""
    data = bytearray(size)
    view, got = memoryview(data), 0
    while got < size and (n := os.readv(pipe, [view[got:]])):
        got += n
    return data[:got] if got < size else data


def send(pipe: int, data: bytes) -> None:
    """All bytes down a pipe."""
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]


def do(read: Reading, job: bytes, jobs: int, answers: int) -> None:
    """One job: the rest of it is read from `jobs`, the answer written to `answers`."""
    list_size, size, seconds = JOB.unpack(job)
    listed, data = receive(jobs, list_size), receive(jobs, size)
    if len(listed) < list_size or len(data) < size:
        return
    limit_this_process()
    gc.disable()
    answer = read(job_files(listed, memoryview(data)), EPOCH + timedelta(seconds=seconds))
    send(answers, ANSWER.pack(answer.kind, len(answer.content)) + answer.content)


def serve(read: Reading, jobs: int, answers: int) -> None:
    """Forks a child for each job until the pipe ends, or until a child dies: what it left unread is nobody's job."""
    gc.collect()
    gc.freeze()
    send(answers, READY)
    while len(job := receive(jobs, JOB.size)) == JOB.size:
        child = os.fork()
        if child == 0:
            do(read, bytes(job), jobs, answers)
            os._exit(0)
        if os.waitpid(child, 0)[1] != 0:
            return


def main(read: Reading = read_job) -> None:
    """Keeps the pipes to itself, so that nothing printed by anybody gets into an answer, and serves.

    Pages come first: reading gives way to the server where the processor is short.
    """
    os.nice(5)
    jobs, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    sys.excepthook = lambda *_: None
    serve(read, jobs, answers)


if __name__ == "__main__":
    open_sample(NAMES[0])  # imports what is imported when first needed: a child would do it again for every upload
    main()
