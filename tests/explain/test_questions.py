"""Check your understanding: the right answer is the card's, the wrong ones are other files of the same tree."""

import pytest

from app.explain.questions import CHOICES, questions
from app.model.words import plain
from tests.explain.changed import ONE, PKI, with_flag, with_kubeconfig
from tests.trees import NAMES, cluster

ASKED = [name for name in NAMES if name not in ("kubeadm-1.37-pki-only", "kubeadm-1.37-worker-only")]


def answers(name: str) -> dict[str, str]:
    """The right answer of each question, without marks."""
    return {
        question.id: plain(choice.text)
        for question in questions(cluster(name))
        for choice in question.choices
        if choice.id == question.answer_id
    }


@pytest.mark.parametrize("name", ASKED)
def test_the_answers_are_those_of_the_card(name: str) -> None:
    """crt, key and ca.crt of both sides, in the order of the cards."""
    assert answers(name) == {
        "client-crt": "the client certificate inside admin.conf",
        "client-key": "the key inside admin.conf",
        "client-ca": "the CA certificate inside admin.conf",
        "server-crt": "apiserver.crt",
        "server-key": "apiserver.key",
        "server-ca": "ca.crt",
    }


def test_choices_are_different_files() -> None:
    """Four choices of different texts, one of them right; for a CA the other side's certificate is a wrong one."""
    for question in questions(cluster(ONE)):
        texts = [plain(choice.text) for choice in question.choices]
        assert len(texts) == len(set(texts)) == CHOICES
        assert question.answer_id in {choice.id for choice in question.choices}
    server_ca = next(question for question in questions(cluster(ONE)) if question.id == "server-ca")
    texts = {plain(choice.text) for choice in server_ca.choices}
    assert "the client certificate inside admin.conf" in texts and "etcd/ca.crt" in texts


def test_no_wrong_choice_is_right_too() -> None:
    """The CA inside admin.conf and pki/ca.crt are one certificate: only one of them is offered."""
    client_ca = next(question for question in questions(cluster(ONE)) if question.id == "client-ca")
    assert "ca.crt" not in {plain(choice.text) for choice in client_ca.choices}


def test_the_order_tells_nothing() -> None:
    """The right choice does not always stand at one place, and the order is the same each time."""
    places = [
        [choice.id for choice in question.choices].index(question.answer_id) for question in questions(cluster(ONE))
    ]
    assert len(set(places)) > 1
    assert questions(cluster(ONE)) == questions(cluster(ONE))


def test_another_tree_has_other_answers() -> None:
    """With another client CA the right answer of the last question is another file, and its reason says which."""
    flag = f"--client-ca-file={PKI}"
    changed = with_flag("kube-apiserver.yaml", f"{flag}/ca.crt", f"{flag}/etcd/ca.crt")
    last = questions(changed)[-1]
    right = next(choice for choice in last.choices if choice.id == last.answer_id)
    assert plain(right.text) == "etcd/ca.crt"
    assert plain(last.why) == "etcd/ca.crt: checks the certificate inside admin.conf."


def test_nothing_is_asked_without_the_files() -> None:
    """A tree without a kubectl's certificate, or one that uses a token, asks nothing about it."""
    assert questions(cluster("kubeadm-1.37-pki-only")) == ()
    assert questions(cluster("kubeadm-1.37-worker-only")) == ()
    token = with_kubeconfig(r"client-certificate-data: \S+\n *client-key-data: \S+", "token: abc")
    assert all("super-admin.conf" in plain(q.why) for q in questions(token) if q.id.startswith("client"))
