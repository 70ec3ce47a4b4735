"""`kubepki twin`: what it writes, and what it never does."""

import json
import tarfile
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest

from app.breaking.fault import KINDS
from app.cli import main

Captured = pytest.CaptureFixture[str]


def inspected(path: Path, capsys: Captured) -> dict[str, object]:
    capsys.readouterr()
    assert main(["inspect", str(path), "--format", "json"]) in (0, 3)  # 3: a connection fails at this moment
    model: dict[str, object] = json.loads(capsys.readouterr().out)
    return model


def test_a_samples_twin_is_written(tmp_path: Path, capsys: Captured) -> None:
    """By name: a tarball of one folder per node and TWIN.txt, with the sample's connections in it."""
    output = tmp_path / "one.tar.gz"
    assert main(["twin", "one", "-o", str(output)]) == 0
    assert str(output) in capsys.readouterr().out
    with tarfile.open(output) as tar:
        assert {name.split("/")[0] for name in tar.getnames()} == {"TWIN.txt", "cp1", "worker1", "worker2"}
    assert main(["inspect", "one", "--format", "json"]) == 0
    sample = json.loads(capsys.readouterr().out)
    connections = inspected(output, capsys)["connections"]
    assert [c["id"] for c in connections] == [c["id"] for c in sample["connections"]]  # type: ignore[index,union-attr,attr-defined]


@pytest.mark.parametrize("kind", ["file", "link"])
def test_nothing_is_written_over(kind: str, tmp_path: Path, capsys: Captured) -> None:
    """A file of that name stays byte for byte, a dangling link too: exit code 2 and a sentence."""
    output = tmp_path / "there.tar.gz"
    if kind == "file":
        output.write_text("mine")
    else:
        output.symlink_to(tmp_path / "elsewhere")
    assert main(["twin", "one", "-o", str(output)]) == 2
    assert "never written over" in capsys.readouterr().err
    assert not (tmp_path / "elsewhere").exists()
    assert kind == "link" or output.read_text() == "mine"


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path, capsys: Captured) -> None:
    """Where the file cannot be made, no traceback."""
    assert main(["twin", "one", "-o", str(tmp_path / "no" / "x.tar.gz")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_without_an_output_it_says_so(capsys: Captured) -> None:
    """-o has no default: a twin goes where somebody wants it."""
    assert main(["twin", "one"]) == 2
    assert "-o" in capsys.readouterr().err


class Clock(datetime):
    """The program's clock, stopped."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Clock":
        return cls(2030, 6, 1, tzinfo=tz)


def test_rebased_the_clock_is_now(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dates are moved by as much as the clock lies from today; without the option they stay."""
    monkeypatch.setattr("app.cli.twin.datetime", Clock)
    plain, rebased = tmp_path / "plain.tar.gz", tmp_path / "rebased.tar.gz"
    clock = "2020-01-01T00:00:00Z"
    assert main(["twin", "one", "--clock", clock, "-o", str(plain)]) == 0
    assert main(["twin", "one", "--clock", clock, "--rebase", "-o", str(rebased)]) == 0
    moved = {
        end(after) - end(before)
        for before, after in zip(certificates(plain, capsys), certificates(rebased, capsys), strict=True)
    }
    assert moved == {datetime(2030, 6, 1, tzinfo=UTC) - datetime(2020, 1, 1, tzinfo=UTC)}


def certificates(path: Path, capsys: Captured) -> list[dict[str, str]]:
    found: list[dict[str, str]] = inspected(path, capsys)["certificates"]  # type: ignore[assignment]
    return found


def end(certificate: dict[str, str]) -> datetime:
    return datetime.fromisoformat(certificate["not_after"])


SERVING = "expired,cp1:/etc/kubernetes/pki/apiserver.crt#"


def test_a_broken_twin_says_what_inspect_says_of_the_fault(tmp_path: Path, capsys: Captured) -> None:
    """`inspect --break`, and `inspect` of what `twin --break` wrote, agree on every connection; both exit with 3."""
    output, clock = tmp_path / "broken.tar.gz", "2026-12-15T12:00:00Z"
    assert main(["twin", "one", "--clock", clock, "--break", SERVING, "-o", str(output)]) == 0
    capsys.readouterr()
    assert main(["inspect", "one", "--clock", clock, "--break", SERVING, "--format", "json"]) == 3
    told = json.loads(capsys.readouterr().out)["connections"]
    assert main(["inspect", str(output), "--clock", clock, "--format", "json"]) == 3
    written = json.loads(capsys.readouterr().out)["connections"]
    fields = ("id", "verdict", "phase", "identity", "client_side", "server_side", "client_log", "server_log")
    assert [[one[field] for field in fields] for one in told] == [[one[field] for field in fields] for one in written]
    assert sum(one["verdict"] == "fails" for one in told) == 9


def test_a_fault_that_this_tree_does_not_know_is_a_sentence(tmp_path: Path, capsys: Captured) -> None:
    """Nothing is written, the exit code is 2, and the sentence says where ids are listed."""
    output = tmp_path / "no.tar.gz"
    assert main(["twin", "one", "--break", "expired,nobody", "-o", str(output)]) == 2
    assert "kubepki inspect --format json lists them" in capsys.readouterr().err
    assert not output.exists()


def test_faults_are_listed(capsys: Captured) -> None:
    """Every name with what it does, without a tree or a file to write."""
    with pytest.raises(SystemExit) as end:
        main(["twin", "--list-faults"])
    assert end.value.code == 0
    out = capsys.readouterr().out
    assert [name for name in KINDS if f"{name} " in out] == list(KINDS)
