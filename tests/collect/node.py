"""A node for the collect command: an extracted tree as its root, and a folder of programs as its PATH."""

import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from app.collect import commands
from tests.trees import DISTRIBUTIONS, MADE, TREES

BASICS = ("cat", "gzip", "ls", "mkdir", "mktemp", "openssl", "rm", "tar", "uname")
"""All that the command may find beside sh and awk: POSIX's basic commands, tar with its gzip, and openssl."""

SHELLS = [shell for shell in (["dash"], ["bash"], ["busybox", "sh"]) if shutil.which(shell[0])]
AWKS = [awk for awk in (["mawk"], ["gawk"], ["original-awk"], ["busybox", "awk"], ["awk"]) if shutil.which(awk[0])]


@dataclass(frozen=True)
class Outcome:
    """What the command left: its exit status, what it said, the archive's members and contents (none if no archive)."""

    status: int
    said: str
    members: dict[str, tarfile.TarInfo]
    contents: dict[str, bytes]
    left_behind: list[Path]


def unpack(tree: str, root: Path) -> Path:
    """Extract a tree, as the node's root or as one folder per node."""
    with tarfile.open((DISTRIBUTIONS if tree in MADE else TREES) / f"{tree}.tar.gz") as archive:
        archive.extractall(root, filter="fully_trusted")  # noqa: S202 - our own archive, with absolute links
    return root


def collect(
    root: Path,
    work: Path,
    kind: str = "control-plane",
    shell: list[str] | None = None,
    awk: list[str] | None = None,
    **replaced: str,
) -> Outcome:
    """Run the very text that is shown to people. `replaced`: the bodies of shell scripts that stand in for programs.

    sudo stands in for itself by running its arguments: the test has the rights already, or needs none.
    """
    shell, awk = shell or SHELLS[0], awk or AWKS[0]
    path, folder, log = work / "bin", work / "out", work / "temporary"
    path.mkdir(parents=True)
    folder.mkdir()
    for name in BASICS:
        _program(path, name, f'exec {shutil.which(name)} "$@"')
    _program(path, "sh", f'exec {shutil.which(shell[0])} {" ".join(shell[1:])} "$@"')
    _program(path, "awk", f'exec {shutil.which(awk[0])} {" ".join(awk[1:])} "$@"')
    _program(path, "sudo", 'exec "$@"')
    _program(path, "mktemp", f'd=$({shutil.which("mktemp")} "$@") && echo "$d" >>{log} && echo "$d"')
    for name, body in replaced.items():
        _program(path, name, body)
    text = next(command.text for command in commands(str(root)) if command.id == kind)
    ran = subprocess.run(
        [shutil.which("sh") or "sh"],
        input=text.encode(),
        cwd=folder,
        env={"PATH": str(path)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    archives = list(folder.iterdir())
    members, contents = _read(archives[0]) if archives else ({}, {})
    made = [Path(line) for line in log.read_text().splitlines()] if log.exists() else []
    left = [*archives[1:], *(place for place in made if place.exists())]
    return Outcome(ran.returncode, (ran.stdout + ran.stderr).decode(), members, contents, left)


def _program(path: Path, name: str, body: str) -> None:
    file = path / name
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)


def _read(archive: Path) -> tuple[dict[str, tarfile.TarInfo], dict[str, bytes]]:
    """Members and contents by their path on the node: behind the folder that is named after the host."""
    members, contents = {}, {}
    with tarfile.open(archive) as opened:
        for member in opened:
            name = member.name.partition("/")[2]
            members[name] = member
            if member.isfile():
                content = opened.extractfile(member)
                contents[name] = content.read() if content else b""
    return members, contents
