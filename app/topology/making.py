"""One connection from its two sides: its id, its group, and who the server takes the client for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model.cluster import Connection, Group, State
from ..model.identity import Identity
from .clients import ClientSide
from .sides import ServerSide

_GROUPS = {"kubelet": Group.KUBELET, "extension-apiserver": Group.EXTENSION}
_TOKEN = frozenset((State.FILE, State.NOT_IN_TREE, State.UNREADABLE))


@dataclass(frozen=True, slots=True)
class Draft:
    """A connection before it has its final id and identity. `anonymous`: the server takes in a client without
    credentials; `honours_headers`: the server believes this client's X-Remote-User instead of its certificate.
    """

    client: ClientSide
    server: ServerSide
    purpose: str | None = None
    via: str | None = None
    anonymous: bool = False
    honours_headers: bool = False

    @property
    def base_id(self) -> str:
        ends = f"{self.client.client.component}->{self.server.server.component}"
        return f"{ends}!{self.purpose}" if self.purpose else ends


def number(drafts: Iterable[Draft]) -> Iterator[tuple[str, Draft]]:
    """Each draft with its id: a second connection of the same id gets `!2`, in the order found."""
    seen: dict[str, int] = {}
    for draft in drafts:
        seen[draft.base_id] = count = seen.get(draft.base_id, 0) + 1
        yield draft.base_id if count == 1 else f"{draft.base_id}!{count}", draft


def connection(identifier: str, draft: Draft, identity: Identity | None) -> Connection:
    """The connection of a draft, with its id and the identity that the server sees."""
    client, server = draft.client, draft.server
    return Connection(
        id=identifier,
        group=group(draft),
        purpose=draft.purpose,
        via=draft.via,
        client=client.client,
        server=server.server,
        dialled=client.dialled,
        verifies_server=client.verifies_server,
        identity=identity,
        authorizer=server.authorizer,
        evidence=client.evidence + server.evidence,
    )


def group(draft: Draft) -> Group | None:
    """The set of connections that end at one kind of server; those with a token are a group of their own."""
    kind = draft.server.server.component.partition("@")[0]
    if kind == "etcd":
        return Group.ETCD_PEER if draft.purpose == "peer" else Group.ETCD
    if kind == "kube-apiserver":
        return Group.TOKEN if draft.client.client.token.state in _TOKEN else Group.APISERVER
    return _GROUPS.get(kind)
