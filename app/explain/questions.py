"""Check your understanding: kubectl → kube-apiserver as six questions, answered with this tree's own files.

Which choice is right follows from the connection; the wrong ones are other files of the same tree, never one with the
right answer's key in another place, and none that is right in another way.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from ..model.cluster import Cluster, Connection, Reference, State
from ..model.words import Sentence, plain
from .authorities import Authorities
from .cards import client_card, server_card
from .edge import Edge
from .explanation import CredentialRow
from .holdings import Use, uses
from .names import file_name
from .phrases import begin, code, say

CHOICES = 4
"""Choices of a question: enough to think, few enough to read."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer. `id` is stable for one tree and says nothing of being right."""

    id: str
    text: Sentence


@dataclass(frozen=True, slots=True)
class Question:
    """A question; `answer_id` is the right choice's id, and `why` what the card says of it."""

    id: str
    text: Sentence
    choices: tuple[Choice, ...]
    answer_id: str
    why: Sentence


def asked_connection(cluster: Cluster) -> Connection | None:
    """The connection asked about: kubectl's to an API server, with both certificates in the upload.

    admin.conf's if there is one; None where the tree has no such connection.
    """
    found = [
        connection
        for connection in cluster.connections.values()
        if connection.client.component.startswith("kubectl:")
        and connection.client.certificate.state is State.FILE
        and connection.server.certificate.state is State.FILE
    ]
    return next((c for c in found if c.client.component.startswith("kubectl:admin.conf@")), found[0] if found else None)


def questions(cluster: Cluster, authorities: Authorities | None = None) -> tuple[Question, ...]:
    """The questions, client first, in the order of the cards; empty where nothing can be asked of this tree."""
    connection = asked_connection(cluster)
    if connection is None:
        return ()
    edge = Edge(cluster, connection, authorities or Authorities(cluster))
    return tuple(_questions(edge))


_ASKED = (
    ("client", "crt", "which certificate does {client} present to {server}?"),
    ("client", "key", "with which private key does {client} prove that this certificate is its own?"),
    ("client", "ca", "with which CA does {client} check the certificate of {server}?"),
    ("server", "crt", "which certificate does {server} present to {client}?"),
    ("server", "key", "with which private key does {server} prove that this certificate is its own?"),
    ("server", "ca", "with which CA does {server} check the certificate of {client}?"),
)


def _questions(edge: Edge) -> Iterator[Question]:
    mine = {(use.side, use.role): use for use in uses(edge.connection)}
    rows = {(card.side, row.role): row for card in (client_card(edge), server_card(edge)) for row in card.rows}
    for side, role, text in _ASKED:
        use, row = mine[side, role], rows[side, role]
        wrong = list(_wrong(edge.cluster, use)) if use.reference.state is State.FILE else []
        if not wrong:
            continue
        id_ = f"{side}-{role}"
        right = _choice(id_, use)
        choices = sorted((right, *(_choice(id_, other) for other in wrong)), key=lambda choice: choice.id)
        words = {"client": edge.client_words, "server": edge.server_words}
        yield Question(id_, begin(say(text, **words)), tuple(choices), right.id, begin(_why(right, row)))


def _wrong(cluster: Cluster, right: Use) -> Iterator[Use]:
    """Other files in the same part, one for each key, nearest first: those of this connection, then of others."""
    seen = {_key(cluster, right.reference)}
    texts = {plain(_words(right))}
    number = 1
    for use in _pool(cluster, right):
        key, text = _key(cluster, use.reference), plain(_words(use))
        if key in seen or text in texts:
            continue
        seen.add(key)
        texts.add(text)
        yield use
        number += 1
        if number == CHOICES:
            return


def _pool(cluster: Cluster, right: Use) -> Iterator[Use]:
    """Files that could be taken for the right one: the other side's, then those of the same two programs, then all.

    Where a CA is asked for, the other side's certificate is among them: to check with it is the commonest mistake.
    """
    kinds = {"crt": ("crt",), "key": ("key",), "ca": ("ca", "requestheader-ca", "crt")}[right.role]
    ends = (right.connection.client.component, right.connection.server.component)
    here = [use for use in uses(right.connection) if use.role in kinds and use.side != right.side]
    others = [
        use
        for kind in kinds
        for connection in cluster.connections.values()
        for use in uses(connection)
        if use.role == kind
    ]
    others.sort(key=lambda use: (kinds.index(use.role), use.component not in ends))
    yield from (use for use in (*here, *others) if use.reference.state is State.FILE)


def _key(cluster: Cluster, reference: Reference) -> str | None:
    """What tells two answers apart: the public key behind a reference."""
    certificate, key = cluster.certificate(reference), cluster.key(reference)
    return certificate.facts.key.spki_sha256 if certificate else key.spki_sha256 if key else None


def _words(use: Use) -> Sentence:
    """`apiserver.crt`, `the key inside admin.conf`."""
    file = code(file_name(use.reference.path or ""))
    if not use.reference.pointer:
        return (file,)
    what = {"crt": "the client certificate", "key": "the key", "ca": "the CA certificate"}.get(
        use.role, "the CA certificate"
    )
    return say("{what} inside {file}", what=what, file=file)


def _choice(question: str, use: Use) -> Choice:
    """The id is a hash of question and text: it orders the choices the same each time, whichever is right."""
    words = _words(use)
    digest = hashlib.sha256(f"{question}\n{plain(words)}".encode("utf-8", "surrogatepass")).hexdigest()
    return Choice(digest[:8], words)


def _why(right: Choice, row: CredentialRow) -> Sentence:
    return (
        say("{answer}: {note}.", answer=right.text, note=row.note) if row.note else say("{answer}.", answer=right.text)
    )
