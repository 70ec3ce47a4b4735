"""Selecting: picture, panel and URL are one state, with and without JavaScript."""

from urllib.parse import unquote

from playwright.sync_api import expect

from .conftest import Open

EDGE = "kubelet@worker1->kube-apiserver@cp1"
OTHER = "kube-apiserver@cp1->etcd@cp1"


def test_a_click_on_a_line_shows_both_sides_files(open_page: Open) -> None:
    """The panel names crt, key and ca.crt of both sides, and the URL is the connection's."""
    page = open_page("/clusters/one")
    page.locator(f'svg#map a[data-connection="{EDGE}"]').dispatch_event("click")
    page.wait_for_url("**/connections/**")
    assert unquote(page.url).endswith(f"/clusters/one/connections/{EDGE}")
    assert page.locator("#panel h2").inner_text() == "kubelet to kube-apiserver"
    for side, file in (("client", "kubelet-client-current.pem"), ("server", "apiserver.crt")):
        assert page.locator(f'[data-side="{side}"][data-role="crt"] .file').inner_text() == file
        assert page.locator(f'[data-side="{side}"][data-role="key"]').count() == 1
    assert page.locator('[data-side="client"][data-role="ca"] .file').inner_text() == "kubelet.conf"
    assert page.locator('[data-side="server"][data-role="ca"] .file').inner_text() == "ca.crt"


def test_back_forward_and_reload_keep_picture_and_panel_together(open_page: Open) -> None:
    """After Back the first connection is selected in the picture and in the panel, after a reload too."""
    page = open_page(f"/clusters/one/connections/{EDGE}")
    page.locator(f'svg#map a[data-connection="{OTHER}"]').dispatch_event("click")
    expect(page.locator("#panel h2")).to_have_text("kube-apiserver to etcd")
    page.go_back()
    expect(page.locator("#panel h2")).to_have_text("kubelet to kube-apiserver")
    assert page.locator("svg#map a[aria-current]").get_attribute("data-connection") == EDGE
    page.reload()
    assert page.locator("svg#map a[aria-current]").get_attribute("data-connection") == EDGE


def test_without_javascript_every_line_is_a_link(open_page: Open) -> None:
    """A line's href alone leads to the same panel, and every line is a Tab stop."""
    page = open_page("/clusters/one", java_script_enabled=False)
    edges = page.locator("svg#map a[data-connection]")
    assert edges.count() >= 12
    page.goto(page.url.split("/clusters")[0] + (edges.first.get_attribute("href") or ""))
    assert page.locator('[data-side="client"][data-role="crt"]').count() == 1


def test_a_line_to_several_api_servers_has_a_switch(open_page: Open) -> None:
    """kubectl's line in the three-node sample shows cp3's side under the same line's URL."""
    page = open_page("/clusters/ha3/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1")
    page.get_by_role("navigation", name="API server").get_by_text("cp3").click()
    page.wait_for_url("**server=cp3**")
    assert page.locator('section[aria-label="server"] header i').inner_text() == "cp3"
    assert page.locator("svg#map a[aria-current]").count() == 1


def test_the_table_has_every_connection_of_the_model(open_page: Open) -> None:
    """Internals too, each with its own link."""
    page = open_page("/clusters/one?view=table")
    answer = page.request.get(page.url.split("/clusters")[0] + "/api/v1/clusters/one").json()
    rows = page.locator("tr[data-connection]").evaluate_all("rows => rows.map(r => r.dataset.connection)")
    assert sorted(rows) == sorted(connection["id"] for connection in answer["connections"])


def test_the_keyboard_walks_the_lines(open_page: Open) -> None:
    """The picture is one Tab stop; arrows walk, Enter selects, Escape clears."""
    page = open_page("/clusters/one")
    assert page.locator('svg#map a[tabindex="0"]').count() == 1
    page.locator('svg#map a[tabindex="0"]').focus()
    first = page.evaluate("document.activeElement.dataset.connection")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.dataset.connection")
    assert second
    assert second != first
    page.keyboard.press("Enter")
    page.wait_for_url("**/connections/**")
    expect(page.locator("#live")).to_have_text(page.locator("#panel h2").inner_text())
    assert page.evaluate("document.activeElement.dataset.connection") == second
    page.keyboard.press("Escape")
    page.wait_for_url("**/clusters/one")


def test_left_and_right_in_the_panel_turn_the_pages(open_page: Open) -> None:
    """A trainer presents with two keys."""
    page = open_page(f"/clusters/one/connections/{EDGE}")
    page.locator("#panel h2").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("svg#map a[aria-current]")).not_to_have_attribute("data-connection", EDGE)
    page.keyboard.press("ArrowLeft")
    expect(page.locator("svg#map a[aria-current]")).to_have_attribute("data-connection", EDGE)
