"""What holds for the whole repository: imports, names that must not be committed, pins, data kept byte for byte."""

import ast
import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from app.places import data_folder

CHECKOUT = Path(__file__).resolve().parents[2]
BINARY = {".gz", ".png", ".woff2", ".ico"}
HERE = "|".join(re.escape(place) for place in (str(CHECKOUT), sys.prefix) if place.count("/") > 1)
FORBIDDEN = {
    "a package registry's host": r"pypi[.]org|pythonhosted[.]org|npmjs[.](org|com)|proxy[.]golang[.]org|crates[.]io",
    "a place of one machine": rf"/home/\w+/|/Users/\w+/|[.]pyenv/versions|(?<![\w.])({HERE})\b",
    "an option that names an index": r"--(extra-)?index-url|--trusted-host|--find-links",
    "something left for later": r"\b(TO|FIX)(DO|ME)\b|\bfor\b now\b",
}


def tracked() -> list[Path]:
    """The files that git has, less those deleted and not yet committed."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, check=True).stdout
    return [path for name in listed.decode().split("\0") if name and (path := CHECKOUT / name).is_file()]


def is_ours(path: Path) -> bool:
    """Whether a file was written by this project: not vendored, no data, not this list itself."""
    parts = path.relative_to(CHECKOUT).parts
    return "vendor" not in parts and parts[:2] != ("tests", "data") and path != Path(__file__).resolve()


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_names(what: str) -> None:
    """No registry's host, no path of the machine it was written on, no index option, no note for later is committed."""
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path.relative_to(CHECKOUT)}:{number}: {line.strip()}"
        for path in tracked()
        if path.suffix not in BINARY and is_ours(path)
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_patterns_find_what_they_are_for(what: str) -> None:
    """The failing twin: each pattern finds an example of its kind."""
    examples = f"https://pypi{'.'}org/simple /home/somebody/bin --index-url TODO"
    assert re.search(FORBIDDEN[what], examples)


def test_imports_inside_the_package_are_relative() -> None:
    """No module of app/ imports `app`: in the wheel the package is called kubepki."""
    absolute = []
    for path in (CHECKOUT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names.append(node.module or "")
            absolute += [f"{path}: {name}" for name in names if name.split(".")[0] == "app"]
    assert not absolute


def test_no_module_is_long() -> None:
    """The aim is near 100 lines; none has more than 300."""
    lengths = {path: len(path.read_text().splitlines()) for path in (CHECKOUT / "app").rglob("*.py")}
    assert {path: length for path, length in lengths.items() if length > 300} == {}


def test_each_test_says_what_it_shows() -> None:
    """Every test function has a docstring."""
    silent = [
        f"{path.relative_to(CHECKOUT)}:{node.name}"
        for path in (CHECKOUT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert not silent


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_requirement_is_pinned_with_hashes(lock: str) -> None:
    """Each package of a lock file has one exact version and at least one SHA-256, and no address."""
    packages = re.split(r"\n(?=[a-z])", "\n" + (CHECKOUT / lock).read_text())[1:]
    assert packages
    for package in packages:
        assert re.match(r"[a-z0-9._-]+==\S+ \\\n", package)
        assert "--hash=sha256:" in package
        assert "://" not in package


def test_the_locks_agree_and_cover_what_is_asked_for() -> None:
    """Each dependency of pyproject.toml is pinned, to the same version for those who run and those who test."""
    run, test = (_pins(CHECKOUT / name) for name in ("requirements.lock", "requirements-dev.lock"))
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    assert {re.split(r"[>=]", line)[0] for line in project["dependencies"]} <= set(run)
    assert run.items() <= test.items()


def _pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+) ", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("folder", ["static/vendor", "tests/browser/vendor"])
def test_vendored_files_are_what_their_authors_released(folder: str) -> None:
    """Each vendored file carries its version in its name and has the hash that was written down when it was added."""
    vendored = CHECKOUT / folder
    noted = {
        name: digest
        for entry in json.loads((vendored / "VENDORED.json").read_text())
        for name, digest in entry["files"].items()
        if entry["version"] in name
    }
    assert {path.name for path in vendored.iterdir()} - {"VENDORED.json"} == set(noted)
    for name, digest in noted.items():
        assert hashlib.sha256((vendored / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("path", ["sample_pki/one/cp1/etc/kubernetes/pki/ca.crt", "tests/data/trees/PROVENANCE.md"])
def test_git_never_changes_data(path: str) -> None:
    """Line ends of samples and trees are left alone on every system: hashes and signatures depend on them."""
    ask = ["git", "check-attr", "text", "--", path]
    said = subprocess.run(ask, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    assert said.endswith("text: unset\n")


def test_data_folders_are_found_and_missing_ones_named() -> None:
    """In a checkout templates/, static/ and sample_pki/ stand beside the package; any other name is an error."""
    for name in ("templates", "static", "sample_pki"):
        assert data_folder(name) == CHECKOUT / name
    with pytest.raises(FileNotFoundError, match="no_such_folder"):
        data_folder("no_such_folder")
