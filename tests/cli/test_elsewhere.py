"""Machines without what only POSIX has, as Windows: which commands run there, and what the others say."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.trees import TREES

ROOT = Path(__file__).parents[2]
TREE = TREES / "kubeadm-1.30-cp1.tar.gz"

WITHOUT = """
import os, signal, socket, sys
for name in ("resource", "readline", "fcntl", "pwd", "grp", "termios", "tty", "pty", "syslog"):
    sys.modules[name] = None
for module, names in (
    (os, "fork forkpty getuid geteuid killpg setsid wait4 sched_getaffinity O_NOFOLLOW O_NONBLOCK O_NOCTTY"),
    (signal, "SIGALRM SIGPROF SIGKILL setitimer ITIMER_REAL ITIMER_PROF"),
    (socket, "AF_UNIX"),
):
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
from app.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""Everything of POSIX that this program uses is gone before its first module is imported."""


def run(*arguments: object, typed: str = "") -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", WITHOUT, *map(str, arguments)]
    return subprocess.run(words, cwd=ROOT, input=typed, capture_output=True, check=False, text=True)


@pytest.mark.parametrize("arguments", [["samples"], ["inspect", TREE], ["inspect", "one", "--format", "svg"]])
def test_reading_needs_no_posix(arguments: list[object]) -> None:
    """A tree is printed as text and as a picture without any module that only POSIX has."""
    done = run(*arguments)
    assert (done.returncode, done.stderr) == (0, "") and done.stdout


def test_a_folder_is_read_without_owners(tmp_path: Path) -> None:
    """Files of such a machine have no owner, and are read all the same."""
    (tmp_path / "ca.crt").write_bytes((ROOT / "sample_pki/ha2/cp1/etc/kubernetes/pki/ca.crt").read_bytes())
    done = run("inspect", tmp_path, "--format", "json")
    assert done.returncode == 0 and '"owner": null' in done.stdout


def test_a_twin_and_a_shell(tmp_path: Path) -> None:
    """A twin is written, and the simulated terminal answers, typed into as well."""
    assert run("twin", TREE, "-o", tmp_path / "twin.tar.gz").returncode == 0
    assert (tmp_path / "twin.tar.gz").stat().st_size > 1000
    typed = run("shell", "one", typed="hostname\nexit\n")
    assert typed.returncode == 0 and "cp1" in typed.stdout, typed.stderr


@pytest.mark.parametrize("arguments", [["serve"], ["open", TREE]])
def test_the_server_says_where_it_runs(arguments: list[object]) -> None:
    """It needs fork: exit code 2 and one sentence that names the systems, no bug."""
    done = run(*arguments)
    assert done.returncode == 2 and done.stdout == ""
    assert "Linux, macOS and in WSL" in done.stderr and done.stderr.count("\n") == 1
