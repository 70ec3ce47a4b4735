"""What a reader's device asks for: a theme, calm, high contrast, paper, no clipboard."""

from playwright.sync_api import Page

from .conftest import Open

EDGE = "/clusters/one/connections/kubelet@worker1->kube-apiserver@cp1"
PAPER = {"width": 718, "height": 1047}
"""What A4 leaves between the margins, in CSS pixels."""
LIGHT, DARK = "rgb(246, 247, 249)", "rgb(14, 18, 24)"


def ground(page: Page) -> str:
    """The colour of the page's ground."""
    found: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return found


def test_the_theme_follows_the_system(open_page: Open) -> None:
    """Until something else is chosen."""
    assert ground(open_page("/", color_scheme="light")) == LIGHT
    assert ground(open_page("/", color_scheme="dark")) == DARK


def test_the_theme_can_be_switched_and_stays(open_page: Open) -> None:
    """System, light, dark, and round again; a reload keeps what was chosen, from the first paint on."""
    page = open_page("/", color_scheme="dark")
    seen = []
    for _ in range(3):
        page.get_by_role("button", name="Theme").click()
        page.reload()
        seen.append((ground(page), page.evaluate("localStorage.getItem('theme')")))
    assert seen == [(LIGHT, "light"), (DARK, "dark"), (DARK, "")]


def test_the_theme_switch_is_not_there_without_javascript(open_page: Open) -> None:
    """No control that does nothing."""
    page = open_page(EDGE, java_script_enabled=False)
    assert not page.locator(".theme").is_visible()
    assert not page.locator(".copy").first.is_visible()


def test_a_command_is_copied_where_the_browser_has_no_clipboard(open_page: Open) -> None:
    """On http://LAN-address there is no navigator.clipboard: the text is selected and copied the old way."""
    page = open_page(EDGE)
    page.evaluate(
        """() => { Object.defineProperty(navigator, "clipboard", { value: undefined });
        document.execCommand = (name) => { window.copied = [name, String(getSelection())]; return true; }; }"""
    )
    page.get_by_role("button", name="Copy the command").click()
    command = page.locator("#panel pre").inner_text()
    assert page.evaluate("window.copied") == ["copy", command]
    assert page.locator("#live").inner_text() == "Copied"


def test_each_kind_of_node_has_its_command(open_page: Open) -> None:
    """Control plane, worker, and k3s and RKE2: exactly the chosen one's script is shown."""
    page = open_page("/open")
    for label in page.locator(".collect .seg label").all():
        label.click()
        shown = page.locator(".collect pre:visible")
        assert shown.count() == 1
        assert shown.get_attribute("aria-label") == f"Command for: {label.inner_text()}"


def test_nothing_moves_for_who_wants_calm(open_page: Open) -> None:
    """With reduced motion no element has a transition; without the wish some have."""
    moving = (
        "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration)).length"
    )
    assert open_page(EDGE, reduced_motion="reduce").evaluate(moving) == 0
    assert open_page(EDGE, reduced_motion="no-preference").evaluate(moving) > 0


def test_high_contrast_keeps_groups_and_selection(open_page: Open) -> None:
    """With forced colours the selected line differs from the others, and each group keeps its number."""
    page = open_page(EDGE, forced_colors="active")
    strokes = page.evaluate(
        """() => { const of = (e) => `${getComputedStyle(e).stroke} ${getComputedStyle(e).strokeWidth}`;
        return [".up .ln", "a.e .ln"].map((at) => [...document.querySelectorAll("svg#map " + at)].map(of)); }"""
    )
    assert all(strokes)
    assert not set(strokes[0]) & set(strokes[1])
    assert [text.strip() for text in page.locator(".legend .badge").all_inner_texts()] == list("123456")


def test_on_paper_stands_what_is_read(open_page: Open) -> None:
    """The picture and the whole answer, black on white, without buttons and fields."""
    page = open_page(EDGE, color_scheme="dark", viewport=PAPER)
    page.emulate_media(media="print")
    assert ground(page) == "rgb(255, 255, 255)"
    bright = page.locator("#panel :not(svg, svg *, .badge), svg#map text:not(.bt)").evaluate_all(
        """all => all.filter((e) => { const of = getComputedStyle(e)[e.namespaceURI.endsWith("svg") ? "fill" : "color"];
        return e.getClientRects().length && of.match(/[\\d.]+/g).slice(0, 3).some((part) => part > 140); })
        .map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert bright == []
    assert page.locator("svg#map .fn").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator('[data-side="server"][data-role="ca"]').is_visible()
    for control in (".btns", ".pager", ".pages", ".copy"):
        assert not page.locator(control).first.is_visible(), control
    panel = page.locator("#panel")
    assert panel.evaluate("e => e.scrollHeight <= e.clientHeight + 1")
    assert (panel.bounding_box() or {"y": 0})["y"] > (page.locator("svg#map").bounding_box() or {"y": 0})["y"]
