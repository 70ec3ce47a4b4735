"""Break it, mend it, on pages: the state is the URL, and every step is a link or a form."""

import re
from html import escape, unescape
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from starlette.testclient import TestClient

from app.analysis.samples import open_sample
from app.breaking.broken import broken
from app.breaking.offers import offers

from .test_links import links

ONE = "/clusters/one"
SERVING = "cp1:/etc/kubernetes/pki/apiserver.crt#"
ETCD = "cp1:/etc/kubernetes/pki/etcd/server.crt#"
EXPIRED, OTHER_KEY = f"expired,{SERVING}", f"other-key,{ETCD}"


def at(target: str, *faults: str, **more: str) -> str:
    """The URL of a target with faults."""
    query = "".join(f"&break={quote(fault, safe='')}" for fault in faults)
    query += "".join(f"&{name}={value}" for name, value in more.items())
    return f"{ONE}/break{quote(f'/{target}', safe='/') if target else ''}?{query[1:]}"


def faults_in(url: str, name: str = "break") -> list[str]:
    return [value for key, value in parse_qsl(urlsplit(url).query) if key == name]


def link(page: str, identifier: str) -> str:
    """Where the link of this id leads."""
    found = re.search(rf'<a [^>]*id="{identifier}"[^>]*>', page)
    assert found is not None, identifier
    href = re.search(r'href="([^"]*)"', found[0])
    assert href is not None
    return unescape(href[1])


def test_what_dies_and_what_lives_is_told(client: TestClient) -> None:
    """The panel lists both with their reasons; map, ladder and logs are those of the broken tree."""
    page = client.get(at(SERVING, EXPIRED)).text
    assert "9 connections die" in page
    assert "Open connections go on" in page
    assert "checks nothing of the server" in page
    edge = client.get(f"{ONE}/connections/kube-scheduler@cp1->kube-apiserver@cp1?break={quote(EXPIRED, safe='')}").text
    assert "Fails: the certificate has expired." in edge
    assert "certificate has expired or is not yet valid" in edge
    sound = client.get(f"{ONE}/connections/kube-scheduler@cp1->kube-apiserver@cp1").text
    assert "Works: each side trusts the other." in sound


@pytest.mark.parametrize(
    "target",
    [
        *(SERVING, ETCD, "cp1:/etc/kubernetes/pki/ca.crt#", "cp1:/etc/kubernetes/pki/sa.pub#"),
        "cp1:/etc/kubernetes/admin.conf#users[kubernetes-admin].user.client-certificate-data",
        "kubelet@worker1->kube-apiserver@cp1",
        "cp1:/var/lib/kubelet/pki/kubelet-client-current.pem",
    ],
)
def test_every_way_to_break_works(client: TestClient, target: str) -> None:
    """No dead control: each link of the panel answers, and each fault that is offered can be put."""
    page = client.get(at(target)).text
    panel = page[page.index('id="panel"') :]
    offered = {href for href in links(panel) if "/break/" in href}
    assert offered
    for href in offered:
        assert client.get(href).status_code == 200, href


def test_every_offer_of_every_certificate_can_be_put() -> None:
    """Over all certificates and keys of a sample there is no offer that the tree refuses."""
    whole = open_sample("one")
    tried = 0
    for target in (*whole.inventory.certificates, *whole.inventory.keys):
        for offer in offers(whole, target):
            for _, fault in offer.choices[:1]:
                assert broken(whole, [fault]).altered or fault.name == "no-certificate"
                tried += 1
    assert tried > 150


def test_undo_redo_and_mend_are_links(client: TestClient) -> None:
    """Undo takes the last back, redo puts it again, mend takes one out, mend all every one; a new one forgets redo."""
    page = client.get(at(SERVING, EXPIRED, OTHER_KEY)).text
    undone = link(page, "undo")
    assert (faults_in(undone), faults_in(undone, "undone")) == ([EXPIRED], [OTHER_KEY])
    page = client.get(undone).text
    assert faults_in(link(page, "redo")) == [EXPIRED, OTHER_KEY]
    assert faults_in(link(page, "mend")) == []
    new = next(href for href in links(page) if f"not-yet-valid,{SERVING}" in faults_in(href))
    assert faults_in(new, "undone") == []
    mend = next(
        href for href in links(client.get(at(SERVING, EXPIRED, OTHER_KEY)).text) if faults_in(href) == [OTHER_KEY]
    )
    assert client.get(mend).status_code == 200
    assert 'id="undo"' not in client.get(at(SERVING)).text


def test_every_page_keeps_what_is_broken(client: TestClient) -> None:
    """From the broken map every link below the cluster leads to a page of the broken cluster."""
    page = client.get(f"{ONE}?break={quote(EXPIRED, safe='')}").text
    svg = page[page.index('<svg id="map"') : page.index("</svg>", page.index('<svg id="map"'))]
    assert all(faults_in(href) == [EXPIRED] for href in links(svg))
    certificate = client.get(f"{ONE}/certificates/{quote(SERVING, safe='')}?break={quote(EXPIRED, safe='')}").text
    assert "23 November 2026" in certificate or "2026-11-23" in certificate or "Nov 23" in certificate


def test_the_api_knows_the_same_faults(client: TestClient) -> None:
    """`?break=` of the JSON: verdicts of the broken tree, `altered` where it is, a problem document for nonsense."""
    found = client.get(f"/api/v1/clusters/one?break={quote(EXPIRED, safe='')}").json()
    assert sum(one["verdict"] == "fails" for one in found["connections"]) == 9
    assert [one["id"] for one in found["certificates"] if one["altered"]] == [SERVING]
    refused = client.get("/api/v1/clusters/one?break=melted,x")
    assert (refused.status_code, refused.json()["code"]) == (400, "break")


def test_a_fault_of_nowhere_is_a_page_that_says_so(client: TestClient) -> None:
    """A link that was mistyped is answered with 400 and what is wrong, not with a sound cluster."""
    answer = client.get(f"{ONE}?break=expired,nobody")
    assert answer.status_code == 400
    assert "This tree has no" in answer.text


def test_a_written_value_comes_by_a_form(client: TestClient) -> None:
    """Names are typed: the form's answer is the URL that says so, with all that was broken before."""
    page = client.get(at(SERVING, OTHER_KEY)).text
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if 'value="set-san"' in one)
    fields = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', form))
    fields = {name: unescape(value) for name, value in fields.items()} | {"value": "a.example|192.0.2.1"}
    action = re.search(r'action="([^"]*)"', form)
    assert action is not None
    answer = client.get(unescape(action[1]), params=fields, follow_redirects=False)
    assert answer.status_code == 303
    assert faults_in(answer.headers["location"]) == [OTHER_KEY, f"set-san,{SERVING},a.example|192.0.2.1"]
    assert client.get(answer.headers["location"]).status_code == 200


def test_predict_first_asks_before_it_shows(client: TestClient) -> None:
    """With the switch on nothing is told and the map is sound; another fault asks again, with nothing marked."""
    asking = client.get(at(SERVING, EXPIRED, predict="1")).text
    assert "Which connections die?" in asking
    assert "connections die<" not in asking
    assert "the answer waits for yours" in asking
    assert 'class="ri' not in asking
    told = client.get(at(SERVING, EXPIRED, predict="done", guess="1")).text
    assert "9 connections die" in told
    again = next(href for href in links(told) if f"not-yet-valid,{SERVING}" in faults_in(href))
    assert faults_in(again, "predict") == ["1"]
    assert faults_in(again, "guess") == []


def edge(page: str, connection: str) -> str:
    """Where a line of the picture leads."""
    svg = page[page.index('<svg id="map"') :]
    found = re.search(rf'<a class="e [^>]*href="([^"]*)"[^>]*data-connection="{re.escape(escape(connection))}"', svg)
    assert found is not None
    return unescape(found[1])


def test_a_line_of_the_map_is_marked_by_a_click(client: TestClient) -> None:
    """While the page asks, a line leads to the same page with the line marked, in the map and in the list; and back."""
    asking = client.get(at(SERVING, EXPIRED, predict="1")).text
    scheduler = "kube-scheduler@cp1->kube-apiserver@cp1"
    url = edge(asking, scheduler)
    assert urlsplit(url).path.endswith("/break/cp1:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt%23")
    [number] = faults_in(url, "guess")
    marked = client.get(url).text
    assert f'value="{number}" checked' in marked
    assert "dies?" in marked
    assert "marked as dying" in marked
    assert "1 marked" in marked
    assert faults_in(edge(marked, scheduler), "guess") == []
    assert "dies?" not in asking
    without = client.get(at(SERVING, EXPIRED)).text
    assert faults_in(edge(without, scheduler), "guess") == []


def test_a_prediction_is_compared(client: TestClient) -> None:
    """Right, missed and wrongly marked are told in the list and at the rows of the map."""
    asking = client.get(at(SERVING, EXPIRED, predict="1")).text
    boxes = re.findall(r'name="guess" id="g\d+" value="(\d+)".*?<span>(.*?)</span>', asking)
    numbers = {text: number for number, text in reversed(boxes)}
    dying, living = numbers["kube-scheduler"], numbers["etcdctl to etcd"]
    told = client.get(at(SERVING, EXPIRED, predict=f"done&guess={dying}&guess={living}")).text
    assert re.search(r"\d+ of \d+ right, \d missed, 1 wrongly marked", told)
    panel = told[told.index('id="panel"') :]
    assert panel.index("You missed") < panel.index("Wrongly marked")
    assert "kube-controller-manager" in panel[panel.index("You missed") : panel.index("Wrongly marked")]
    assert "etcdctl to etcd" in panel[panel.index("Wrongly marked") : panel.index("Right (")]
    svg = told[told.index('<svg id="map"') : told.index("</svg>", told.index('<svg id="map"'))]
    assert all(word in svg for word in (">right</text>", ">missed</text>", ">wrong"))
    perfect = [number for number, text in boxes if text in {"kubectl", "kube-scheduler", "kube-controller-manager"}]
    perfect += [number for number, text in boxes if text in {"kubelet", "pod", "kube-proxy"}]
    told = client.get(at(SERVING, EXPIRED, predict="done" + "".join(f"&guess={one}" for one in perfect))).text
    assert f"{len(boxes)} of {len(boxes)} right." in told
    assert "You missed" not in told


def test_merged_authorities_tell_who_gets_in(client: TestClient) -> None:
    """Nothing dies, and every kubelet can open etcd."""
    page = client.get(at("", "merge-ca,cp1:/etc/kubernetes/pki/etcd/ca.crt#,cp1:/etc/kubernetes/pki/ca.crt#")).text
    assert "Who gets in now" in page
    assert "kubelet on worker2" in page


def test_the_clock_keeps_what_the_map_shows(client: TestClient) -> None:
    """Node and internals stay on every stop and in the form; internals that are on can be switched off there."""
    page = client.get("/clusters/ha2/time?internals=1&node=cp2").text
    strip = page[page.index('class="stops"') : page.index("</ol>", page.index('class="stops"'))]
    assert links(strip) and all("node=cp2" in one and "internals=1" in one for one in links(strip))
    assert '<input type="hidden" name="internals" value="1">' in page
    off = link(page, "internals")
    assert "/time" in off and "internals" not in off and "node=cp2" in off
    assert 'id="internals"' not in client.get("/clusters/ha2/time?node=cp2").text
