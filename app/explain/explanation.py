"""What the panel says of one connection, as data: the templates put the marks around it.

Order of the panel, always: lead, client card (crt, key, ca.crt), the wire, server card (crt, key, ca.crt), who the
server believes the client is, what is often told differently, the evidence, one command that checks it by hand.
"""

from dataclasses import dataclass

from ..model.cluster import Evidence, State
from ..model.words import Sentence
from .judgement import Judgement


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """One of a side's crt, key, ca.crt or token. `role`: crt, key, ca, token (on the server's side ca is its client CA;
    `requestheader-ca` is kube-apiserver's second one). `name` is what a person calls the file (its base name), `path`
    the whole path with pointer, `file_id` the `node:path` of its page or None, `seal` the id of the issuing CA's
    component or a word (`own-ca`, `unknown`, `key`) or None, `note` one short sentence about it, `brief` the
    same in few words.
    """

    role: str
    name: str
    path: str | None
    file_id: str | None
    state: State
    seal: str | None
    note: Sentence
    brief: Sentence = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A side of the connection. `side`: client or server; `kind` the component's kind, `where` its node or address."""

    side: str
    component: str
    kind: str
    where: str
    rows: tuple[CredentialRow, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """One command that checks the connection by hand, and the node to run it on (None: anywhere, or where `place` says:
    words such as `in a pod that has curl`). `expect`: what one sees when each side accepts the other.
    """

    node: str | None
    text: str
    expect: Sentence
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    title: str
    judgement: Judgement | None
    lead: Sentence
    client: Card
    wire: Sentence
    server: Card
    believes: tuple[Sentence, ...]
    often_told: tuple[Sentence, ...]
    evidence: tuple[Evidence, ...]
    command: Command | None
