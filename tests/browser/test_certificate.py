"""A certificate's page in a browser: fields and print point at each other, folds open, and all of it is copied."""

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Open

APISERVER = "/clusters/one/certificates/cp1:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt%23"


def background(element: Locator) -> str:
    return str(element.evaluate("element => getComputedStyle(element).backgroundColor"))


def marked(page: Page, field: str) -> tuple[bool, bool]:
    """Whether a field, and its lines in the print, are marked: their background is another than a neighbour's."""
    plain = background(page.locator(".fl[data-field=subject]")), background(page.locator(".print [data-field=subject]"))
    found = page.locator(f".fl[data-field={field}]"), page.locator(f".print a[data-field={field}]").first
    return background(found[0]) != plain[0], background(found[1]) != plain[1]


@pytest.mark.parametrize("part", [".fl[data-field=san]", ".print a[data-field=san]"])
def test_pointing_at_one_marks_the_other(open_page: Open, part: str) -> None:
    """By the mouse, from either side; before it nothing is marked."""
    page = open_page(APISERVER)
    assert marked(page, "san") == (False, False)
    page.locator(part).hover()
    assert marked(page, "san") == (True, True)


def test_focus_marks_too(open_page: Open) -> None:
    """By keyboard, from the field's name."""
    page = open_page(APISERVER)
    page.locator(".fl[data-field=san] dt a").focus()
    assert marked(page, "san") == (True, True)
    assert marked(page, "issuer") == (False, False)


def test_a_click_marks_without_javascript(open_page: Open) -> None:
    """The anchor in the URL is enough, from the print and as a link that somebody was sent."""
    page = open_page(f"{APISERVER}#san", java_script_enabled=False)
    page.mouse.move(1, 1)
    assert page.locator("#san:target").count() == 1
    page.locator(".print a[data-field=issuer]").click()
    assert page.url.endswith("#issuer")
    assert page.locator("#issuer:target").count() == 1


def test_the_folded_lines_open(open_page: Open) -> None:
    """Modulus and signature are folded, and a box without JavaScript opens them."""
    page = open_page(APISERVER, java_script_enabled=False)
    rest = page.locator(".print .rest").first
    expect(rest).to_be_hidden()
    page.locator(".print label").first.click()
    expect(rest).to_be_visible()


@pytest.mark.parametrize("clipboard", [True, False])
def test_the_copy_is_whole(open_page: Open, clipboard: bool) -> None:
    """The folded lines too; and also where a page has no clipboard, as on http:// another host."""
    page = open_page(APISERVER)
    take = "async (text) => { window.taken.push(text); }" if clipboard else "async () => { throw new Error(); }"
    page.evaluate(f"() => {{ window.taken = []; navigator.clipboard.writeText = {take}; }}")
    if not clipboard:
        page.evaluate("() => document.addEventListener('copy', () => window.taken.push(String(getSelection())))")
    page.locator(".copy").click()
    page.wait_for_function("window.taken.length === 1")
    copied = page.evaluate("window.taken[0]")
    assert copied.startswith("Certificate:")
    modulus = page.locator(".print .rest").first.evaluate("element => element.textContent").strip().splitlines()
    assert all(line.strip() in copied for line in modulus)


@pytest.mark.parametrize("width", [390, 1280, 1440])
def test_nothing_is_wider_than_the_page(open_page: Open, width: int) -> None:
    """No sideways scrolling of the page, and the columns stand in their order."""
    page = open_page(APISERVER, viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tops = [page.locator(part).first.bounding_box() for part in (".q", ".fields", ".print")]
    if width == 390:
        assert [box["y"] for box in tops if box] == sorted(box["y"] for box in tops if box)
    else:
        assert [box["x"] for box in tops if box] == sorted(box["x"] for box in tops if box)
