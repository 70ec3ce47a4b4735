"""How it feels: nothing jumps while a page loads, a click is answered at once, and nobody else is asked."""

import sys

import pytest
from playwright.sync_api import Page, expect

from .conftest import Open

OBSERVE = """
window.shifts = []; window.events = [];
new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shifts.push(e.value); })
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => { for (const e of list.getEntries()) window.events.push([e.name, e.duration]); })
  .observe({ type: "event", buffered: true, durationThreshold: 16 });
"""
EDGES = "svg#map a[data-connection]"
LONGEST = 200
"""Milliseconds. The goal is 50 on a quiet machine; here two cores are busy with tests."""


def observed(page: Page, path: str) -> None:
    """Goes to a path with the observers in place from the first moment."""
    page.add_init_script(OBSERVE)
    page.goto(page.url.split("/clusters")[0].rstrip("/") + path)
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
@pytest.mark.parametrize("path", ["/", "/clusters/ha3", "/clusters/one?view=table", "/clusters/one/check"])
def test_nothing_jumps_while_a_page_loads(open_page: Open, path: str, size: tuple[int, int]) -> None:
    """Cumulative layout shift is 0: fonts are optional, sizes are known before anything arrives."""
    page = open_page("/clusters/one", viewport={"width": size[0], "height": size[1]})
    observed(page, path)
    assert page.evaluate("window.shifts") == []


def test_a_jump_would_be_seen(open_page: Open) -> None:
    """The same observer counts a text that is pushed down."""
    page = open_page("/clusters/one")
    observed(page, "/glossary")
    page.evaluate(
        "document.querySelector('main').prepend(document.createElement('h1'), ...Array(9).fill('a long word '))"
    )
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    assert page.evaluate("window.shifts.length") > 0


def test_a_click_on_a_line_is_answered_at_once(open_page: Open) -> None:
    """Event Timing: no interaction with the map takes long. `pytest -rP` prints the figure."""
    page = open_page("/clusters/one")
    observed(page, "/clusters/one")
    count = page.locator(EDGES).count()
    for number in range(min(6, count)):
        edge = page.locator(EDGES).nth(number)
        edge.focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"{EDGES}[aria-current]")).to_have_count(1)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    longest = max((duration for _, duration in page.evaluate("window.events")), default=0)
    sys.stdout.write(f"longest interaction with the map: {longest} ms\n")
    assert longest <= LONGEST


def test_nobody_else_is_asked(open_page: Open) -> None:
    """Every request of a visit goes to this server: page, click, upload script, questions, glossary."""
    page = open_page("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    origin = page.url.rstrip("/")
    page.reload()
    page.locator(EDGES).first.dispatch_event("click")
    page.wait_for_url("**/connections/**")
    for path in ("/open", "/glossary", "/clusters/one/check", "/docs"):
        page.goto(origin + path)
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith(origin)] == []


def test_scripts_for_uploads_come_when_they_are_needed(open_page: Open) -> None:
    """The map's page does not load them."""
    page = open_page("/clusters/one")
    loaded = page.evaluate("performance.getEntriesByType('resource').map((e) => e.name)")
    assert any("/static/js/map.js" in name for name in loaded)
    assert not any("upload.js" in name for name in loaded)
