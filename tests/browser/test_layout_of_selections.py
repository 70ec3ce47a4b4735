"""The layout of what a visitor really sees: every line selected, every kind of page, and names of 63 characters."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.pages.packing import packed
from tests.trees import entries, rewritten

from .conftest import Open

HERE = Path(__file__).parent
PICTURE = (HERE / "faults.js").read_text("utf-8")
PAGE = (HERE / "page_faults.js").read_text("utf-8")
SIZES = {"desktop": (1440, 900), "laptop": (1280, 720), "phone": (390, 844), "zoomed": (720, 450)}
ONE = "/clusters/one"
PAGES = (
    "/",
    ONE,
    f"{ONE}?view=table",
    f"{ONE}/connections/kubelet@worker1->kube-apiserver@cp1",
    "/clusters/ha3/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1",
    f"{ONE}/components/kube-apiserver@cp1",
    f"{ONE}/files/cp1:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt",
    f"{ONE}/check",
    f"{ONE}/files",
    "/clusters/ha3/expiry",
    "/clusters/ha3/signatures",
    "/clusters/ha3/nodes",
    "/glossary",
    "/open",
    "/about/limits",
    "/docs",
)
NAMES = {
    "cp1": "ip-10-0-128-200.eu-central-1.compute.internal.pool-control-0001",
    "worker1": "ip-10-0-128-201.eu-central-1.compute.internal.pool-gpu-big-0001",
    "worker2": "ip-10-0-128-201.eu-central-1.compute.internal.pool-gpu-big-0002",
}

# Selects each line of the list as htmx does, without a step in the history, and looks at what is drawn.
WALK = """async (picture) => {
  const found = {};
  const links = [...document.querySelectorAll("#panel a[data-connection]")].map((a) => a.getAttribute("href"));
  for (const href of links) {
    const answer = await fetch(href, { headers: { "HX-Request-Type": "partial" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["map", "panel"]) document.getElementById(id).replaceWith(page.getElementById(id));
    const faults = eval(picture)();
    if (!document.querySelector("svg#map a[aria-current]")) faults.push("nothing is selected");
    if (faults.length) found[href] = faults;
  }
  return [links.length, found];
}"""


def faults_at_every_size(page: Page, *looks: str) -> dict[str, list[str]]:
    """What is wrong with a page, by size; "zoomed" is a laptop at 200 %."""
    found = {}
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        if faults := [fault for look in looks for fault in page.evaluate(look)]:
            found[name] = faults
    return found


@pytest.fixture(scope="session")
def long_names(server: str, chromium: object) -> str:
    """The page of a cluster whose nodes have names of 63 characters."""
    found = [entry for entry in entries("kubeadm-1.37-cp1-workers") if "/kubelet-client-" not in entry.member]
    named = rewritten(found, lambda text: text.replace("--name=cp1", f"--name={NAMES['cp1']}"), _is_etcd)
    tree = packed(replace(entry, member=_renamed(entry.member)) for entry in named)
    context = chromium.new_context()  # type: ignore[attr-defined]
    file = {"name": "long.tar", "mimeType": "application/x-tar", "buffer": tree}
    answer = context.request.post(f"{server}/api/v1/clusters", multipart={"file": file})
    assert answer.status == 201
    path: str = answer.json()["url"]
    model = context.request.get(f"{server}/api/v1{path}").json()
    assert {node["id"] for node in model["nodes"]} == set(NAMES.values())
    context.close()
    return path


def _is_etcd(member: str) -> bool:
    return member.endswith("etcd.yaml")


def _renamed(member: str) -> str:
    folder, _, rest = member.partition("/")
    return f"{NAMES[folder]}/{rest}"


def walked(page: Page) -> dict[str, list[str]]:
    """The faults of each selection; at least five were tried."""
    count, found = page.evaluate(WALK, PICTURE)
    assert count >= 5
    faults: dict[str, list[str]] = found
    return faults


def test_every_line_can_be_selected_without_a_fault(open_page: Open) -> None:
    """Internals too: the picture of each selection is drawn well, and shows what is selected."""
    assert walked(open_page(f"{ONE}?internals=1", bypass_csp=True)) == {}


def test_long_names_stay_in_their_places(open_page: Open, long_names: str) -> None:
    """In the picture at every size and for every selection, and in the panel and the title row."""
    page = open_page(long_names, bypass_csp=True)
    assert faults_at_every_size(page, PICTURE, PAGE) == {}
    assert walked(page) == {}
    assert faults_at_every_size(page, PICTURE, PAGE) == {}


@pytest.mark.parametrize("path", PAGES)
def test_no_text_of_a_page_is_cut_off_or_over_another(open_page: Open, path: str) -> None:
    """Panel, cards, lists, legend, header, questions, forms: at every size."""
    assert faults_at_every_size(open_page(path), PAGE) == {}


def test_without_its_fonts_a_page_still_fits(context_of: Callable[..., BrowserContext], server: str) -> None:
    """With the fonts blocked, at the width of a laptop."""
    page = context_of(viewport={"width": 1280, "height": 720}).new_page()
    page.route("**/*.woff2*", lambda route: route.abort())
    page.goto(f"{server}/clusters/ha3/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(PICTURE) == []
    assert page.evaluate(PAGE) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("document.querySelector('#panel h2').style.marginBottom = '-30px'", "over"),
        ("document.querySelector('.logo').style.marginLeft = '-60px'", "leaves the window"),
        ("document.querySelector('.card').style.width = '90px'", "is cut off"),
    ],
)
def test_a_fault_of_a_page_would_be_seen(open_page: Open, change: str, fault: str) -> None:
    """Texts that are moved over each other, out of the window, or out of their card."""
    page = open_page(f"{ONE}/connections/kubelet@worker1->kube-apiserver@cp1")
    page.evaluate(change)
    assert any(fault in found for found in page.evaluate(PAGE))
