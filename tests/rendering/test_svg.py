"""The picture as SVG: safe, small, complete, and the same for the page and for a file of its own."""

import gzip
import re
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from app.diagram.scene import Look, place
from app.model.cluster import Group
from app.rendering.links import NoLinks
from app.rendering.svg import render_svg
from tests.diagram.made import hostile_names, with_workers
from tests.trees import NAMES, cluster

SAMPLE = "kubeadm-1.37-cp1-workers"
EDGE = "kubelet@worker1->kube-apiserver@cp1"
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "style", "g", "a", "rect", "path", "circle", "text", "title"}


class PathLinks:
    """Links that lead to paths as a page's do: an id is one percent-encoded segment."""

    def connection(self, connection_id: str, server: str | None = None) -> str | None:
        return f"/c/{quote(connection_id, safe='')}" + (f"?server={server}" if server else "")

    def component(self, component_id: str) -> str | None:
        return f"/components/{quote(component_id, safe='')}"

    def file(self, file_id: str) -> str | None:
        return f"/files/{quote(file_id, safe='')}"

    def group(self, group: Group) -> str | None:
        return f"/groups/{group}"

    def node(self, node_id: str) -> str | None:
        return f"/?node={quote(node_id, safe='')}"

    def internals(self, on: bool) -> str | None:
        return f"/?internals={int(on)}"

    def nodes(self) -> str | None:
        return "/nodes"


def drawn(look: Look = Look(), name: str = SAMPLE) -> ET.Element:  # noqa: B008 - a frozen value
    """The picture of a page, parsed."""
    return ET.fromstring(render_svg(place(cluster(name), look), PathLinks(), standalone=False))  # noqa: S314


def edges(picture: ET.Element) -> list[ET.Element]:
    return [element for element in picture.iter("a") if "data-connection" in element.attrib]


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_that_stands_alone_is_well_formed_and_inert(name: str) -> None:
    """A file of its own has its name space and style sheet, and no links, scripts, handlers or style attributes."""
    text = render_svg(place(cluster(name), Look()), NoLinks(), standalone=True)
    root = ET.fromstring(text)  # noqa: S314
    assert root.tag == f"{SVG}svg" and root.find(f"{SVG}style") is not None
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in ELEMENTS - {"a"}
        assert not any(name == "style" or name.startswith(("on", "hx-", "href")) for name in element.attrib)
    sheet = root.findtext(f"{SVG}style") or ""
    assert "light-dark(" in sheet and "url(" not in sheet and "@import" not in sheet


@pytest.mark.parametrize("standalone", [True, False])
def test_hostile_names_stay_text(standalone: bool) -> None:
    """A node called like markup makes no element, and one with a right-to-left override turns nothing round."""
    text = render_svg(place(hostile_names(), Look()), NoLinks() if standalone else PathLinks(), standalone=standalone)
    root = ET.fromstring(text)  # noqa: S314
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ELEMENTS
    assert "<script" not in text and "\x1b" not in text
    assert "&lt;/text&gt;" in text, "the name is drawn, so that the test has something to find"
    assert not any("\u202e" in (element.text or "") for element in root.iter())


def test_each_line_is_one_named_link() -> None:
    """Every wire is an anchor with the connection's id, a plain href and a spoken name."""
    picture, scene = drawn(), place(cluster(SAMPLE), Look())
    found = edges(picture)
    assert [edge.get("data-connection") for edge in found] == [wire.id for wire in scene.wires]
    assert all(edge.get("href") for edge in found)
    label = next(edge.get("aria-label") for edge in found if edge.get("data-connection") == EDGE)
    assert label is not None
    assert label.startswith("kubelet on worker1 to kube-apiserver") and "mutual TLS, group 1, API server" in label


def test_only_what_is_selected_is_current() -> None:
    """The selected edge is marked as current and drawn on top; without a selection nothing is."""
    assert [edge for edge in edges(drawn()) if edge.get("aria-current")] == []
    picture = drawn(Look(connection=EDGE))
    current = [edge.get("data-connection") for edge in edges(picture) if edge.get("aria-current") == "true"]
    assert current == [EDGE]
    assert len([group for group in picture.iter("g") if group.get("class") == "up"]) == 1


def test_the_style_sheet_knows_every_class() -> None:
    """A class in the picture has a rule or says only what a reader of the document may ask for; none is misspelt."""
    text = render_svg(place(cluster(SAMPLE), Look(connection=EDGE, internals=True)), PathLinks(), standalone=True)
    sheet = text[text.index("<style>") : text.index("</style>")]
    known = set(re.findall(r"\.([a-z][\w-]*)", sheet))
    used = {word for match in re.findall(r'class="([^"]*)"', text) for word in match.split()}
    # Fully filled seals take the rule of `.s`; the others are states without a rule in every place.
    plain = {word for word in used if word.startswith("s-")} | {"plain", "one", "up", "b", "sp", "hd"}
    assert used - known - plain == set()


def test_a_picture_is_small() -> None:
    """A usual picture is about 3 KB compressed, and a thousand workers add nothing that grows with them."""
    usual = render_svg(place(cluster(SAMPLE), Look()), PathLinks(), standalone=False).encode()
    many = render_svg(place(with_workers(1000), Look()), PathLinks(), standalone=False).encode()
    assert len(gzip.compress(usual)) <= 4 * 1024
    assert len(many) <= 60 * 1024
    assert abs(len(many) - len(usual)) <= 1024


def test_the_same_cluster_gives_the_same_bytes() -> None:
    """Nothing in the picture depends on chance or on the order of a set."""
    first = render_svg(place(cluster(SAMPLE), Look(internals=True)), PathLinks(), standalone=False)
    assert first == render_svg(place(cluster(SAMPLE), Look(internals=True)), PathLinks(), standalone=False)
