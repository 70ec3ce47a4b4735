"""Real trees with things done to them that people, editors and accidents do: files lost, swapped, cut, edited."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from app.model.files import Entry

WORDS = (
    b"null", b"[]", b"{}", b"''", b"0", b"-1", b"~", b"true", b"[a, b]", b"{a: b}", b"https://[::1", b"https://", b":",
    b"unix:///run/x", b"/", b"//", b"../..", b"/etc/kubernetes", b"*", b"\xc3\xa9", b"\xff", b"127.0.0.1:99999", b"::1",
    b"a" * 300, b"%s", b"$(POD_IP)", b"1.2.3.4/33", b"2001-01-01", b"1e999", b"0x7f", b"!!binary aGk=", b"&a", b"*a",
)  # fmt: skip
"""What stands in an edited file where a value was."""

Change = Callable[[list[Entry], Random], None]


def _lose(found: list[Entry], chance: Random) -> None:
    del found[chance.randrange(len(found))]


def _lose_a_folder(found: list[Entry], chance: Random) -> None:
    folder = chance.choice(found).member.rpartition("/")[0]
    found[:] = [entry for entry in found if not entry.member.startswith(folder + "/")] or found


def _swap(found: list[Entry], chance: Random) -> None:
    one, other = chance.randrange(len(found)), chance.randrange(len(found))
    a, b = found[one], found[other]
    found[one], found[other] = replace(a, data=b.data, target=b.target), replace(b, data=a.data, target=a.target)


def _cut(found: list[Entry], chance: Random) -> None:
    at = chance.randrange(len(found))
    data = found[at].data
    found[at] = replace(found[at], data=data[: chance.randrange(len(data) + 1)])


def _glue(found: list[Entry], chance: Random) -> None:
    at = chance.randrange(len(found))
    found[at] = replace(found[at], data=found[at].data + chance.choice(found).data)


def _edit(found: list[Entry], chance: Random) -> None:
    """One value of one line is another."""
    texts = [at for at, entry in enumerate(found) if b"kind:" in entry.data]
    if not texts:
        return
    at = chance.choice(texts)
    lines = found[at].data.split(b"\n")
    line = chance.randrange(len(lines))
    for mark in (b": ", b"=", b"- "):
        head, sign, _ = lines[line].partition(mark)
        if sign:
            lines[line] = head + sign + chance.choice(WORDS)
            break
    found[at] = replace(found[at], data=b"\n".join(lines))


def _lose_a_line(found: list[Entry], chance: Random) -> None:
    at = chance.randrange(len(found))
    lines = found[at].data.split(b"\n")
    del lines[chance.randrange(len(lines))]
    found[at] = replace(found[at], data=b"\n".join(lines))


def _point_elsewhere(found: list[Entry], chance: Random) -> None:
    at = chance.randrange(len(found))
    target = chance.choice(("/etc/kubernetes/pki/ca.crt", "ca.crt", "../..", "/", found[at].member, "/nowhere"))
    found[at] = replace(found[at], data=b"", target=target)


def _copy(found: list[Entry], chance: Random) -> None:
    entry = chance.choice(found)
    found.append(replace(entry, member=chance.choice(("x/", "worker9/", "pki/", "root/")) + entry.member))


def _unread(found: list[Entry], chance: Random) -> None:
    at = chance.randrange(len(found))
    if found[at].target is None:
        found[at] = replace(found[at], data=b"", size=len(found[at].data))


_EDITS = (_edit,) * 4
CHANGES: tuple[Change, ...] = (
    *_EDITS, _lose, _lose_a_folder, _swap, _cut, _glue, _lose_a_line, _point_elsewhere, _copy, _unread,
)  # fmt: skip


def mutated(found: tuple[Entry, ...], seed: int) -> tuple[Entry, ...]:
    """A tree after a few of these; the same for the same seed."""
    chance = Random(seed)  # noqa: S311 - no secret hangs on it
    changed = list(found)
    for _ in range(chance.randrange(1, 12)):
        if len(changed) > 1:
            chance.choice(CHANGES)(changed, chance)
    return tuple({entry.member: entry for entry in changed}.values())
