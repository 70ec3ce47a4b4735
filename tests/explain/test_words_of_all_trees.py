"""What holds for every sentence of every real tree: no verdict, known terms, no marks left over, no secret."""

import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import app.explain
from app.explain.certificate import explain_certificate
from app.explain.component import explain_component
from app.explain.connection import explain
from app.explain.file import explain_file
from app.explain.glossary import glossary
from app.explain.groups import group_page
from app.explain.key import explain_key
from app.explain.overview import overview
from app.explain.questions import questions
from app.model.cluster import Cluster, Group
from app.model.words import Sentence, Span, plain
from app.topology.authorities import Authorities
from tests.explain.changed import PKI, with_flag, with_kubeconfig, with_public_halves, with_swapped_files
from tests.trees import MADE, NAMES, cluster

VERDICT = re.compile(
    r"\b(works?|working|fails?|failed|failure|invalid|valid|broken|correctly|wrong|trusted)\b|[✓✔✕✗]", re.IGNORECASE
)
MARKS = re.compile(r"\]\(|\*\*|\{\w+\}|`|  ")


def own_pages(found: Cluster, index: Authorities) -> Iterator[tuple[str, Sentence]]:
    """What the pages of certificates and keys say."""
    for id_ in found.inventory.certificates:
        page = explain_certificate(found, id_, index)
        for question in page.questions:
            yield from ((id_, sentence) for sentence in question.answers)
        for field in page.fields:
            yield from ((id_, sentence) for sentence in (field.text, field.note, *(row.origin for row in field.names)))
    for id_ in found.inventory.keys:
        key = explain_key(found, id_, index)
        yield id_, key.lead
        for answer in key.answers:
            yield from ((id_, sentence) for sentence in answer.sentences)


def sentences(found: Cluster) -> Iterator[tuple[str, Sentence]]:
    """Every sentence that is said of a cluster, with where it stands."""
    index = Authorities(found)
    for id_, connection in found.connections.items():
        shown = explain(found, connection, index)
        rows = (*shown.client.rows, *shown.server.rows)
        command = (shown.command.expect,) if shown.command else ()
        for sentence in (shown.lead, shown.wire, *(r.note for r in rows), *shown.believes, *shown.often_told, *command):
            yield id_, sentence
    for id_, component in found.components.items():
        page = explain_component(found, component, index)
        yield from ((id_, sentence) for sentence in (page.lead, *page.points))
    for id_ in found.inventory.files:
        file = explain_file(found, id_, index)
        facts = [fact.text for certificate in file.certificates for fact in certificate.facts]
        for sentence in (
            file.lead,
            *file.points,
            *facts,
            *(k.text for k in file.keys),
            *(c.text for c in file.contexts),
        ):
            yield id_, sentence
    yield from own_pages(found, index)
    whole = overview(found, index)
    yield from (("overview", sentence) for sentence in (whole.lead, *whole.hints))
    yield from ((group, group_page(found, group, index).lead) for group in Group)
    for question in questions(found, index):
        for sentence in (question.text, question.why, *(choice.text for choice in question.choices)):
            yield question.id, sentence


CREDENTIALS = r"client-certificate-data: \S+\n *client-key-data: \S+"
CLIENT_CA = f"--client-ca-file={PKI}"
ETCD_CA = f" --trusted-ca-file={PKI}"
ETCD_URL = "https://127.0.0.1:2379"
CHANGED: dict[str, Callable[[], Cluster]] = {
    "client-ca": lambda: with_flag("kube-apiserver.yaml", f"{CLIENT_CA}/ca.crt", f"{CLIENT_CA}/etcd/ca.crt"),
    "etcd-ca": lambda: with_flag("etcd.yaml", f"{ETCD_CA}/etcd/ca.crt", f"{ETCD_CA}/ca.crt"),
    "etcd-servers": lambda: with_flag("kube-apiserver.yaml", ETCD_URL, "https://10.0.0.9:2379,http://127.0.0.1:2379"),
    "insecure": lambda: with_kubeconfig(r"certificate-authority-data: \S+", "insecure-skip-tls-verify: true"),
    "token": lambda: with_kubeconfig(CREDENTIALS, "token: abc"),
    "exec": lambda: with_kubeconfig(CREDENTIALS, "exec: {command: aws}"),
    "nothing": lambda: with_kubeconfig(CREDENTIALS, "username: joe"),
    "http": lambda: with_kubeconfig("server: https", "server: http"),
    "key": lambda: with_swapped_files("/pki/apiserver.key", "/pki/front-proxy-client.key"),
    "halves": with_public_halves,
}
"""Trees with something odd in them."""
REAL: dict[str, Callable[[], Cluster]] = {name: functools.partial(cluster, name) for name in (*NAMES, *MADE)}
ALL = REAL | CHANGED


@pytest.mark.parametrize("tree", ALL)
def test_no_sentence_gives_a_verdict(tree: str) -> None:
    """Sentences describe: none says that anything works or fails."""
    for where, sentence in sentences(ALL[tree]()):
        ours = " ".join(span.text for span in sentence if span.kind != "code")
        assert VERDICT.search(ours) is None, (where, plain(sentence))


@pytest.mark.parametrize("tree", ALL)
def test_sentences_are_well_formed(tree: str) -> None:
    """No mark of a template is left over, no space stands before a stop, nothing is empty."""
    for where, sentence in sentences(ALL[tree]()):
        text = plain(sentence)
        ours = "".join("x" if span.kind == "code" else span.text for span in sentence)
        assert MARKS.search(ours) is None, (where, text)
        assert " ," not in ours and " ." not in text and ".." not in text.replace("…", ""), (where, text)
        assert text, where
        assert all(isinstance(span, Span) and span.text for span in sentence), (where, text)


def test_every_term_has_its_entry() -> None:
    """Every link to the glossary, from any sentence of any tree or from the glossary itself, finds an entry."""
    ids = [entry.id for entry in glossary()]
    assert len(ids) == len(set(ids))
    linked = {span.ref for found in ALL.values() for _, sentence in sentences(found()) for span in sentence}
    linked |= {span.ref for entry in glossary() for span in entry.text}
    assert linked - {None} <= set(ids)


def test_the_glossary_holds_what_students_ask() -> None:
    """The terms of the field are there, sorted, each with a text of its own."""
    asked = "ca san cn o eku key-usage csr mutual-tls spki kubeconfig pem der key-pair private-key public-half"
    asked += " client-certificate serving-certificate trust-anchor chain token bootstrap-token static-pod flag"
    asked += " convention anonymous rbac node-authorizer webhook front-proxy requestheader-ca loopback in-memory"
    asked += " load-balancer control-plane-node fingerprint issuer subject self-signed throw-away-ca"
    entries = {entry.id: entry for entry in glossary()}
    assert set(asked.split()) <= set(entries)
    titles = [entry.title for entry in glossary()]
    assert titles == sorted(titles, key=str.casefold)
    texts = [plain(entry.text) for entry in glossary()]
    assert len(set(texts)) == len(texts) and all(text.endswith(".") for text in texts)
    assert all(VERDICT.search(text) is None for text in texts if "trust" not in text)


def test_every_term_of_the_code_has_its_entry() -> None:
    """Terms in templates that no tree of the tests reaches are known too."""
    ids = {entry.id for entry in glossary()}
    for path in Path(app.explain.__file__).parent.glob("*.py"):
        found = set(re.findall(r"\[[^\]]+\]\(([a-z][a-z-]*)\)", path.read_text("utf-8"))) - {"id"}
        assert found <= ids, path.name


@pytest.mark.parametrize("tree", REAL)
def test_same_tree_same_words(tree: str) -> None:
    """Asked twice, with a shared or an own index of the CAs, a cluster is told in the same words."""
    found = REAL[tree]()
    connection = next(iter(found.connections.values()))
    assert explain(found, connection) == explain(found, connection, Authorities(found))
    assert list(sentences(found)) == list(sentences(found))
