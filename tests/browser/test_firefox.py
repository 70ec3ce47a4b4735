"""The same in Firefox, where there is one: SVG links, htmx, history and the policy are not Chromium's alone."""

import shutil
from collections.abc import Iterator

import pytest

from .marionette import Firefox, started

EDGE = "kubelet@worker1->kube-apiserver@cp1"
HEADING = 'document.querySelector("#panel h2")?.textContent'
SELECTED = 'document.querySelectorAll("svg#map a[aria-current]").length'


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """A Firefox of the system."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.skip("There is no Firefox on the PATH.")
    with started(program, tmp_path_factory.mktemp("firefox")) as made:
        yield made


def test_a_line_is_selected_in_firefox(firefox: Firefox, server: str) -> None:
    """Click, panel, Back, reload, and nothing on the console under the policy."""
    firefox.go_to(f"{server}/clusters/one")
    firefox.run("window.same = true")
    firefox.click(f'#panel a[data-connection="{EDGE}"]')
    firefox.wait_for(f'{HEADING} === "kubelet to kube-apiserver" && {SELECTED} === 1')
    assert firefox.run("return window.same && decodeURIComponent(location.pathname)").endswith("/connections/" + EDGE)
    firefox.back()
    firefox.wait_for(f"{SELECTED} === 0")
    firefox.run(f"""document.querySelector('svg#map a[data-connection="{EDGE}"]').dispatchEvent(
        new MouseEvent("click", {{ bubbles: true, cancelable: true, view: window }}))""")
    firefox.wait_for(f"{SELECTED} === 1")
    firefox.go_to(firefox.run("return location.href"))
    firefox.wait_for(f'{HEADING} === "kubelet to kube-apiserver" && {SELECTED} === 1')
    assert firefox.console() == []


def test_a_fault_would_be_seen(firefox: Firefox, server: str) -> None:
    """What the policy refuses stands on the console that the test reads."""
    firefox.go_to(f"{server}/clusters/one")
    firefox.run("document.body.append(Object.assign(document.createElement('img'), { src: 'http://127.0.0.1:9/x' }))")
    assert any("Content-Security-Policy" in line for line in firefox.console())
