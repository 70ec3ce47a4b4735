"""A presentation: a URL for each stop, with links for the two keys and the way out, in plain HTML."""

import html
import re

import pytest
from starlette.testclient import TestClient

ONE = "/clusters/one"
FAILS = "/clusters/wrong/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1"


def link(page: str, which: str) -> str | None:
    """The URL of a link of the presentation by its rel or id; None where there is none."""
    found = re.search(rf'<a class="btn[^>]* href="([^"]+)" {which}', page)
    return html.unescape(found[1]) if found else None


def test_next_leads_from_the_overview_through_every_line_and_back(client: TestClient) -> None:
    """Each line once, in the panel's order; the last one has no next, the first leads back to the overview."""
    page = client.get(f"{ONE}?present=1").text
    assert link(page, 'rel="prev"') is None
    seen: list[str] = []
    while href := link(page, 'rel="next"'):
        assert "present=1" in href
        seen.append(href)
        page = client.get(href).text
        assert f"{len(seen)} of 14" in page
    assert len(seen) == len(set(seen)) == 14
    for _ in seen:
        before = link(page, 'rel="prev"')
        assert before is not None
        page = client.get(before).text
    assert "14 lines, 5 groups" in page


def test_leaving_leads_to_the_same_selection_and_the_map_leads_back(client: TestClient) -> None:
    """Clock, node and internals go along both ways."""
    there = f"{ONE}/connections/kubelet@worker1->kube-apiserver@cp1?internals=1&clock=2027-01-31T12:00:00Z"
    usual = client.get(there).text
    present = re.search(r'href="([^"]*present=1[^"]*)"', usual)
    assert present is not None
    page = client.get(html.unescape(present[1])).text
    leave = link(page, 'id="leave"')
    assert leave is not None and "internals=1" in leave and "clock=" in leave and "present" not in leave
    assert client.get(leave).text == usual


def test_only_what_is_spoken_about_is_drawn(client: TestClient) -> None:
    """Two boxes, the files in words; on the map itself all boxes are there."""
    there = f"{ONE}/connections/kubelet@worker1->kube-apiserver@cp1"
    page = client.get(f"{there}?present=1").text
    assert page.count('<g class="bx') == 2 < client.get(there).text.count('<g class="bx')
    assert "kubelet shows" in page and "kubelet-client-current.pem" in page and "api.example.test:6443" in page


def test_a_failing_line_shows_the_check_that_decides(client: TestClient) -> None:
    """Checks in a word each: passed, the red one with what it compares, not reached; a working line has none."""
    page = client.get(f"{FAILS}?present=1").text
    assert "Fails: the name dialled is not in the certificate." in page
    pills = re.findall(r'<li class="(\w+)( red)?">.*?</svg>([^<]*)</li>', page)
    assert ("fails", " red", "name") in pills and ("works", "", "dates") in pills
    assert ("not_checkable", "", "CA") in pills
    assert "pills" not in client.get(f"{ONE}/connections/kubelet@worker1->kube-apiserver@cp1?present=1").text


def test_the_clock_is_walked_event_by_event(client: TestClient) -> None:
    """The same two links lead along the expiries."""
    page = client.get("/clusters/ha2/time?present=1").text
    following = link(page, 'rel="next"')
    assert following is not None and "/time?clock=2027-" in following and "present=1" in following
    assert "expired" in client.get(following).text


def test_the_speakers_window_has_the_panel_and_what_comes_next(client: TestClient) -> None:
    """`present=notes`: no picture, the panel's words, the next line's title; its links stay notes."""
    page = client.get(f"{FAILS}?present=notes").text
    assert 'id="map"' not in page and 'id="panel"' in page
    assert "Next: <b>kube-scheduler to kube-apiserver</b>" in page
    following = link(page, 'rel="next"')
    assert following is not None and "present=notes" in following


@pytest.mark.parametrize("mode", ["1", "notes"])
@pytest.mark.parametrize(
    "stop",
    [
        "",
        "?clock=2030-01-01T00:00:00Z",
        "/time",
        "/groups/apiserver",
        "/groups/token",
        "/components/kube-apiserver@cp1",
        "/components/extension-apiserver@cluster",
        "/files/cp1:/etc/kubernetes/pki/apiserver.crt",
        "/break",
        "/break/cp1:/etc/kubernetes/pki/apiserver.crt%23",
        "?break=expired,cp1:/etc/kubernetes/pki/apiserver.crt%23",
        "/break?break=expired,cp1:/etc/kubernetes/pki/apiserver.crt%23&predict=1",
    ],
)
def test_whatever_the_map_can_show_can_be_presented(client: TestClient, stop: str, mode: str) -> None:
    """Every kind of stop has its picture and its notes, not only the connections."""
    page = client.get(f"{ONE}{stop}{'&' if '?' in stop else '?'}present={mode}")
    assert page.status_code == 200, page.text
    assert ('id="panel"' in page.text) == (mode == "notes")
    assert re.search(r'<h1 id="said-title"[^>]*>[^<]+</h1>', page.text) and link(page.text, 'id="leave"') is not None


def test_a_stop_that_is_not_there_is_a_404_there_too(client: TestClient) -> None:
    """The failing twin: presenting invents no connection."""
    assert client.get(f"{ONE}/connections/nobody@x->kube-apiserver@cp1?present=notes").status_code == 404


LESSON = "/clusters/ha2/lessons/third-name"


def test_a_lesson_is_walked_command_by_command(client: TestClient) -> None:
    """A step's words first, then its command with its output and the picture after it; the last stop has no next."""
    page = html.unescape(client.get(f"{LESSON}?present=1&step=in-turn&name=api.example.org").text)
    assert "step 8 of 11" in page and "works in turn" in page and 'class="log"' not in page
    following = link(page, 'rel="next"')
    assert following is not None and "name=api.example.org" in following
    after = html.unescape(client.get(following).text)
    assert "https://api.example.org:6443" in after and '<span class="keyed">ok ' in after and "⋮ 1 line" in after
    assert link(after, 'rel="prev"') is not None
    last = client.get(f"{LESSON}?present=1&at=99").text
    assert "step 11 of 11" in last and link(last, 'rel="next"') is None


def test_leaving_a_lesson_leads_to_its_step(client: TestClient) -> None:
    """To the form that begins there; to one's own play where that is where one came from, and nowhere else."""
    assert link(client.get(f"{LESSON}?present=1&step=add").text, 'id="leave"') == (
        "/clusters/ha2/lessons?step=add#third-name"
    )
    mine = client.get(f"{LESSON}?present=1&step=add&play=abc-DEF_1").text
    assert link(mine, 'id="leave"') == "/plays/abc-DEF_1?view=add"
    foreign = client.get(f"{LESSON}?present=1&step=add&play=//evil.example").text
    assert link(foreign, 'id="leave"') == "/clusters/ha2/lessons?step=add#third-name"


def test_a_lesson_that_does_not_fit_says_so(client: TestClient) -> None:
    """The same words as when it is begun; an unknown lesson is not found."""
    answer = client.get("/clusters/wrong/lessons/third-name?present=1")
    assert answer.status_code == 400 and "does not start" in html.unescape(answer.text)
    assert client.get("/clusters/ha2/lessons/nosuch?present=1").status_code == 404


def test_long_output_keeps_what_decides(client: TestClient) -> None:
    """On the projector lines are left out and counted; in the lesson itself nothing is."""
    page = html.unescape(client.get(f"{LESSON}?present=1&at=8").text)
    assert "kubeadm-config -o yaml" in page and re.search(r"⋮ \d+ lines", page)
