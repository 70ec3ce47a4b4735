"""A verdict in words: each red rung has its sentence, and a healthy connection has none."""

import re
from pathlib import Path

import pytest

from app.analysis.samples import NAMES, open_sample
from app.explain.claims import claim, reason
from app.explain.connection import explain
from app.explain.judgement import Judgement
from app.model.verdicts import Outcome, Rung
from app.topology.authorities import Authorities

DOCS = Path(__file__).parents[2] / "docs" / "verdicts.md"


def told(sample: str, connection: str) -> Judgement:
    cluster = open_sample(sample)
    found = explain(cluster, cluster.connections[connection]).judgement
    assert found
    return found


def codes(column: int) -> list[tuple[str, str]]:
    """(Rung, code) of a column of the closed list in docs/verdicts.md."""
    table = DOCS.read_text("utf-8").partition("| rung |")[2].splitlines()[2:]
    rows = [line.split("|")[1:-1] for line in table if line.startswith("|")]
    return [
        (re.findall("`([^`]+)`", cells[0])[0], code)
        for cells in rows
        for code in re.findall("`([^`]+)`", cells[column])
    ]


@pytest.mark.parametrize(("rung", "code"), codes(4))
def test_every_red_code_has_a_sentence(rung: str, code: str) -> None:
    """Whatever is red, on either side, is said in words without a gap."""
    for client in (True, False):
        words = reason(Rung(rung, False, code, ""), client, "etcd")
        assert words and "{" not in words


@pytest.mark.parametrize(("rung", "code"), codes(1) + codes(2) + codes(3) + codes(4))
def test_every_rung_has_a_claim(rung: str, code: str) -> None:
    """Every rung that a verdict can hold says what it claims."""
    assert "{" not in claim(Rung(rung, None, code, ""), client=True)


def test_the_first_red_rung_is_the_verdict() -> None:
    """A wrong name: the sentence, what follows, and the values that were compared."""
    found = told("wrong", "kubectl:admin.conf@cp1->kube-apiserver@cp1")
    assert found.title == "Fails: the name dialled is not in the certificate."
    assert "".join(span.text for span in found.then) == "kubectl hangs up and never shows its own certificate."
    assert found.red and found.red.claim == "The name dialled is in the certificate"
    assert [label for label, _ in found.red.rows] == ["dialled", "named"]
    assert [one.when for one in found.words] == ["", "nothing by default, with -v=5"]
    assert found.words[0].text.endswith(found.words[0].tail.removeprefix("… "))


def test_a_401_comes_after_a_good_handshake() -> None:
    """A client certificate that has expired: the date is red, and the server answers 401."""
    found = told("wrong", "kube-apiserver@cp1->kubelet@cp1")
    assert found.title == "Fails: the certificate has expired."
    assert "401" in "".join(span.text for span in found.then)
    assert [(one.who, one.verb) for one in found.words] == [("kubectl", "prints"), ("kubelet", "logs")]
    assert found.place and (found.place.side, found.place.role) == ("client", "certificate")


@pytest.mark.parametrize("sample", NAMES)
def test_what_works_has_no_red_check(sample: str) -> None:
    """Over all samples: a red check and a fault's place stand where a connection fails, and nowhere else."""
    cluster = open_sample(sample)
    authorities = Authorities(cluster)
    for connection in cluster.connections.values():
        found = explain(cluster, connection, authorities).judgement
        assert found
        assert bool(found.red) is (found.outcome is Outcome.FAILS)
        assert found.title.startswith({"works": "Works", "fails": "Fails"}.get(found.outcome, "Not checkable"))


def test_what_was_taken_as_good_is_counted() -> None:
    """One key, or those of both sides; over plain HTTP nothing is, and the verdict says what such a connection is."""
    told_ = lambda connection: "".join(span.text for span in told("one", connection).assumed)  # noqa: E731
    assert (
        told_("kubectl:admin.conf@cp1->kube-apiserver@cp1") == "Taken as good: private keys that are not in the upload."
    )
    assert told_("kubelet@cp1->kube-apiserver@cp1!probe") == "Taken as good: a private key that is not in the upload."
    assert told_("kubelet@cp1->etcd@cp1!probe") == ""
    assert told("one", "kubelet@cp1->etcd@cp1!probe").title == "Works: plain HTTP, nobody proves anything."
    assert told("one", "kubelet@cp1->kube-apiserver@cp1!probe").title == "Works: each side takes what the other shows."


def test_an_api_server_that_does_not_start_answers_nobody() -> None:
    """With another's key for its front proxy kube-apiserver logs why and ends; kubectl has nothing to print of it."""
    found = told("wrong", "kube-apiserver@cp1->extension-apiserver@cluster")
    assert [(one.who, one.verb, one.text) for one in found.words] == [
        ("kube-apiserver", "logs", '"command failed" err="tls: private key does not match public key"')
    ]
