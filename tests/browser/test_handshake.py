"""The handshake in a browser: by the keyboard, message by message, and without any script."""

import re

from playwright.sync_api import expect

from .conftest import Open

ETCD = "/clusters/one/connections/kube-apiserver@cp1->etcd@cp1"


def test_h_opens_it_and_escape_leads_back(open_page: Open) -> None:
    """From the panel to the messages, and back to the very connection."""
    page = open_page(ETCD)
    page.locator("#panel h2").focus()
    page.keyboard.press("h")
    expect(page.locator(".msgs > li")).to_have_count(10)
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(re.escape(ETCD.replace(">", "%3E")) + "$"))


def test_space_shows_the_next_message(open_page: Open) -> None:
    """The first alone, then the second too; what is shown is opened and told to screen readers."""
    page = open_page(f"{ETCD}/handshake")
    unseen = page.locator(".msgs > .unseen")
    expect(unseen).to_have_count(0)
    page.keyboard.press("Space")
    expect(unseen).to_have_count(9)
    page.keyboard.press("Space")
    expect(unseen).to_have_count(8)
    expect(page.locator("#live")).to_contain_text("ServerHello")
    expect(page.locator(".msgs > li").nth(1).locator("dl")).to_be_visible()


def test_without_javascript_messages_fold_and_unfold(open_page: Open) -> None:
    """A folded message opens with a click on its line; there is no button that would do nothing."""
    page = open_page(f"{ETCD}/handshake", java_script_enabled=False)
    first = page.locator(".msgs > li").first
    expect(first.locator("dl")).to_be_hidden()
    first.locator("summary").click()
    expect(first.locator("dl")).to_be_visible()
    expect(page.locator("#step")).to_be_hidden()


def test_on_a_phone_nothing_is_wider_than_the_screen(open_page: Open) -> None:
    """A list, the sender in front of each message; on a desk the sender is told by the arrows."""
    page = open_page(f"{ETCD}/handshake?open=all", viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator(".msg .from").first).to_be_visible()
