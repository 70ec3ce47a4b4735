"""wc(1)."""

from ..shell.call import Call
from ..shell.options import options

NAMES = ("wc",)
OPTIONS = ("lwcm", {"lines": "l", "words": "w", "bytes": "c", "chars": "m"})


def run(call: Call) -> int:
    """Lines, words, bytes."""
    given = options(call, *OPTIONS)
    wanted = [letter for letter in "lwmc" if letter in given.flags] or ["l", "w", "c"]
    rows, status = [], 0
    for name in given.words or ["-"]:
        data, failed = call.inputs([name])
        status |= failed
        if not failed:
            rows.append((_counts(data[0]), name if given.words else ""))
    if len(rows) > 1:
        rows.append(({letter: sum(counts[letter] for counts, _ in rows) for letter in "lwmc"}, "total"))
    largest = max((max(counts.values()) for counts, _ in rows), default=0)
    alone = len(wanted) == 1 and len(rows) == 1
    width = 0 if alone else max(len(str(largest)), 0 if given.words else 7)
    for counts, name in rows:
        call.line(" ".join([*(f"{counts[letter]:{width}}" for letter in wanted), *([name] if name else [])]))
    return status


def _counts(data: bytes) -> dict[str, int]:
    return {"l": data.count(b"\n"), "w": len(data.split()), "c": len(data), "m": len(data.decode("utf-8", "replace"))}
