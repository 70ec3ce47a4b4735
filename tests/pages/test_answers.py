"""Pages that are made once: a sample's, never an upload's."""

import pytest
from starlette.testclient import TestClient

from app.web.answers import Answers
from app.web.pages import maps
from tests.trees import entries

from .conftest import upload
from .packing import packed

LINE = "/connections/kubelet@cp1->kube-apiserver@cp1"


def test_a_text_is_made_once_and_the_oldest_goes_first() -> None:
    """What was asked for last stays; what no longer fits is made anew; another key is another text."""
    answers, made = Answers(most=10), []

    def get(key: str) -> str:
        return answers.get((key,), lambda: made.append(key) or key * 4)  # type: ignore[func-returns-value]

    assert [get("a"), get("b"), get("a"), get("c"), get("a"), get("b")] == [
        "aaaa",
        "bbbb",
        "aaaa",
        "cccc",
        "aaaa",
        "bbbb",
    ]
    assert made == ["a", "b", "c", "b"]


def test_a_fault_is_not_remembered() -> None:
    """What could not be made is tried again."""
    answers = Answers()
    with pytest.raises(ZeroDivisionError):
        answers.get(("a",), lambda: str(1 // 0))
    assert answers.get(("a",), lambda: "made") == "made"


def test_a_samples_page_is_made_once_and_an_uploads_each_time(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second look at a sample makes nothing; at an upload everything, so that nothing of it is kept elsewhere."""
    made: list[str] = []
    real = maps.rendered
    monkeypatch.setattr(maps, "rendered", lambda *arguments: made.append(arguments[0]) or real(*arguments))
    url = upload(client, packed(entries("kubeadm-1.30-cp1")))
    for base, count in (("/clusters/old-1.22", 1), (url, 2)):
        made.clear()
        answers = [client.get(base + LINE).text for _ in range(2)]
        assert answers[0] == answers[1]
        assert len(made) == count


def test_page_and_fragment_and_legend_are_told_apart(client: TestClient) -> None:
    """One URL is remembered for each thing that it answers with."""
    url = "/clusters/one" + LINE
    partial = {"hx-request-type": "partial", "hx-current-url": f"http://testserver{url}"}
    other = partial | {"hx-current-url": f"http://testserver{url}?internals=1"}
    page, fragment, with_legend = (client.get(url, headers=headers).text for headers in ({}, partial, other))
    assert page.startswith("<!doctype html>") and fragment.startswith("<title>")
    assert 'id="legend"' in with_legend and 'id="legend"' not in fragment
