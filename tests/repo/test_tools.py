"""What a fresh machine meets first: the search for a Python and for a Chromium, and make's own words."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import chromium

CHECKOUT = Path(__file__).resolve().parents[2]
SH = shutil.which("sh") or "sh"


def program(folder: Path, name: str, body: str) -> Path:
    """A shell script that stands in for a program."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!{SH}\n{body}\n")
    file.chmod(0o755)
    return file


def make_venv(path: Path, target: Path, python: str = "") -> subprocess.CompletedProcess[str]:
    """Run tools/make-venv.sh where only the programs of one folder are found."""
    program(path, "rm", f'exec {shutil.which("rm")} "$@"')
    return subprocess.run(
        [SH, str(CHECKOUT / "tools/make-venv.sh"), str(target)],
        env={"PATH": str(path), "PYTHON": python},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_inactive_version_and_an_old_one_are_passed_over(tmp_path: Path) -> None:
    """A shim that fails and a Python that is too old do not count; the next that fits makes the environment."""
    path = tmp_path / "bin"
    program(path, "python3.13", "echo 'version not active' >&2; exit 127")
    program(path, "python3.12", "exit 1")  # what `sys.version_info < (3, 11)` answers on an old one
    quick = f"{sys.executable} -m venv --without-pip"
    program(path, "python3.11", f'[ "$1" = -c ] && exec {sys.executable} "$@"; shift 2; exec {quick} "$@"')
    made = make_venv(path, tmp_path / "venv")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "venv/bin/python").exists()


@pytest.mark.parametrize("wish", ["", "python3.9"])
def test_a_machine_without_a_fitting_python_is_told_what_to_install(wish: str, tmp_path: Path) -> None:
    """Only an old Python is here: nothing is made, and one message says what is needed and how to get it."""
    program(tmp_path / "bin", "python3.9", "exit 1")
    refused = make_venv(tmp_path / "bin", tmp_path / "venv", wish)
    assert refused.returncode == 1
    assert "Python 3.11 or newer" in refused.stderr
    assert "apt-get install" in refused.stderr
    assert not (tmp_path / "venv").exists()


def test_a_python_without_venv_is_told_the_missing_package(tmp_path: Path) -> None:
    """Debian's python3 without python3-venv fails half way: the half is removed and the package named."""
    venv = tmp_path / "venv"
    program(tmp_path / "bin", "python3", f'[ "$1" = -c ] && exit 0; {shutil.which("mkdir")} {venv}; exit 1')
    refused = make_venv(tmp_path / "bin", venv)
    assert refused.returncode == 1
    assert "python3-venv" in refused.stderr
    assert not venv.exists()


def test_the_wished_chromium_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """$TEST_CHROMIUM goes before everything that is installed."""
    wish = program(tmp_path / "bin", "mine", "echo Chromium 1")
    monkeypatch.setenv(chromium.VARIABLE, str(wish))
    assert chromium.find() == str(wish)


def test_a_wish_that_does_not_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong $TEST_CHROMIUM is said, not silently replaced by another browser."""
    monkeypatch.setenv(chromium.VARIABLE, "/nowhere/chromium")
    with pytest.raises(SystemExit, match="/nowhere/chromium"):
        chromium.find()


def test_a_chromium_that_only_asks_for_a_snap_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ubuntu's chromium-browser prints a text and fails: the next name on the PATH that starts is taken."""
    program(tmp_path / "bin", "chromium-browser", "echo 'requires the chromium snap'; exit 1")
    real = program(tmp_path / "bin", "google-chrome", "echo Google Chrome 1")
    monkeypatch.delenv(chromium.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert chromium.find() == str(real)


def test_without_any_chromium_one_is_installed_by_the_package_manager(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root, apt-get is asked first; what it brought is found."""
    path = tmp_path / "bin"
    body = f'[ "$1" = update ] || {shutil.which("cp")} {path}/brought {path}/chromium'
    program(path, "brought", "echo Chromium 1")
    program(path, "apt-get", body)
    monkeypatch.delenv(chromium.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(path))
    monkeypatch.setattr(chromium, "MACOS", ())
    monkeypatch.setattr(chromium, "_of_playwright", lambda: None)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert chromium.find() is None
    chromium.install()
    assert chromium.find() == str(path / "chromium")


def test_where_nothing_helps_the_person_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No Chromium and none to be had: the message names the variable and the target that needs no browser."""
    monkeypatch.delenv(chromium.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "MACOS", ())
    monkeypatch.setattr(chromium, "_of_playwright", lambda: None)
    monkeypatch.setattr(chromium, "install", lambda: None)
    with pytest.raises(SystemExit, match=r"TEST_CHROMIUM.*make unit"):
        chromium.main()


def test_make_alone_lists_what_there_is() -> None:
    """`make` prints each target with what it does, and needs no environment for it."""
    said = subprocess.run(["make"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "test", "lint", "bench", "dist"):
        assert f"make {target} " in said
