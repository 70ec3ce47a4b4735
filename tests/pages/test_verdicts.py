"""Verdicts on the pages: the sentence, the folds, the switch, the lists, without any script."""

import re

from starlette.testclient import TestClient

FAILS = "/clusters/wrong/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1"
WORKS = "/clusters/one/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1"


def test_a_failing_connection_says_so_first(client: TestClient) -> None:
    """The verdict, the count beside the title, and both sides' words; a healthy one says that it works."""
    text = client.get(FAILS).text
    assert "Fails: the name dialled is not in the certificate." in text
    assert "5 of 11 fail" in text and "In their own words" in text
    healthy = client.get(WORKS).text
    assert "Works: each side trusts the other." in healthy and "In their own words" not in healthy
    assert re.search(r"all \d+ work", healthy)
    assert "Taken as good: private keys that are not in the upload." in healthy


def test_open_all_opens_every_fold(client: TestClient) -> None:
    """`?open=all` shows every check and the whole texts, and leads back; without it they are folded."""
    folded, opened = client.get(FAILS).text, client.get(f"{FAILS}?open=all").text
    assert "No CA forbids its names" in opened and "No CA forbids its names" not in folded
    assert "<details open><summary><b>kubectl" in opened and "<details><summary><b>kubectl" in folded
    assert "then kube-apiserver judges kubectl" in opened
    assert "open=all" in folded and "Close all" in opened


def test_lists_and_table_carry_the_outcome(client: TestClient) -> None:
    """Each row of the list and of the table says the word; a healthy tree has no row that fails."""
    for path in ("/clusters/wrong", "/clusters/wrong?view=table"):
        text = client.get(path).text
        assert "fails" in text.partition('class="panel')[2] + text.partition("<tbody>")[2]
    assert 'aria-label="fails"' in client.get("/clusters/wrong").text
    assert 'aria-label="fails"' not in client.get("/clusters/one").text


def test_the_switch_between_api_servers_shows_each_ones_outcome(client: TestClient) -> None:
    """A word for each server of a line; a line to one server has no switch."""
    text = client.get("/clusters/ha2/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1").text
    assert text.partition('aria-label="API server"')[2].partition("</nav>")[0].count('aria-label="works"') == 2
    assert 'aria-label="API server"' not in client.get(FAILS).text


def test_what_is_seen_when_all_is_well_is_told_of_a_failing_connection_as_what_it_will_be(client: TestClient) -> None:
    """A failing connection promises nothing of now; a healthy one says what one sees."""
    assert "Once it is mended: " in client.get(FAILS).text
    assert "Once it is mended: " not in client.get(WORKS).text


def test_the_csv_has_the_verdicts(client: TestClient) -> None:
    """A word for each connection; none fails in a healthy tree."""
    assert ",fails," in client.get("/clusters/wrong/connections.csv").text
    healthy = client.get("/clusters/one/connections.csv").text
    assert ",works," in healthy and ",fails," not in healthy


def test_what_cannot_be_checked_says_what_is_missing(client: TestClient) -> None:
    """A member of an external etcd, whose files are elsewhere: neither works nor fails."""
    text = client.get("/clusters/external-etcd").text
    row = next(one for one in text.split("<li>") if 'aria-label="not checkable"' in one)
    page = client.get(row.partition('href="')[2].partition('"')[0].replace("&gt;", ">")).text
    assert "Not checkable: the upload lacks what decides." in page and "Fails:" not in page
