"""The wheel: built, installed into an empty virtual environment, and run from another folder."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = """
from fastapi.testclient import TestClient
import kubepki.main
with TestClient(kubepki.main.app, base_url="http://127.0.0.1:8000") as client:
    page = client.get("/clusters/one")
    assert page.status_code == 200, page.text
    assert "kube-apiserver" in page.text and "<svg" in page.text
    for address in __import__("re").findall(r'(?:href|src)="(/static/[^"]+)"', page.text):
        assert client.get(address).status_code == 200, address
    assert client.get("/clusters/nobody").status_code == 404
print(kubepki.main.__file__)
"""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without any download."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(CHECKOUT)]
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty virtual environment with the wheel in it. What kubepki depends on is lent by this Python's own packages:
    a test has no network.
    """
    venv = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    python = venv / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index", "--no-deps", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    (package,) = venv.glob("lib/python*/site-packages/kubepki")
    (package.parent / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return venv


def run(installed: Path, folder: Path, *command: str, status: int = 0) -> str:
    """What a command of the environment prints, run in a folder that has nothing to do with the checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "KUBEPKI"))}
    program = [str(installed / "bin" / command[0]), *command[1:]]
    ran = subprocess.run(program, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == status, ran.stderr
    return ran.stdout


def test_the_wheel_holds_one_package_with_all_its_data(wheel: Path) -> None:
    """Everything stands below kubepki/, so that nothing called app or templates lands in somebody's site-packages."""
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"kubepki"}
    for name in ("cli/__init__.py", "collect/collect.sh", "sample_pki/one/sample.yaml", "templates/base.html"):
        assert f"kubepki/{name}" in names
    licences = {name.rpartition("/")[2] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "NOTICE"}


def test_every_committed_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    """No sample, template or script is lost on the way: the wheel holds each file that git has."""
    listed = subprocess.run(
        ["git", "ls-files", "app", "templates", "static", "sample_pki"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    expected = {f"kubepki/{name.removeprefix('app/')}" for name in listed if (CHECKOUT / name).exists()}
    assert expected <= set(zipfile.ZipFile(wheel).namelist())


def test_samples_and_inspect_run_from_another_folder(installed: Path, tmp_path: Path) -> None:
    """`kubepki samples` lists them and `kubepki inspect one` prints the model, far from the checkout."""
    assert "old-1.22" in run(installed, tmp_path, "kubepki", "samples")
    document = json.loads(run(installed, tmp_path, "kubepki", "inspect", "one", "--format", "json"))
    assert "kubelet@worker1->kube-apiserver@cp1" in {connection["id"] for connection in document["connections"]}
    assert run(installed, tmp_path, "kubepki", "inspect", "one", "--format", "svg").lstrip().startswith("<svg")


def test_a_page_is_served_from_another_folder(installed: Path, tmp_path: Path) -> None:
    """The application of the wheel answers with a page, and with each static file that the page asks for."""
    printed = run(installed, tmp_path, "python", "-c", PAGE)
    assert str(installed) in printed


def test_the_checkout_is_out_of_reach(installed: Path, tmp_path: Path) -> None:
    """The failing twin: the environment has no package `app`, so what ran above was the wheel."""
    run(installed, tmp_path, "python", "-c", "import app", status=1)
    run(installed, tmp_path, "kubepki", "inspect", "no-such-sample", status=2)
