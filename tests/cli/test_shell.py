"""`kubepki shell`: scripts, lessons and what can be taken along."""

import io
import tarfile
from pathlib import Path

import pytest

from app.cli import main
from tests.trees import TREES

Captured = pytest.CaptureFixture[str]


def test_a_script_prints_what_a_recording_shows(tmp_path: Path, capsys: Captured) -> None:
    """Each command behind `$ `, its output, `[exit N]`; a here-document is one command; another host by ssh."""
    script = tmp_path / "commands.sh"
    script.write_text("cat <<X\nhello\nX\nfalse\nssh cp2\nhostname\nexit\n")
    assert main(["shell", "ha2", "--script", str(script)]) == 0
    assert capsys.readouterr().out == (
        "$ cat <<X\nhello\nX\nhello\n[exit 0]\n$ false\n[exit 1]\n$ hostname\ncp2\n[exit 0]\n"
    )


def test_a_script_from_standard_input_tells_of_the_steps(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """A step is told when the state reaches it, and again when it is lost."""
    monkeypatch.setattr("sys.stdin", io.StringIO("echo '192.168.56.10 hostname3' >> /etc/hosts\n> /etc/hosts\n"))
    assert main(["shell", "--lesson", "third-name", "--script", "-"]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("# ")]
    assert told == ["# step address reached", "# step address lost", "# 1 of 11 steps"]


def test_the_solution_played_as_a_script_reaches_every_step(tmp_path: Path, capsys: Captured) -> None:
    """What --solution prints is a script; without its last line the last step stays open."""
    assert main(["shell", "--lesson", "third-name", "--solution"]) == 0
    commands = capsys.readouterr().out
    script = tmp_path / "solution.sh"
    for text, reached in ((commands, 11), ("\n".join(commands.splitlines()[:-1]), 10)):
        script.write_text(text)
        assert main(["shell", "--lesson", "third-name", "--script", str(script)]) == 0
        assert f"# {reached} of 11 steps" in capsys.readouterr().out


def test_the_lessons_are_listed(capsys: Captured) -> None:
    """With their steps by id; a lesson that there is not is refused with those that there are."""
    assert main(["shell", "--list"]) == 0
    assert "third-name: A third name for the API server\n  need" in capsys.readouterr().out
    assert main(["shell", "--lesson", "nosuch"]) == 2
    assert "third-name" in capsys.readouterr().err


def test_what_was_made_can_be_taken_along(tmp_path: Path, capsys: Captured) -> None:
    """--export writes each host's files as they stand at the end, and never over a file."""
    script, output = tmp_path / "s", tmp_path / "after.tar.gz"
    script.write_text("echo made > /root/made-here\n")
    words = ["shell", "ha2", "--script", str(script), "--export", str(output)]
    assert main(words) == 0
    with tarfile.open(output) as tar:
        found = tar.extractfile("cp1/root/made-here")
        assert found is not None and found.read() == b"made\n"
    assert main(words) == 2
    assert "never written over" in capsys.readouterr().err


def test_a_host_that_is_not_there_is_named(capsys: Captured) -> None:
    """With the hosts that there are."""
    assert main(["shell", "one", "--host", "cp9"]) == 2
    assert "cp1, worker1" in capsys.readouterr().err


def test_a_lesson_begins_at_a_step(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """The steps before it are reached without a word of output; a step that there is not, or no lesson, is refused."""
    monkeypatch.setattr("sys.stdin", io.StringIO("ls kubeadm.yaml\n"))
    assert main(["shell", "--lesson", "third-name", "--from", "add", "--script", "-"]) == 0
    assert capsys.readouterr().out == "$ ls kubeadm.yaml\nkubeadm.yaml\n[exit 0]\n# 5 of 11 steps\n"
    assert main(["shell", "--lesson", "third-name", "--from", "nosuch"]) == 2
    assert "need, address" in capsys.readouterr().err
    assert main(["shell", "ha2", "--from", "add"]) == 2
    assert "--lesson" in capsys.readouterr().err


PKI_ONLY = TREES / "kubeadm-1.37-pki-only.tar.gz"


def _told(capsys: Captured, *words: str) -> str:
    """What the simulation says of its own beginning, with a script of one line."""
    assert main(["shell", *words]) == 0
    return capsys.readouterr().err


def test_what_is_made_for_the_simulation_is_told_at_the_start(tmp_path: Path, capsys: Captured) -> None:
    """One line for a bare pki folder, and each file says so; none for a tree that has everything."""
    script = tmp_path / "s"
    script.write_text("head -1 /etc/kubernetes/admin.conf\n")
    words = ("--script", str(script), "--clock", "2026-12-15T12:00:00Z")
    assert main(["shell", str(PKI_ONLY), *words]) == 0
    printed = capsys.readouterr()
    assert "Made for the simulation" in printed.err and "16 files on cp1" in printed.err
    assert "# Made for the simulation, not in the upload" in printed.out
    assert _told(capsys, "ha2", *words) == ""


def test_a_tree_that_will_not_do_opens_the_sample_and_says_why(tmp_path: Path, capsys: Captured) -> None:
    """A worker alone: the reason, and the lesson on two nodes."""
    script, worker = tmp_path / "s", str(TREES / "kubeadm-1.37-worker-only.tar.gz")
    script.write_text("kubectl get nodes -o name\n")
    assert main(["shell", worker, "--lesson", "third-name", "--script", str(script)]) == 0
    printed = capsys.readouterr()
    assert "no control-plane node" in printed.err and "opens on the sample ha2 instead" in printed.err
    assert "node/cp1\nnode/cp2\n" in printed.out


def test_a_tree_that_has_expired_names_the_option(tmp_path: Path, capsys: Captured) -> None:
    """--clock with a moment when its certificates were in date; begun then, nothing is said any more."""
    script, tree = tmp_path / "s", str(TREES / "kubeadm-1.37-ha2.tar.gz")
    script.write_text("true\n")
    told = _told(capsys, tree, "--script", str(script), "--clock", "2029-01-01T00:00:00Z")
    assert "--clock 2027-10-25T07:00:00Z" in told
    assert _told(capsys, tree, "--script", str(script), "--clock", "2027-10-25T07:00:00Z") == ""
