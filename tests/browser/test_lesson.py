"""The lesson in the browser: by keyboard alone, on a phone, and without JavaScript."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from .conftest import Open
from .test_accessibility import AXE, TOLD

STEPS = 11


def test_the_whole_lesson_by_keyboard_alone(open_page: Open) -> None:
    """From the page of the lessons to the last step with Tab and Enter; then axe finds nothing."""
    page = open_page("/clusters/ha2/lessons", bypass_csp=True)
    page.locator("#third-name").get_by_role("button", name="Begin").focus()
    page.keyboard.press("Enter")
    page.locator("#line").focus()
    for number in range(40):
        if page.locator("#line").input_value() == "":
            break
        page.keyboard.press("Enter")
        expect(page.locator("#log > .entry")).to_have_count(number + 1)
        expect(page.locator("#line")).to_be_focused()
    expect(page.locator("#steps li .reached")).to_have_count(STEPS)
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#line")).not_to_be_focused()
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(f"axe.run(document, {{}}).then({TOLD})") == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(f'axe.run(document, {{ runOnly: ["color-contrast"] }}).then({TOLD})') == []


def test_what_was_typed_survives_a_reload_and_can_be_undone(open_page: Open) -> None:
    """History comes back with the arrow; undo takes the line off the screen."""
    page = open_page("/clusters/one/lessons")
    page.locator("#third-name").get_by_role("button", name="Begin").click()
    page.locator("#line").fill("echo hello")
    page.keyboard.press("Enter")
    expect(page.locator("#log pre")).to_have_text("hello\n")
    page.reload()
    expect(page.locator("#log pre")).to_have_text("hello\n")
    page.locator("#line").focus()
    page.keyboard.press("ArrowUp")
    assert page.locator("#line").input_value() == "echo hello"
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#log > .entry")).to_have_count(0)


def _first_steps(page: Page) -> None:
    page.locator("#third-name").get_by_role("button", name="Begin").click()
    for number in range(3):
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.locator("#log > .entry")).to_have_count(number + 1)
    expect(page.locator("#steps li .reached")).to_have_count(4)


def test_on_a_phone(open_page: Open) -> None:
    """The first steps by the buttons; nothing is wider than the screen."""
    page = open_page("/clusters/ha2/lessons", viewport={"width": 390, "height": 844})
    _first_steps(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_javascript(server: str, context_of: Callable[..., BrowserContext]) -> None:
    """The same by forms alone."""
    page = context_of(java_script_enabled=False).new_page()
    page.goto(f"{server}/clusters/ha2/lessons")
    _first_steps(page)
