"""The drawn page: no text outside its place or over another, no line through a box, nothing wider than the window."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from .conftest import Open

SIZES = {"desktop": (1440, 900), "laptop": (1280, 720), "phone": (390, 844), "zoomed": (720, 450)}

FAULTS = (Path(__file__).parent / "faults.js").read_text("utf-8")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "path", ["/clusters/one", "/clusters/ha2", "/clusters/ha3", "/clusters/old-1.22", "/clusters/one?internals=1"]
)
def test_the_picture_is_drawn_without_faults(open_page: Open, path: str, size: str) -> None:
    """On every sample and at every size, also as a laptop at 200 % zoom."""
    width, height = SIZES[size]
    page = open_page(path, viewport={"width": width, "height": height})
    assert page.evaluate(FAULTS) == []


def test_without_its_fonts_the_picture_still_fits(context_of: Callable[..., BrowserContext], server: str) -> None:
    """With the fonts blocked the system's are used, and no text leaves its place."""
    page = context_of(viewport={"width": 1440, "height": 900}).new_page()
    page.route("**/*.woff2*", lambda route: route.abort())
    page.goto(f"{server}/clusters/one")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(FAULTS) == []


def test_a_fault_would_be_seen(open_page: Open) -> None:
    """A text that is moved out of its box is found."""
    page = open_page("/clusters/one")
    page.evaluate("document.querySelector('svg#map .fn').setAttribute('x', '200')")
    assert page.evaluate(FAULTS) != []


def test_the_first_load_is_small(open_page: Open, server: str) -> None:
    """Page, styles, scripts and fonts together take at most 80 KB over the wire, a fragment 6 KB, own scripts 3 KB."""
    page = open_page("/")
    script = "performance.getEntries().filter(e => e.encodedBodySize >= 0).map(e => [e.name, e.encodedBodySize])"
    sizes = dict(page.evaluate(script))
    assert sum(sizes.values()) <= 80 * 1024
    own = sum(size for name, size in sizes.items() if "/static/js/" in name)
    assert own <= 3 * 1024
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    fragment = page.request.get(
        f"{server}/clusters/one/connections/kubelet@worker1->kube-apiserver@cp1", headers=headers
    )
    assert len(gzip.compress(fragment.body())) <= 6 * 1024


def test_with_forced_colours_lines_can_be_told_from_the_ground(open_page: Open) -> None:
    """In a high-contrast mode each line has a colour of the system's that is not the ground's."""
    page = open_page("/clusters/one", forced_colors="active")
    found = page.evaluate(
        "[getComputedStyle(document.querySelector('svg#map a[data-connection] path[class]:not([class*=h])')).stroke,"
        " getComputedStyle(document.body).backgroundColor]"
    )
    assert found[0] != found[1]
