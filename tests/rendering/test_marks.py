"""The marks of the SVG: what is a link, what is drawn above what, and how large a picture may be."""

import gzip
import re
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from app.diagram.scene import Look, place
from app.rendering.links import NoLinks
from app.rendering.svg import render_svg
from tests.diagram.made import SYNTHETIC, WORKERS
from tests.trees import NAMES, cluster

from .test_svg import PathLinks

KUBELET = "kubelet@worker1->kube-apiserver@cp1"


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own picture


def drawn(look: Look | None = None, name: str = WORKERS) -> ET.Element:
    """The picture for a page, parsed."""
    return parsed(render_svg(place(cluster(name), look or Look()), PathLinks(), standalone=False))


def edges(root: ET.Element) -> list[ET.Element]:
    return [element for element in root.iter("a") if "data-connection" in element.attrib]


@pytest.mark.parametrize("name", [*NAMES, *SYNTHETIC])
def test_every_picture_is_well_formed_and_small(name: str) -> None:
    """As a file and on a page it parses as XML; on a page it has at most 60 KB, and 6 KB compressed with internals."""
    found = SYNTHETIC[name]() if name in SYNTHETIC else cluster(name)
    for look in (Look(), Look(internals=True)):
        scene = place(found, look)
        parsed(render_svg(scene, NoLinks(), standalone=True))
        page = render_svg(scene, PathLinks(), standalone=False)
        parsed(page)
        assert len(page.encode()) <= 60_000
        assert len(gzip.compress(page.encode())) <= (6_000 if look.internals else 5_000)


def test_an_edge_is_a_named_link_with_a_wide_hit_path() -> None:
    """Each wire is an <a> with href, its id, a name, and paths for hit, focus ring and line."""
    root = drawn()
    scene = place(cluster(WORKERS), Look())
    assert [edge.get("data-connection") for edge in edges(root)] == [wire.id for wire in scene.wires]
    for edge in edges(root):
        assert edge.get("href") == f"/c/{quote(edge.get('data-connection') or '', safe='')}"
        assert edge.get("aria-label") and edge.get("data-group") in set("123456")
        classes = [path.get("class", "").split()[0] for path in edge.iter("path")]
        assert {"hi", "fo", "ln", "ah"} <= set(classes)
        assert edge.get("aria-current") is None


def test_the_selected_edge_stays_in_its_place_and_is_drawn_on_top() -> None:
    """Its link keeps its position in the order of Tab; its line is drawn after all others, with a halo."""
    plain, root = drawn(), drawn(Look(connection=KUBELET))
    assert [edge.get("data-connection") for edge in edges(root)] == [
        edge.get("data-connection") for edge in edges(plain)
    ]
    current = [edge for edge in edges(root) if edge.get("aria-current") == "true"]
    assert [edge.get("data-connection") for edge in current] == [KUBELET]
    top = [element for element in root if element.get("class") == "up"]
    assert len(top) == 1 and list(root).index(top[0]) > list(root).index(edges(root)[-1])
    assert [path.get("class") for path in top[0].iter("path")] >= ["ha", "ln"]
    assert not [element for element in plain if element.get("class") == "up"]


def test_boxes_cards_rows_and_folds_are_links() -> None:
    """A component, a CA, a file and a fold each lead to their URL; a file that is not in the upload to none."""
    hrefs = {element.get("href") for element in drawn().iter("a")}
    assert "/components/kube-apiserver%40cp1" in hrefs and "/nodes" in hrefs
    assert "/files/cp1%3A%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt" in hrefs
    assert any(href and href.startswith("/components/certificate-authority") for href in hrefs)
    hollow = {element.get("href") for element in drawn(name="kubeadm-1.37-pki-only").iter("a")}
    assert not any("admin.conf" in (href or "") and "/files/" in (href or "") for href in hollow)


def test_badges_stand_above_all_lines() -> None:
    """In the order of drawing every badge comes after every wire."""
    order = [element.get("class", "").split()[0] for element in drawn() if element.get("class")]
    assert order.index("b") > max(index for index, name in enumerate(order) if name == "e")


@pytest.mark.parametrize("standalone", [False, True])
def test_no_style_attribute_and_no_handler(standalone: bool) -> None:
    """A strict CSP allows neither, so there is none."""
    text = render_svg(place(cluster(WORKERS), Look(connection=KUBELET)), NoLinks(), standalone=standalone)
    assert not re.search(r"\s(style|on\w+|hx-on[^=]*)=", text)
