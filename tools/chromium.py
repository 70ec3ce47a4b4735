"""The Chromium that the browser tests drive: found, else installed. `python -m tools.chromium` prints its path."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
VARIABLE = "TEST_CHROMIUM"
PACKAGE_MANAGERS = (
    ("apt-get", (("apt-get", "update"), ("apt-get", "install", "-y", "--no-install-recommends", "chromium"))),
    ("dnf", (("dnf", "install", "-y", "chromium"),)),
    ("apk", (("apk", "add", "chromium"),)),
)


def find() -> str | None:
    """The path of a Chromium that starts: $TEST_CHROMIUM, one of the system, or Playwright's own; None without one.

    Raises SystemExit if $TEST_CHROMIUM names something that does not start: a wish is not silently ignored.
    """
    if wish := os.environ.get(VARIABLE):
        if not _starts(wish):
            raise SystemExit(
                f"{VARIABLE} is {wish!r}, and that does not start. Set it to a Chromium's path, or unset it."
            )
        return wish
    for candidate in (*map(shutil.which, NAMES), *MACOS, _of_playwright()):
        if candidate and _starts(candidate):
            return candidate
    return None


def install() -> None:
    """Install a Chromium: as root by the system's package manager, else (or where that fails) by Playwright."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root and _by_package_manager() and find():
        return
    dependencies = ["--with-deps"] if root and shutil.which("apt-get") else []
    _run(sys.executable, "-m", "playwright", "install", *dependencies, "chromium")


def main() -> None:
    """Print the path of a Chromium; install one first if there is none. Exits 1, with what to do, if that fails."""
    if not find():
        print("No Chromium is here: installing one for the browser tests …", file=sys.stderr)
        install()
    path = find()
    if not path:
        raise SystemExit(
            f"No Chromium could be had. Install one and run again, or set {VARIABLE} to its path; "
            "`make unit` runs everything that needs no browser."
        )
    print(path)


def _starts(path: str) -> bool:
    """Ask it for its version: Ubuntu's chromium-browser, for one, is a text that asks for a snap."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except OSError:
        return False


def _of_playwright() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _by_package_manager() -> bool:
    for name, commands in PACKAGE_MANAGERS:
        if shutil.which(name):
            return all(_run(*command) for command in commands)
    return False


def _run(*command: str) -> bool:
    """Run it with its output on stderr: stdout is for the path alone."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return (
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=environment, check=False).returncode
        == 0
    )


if __name__ == "__main__":
    main()
