"""One server and one Chromium for all browser tests; a fresh context for each."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

CHECKOUT = Path(__file__).parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
expect.set_options(timeout=20_000)
"""Playwright's five seconds are over before a page has changed where six other programs are at work."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the real server, on a port of its own and with the settings that it has by itself."""
    command = [sys.executable, "-m", "app", "serve", "--port", "0"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KUBEPKI_")}
    with subprocess.Popen(
        command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        found = next(filter(None, (re.search(r"http://[\d.]+:\d+", line) for line in process.stdout)))
        yield found[0]
        process.terminate()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What starts browsers: one for all, since two of them do not fit into one thread."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium: the one that TEST_CHROMIUM names, else one on the PATH, else Playwright's own."""
    path = os.environ.get("TEST_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


Open = Callable[..., Page]


@pytest.fixture
def context_of(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts, and closes them."""
    made: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        made.append(chromium.new_context(**options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture
def open_page(server: str, context_of: Callable[..., BrowserContext]) -> Iterator[Open]:
    """Opens a path of the server, by default at 1440 × 900. At the end no console may have said anything.

    `base`: another address that leads to the server; `script`: runs before the page's own.
    """
    said: list[str] = []

    def open_path(path: str, base: str = server, script: str = "", **options: object) -> Page:
        context = context_of(**{"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"} | options)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        if script:
            page.add_init_script(script)
        page.goto(base + path)
        page.evaluate("document.fonts.ready.then(() => 0)")
        return page

    yield open_path
    assert said == []
