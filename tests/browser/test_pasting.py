"""Pasting an error, by keyboard, without JavaScript, and under axe."""

from playwright.sync_api import expect

from .conftest import Open
from .test_accessibility import AXE

LINE = "Unable to connect to the server: x509: certificate signed by unknown authority"


def test_an_error_is_pasted_and_leads_to_the_edge(open_page: Open) -> None:
    """From the first page by link, text, Tab and Enter; the edges are lit, and one of them leads on."""
    page = open_page("/clusters/one", viewport={"width": 1440, "height": 900}, bypass_csp=True)
    page.get_by_role("link", name="Paste an error").first.click()
    page.wait_for_url("**/clusters/one/error")
    page.get_by_label("A line of a log").fill(LINE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".reading")).to_have_count(1)
    assert page.url.endswith("/clusters/one/error#found")
    assert page.locator("#panel .list a").count() == 2
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id + v.nodes[0].html.slice(0, 200)))") == []
    page.locator("#panel .list a").first.click()
    expect(page.locator("#panel h2")).to_have_text("kubectl to kube-apiserver")


def test_without_javascript_on_a_phone_the_form_answers(open_page: Open) -> None:
    """The same by the form alone; nothing is wider than the screen."""
    page = open_page("/clusters/wrong/error", java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.locator("textarea").fill(LINE)
    page.locator(".paste button").click()
    assert page.locator(".reading").count() == 1
    assert page.locator("html").bounding_box()["width"] <= 390  # type: ignore[index]
