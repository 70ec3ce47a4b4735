"""Without a mouse: where Tab leads, what the arrows do, where the focus is after each step."""

from playwright.sync_api import Page, expect

from .conftest import Open

EDGE = "kubelet@worker1->kube-apiserver@cp1"
FOCUSED = "document.activeElement.dataset.connection ?? document.activeElement.tagName"


def focused(page: Page) -> str:
    """The connection that has the focus, else the element's name."""
    found: str = page.evaluate(FOCUSED)
    return found


def begin_in_the_map(page: Page) -> str:
    """Focus the picture's one Tab stop; its connection."""
    page.locator('svg#map a[tabindex="0"]').focus()
    return focused(page)


def test_the_first_stop_leads_past_the_header(open_page: Open) -> None:
    """Tab shows a link to the content, and behind it Tab goes on in the title row."""
    page = open_page("/clusters/one")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    assert (skip.bounding_box() or {"y": -1})["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_tab_passes_the_picture_in_one_step(open_page: Open) -> None:
    """From the picture's stop Tab leads out of it, shift and Tab back to the same line."""
    page = open_page("/clusters/one")
    first = begin_in_the_map(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg#map') === null")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == first


def test_without_javascript_every_line_is_a_stop(open_page: Open) -> None:
    """No link of the picture is taken out of the order of Tab."""
    page = open_page("/clusters/one", java_script_enabled=False)
    lines = page.locator("svg#map a[data-connection]").count()
    assert lines >= 12
    assert page.locator("svg#map a[data-connection]:not([tabindex])").count() == lines


def test_up_and_down_stay_with_a_component(open_page: Open) -> None:
    """Each line that Down reaches shares an end with the one before; a whole round comes back."""
    page = open_page("/clusters/one")
    begin_in_the_map(page)
    page.keyboard.press("End")
    walked = [focused(page)]
    for _ in range(4):
        page.keyboard.press("ArrowDown")
        walked.append(focused(page))
        before, after = (set(one.split("!")[0].split("->")) for one in walked[-2:])
        assert before & after
    page.keyboard.press("ArrowUp")
    assert focused(page) == walked[-2]


def test_home_and_end_are_the_first_and_the_last_line(open_page: Open) -> None:
    """And Left from the first is the last."""
    page = open_page("/clusters/one")
    order = page.locator("svg#map a[data-connection]").evaluate_all("all => all.map(a => a.dataset.connection)")
    begin_in_the_map(page)
    page.keyboard.press("End")
    assert focused(page) == order[-1]
    page.keyboard.press("Home")
    assert focused(page) == order[0]
    page.keyboard.press("ArrowLeft")
    assert focused(page) == order[-1]


def test_after_back_the_focus_is_on_the_selected_line(open_page: Open) -> None:
    """Not on the page's body: who walks with the keyboard goes on where they were."""
    page = open_page(f"/clusters/one/connections/{EDGE}")
    begin_in_the_map(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("svg#map a[aria-current]")).not_to_have_attribute("data-connection", EDGE)
    page.go_back()
    expect(page.locator("svg#map a[aria-current]")).to_have_attribute("data-connection", EDGE)
    expect(page.locator("svg#map a[aria-current]")).to_be_focused()


def test_the_focus_ring_follows_the_line(open_page: Open) -> None:
    """A focused line has a stroke in the focus colour along it; another line has none."""
    page = open_page("/clusters/one")
    begin_in_the_map(page)
    page.keyboard.press("ArrowRight")
    rings = page.evaluate(
        """() => { const probe = document.body.appendChild(document.createElement("i"));
        probe.style.color = "var(--focus)";
        const colour = getComputedStyle(probe).color;
        const ringed = (edge) => [...edge.querySelectorAll("path")].some((p) => getComputedStyle(p).stroke === colour);
        const all = [...document.querySelectorAll("svg#map a[data-connection]")];
        return all.filter(ringed).map((edge) => edge.dataset.connection); }"""
    )
    assert rings == [focused(page)]


def test_the_ring_is_for_the_keyboard(open_page: Open) -> None:
    """Escape in the panel clears the selection, and says so to a screen reader."""
    page = open_page(f"/clusters/one/connections/{EDGE}")
    page.locator("#panel h2").focus()
    page.keyboard.press("Escape")
    page.wait_for_url("**/clusters/one")
    expect(page.locator("#live")).to_have_text(page.locator("#panel h2").inner_text())


def test_keys_of_the_browser_stay_the_browsers(open_page: Open) -> None:
    """Alt and an arrow is Back, not the next line; arrows in a command scroll it."""
    page = open_page(f"/clusters/one/connections/{EDGE}")
    begin_in_the_map(page)
    before = focused(page)
    page.keyboard.press("Shift+ArrowRight")
    assert focused(page) == before
    page.locator("#panel pre").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("svg#map a[aria-current]").get_attribute("data-connection") == EDGE


def test_the_switch_answers_to_space(open_page: Open) -> None:
    """A link that says it is a switch behaves like one, and its state is in the URL."""
    page = open_page("/clusters/one")
    page.get_by_role("switch", name="internals").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**internals=1")
    expect(page.get_by_role("switch", name="internals")).to_have_attribute("aria-checked", "true")
    expect(page.get_by_role("switch", name="internals")).to_be_focused()


def test_o_opens_all_folds_of_the_panel(open_page: Open) -> None:
    """In the map or the panel O opens every fold and closes them again; elsewhere it is a letter."""
    page = open_page("/clusters/wrong/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1")
    claim = page.get_by_text("No CA forbids its names").first
    page.keyboard.press("o")
    expect(claim).to_have_count(0)
    begin_in_the_map(page)
    page.keyboard.press("o")
    expect(claim).to_be_visible()
    assert page.url.endswith("?open=all")
    expect(page.locator("svg#map a:focus")).to_have_count(1)  # the new picture has the focus back
    page.keyboard.press("o")
    expect(claim).to_have_count(0)
