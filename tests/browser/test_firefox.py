"""The same in Firefox, where Firefox can be had: SVG links, htmx and the policy are not Chromium's alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

EDGE = "kubelet@worker1->kube-apiserver@cp1"


@pytest.fixture(scope="module")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    """Playwright's own Firefox: it drives no other."""
    if not Path(playwright.firefox.executable_path).exists():
        pytest.skip("Playwright's Firefox is not installed: python -m playwright install firefox")
    browser = playwright.firefox.launch()
    yield browser
    browser.close()


def test_a_line_is_selected_in_firefox(firefox: Browser, server: str) -> None:
    """Click, panel, Back, and a silent console."""
    said: list[str] = []
    page = firefox.new_page(viewport={"width": 1440, "height": 900})
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{server}/clusters/one")
    page.locator(f'svg#map a[data-connection="{EDGE}"]').dispatch_event("click")
    expect(page.locator("#panel h2")).to_have_text("kubelet to kube-apiserver")
    page.go_back()
    expect(page.locator("svg#map a[aria-current]")).to_have_count(0)
    assert said == []
