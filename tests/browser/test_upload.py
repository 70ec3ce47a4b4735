"""Opening one's own tree, by form and by drop, and what a wrong file says."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from .conftest import Open

TREES = Path(__file__).parents[1] / "data" / "trees"


def test_a_tarball_is_opened_by_the_form(open_page: Open) -> None:
    """With JavaScript the file is sent as soon as it is chosen; the page shows its map and says until when."""
    page = open_page("/open")
    page.locator('input[name="file"]').set_input_files(TREES / "kubeadm-1.37-pki-only.tar.gz")
    page.wait_for_url("**/clusters/**")
    assert page.locator("svg#map a[data-connection]").count() >= 8
    assert "12 hours" in page.locator("#panel").inner_text()
    page.get_by_role("button", name="Delete it now").click()
    page.wait_for_url("**/")


def test_a_tarball_is_opened_without_javascript(open_page: Open) -> None:
    """The plain form does the same."""
    page = open_page("/open", java_script_enabled=False)
    page.locator('input[name="file"]').set_input_files(TREES / "kubeadm-1.37-worker-only.tar.gz")
    page.get_by_role("button", name="Open", exact=True).click()
    page.wait_for_url("**/clusters/**")
    assert page.locator("svg#map a[data-connection]").count() == 1


def test_a_dropped_file_is_opened(open_page: Open) -> None:
    """Dropping anywhere on the page sends the file."""
    page = open_page("/clusters/one")
    data = list((TREES / "kubeadm-1.37-worker-only.tar.gz").read_bytes())
    page.evaluate(
        """bytes => { const files = new DataTransfer();
        files.items.add(new File([new Uint8Array(bytes)], "w.tgz"));
        const drop = { dataTransfer: files, bubbles: true, cancelable: true };
        document.body.dispatchEvent(new DragEvent("drop", drop)); }""",
        data,
    )
    page.wait_for_url(lambda url: "/clusters/one" not in url)
    assert page.locator("svg#map a[data-connection]").count() == 1


def test_a_wrong_file_is_named(context_of: Callable[..., BrowserContext], server: str, tmp_path: Path) -> None:
    """A PDF is refused by name, with the command to use. (The browser itself logs the status 422.)"""
    wrong = tmp_path / "slides.pdf"
    wrong.write_bytes(b"%PDF-1.7 nothing of a cluster")
    page = context_of(java_script_enabled=False).new_page()
    page.goto(f"{server}/open")
    page.locator('input[name="file"]').set_input_files(wrong)
    page.get_by_role("button", name="Open", exact=True).click()
    text = page.locator("main").inner_text()
    assert "PDF" in text
    assert "tar czf" in text


def test_a_refusal_loses_nothing_that_was_open(
    context_of: Callable[..., BrowserContext], server: str, tmp_path: Path
) -> None:
    """With JavaScript a refusal, the browser's and then the server's, is told in place, and the page stays."""
    wrong = tmp_path / "notes.txt"
    wrong.write_bytes(b"nothing of a cluster")
    page = context_of().new_page()
    page.goto(f"{server}/open")
    page.locator('input[name="file"]').set_input_files(wrong)
    expect(page.get_by_role("alert")).to_contain_text("Nothing was sent")
    page.get_by_role("button", name="Send it as it is").click()
    expect(page.get_by_role("alert")).to_contain_text("This is a text file")
    assert page.url == f"{server}/open"


def test_without_javascript_the_form_fits_a_phone(open_page: Open) -> None:
    """The browser's own file field stands below the words, whole."""
    page = open_page("/open", java_script_enabled=False, viewport={"width": 390, "height": 844})
    field, words = (page.locator(f".drop {at}").first.bounding_box() for at in ("input", "label > span"))
    assert field is not None
    assert words is not None
    assert field["x"] + field["width"] <= 390
    assert field["y"] >= words["y"] + words["height"]
