"""The clock as a page: links to events, a form for a date, and what died by then."""

import re
from html import unescape

from starlette.testclient import TestClient

from .test_links import links

TIME = "/clusters/ha2/time"


def test_every_event_is_a_link_and_tells_what_it_does(client: TestClient) -> None:
    """From now to the last event by `next`: each page has its title, the dead never grow fewer, and there is an end."""
    page, fails, events = client.get(TIME).text, [], 0
    while found := re.search(r'<a class="btn sm" href="([^"]*)" rel="next"', page):
        page, events = client.get(unescape(found[1])).text, events + 1
        assert f"Event {events} of " in page
        tally = re.search(r"(\d+) of 22 fail", page)
        fails.append(int(tally[1]) if tally else 0)
        assert events < 20
    assert events >= 5
    assert fails == sorted(fails) and fails[0] == 0 and fails[-1] > 10
    assert "kubeadm certs renew all" in client.get(next(h for h in links(page) if "07%3A30" in h and "2027" in h)).text


def test_a_date_is_set_by_a_form(client: TestClient) -> None:
    """Whatever a browser's date field sends leads to the URL of that moment in UTC; nonsense is refused in words."""
    for when in ("2027-11-24T07:30", "2027-11-24T07:30:00"):
        answer = client.get(TIME, params={"when": when, "break": "expired,cp1:/etc/kubernetes/pki/apiserver.crt#"})
        assert answer.status_code == 303
        assert "clock=2027-11-24T07%3A30%3A00Z" in answer.headers["location"]
        assert "break=expired" in answer.headers["location"]
    assert client.get(TIME, params={"when": "tomorrow"}).status_code == 400


def test_there_is_a_way_back_to_now(client: TestClient) -> None:
    """Moved ahead, the page says how far and leads back; at its own clock there is nothing to go back to."""
    page = client.get(f"{TIME}?clock=2027-11-24T06:30:05Z").text
    assert "364 days ahead" in page and "Back to now" in page
    assert "Back to now" not in client.get(TIME).text
