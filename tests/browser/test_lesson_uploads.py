"""The whole lesson on what people have: the twin of an uploaded tarball, and a bare pki folder."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import Open

TREES = Path(__file__).parents[1] / "data" / "trees"
STEPS = 11


@pytest.mark.parametrize(("tree", "made"), [("kubeadm-1.37-ha2", 0), ("kubeadm-1.37-pki-only", 16)])
def test_the_whole_lesson_on_an_upload(open_page: Open, tree: str, made: int) -> None:
    """Opened by the form, begun, played to its end by Enter alone; what was made for it is listed, if anything was."""
    page = open_page("/open")
    page.locator('input[name="file"]').set_input_files(TREES / f"{tree}.tar.gz")
    page.wait_for_url("**/clusters/**")
    page.goto(f"{page.url.split('?')[0]}/lessons")
    page.locator("#third-name").get_by_role("button", name="Begin").click()
    page.wait_for_url("**/plays/**")
    expect(page.locator("details.made li")).to_have_count(made)
    page.locator("#line").focus()
    for number in range(40):
        if page.locator("#line").input_value() == "":
            break
        page.keyboard.press("Enter")
        expect(page.locator("#log > .entry")).to_have_count(number + 1)
        expect(page.locator("#line")).to_be_focused()
    expect(page.locator("#steps li .reached")).to_have_count(STEPS)
    expect(page.get_by_text("Every step is reached.")).to_be_visible()
