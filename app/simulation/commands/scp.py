"""scp(1): files from host to host."""

import posixpath
from collections.abc import Iterable

from ..completion.asking import Asking
from ..completion.hosts import far_paths, hosts
from ..files import Directory, File, FileError
from ..network import NameFault, host_of
from ..shell.call import Call, Stop
from ..shell.options import options
from ..world import Host

NAMES = ("scp",)
OPTIONS: tuple[str, dict[str, str]] = ("rpq3BCvP:i:o:", {})


def complete(asking: Asking) -> Iterable[str] | None:
    """Files here, or `HOST:` and files there."""
    if ":" in asking.word or (asking.word and not asking.word.startswith((".", "/", "~", "-")) and _fitting(asking)):
        return far_paths(asking)
    return None


def _fitting(asking: Asking) -> bool:
    return any(one.startswith(asking.word) for one in hosts(asking))


def run(call: Call) -> int:
    """Copy [HOST:]FILE… to [HOST:]PATH; -r folders too, -p with times and modes."""
    given = options(call, *OPTIONS)
    if len(given.words) < 2:
        raise Stop("usage: scp [-pqr] source ... target")
    *sources, target = given.words
    status = 0
    for source in sources:
        status |= _one(call, source, target, bool(given.flags & {"r"}), "p" in given.flags)
    return status


def _one(call: Call, source: str, target: str, recursive: bool, keep: bool) -> int:
    begin, from_ = _place(call, source)
    end, to = _place(call, target)
    shown = source.partition(":")[2] if ":" in source else source
    try:
        found = begin.files.stat(from_)
        if isinstance(end.files.get(to), Directory):
            to = posixpath.join(to, posixpath.basename(from_.rstrip("/")))
        if isinstance(found, File):
            call.budget.output(len(found.data))
            end.files.write(to, found.data, mode=found.mode if keep or end.files.get(to) is None else None)
            return 0
        if not recursive:
            return call.fail(f"{shown}: not a regular file")
        _tree(call, begin, end, from_.rstrip("/"), to.rstrip("/"))
    except FileError as fault:
        return call.fail(f"{shown if fault.path == from_ else fault.path}: {fault.reason}")
    return 0


def _tree(call: Call, begin: Host, end: Host, from_: str, to: str) -> None:
    root = begin.files.real(from_)
    for one in sorted(one for one in begin.files.inodes if one == root or one.startswith(f"{root}/")):
        found, goal = begin.files.stat(one), to + one[len(root) :]
        if isinstance(found, Directory):
            end.files.make_folders(goal)
        elif isinstance(found, File):
            call.budget.output(len(found.data))
            end.files.write(goal, found.data, mode=found.mode)


def _place(call: Call, text: str) -> tuple[Host, str]:
    """The host and the absolute path of `[user@]host:path`, or of a path here."""
    head, colon, path = text.partition(":")
    if not colon or "/" in head:
        return call.host, call.path(text)
    name = head.rpartition("@")[2]
    try:
        host = host_of(call.world, call.host, name)
    except NameFault:
        raise Stop(
            f"ssh: Could not resolve hostname {name}: Name or service not known\nscp: Connection closed", 255
        ) from None
    if host is None:
        raise Stop(f"ssh: connect to host {name} port 22: Connection timed out\nscp: Connection closed", 255)
    return host, posixpath.join("/root", path.replace("~/", "", 1) if path.startswith("~/") else path)
