"""What the markup promises: to programs, to translators, to the content security policy, to htmx."""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from app.model.files import Entry
from tests.trees import entries, rewritten

from .conftest import upload
from .packing import packed

ONE = "/clusters/one"
EDGE = f"{ONE}/connections/kubelet@worker1->kube-apiserver@cp1"
ETCD = f"{ONE}/components/etcd@cp1"
TABLE = f"{ONE}?view=table"
ENDS = f"{ONE}/expiry/cp1:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt%23"
SHAKEN = f"{ONE}/connections/kube-apiserver@cp1->etcd@cp1/handshake"
ASIDE = (SHAKEN, f"{ONE}/expiry", ENDS, f"{ONE}/signatures", f"{ONE}/print")
PATHS = (
    "/",
    ONE,
    TABLE,
    EDGE,
    ETCD,
    f"{ONE}/check",
    "/glossary",
    "/open",
    "/about/limits",
    "/about/opinions",
    "/docs",
    *ASIDE,
)
PARTIAL = {"hx-request": "true", "hx-request-type": "partial"}
EMPTY = {"br", "circle", "hr", "img", "input", "link", "meta", "path", "rect", "use"}

Attributes = dict[str, str | None]


class Elements(HTMLParser):
    """Every start tag of a page with its attributes, and every text with what holds around it.

    Around a text: its `tag`, the `translate` of the nearest element that has one, the `href` of the link it stands in.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, Attributes]] = []
        self.texts: list[tuple[str, Attributes]] = []
        self._open: list[Attributes] = [{"tag": ""}]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in EMPTY:
            outer = {name: self._open[-1].get(name) for name in ("translate", "href")}
            self._open.append(outer | dict(attrs) | {"tag": tag})

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((data, self._open[-1]))

    def handle_endtag(self, tag: str) -> None:
        if any(element["tag"] == tag for element in self._open):
            while self._open.pop()["tag"] != tag:
                pass


def elements(page: str) -> list[tuple[str, dict[str, str | None]]]:
    return Elements(page).found


@pytest.mark.parametrize("path", PATHS)
def test_nothing_on_a_page_needs_more_than_the_policy_allows(client: TestClient, path: str) -> None:
    """No style attribute, no script inside the page, no handler, nothing of htmx that is evaluated."""
    for tag, attributes in elements(client.get(path).text):
        assert "style" not in attributes, tag
        assert tag != "style"
        assert tag != "script" or (attributes.get("src") or "").startswith("/static/"), tag
        for name, value in attributes.items():
            assert not name.startswith(("on", "hx-on")), name
            assert not (value or "").startswith(("js:", "javascript:")), value


@pytest.mark.parametrize("path", PATHS)
def test_ids_are_unique(client: TestClient, path: str) -> None:
    """So that a label, a fragment and a `#place` mean one element."""
    ids = [attributes["id"] for _, attributes in elements(client.get(path).text) if "id" in attributes]
    assert sorted(ids) == sorted(set(ids))


def test_edges_list_and_table_name_their_connection(client: TestClient) -> None:
    """Each edge link, list entry and table row carries its id, and each is one of the model's."""
    known = {connection["id"] for connection in client.get("/api/v1/clusters/one").json()["connections"]}
    named = [a["data-connection"] for _, a in elements(client.get(ONE).text) if "data-connection" in a]
    assert set(named) <= known
    assert len(named) == 2 * len(set(named)) - _folded(client)
    table = elements(client.get(TABLE).text)
    rows = [a["data-connection"] for tag, a in table if tag == "tr" and "data-connection" in a]
    assert set(rows) == known


def _folded(client: TestClient) -> int:
    """Lines that are in the list and, because their box is folded, not in the picture."""
    page = client.get(ONE).text
    picture, rest = page[page.index('<svg id="map"') :].split("</svg>", 1)
    drawn = set(re.findall(r'data-connection="([^"]*)"', picture))
    return len(set(re.findall(r'data-connection="([^"]*)"', rest)) - drawn)


def test_both_cards_carry_side_and_role(client: TestClient) -> None:
    """crt, key and ca of the client and of the server; on the server's side ca is its client CA."""
    found = [
        (attributes["data-side"], attributes["data-role"])
        for _, attributes in elements(client.get(EDGE).text)
        if "data-side" in attributes
    ]
    for side in ("client", "server"):
        assert [role for of, role in found if of == side][:3] == ["crt", "key", "ca"]


def test_names_and_commands_are_not_for_translation(client: TestClient) -> None:
    """File names, code and commands keep their letters when a browser translates the page."""
    for path in (EDGE, ETCD, TABLE, "/open"):
        for text, around in Elements(client.get(path).text).texts:
            if around["tag"] in ("code", "pre") or "/files/" in (around.get("href") or ""):
                assert around.get("translate") == "no", (path, text)
    texts = dict(Elements(client.get(EDGE).text).texts)
    assert texts["What says so"].get("translate") is None


def test_a_fragment_is_the_picture_and_all_that_speaks_of_it(client: TestClient) -> None:
    """The whole SVG for its target, panel, tools and legend out of band, and the title."""
    answer = client.get(EDGE, headers=PARTIAL)
    assert answer.headers["vary"].lower().count("hx-request-type") == 1
    assert answer.text.lstrip().startswith("<title>")
    found = {a["id"]: a for _, a in elements(answer.text) if "id" in a}
    assert "hx-swap-oob" not in found["map"]
    assert all(found[name].get("hx-swap-oob") for name in ("panel", "tools"))
    assert "<html" not in answer.text


def test_a_fragment_says_the_same_as_the_page(client: TestClient) -> None:
    """Picture and panel of the one are those of the other, letter for letter."""
    page, fragment = client.get(EDGE).text, client.get(EDGE, headers=PARTIAL).text
    picture = fragment[fragment.index("<svg id=") : fragment.index("</svg>")]
    assert picture in page
    panel = fragment[fragment.index('<h2 id="answer"') : fragment.index("</aside>")]
    assert panel in page


def test_a_whole_page_is_given_to_whoever_does_not_ask_for_a_part(client: TestClient) -> None:
    """htmx asks for history with `full`."""
    answer = client.get(EDGE, headers={"hx-request": "true", "hx-request-type": "full"})
    assert "<html" in answer.text


def test_a_refused_fragment_is_a_fragment(client: TestClient) -> None:
    """htmx puts 4xx in place too: what it gets fits into the page."""
    answer = client.get(f"{ONE}/connections/nobody->nothing", headers=PARTIAL)
    assert answer.status_code == 404
    assert "<html" not in answer.text
    assert "Pick one in the map" in answer.text


def test_markup_in_a_tree_stays_text(client: TestClient) -> None:
    """In a context's name, a user's name and a file's name: no new element on any page that shows them."""
    mark = '<img src=x onerror="alert(1)">'
    changed = rewritten(
        entries("kubeadm-1.37-cp1-workers"),
        lambda text: text.replace("kubernetes-admin@kubernetes", "'" + mark.replace('"', "") + "'"),
        lambda member: member.endswith("admin.conf"),
    )
    odd = Entry(f"cp1/etc/kubernetes/{mark}.conf", changed[0].data)
    base = upload(client, packed((*changed, odd)))
    model = client.get(f"/api/v1{base}").json()
    views = ("", "?view=table", "/expiry", "/signatures", "/print")
    pages = [client.get(f"{base}{view}").text for view in views]
    pages += [client.get(f"{base}/expiry/{quote(one['id'], safe='')}").text for one in model["certificates"]]
    pages += [client.get(f"{base}/files/{quote(file['id'], safe='')}").text for file in model["files"]]
    assert any("&lt;img" in page for page in pages)
    assert not any(tag == "img" for page in pages for tag, _ in elements(page))


def test_no_connection_is_listed_twice(client: TestClient) -> None:
    """A component that dials itself is client and server of one connection."""
    page = client.get(f"{ONE}/components/kube-apiserver@cp1").text
    panel = page[page.index('id="panel"') :]
    named = re.findall(r'data-connection="([^"]*)"', panel)
    assert sorted(named) == sorted(set(named))


def test_the_questions_show_no_answer_before_one_is_given(client: TestClient) -> None:
    """Neither in words nor in the markup."""
    page = client.get(f"{ONE}/check").text
    assert "this one" not in page
    assert 'class="why"' not in page


def test_a_given_answer_is_explained(client: TestClient) -> None:
    """Right or not, the right choice is marked and says why; the other questions stay open."""
    page = client.get(f"{ONE}/check").text
    name, value = re.findall(r'name="(q-[^"]+)" value="([^"]+)"', page)[0]
    answered = client.get(f"{ONE}/check?{name}={value}").text
    assert answered.count('class="why"') == 1
    assert answered.count("this one") == 1


def test_a_clock_stays_with_the_questions(client: TestClient) -> None:
    """The form gives it back, so that the link at the end leads to the same moment."""
    page = client.get(f"{ONE}/check?clock=2027-01-31T12:00:00Z").text
    fields = [a for tag, a in elements(page) if tag == "input" and a.get("type") == "hidden"]
    assert [(a["name"], unescape(a["value"] or "")) for a in fields] == [("clock", "2027-01-31T12:00:00Z")]


def test_a_row_says_where_its_line_begins_and_ends(client: TestClient) -> None:
    """Once where both are one place, not at all for what stands nowhere; kubectl's rows name the kubeconfig."""
    notes: dict[str, str] = {}
    for sample in ("one", "ha3"):
        page = client.get(f"/clusters/{sample}").text
        for row in re.findall(r'<li><a .*?data-connection="([^"]*)">(.*?)</a></li>', page):
            note = re.search(r"<i[^>]*>(.*?)</i>", row[1])
            notes[unescape(row[0])] = unescape(note[1]) if note else ""
    assert notes["kube-scheduler@cp1->kube-apiserver@cp1"] == "cp1"
    assert notes["kubelet@worker1->kube-apiserver@cp1"] == "worker1 to cp1"
    assert notes["kube-apiserver@cp1->extension-apiserver@cluster"] == "cp1"
    assert notes["kubectl:super-admin.conf@cp1->kube-apiserver@cp1"] == "super-admin.conf on cp1"
    assert notes["etcd@cp1->etcd@cp2!peer"] == "cp1 to cp2, cp3"
    assert notes["pod@cluster->kube-apiserver@cp1"] == "any node"
