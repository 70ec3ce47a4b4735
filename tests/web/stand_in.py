"""A reading process that does what an upload's first word says: what a hostile upload might bring a real one to."""

import os
import signal
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from app.reading.uploads import Upload
from app.web.worker.process import main
from app.web.worker.wire import Answer, Kind

SEEN: list[bytes] = []


def obey(uploads: Sequence[Upload], clock: datetime) -> Answer:
    """Answers with the upload itself, or does the harm that it asks for."""
    data = b"".join(bytes(upload.data) for upload in uploads)
    word = data.split(b" ")[0]
    SEEN.append(data)
    if word == b"hang":
        pow(3, 10**9)  # one call into C that no Python signal handler can stop
    elif word == b"timers":
        left = [round(signal.getitimer(which)[0]) for which in (signal.ITIMER_PROF, signal.ITIMER_REAL)]
        return Answer(Kind.CLUSTER, b"%d %d" % tuple(left))
    elif word == b"crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif word == b"eat":
        bytearray(1 << 30)
    elif word == b"write":
        Path(data.split(b" ")[1].decode()).write_bytes(b"key")
    elif word == b"print":
        for stream in (sys.stdout, sys.stderr):
            stream.write("forged answer\n")
            stream.flush()
    elif word == b"remember":
        return Answer(Kind.CLUSTER, repr(SEEN).encode())
    return Answer(Kind.CLUSTER, data + f" {os.getpid()} {clock.isoformat()}".encode())


if __name__ == "__main__":
    main(obey)
