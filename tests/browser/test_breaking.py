"""Break it, mend it, and the clock, in a real browser: by mouse, by keyboard, and without JavaScript."""

from playwright.sync_api import expect

from .conftest import Open

SERVING = "/clusters/one/break/cp1:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt%23"


def test_a_file_is_picked_broken_and_mended(open_page: Open) -> None:
    """B begins, a click in the map picks, another breaks; Ctrl+Z undoes, Ctrl+Y redoes, the browser's way back too."""
    page = open_page("/clusters/one")
    page.locator('svg#map a[tabindex="0"]').focus()
    page.keyboard.press("b")
    expect(page.locator("#panel h2")).to_have_text("Break it, mend it")
    page.locator("svg#map a.rw", has_text="apiserver.crt").first.click()
    page.get_by_role("link", name="It has expired").click()
    expect(page.get_by_role("heading", name="9 connections die")).to_be_visible()
    expect(page.locator("#strip .broken li")).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(page.get_by_role("heading", name="9 connections die")).to_have_count(0)
    page.keyboard.press("Control+y")
    expect(page.get_by_role("heading", name="9 connections die")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="9 connections die")).to_have_count(0)


def test_a_prediction_works_without_javascript(open_page: Open) -> None:
    """The switch, the marks and the answer are links and a form."""
    page = open_page(SERVING, java_script_enabled=False)
    page.get_by_role("switch", name="Predict first").click()
    page.get_by_role("link", name="It has expired").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Show what happens").click()
    expect(page.get_by_text(" right")).not_to_have_count(0)
    expect(page.get_by_role("heading", name="9 connections die")).to_be_visible()


def test_a_prediction_is_marked_in_the_map_and_in_the_list(open_page: Open) -> None:
    """A click on a line and a tick in the list say the same: both show in both places, and focus stays where it was."""
    page = open_page(f"{SERVING}?break=expired,cp1:/etc/kubernetes/pki/apiserver.crt%23&predict=1")
    page.locator('svg#map a[data-connection^="kube-scheduler"]').dispatch_event("click")
    expect(page.locator(".quiz :checked")).to_have_count(1)
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    expect(page.locator(".wide + .hint")).to_contain_text("2 marked")
    expect(page.locator("svg#map .as")).to_have_count(2)
    expect(page.get_by_role("checkbox").first).to_be_focused()
    page.get_by_role("button", name="Show what happens").click()
    expect(page.locator("#panel .told").first).to_contain_text("right")


def test_arrows_walk_the_events(open_page: Open) -> None:
    """T leads to the clock, right and left go from event to event, Home back to now."""
    page = open_page("/clusters/ha2")
    page.locator('svg#map a[tabindex="0"]').focus()
    page.keyboard.press("t")
    expect(page.locator(".stops [aria-current]")).to_contain_text("now")
    page.locator("#panel h2").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#panel .at")).to_have_text("Event 1 of 6")
    page.locator("#panel h2").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#panel .at")).to_have_text("Event 2 of 6")
    page.locator("#panel h2").focus()
    page.keyboard.press("Home")
    expect(page.locator(".stops [aria-current]")).to_contain_text("now")
