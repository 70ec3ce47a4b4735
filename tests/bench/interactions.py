"""How long a person waits: the longest interaction with the map in a real Chromium, by Event Timing."""

from collections.abc import Iterator

from playwright.sync_api import Page, sync_playwright

from tools.chromium import find

from .measure import Goal
from .serving import server

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
MOST = 50.0
OBSERVE = """
window.interactions = [];
new PerformanceObserver((list) => {
  for (const e of list.getEntries()) if (e.interactionId) window.interactions.push([e.name, e.duration]);
}).observe({ type: "event", buffered: true, durationThreshold: 16 });
"""
EDGES = "svg#map a[data-connection]"


def goals() -> Iterator[Goal]:
    """Clicks on every line, and the keys that walk through them. Nothing where there is no Chromium."""
    path = find()
    if path is None:
        return
    with server("app", "serve", "--port", "0") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(OBSERVE)
        page.goto(f"{address}/clusters/ha3")
        page.wait_for_load_state("networkidle")
        done = _click(page) + _walk(page)
        found: list[tuple[str, float]] = page.evaluate("window.interactions")
        browser.close()
    name, longest = max(found, key=lambda one: one[1], default=("none of 16 ms or more", 0.0))
    yield Goal(
        "the longest interaction",
        longest,
        MOST,
        f"of {done} clicks and keys on the map of three control-plane nodes, in Chromium, over loopback: {name}",
        unit="ms",
    )


def _click(page: Page) -> int:
    """Click each line in the middle of its first stretch, where the mouse can reach it."""
    count = page.locator(EDGES).count()
    for number in range(count):
        point = page.evaluate(_POINT, number)
        with page.expect_response("**/clusters/**"):
            page.mouse.click(point["x"], point["y"])
        page.evaluate(_SETTLED)
    return count


_POINT = """(number) => {
  const path = document.querySelectorAll("svg#map a[data-connection]")[number].querySelector(".hi");
  const at = path.getPointAtLength(20).matrixTransform(path.getScreenCTM());
  return { x: at.x, y: at.y };
}"""


_SETTLED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))"
"""The answer is in place and painted. Nobody clicks faster."""


def _walk(page: Page) -> int:
    page.locator(f"{EDGES}[aria-current]").focus()
    keys = ["ArrowRight", "Enter"] * 8 + ["Escape"]
    for key in keys:
        page.keyboard.press(key)
        page.evaluate(_SETTLED)
    return len(keys)
