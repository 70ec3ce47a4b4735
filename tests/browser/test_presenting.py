"""Presenting by keyboard: two keys, Back, Escape; and axe on what is projected."""

from playwright.sync_api import Page, expect

from .conftest import Open
from .test_accessibility import AXE, TOLD

FAILS = "/clusters/wrong/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1?present=1"


def _axe(page: Page) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(f"axe.run(document, {{}}).then({TOLD})")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += page.evaluate(f'axe.run(document, {{ runOnly: ["color-contrast"] }}).then({TOLD})')
    return found


def test_the_map_is_presented_by_two_keys(open_page: Open) -> None:
    """Page Down and Page Up turn, arrows too; what stands there is spoken; Back and a reload hold; Escape leaves."""
    page = open_page("/clusters/one?present=1")
    page.keyboard.press("PageDown")
    expect(page.locator(".above")).to_contain_text("1 of 14")
    expect(page.locator("#live")).to_contain_text("kubectl to kube-apiserver")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".above")).to_contain_text("2 of 14")
    page.reload()
    expect(page.locator(".above")).to_contain_text("2 of 14")
    page.keyboard.press("PageUp")
    expect(page.locator(".above")).to_contain_text("1 of 14")
    page.go_back()
    expect(page.locator(".above")).to_contain_text("2 of 14")
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "/connections/" in url and "present" not in url)


def test_what_is_projected_is_whole_and_accessible(open_page: Open) -> None:
    """Nothing is wider or higher than a projector, and axe finds nothing, in either theme."""
    page = open_page(FAILS, bypass_csp=True, viewport={"width": 1440, "height": 810})
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert _axe(page) == []


def test_a_lesson_is_presented_by_two_keys(open_page: Open) -> None:
    """Page Down plays the next command, Page Up goes back, and axe finds nothing; Escape leads to the lesson's step."""
    page = open_page("/clusters/ha2/lessons/third-name?present=1&step=see-it-fail", bypass_csp=True)
    page.keyboard.press("PageDown")
    expect(page.locator(".typed pre")).to_contain_text("not hostname3")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    page.keyboard.press("PageUp")
    expect(page.locator(".tells")).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.locator(".typed pre")).to_be_visible()
    assert _axe(page) == []
    page.keyboard.press("Escape")
    page.wait_for_url("**/lessons?step=see-it-fail#third-name")
