"""tar(1): archives of simulated files. What it writes is a real archive, and a real tar reads it."""

import posixpath
from dataclasses import dataclass, field

from ..archives import MAGIC, NotAnArchive, inside, pack, unpack
from ..files import Directory, File, FileError, Inode, Link
from ..shell.call import Call, Stop
from ..shell.options import Options, options
from .ls import mode_text

NAMES = ("tar",)
OPTIONS = (
    "cxtzvf:C:pPhka",
    {
        "create": "c",
        "extract": "x",
        "get": "x",
        "list": "t",
        "gzip": "z",
        "verbose": "v",
        "file": "f",
        "directory": "C",
        "preserve-permissions": "p",
        "absolute-names": "P",
        "auto-compress": "a",
    },
)
_TROUBLE = 2
_ENDED = "Error is not recoverable: exiting now"
_WIDTH = 19
"""Of owner, group and size in a list (tar/src/list.c)."""


def run(call: Call) -> int:
    """-c, -x, -t of the archive -f (- and none: standard input or output); -z, -v, -C FOLDER, -P."""
    words = list(call.arguments)
    if words and not words[0].startswith("-"):
        words = _dashed(words)
    call.arguments = words
    given = options(call, *OPTIONS)
    modes = [one for one in "cxt" if one in given.flags]
    if len(modes) != 1:
        raise Stop(
            "tar: You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\n"
            "Try 'tar --help' or 'tar --usage' for more information.",
            _TROUBLE,
        )
    if modes == ["c"]:
        return _Creating(call, given).create()
    members = _members(call, given)
    return _list(call, given, members) if modes == ["t"] else _extract(call, given, members)


def _dashed(words: list[str]) -> list[str]:
    """`tar czf NAME …`: the letters without a dash; those with an argument take the next words in turn."""
    letters, waiting = words[0], words[1:]
    found = []
    for letter in letters:
        found.append(f"-{letter}")
        if f"{letter}:" in OPTIONS[0] and waiting:
            found.append(waiting.pop(0))
    return found + waiting


def _folder(call: Call, given: Options) -> str:
    """Where names begin: -C, else here."""
    folder = call.path(given.value("C") or ".")
    if not isinstance(call.files.get(folder), Directory):
        reason = "No such file or directory" if call.files.get(folder) is None else "Not a directory"
        raise Stop(f"tar: {given.value('C')}: Cannot open: {reason}\ntar: {_ENDED}", _TROUBLE)
    return folder


@dataclass(slots=True)
class _Creating:
    """`stripped`: whether a leading slash was taken away, which is said once."""

    call: Call
    given: Options
    members: list[tuple[str, Inode]] = field(default_factory=list)
    stripped: bool = False

    def create(self) -> int:
        call, given = self.call, self.given
        if not given.words:
            raise Stop(
                "tar: Cowardly refusing to create an empty archive\n"
                "Try 'tar --help' or 'tar --usage' for more information.",
                _TROUBLE,
            )
        folder, status = _folder(call, given), 0
        for name in given.words:
            try:
                self._add(folder, name)
            except FileError as fault:
                call.err(f"tar: {name}: Cannot stat: {fault.reason}")
                status = _TROUBLE
        target = given.value("f") or "-"
        compressed = "z" in given.flags or ("a" in given.flags and target.endswith((".gz", ".tgz")))
        data = pack(self.members, compressed=compressed, now=call.world.now)
        if target == "-":
            call.stdout.write(data)
        else:
            call.budget.output(len(data))
            try:
                call.files.write(call.path(target), data)
            except FileError as fault:
                raise Stop(f"tar: {target}: Cannot open: {fault.reason}\ntar: {_ENDED}", _TROUBLE) from None
        if status:
            call.err("tar: Exiting with failure status due to previous errors")
        return status

    def _add(self, folder: str, name: str) -> None:
        call = self.call
        shown = name.rstrip("/") or "/"
        if shown.startswith("/") and "P" not in self.given.flags:
            shown = shown.lstrip("/") or "."
            if not self.stripped:
                call.err("tar: Removing leading `/' from member names")
            self.stripped = True
        for rest, inode in inside(call.files, posixpath.join(folder, name.rstrip("/") or "/")):
            call.budget.output(len(inode.data) if isinstance(inode, File) else 0)
            self.members.append((shown + rest, inode))
            if "v" in self.given.flags:
                line = shown + rest + ("/" if isinstance(inode, Directory) else "")
                (call.err if (self.given.value("f") or "-") == "-" else call.line)(line)


def _members(call: Call, given: Options) -> list[tuple[str, Inode]]:
    """The members of the archive that were asked for: those named, with what is below them, or all."""
    name = given.value("f") or "-"
    try:
        data = call.stdin.read() if name == "-" else call.files.read(call.path(name))
    except FileError as fault:
        raise Stop(f"tar: {name}: Cannot open: {fault.reason}\ntar: {_ENDED}", _TROUBLE) from None
    if "z" in given.flags and not data.startswith(MAGIC):
        raise Stop(f"\ngzip: stdin: not in gzip format\ntar: Child returned status 1\ntar: {_ENDED}", _TROUBLE)
    try:
        found = unpack(data)
    except NotAnArchive as fault:
        raise Stop(f"tar: {fault}\ntar: Exiting with failure status due to previous errors", _TROUBLE) from None
    wanted = [word.rstrip("/") for word in given.words]
    if not wanted:
        return found
    chosen = [one for one in found if any(one[0] == word or one[0].startswith(f"{word}/") for word in wanted)]
    for word in wanted:
        if not any(name == word or name.startswith(f"{word}/") for name, _ in chosen):
            call.err(f"tar: {word}: Not found in archive")
    return chosen


def _list(call: Call, given: Options, members: list[tuple[str, Inode]]) -> int:
    for name, inode in members:
        call.budget.step()
        shown = name + ("/" if isinstance(inode, Directory) else "")
        if "v" not in given.flags:
            call.line(shown)
            continue
        owners, size = f"{inode.owner}/{inode.group}", str(len(inode.data) if isinstance(inode, File) else 0)
        target = f" -> {inode.target}" if isinstance(inode, Link) else ""
        padded = size.rjust(max(len(size), _WIDTH - len(owners) - 1))
        call.line(f"{mode_text(inode)} {owners} {padded} {inode.changed:%Y-%m-%d %H:%M} {shown}{target}")
    return 0


def _extract(call: Call, given: Options, members: list[tuple[str, Inode]]) -> int:
    folder, status, stripped = _folder(call, given), 0, False
    for name, inode in members:
        call.budget.output(len(inode.data) if isinstance(inode, File) else 0)
        if name.startswith("/") and "P" not in given.flags:
            if not stripped:
                call.err("tar: Removing leading `/' from member names")
            name, stripped = name.lstrip("/"), True  # noqa: PLW2901 - the member's name from here on
        if ".." in name.split("/"):
            call.err(f"tar: {name}: Member name contains '..'")
            status = _TROUBLE
            continue
        try:
            _put(call, posixpath.join(folder, name), inode)
        except FileError as fault:
            call.err(f"tar: {name}: Cannot open: {fault.reason}")
            status = _TROUBLE
            continue
        if "v" in given.flags:
            call.line(name + ("/" if isinstance(inode, Directory) else ""))
    if status:
        call.err("tar: Exiting with failure status due to previous errors")
    return status


def _put(call: Call, path: str, inode: Inode) -> None:
    """A member at its place: a folder that is there stays, a file that is there is replaced."""
    files = call.files
    files.make_folders(posixpath.dirname(path))
    if isinstance(inode, Directory):
        if not isinstance(files.get(path), Directory):
            files.make_folder(path, inode.mode)
        return
    if files.get(path, follow=False) is not None:
        files.remove(path)
    files.put(path, inode)
