"""Scripts over exported files in a real bash, and over the same files in the simulated shell: they agree."""

import io
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from app.simulation.exporting import export
from app.simulation.terminal import Terminal
from app.simulation.world import World

from .worlds import world

SCRIPTS = (Path(__file__).parents[1] / "data" / "simulation" / "like_bash_over_files.txt").read_text("utf-8")
BASH = shutil.which("bash")
NEEDED = ("awk", "base64", "diff", "find", "grep", "sed", "sha256sum", "stat", "tar", "xargs")
MISSING = [tool for tool in ("bash", *NEEDED) if shutil.which(tool) is None]
PLACE = re.compile(r"^bash: (?:-c: )?line \d+: ", re.MULTILINE)
BEGUN: list[tuple[World, bytes]] = []


def begun() -> tuple[World, bytes]:
    """One world for all scripts, and its files as --export writes them."""
    if not BEGUN:
        made = world("ha2")
        BEGUN.append((made, export(made, made.now)))
    return BEGUN[0]


def unpacked(folder: Path) -> Path:
    """/etc/kubernetes of cp1 out of the exported tarball, with its modes."""
    with tarfile.open(fileobj=io.BytesIO(begun()[1])) as tar:
        found = [one for one in tar.getmembers() if one.name.startswith("cp1/etc/kubernetes/") and one.isfile()]
        for one in found:
            one.uid = one.gid = 0
            one.uname = one.gname = ""
        tar.extractall(folder, members=found, filter="tar")
    for one in found:
        (folder / one.name).chmod(one.mode)
    return folder / "cp1" / "etc" / "kubernetes"


@pytest.mark.skipif(bool(MISSING), reason=f"not at hand: {', '.join(MISSING)}")
@pytest.mark.parametrize("script", SCRIPTS.split("\n---\n"))
def test_a_script_over_exported_files_does_what_bash_does(script: str, tmp_path: Path) -> None:
    """Relative paths, in /etc/kubernetes: the lines of both streams in any order, and the status."""
    real = subprocess.run(
        ["bash", "-c", script],
        executable=BASH,
        cwd=unpacked(tmp_path),
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/root", "LC_ALL": "C", "TZ": "UTC"},
    )
    made = begun()[0]
    files = made.hosts["cp1"].files
    made.hosts["cp1"].files = files.copy()
    found = Terminal.on(made, "cp1", lambda: 0.0)
    found.session.folder = "/etc/kubernetes"
    answer = found.type(script)
    made.hosts["cp1"].files = files
    wanted = PLACE.sub("bash: ", real.stdout + real.stderr)
    assert sorted(answer.output.splitlines()) == sorted(wanted.splitlines())
    assert answer.status == real.returncode
