"""The command line: what it prints, how it ends, and what it says when it cannot."""

import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app import __version__
from app.analysis import document
from app.analysis.samples import NAMES, open_sample
from app.cli import main
from app.web.moments import parse_rfc3339

ROOT = Path(__file__).parents[2]
TREES = ROOT / "tests" / "data" / "trees"
TREE = TREES / "kubeadm-1.37-pki-only.tar.gz"
MOMENT = "2027-01-31T12:00:00Z"

Captured = pytest.CaptureFixture[str]


def test_inspect_prints_the_model_of_a_tarball(capsys: Captured) -> None:
    """JSON of a packed tree at a clock, exit code 0."""
    assert main(["inspect", str(TREE), "--format", "json", "--clock", MOMENT]) == 0
    model = json.loads(capsys.readouterr().out)
    assert model["schema"] == 1 and model["clock"] == MOMENT and model["certificates"]


def test_folders_and_their_tarball_are_the_same_tree(capsys: Captured, tmp_path: Path) -> None:
    """An unpacked tree gives the same certificates and connections as its tarball, whatever order the files come in."""
    with tarfile.open(TREES / "kubeadm-1.30-cp1.tar.gz") as packed:
        packed.extractall(tmp_path, filter="fully_trusted")  # noqa: S202 - our own test data
    models = []
    for path in (tmp_path, TREES / "kubeadm-1.30-cp1.tar.gz"):
        assert main(["inspect", str(path), "--format", "json", "--clock", MOMENT]) == 0
        models.append(json.loads(capsys.readouterr().out))
    assert models[0]["certificates"] == models[1]["certificates"]
    assert [one["id"] for one in models[0]["connections"]] == [one["id"] for one in models[1]["connections"]]


def test_a_sample_is_opened_by_its_name_at_its_own_clock(capsys: Captured) -> None:
    """And at another moment if one is given."""
    assert main(["inspect", "ha3", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == document(open_sample("ha3"))
    assert main(["inspect", "ha3", "--format", "json", "--clock", MOMENT]) == 0
    assert json.loads(capsys.readouterr().out) == document(open_sample("ha3", parse_rfc3339(MOMENT)))


def test_a_path_wins_over_a_name(capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder called like a sample is the folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one").mkdir()
    assert main(["inspect", "one"]) == 1
    (tmp_path / "one").rmdir()
    assert main(["inspect", "one"]) == 0


def test_text_is_for_reading_and_the_default(capsys: Captured) -> None:
    """The default names nodes, certificates and connections in lines."""
    assert main(["inspect", "one"]) == 0
    printed = capsys.readouterr().out
    assert "Nodes" in printed and "Connections" in printed and "kube-apiserver" in printed


def test_svg_is_a_file_of_its_own(capsys: Captured) -> None:
    """A well-formed picture without a script or a link."""
    assert main(["inspect", "one", "--format", "svg"]) == 0
    picture = ET.fromstring(capsys.readouterr().out)  # noqa: S314 - our own output
    names = {element.tag.rpartition("}")[2] for element in picture.iter()}
    assert picture.tag.endswith("svg") and "text" in names and not {"script", "a", "image", "foreignObject"} & names


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_terminal_obeys_no_character_of_a_tree(capsys: Captured, tmp_path: Path, form: str) -> None:
    """Escape, bell and bidirectional controls in a file's content are printed as text."""
    manifests = tmp_path / "etc" / "kubernetes" / "manifests"
    manifests.mkdir(parents=True)
    (manifests / "a.yaml").write_text(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: etcd}\nspec:\n  containers:\n  - name: etcd\n"
        '    command: [etcd, "--name=n\\e[2J\\u202e\\x07\\x9b", "--cert-file=/a\\e]8;;http://x\\x07"]\n'
    )
    assert main(["inspect", str(tmp_path), "--format", form, "--clock", MOMENT]) in (0, 1)
    out, err = capsys.readouterr()
    assert not set("\x1b\x07\x9b\u202e") & set(out + err)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["COMMAND", "--help"]),
        (["inspect"], ["PATH", "--help"]),
        (["inspect", "/no/such/place"], ["/no/such/place", "one, "]),
        (["inspect", "one", "ha3"], ["'one'"]),
        (["inspect", "nope"], ["nope", "ha3"]),
        (["inspect", ""], ["''"]),
        (["inspect", "x" * 5000], ["no file or folder"]),
        (["inspect", "a\0b"], ["a⟨U+0000⟩b"]),
        (["inspect", "one", "--clock", "tomorrow"], ["tomorrow", "2027-01-31T12:00:00Z"]),
        (["inspect", "one", "--format", "pdf"], ["pdf", "svg"]),
        (["inspect", "one", "--form", "json"], ["--form"]),
        (["serve", "--port", "eighty"], ["eighty", "65535"]),
        (["serve", "--port", "70000"], ["70000"]),
        (["serve", "--host", "192.0.2.250", "--port", "0"], ["192.0.2.250", "--host"]),
        (["open", "/no/such/place"], ["/no/such/place"]),
        (["fly"], ["fly", "--help"]),
        (["inspect", "a\u202eb\x1b[2J"], ["a⟨U+202E⟩b⟨U+001B⟩[2J"]),
    ],
)
def test_a_wrong_command_line(capsys: Captured, arguments: list[str], words: list[str]) -> None:
    """Exit code 2, one line that names the mistake and what to do, nothing on stdout."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and all(word in err for word in words)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xfd7zXZ\x00", bytes(10_240), b"\x1f\x8b" + bytes(100)])
def test_a_file_that_is_no_tree(capsys: Captured, tmp_path: Path, content: bytes) -> None:
    """Exit code 1 and one line that says what it is and what to do."""
    path = tmp_path / "file.tar.gz"
    path.write_bytes(content)
    assert main(["inspect", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("kubepki: ") and err.count("\n") == 1


def test_a_tree_without_a_cluster(capsys: Captured, tmp_path: Path) -> None:
    """Exit code 1: it was read, and nothing of it is known."""
    (tmp_path / "notes.txt").write_text("hello")
    assert main(["inspect", str(tmp_path)]) == 1
    assert capsys.readouterr().out == ""


def test_one_broken_archive_among_several(capsys: Captured, tmp_path: Path) -> None:
    """It is named with its reason, and the others are read; alone it is the refusal."""
    broken = tmp_path / "cut.tgz"
    broken.write_bytes(TREE.read_bytes()[:2000])
    assert main(["inspect", str(TREE), str(broken)]) in (0, 3)
    assert "cut.tgz: The gzip file is cut off." in capsys.readouterr().out
    assert main(["inspect", str(broken)]) == 1


class Nobody:
    """Somebody who may not look: as the system calls would tell it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, forbidden: Path) -> None:
        real_stat, real_open, real_scandir = os.stat, os.open, os.scandir

        def refuse(path: object, *, inside: bool) -> None:
            found = Path(os.fspath(path)) if isinstance(path, str | os.PathLike) else None
            if found and (forbidden in found.parents or (inside and found == forbidden)):
                raise PermissionError(13, "Permission denied", str(path))

        def stat(path: str, *rest: object, **named: object) -> os.stat_result:
            refuse(path, inside=False)
            return real_stat(path, *rest, **named)  # type: ignore[arg-type]

        def opened(path: str, *rest: object, **named: object) -> int:
            refuse(path, inside=True)
            return real_open(path, *rest, **named)  # type: ignore[arg-type]

        def scandir(path: str) -> object:
            refuse(path, inside=True)
            return real_scandir(path)

        monkeypatch.setattr(os, "stat", stat)
        monkeypatch.setattr(os, "open", opened)
        monkeypatch.setattr(os, "scandir", scandir)


@pytest.mark.parametrize("named", [".", "pki", "pki/ca.crt", "admin.conf"])
def test_root_only(capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    """A folder that only root may look into, named by somebody else: what could not be read, and sudo; no bug."""
    folder = tmp_path / "etc" / "kubernetes"
    (folder / "pki").mkdir(parents=True)
    (folder / "pki" / "ca.crt").write_text("x")
    (folder / "admin.conf").write_text("x")
    Nobody(monkeypatch, folder)
    assert main(["inspect", str(folder / named)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and "sudo" in err and "kubernetes" in err and "mistake" not in err


def test_a_bug_is_no_traceback(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of the program itself is one line without the text of the error, which may quote a file."""

    def bug(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("app.cli.trees.analyse", bug)
    assert main(["inspect", str(TREE)]) == 70
    err = capsys.readouterr().err
    assert "ZeroDivisionError" in err and "report" in err and "secret" not in err and err.count("\n") == 1


def test_samples_are_listed(capsys: Captured) -> None:
    """Each by the name that opens it."""
    assert main(["samples"]) == 0
    printed = capsys.readouterr().out
    assert all(f"\n{name}" in f"\n{printed}" for name in NAMES)


@pytest.mark.parametrize("command", ["", "inspect", "open", "serve", "samples"])
def test_help(capsys: Captured, command: str) -> None:
    """Every command explains itself within 100 columns, with examples where there is something to type."""
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])
    printed = capsys.readouterr().out
    assert ended.value.code == 0 and max(map(len, printed.splitlines())) <= 100
    if command in ("inspect", "open", "serve"):
        assert f"  kubepki {command}" in printed.replace("sudo ", "") and "examples:" in printed
    if command in ("", "inspect"):
        assert "exit codes:" in printed


def test_version(capsys: Captured) -> None:
    """The version is the package's."""
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"kubepki {__version__}\n"


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "app", *arguments], cwd=ROOT, check=False, **options)  # type: ignore[call-overload, no-any-return]


def test_a_closed_pipe_is_no_error() -> None:
    """`kubepki inspect … | head -1` ends quietly."""
    reading, writing = os.pipe()
    os.close(reading)
    done = run("inspect", "ha3", "--format", "json", stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_full_disk_is_no_bug() -> None:
    """Output that cannot be written ends with the system's reason, and without Python's own complaints."""
    with Path("/dev/full").open("wb") as full:
        done = run("inspect", "one", stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr == b"kubepki: The output cannot be written: No space left on device.\n"


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="Windows has no /dev/stdin")
@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_a_tarball_through_a_pipe(name: str) -> None:
    """`ssh node tar cz … | kubepki inspect -` reads what comes; an empty pipe and a wrong file are refused as such."""
    read = run("inspect", name, input=TREE.read_bytes(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert read.returncode == 0 and b"control-plane" in read.stdout, read.stderr
    for wrong, what in ((b"", b"an empty file"), (b"%PDF-1.7", b"a PDF document")):
        refused = run("inspect", name, input=wrong, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert refused.returncode == 1 and what in refused.stderr


def test_a_terminal_without_unicode_is_no_error() -> None:
    """With an ASCII-only output, signs that it does not know are written out."""
    done = run("inspect", "one", capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0 and done.stdout.isascii()


def test_nothing_heavy_is_imported_for_help() -> None:
    """--help imports no web framework, no cryptography and no template engine: that is what makes it quick."""
    code = (
        "import sys; from app.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ('fastapi', 'cryptography', 'jinja2', 'yaml', 'uvicorn', 'asyncio') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_inspect_needs_no_server() -> None:
    """Printing a tree imports no web framework and no server."""
    code = (
        "import sys; from app.cli import main\n"
        f"main(['inspect', {str(TREE)!r}])\n"
        "print([m for m in ('fastapi', 'starlette', 'uvicorn', 'asyncio') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_nothing_is_written_and_nothing_is_asked(tmp_path: Path) -> None:
    """inspect writes no file, connects to nobody and runs nothing, whatever server and plugin a kubeconfig names."""
    kubeconfig = tmp_path / "etc" / "kubernetes" / "admin.conf"
    kubeconfig.parent.mkdir(parents=True)
    canary = tmp_path / "canary"
    kubeconfig.write_text(
        "apiVersion: v1\nkind: Config\ncurrent-context: a\n"
        "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:9'}}]\n"
        "contexts: [{name: a, context: {cluster: c, user: u}}]\n"
        f"users: [{{name: u, user: {{exec: {{command: touch, args: [{canary}]}}}}}}]\n"
    )
    code = f"""
import os, sys
from app.cli import main
from app.analysis import samples
seen = []
def hook(event, arguments):
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        seen.append(arguments[0])
    elif event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system")):
        seen.append(event)
main(["inspect", "one"])
sys.addaudithook(hook)
code = main(["inspect", {str(tmp_path)!r}, "--format", "json"])
print(code, seen)
"""
    done = subprocess.run([sys.executable, "-B", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"
    assert not canary.exists()


def test_stdout_holds_only_what_was_asked_for(capsys: Captured) -> None:
    """So that it can be piped into jq: nothing before and nothing after the document."""
    assert main(["inspect", "one", "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.load(io.StringIO(out)) and out.isascii() and err == ""


def test_the_exit_code_tells_that_a_connection_fails(capsys: Captured) -> None:
    """Ten years later every certificate has expired: 3, in every format; at its own clock the sample works: 0."""
    later = ["--clock", "2037-01-31T12:00:00Z"]
    for form in ("text", "json", "svg"):
        assert main(["inspect", "one", "--format", form, *later]) == 3
        assert main(["inspect", "one", "--format", form]) == 0
    capsys.readouterr()


def test_text_prints_a_verdict_for_each_connection(capsys: Captured) -> None:
    """Each connection says whether it works; one that fails says where, in Go's words, and which file it was."""
    main(["inspect", "one", "--clock", "2037-01-31T12:00:00Z"])
    lines = capsys.readouterr().out.splitlines()
    at = lines.index("  kubectl:admin.conf@cp1->kube-apiserver@cp1")
    assert lines[at + 1].split()[:3] == ["verdict", "FAILS", "(handshake-client-verifies-server)"]
    assert "client: dates" in lines[at + 2]
    assert (
        "x509: certificate has expired or is not yet valid: current time 2037-01-31T12:00:00Z is after" in lines[at + 2]
    )
    assert lines[at + 2].endswith("[cp1:/etc/kubernetes/pki/apiserver.crt, named by --tls-cert-file]")
    verdicts = [line for line in lines if line.startswith("    verdict ")]
    main(["inspect", "one", "--format", "json"])
    assert len(verdicts) == len(json.loads(capsys.readouterr().out)["connections"])
