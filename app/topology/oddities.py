"""Kubelets that are not like the others: what a picture of a thousand nodes must not fold away.

A kubelet has a few traits: what is in the upload of its pairs, whether their certificates are in date at the cluster's
clock, who signed them, and whether the serving certificate names its node. Most kubelets of a cluster share each of
them; one that differs in a trait is unlike for that reason. Nothing here says that something fails.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from ..model.certificates import Certificate, Facts
from ..model.cluster import Cluster, Connection, Group, Reference, State
from .authorities import Authorities


class Oddity(StrEnum):
    """In which way a kubelet is unlike most of its cluster; the value is the word for it."""

    EXPIRED = "expired"
    NOT_YET_VALID = "not yet valid"
    OTHER_CA = "other CA"
    SELF_MADE = "self-made"
    SIGNED = "signed by a CA"
    MISSING_SAN = "missing SAN"
    OTHER_FILES = "other files"


_OWN = "a throw-away CA of its own"
_Trait = str | None
_Traits = tuple[_Trait, ...]
_CLIENT_STATE, _CLIENT_DATES, _CLIENT_CA, _SERVER_STATE, _SERVER_DATES, _SERVER_CA, _SERVER_NAMES = range(7)


def oddities(cluster: Cluster, authorities: Authorities) -> Mapping[str, tuple[Oddity, ...]]:
    """Component ids of the kubelets that are unlike most, with the reasons; sorted by id. Empty where all are alike.

    What is usual is counted trait by trait. With as many of one sort as of the other, that of the first id is usual.
    """
    pairs = _pairs(cluster)
    traits = {id_: _traits(cluster, authorities, *pairs[id_]) for id_ in sorted(pairs)}
    usual = tuple(Counter(column).most_common(1)[0][0] for column in zip(*traits.values(), strict=True))
    found = {id_: tuple(dict.fromkeys(_reasons(mine, usual))) for id_, mine in traits.items()}
    return {id_: reasons for id_, reasons in found.items() if reasons}


def counted_oddities(found: Iterable[tuple[Oddity, ...]]) -> dict[Oddity, int]:
    """How many are unlike for each reason, in the order of the reasons; who has several counts under each."""
    counts = Counter(oddity for reasons in found for oddity in reasons)
    return {oddity: counts[oddity] for oddity in Oddity if counts[oddity]}


def _pairs(cluster: Cluster) -> dict[str, tuple[str, Connection | None, Connection | None]]:
    """kubelet → its node, a connection in which it is the client, and the first in which it is the server."""
    found: dict[str, list[Connection | None]] = {
        one.id: [None, None] for one in cluster.components.values() if one.kind == "kubelet"
    }
    for connection in cluster.connections.values():
        client, server = connection.client.component, connection.server.component
        if client in found and connection.purpose is None and found[client][0] is None:
            found[client][0] = connection
        if server in found and connection.group is Group.KUBELET and found[server][1] is None:
            found[server][1] = connection
    return {id_: (cluster.components[id_].node or "", *ends) for id_, ends in found.items()}  # type: ignore[misc]


def _traits(
    cluster: Cluster, authorities: Authorities, node: str, client: Connection | None, server: Connection | None
) -> _Traits:
    presented = client.client.certificate if client else None
    served = server.server.certificate if server else None
    leaf = cluster.certificate(served) if served else None
    return (
        *_of(cluster, authorities, presented),
        *_of(cluster, authorities, served),
        None if leaf is None else str(_names(leaf.facts, node)),
    )


def _of(cluster: Cluster, authorities: Authorities, reference: Reference | None) -> _Traits:
    """State with the file's name, dates, issuer. A rotated pair's file has a date in its name: the link's counts."""
    if reference is None:
        return None, None, None
    leaf = cluster.certificate(reference)
    file = (reference.path or "").rpartition("/")[2]
    if leaf is None:
        return f"{reference.state} {file}", None, None
    return f"{State.FILE} {file}", _dates(leaf.facts, cluster.clock), _issuer(cluster, authorities, leaf)


def _dates(facts: Facts, clock: datetime) -> _Trait:
    if clock > facts.not_after:
        return Oddity.EXPIRED
    return Oddity.NOT_YET_VALID if clock < facts.not_before else ""


def _issuer(cluster: Cluster, authorities: Authorities, leaf: Certificate) -> _Trait:
    if cluster.issuer(leaf) is None:
        return ""
    authority = authorities.issuer(leaf)
    return _OWN if authority is None or authority.throw_away else authority.component_id


def _names(facts: Facts, node: str) -> bool:
    return any(san.type == "DNS" and san.value.casefold() == node.casefold() for san in facts.sans)


def _reasons(mine: _Traits, usual: _Traits) -> Iterable[Oddity]:
    for at in (_CLIENT_DATES, _SERVER_DATES):
        if mine[at] and mine[at] != usual[at]:
            yield Oddity(str(mine[at]))
    if mine[_CLIENT_CA] is not None and mine[_CLIENT_CA] != usual[_CLIENT_CA]:
        yield Oddity.OTHER_CA
    if mine[_SERVER_CA] is not None and mine[_SERVER_CA] != usual[_SERVER_CA]:
        yield _serving(mine[_SERVER_CA], usual[_SERVER_CA])
    elif any(mine[at] != usual[at] for at in (_CLIENT_STATE, _SERVER_STATE)):
        yield Oddity.OTHER_FILES
    if mine[_SERVER_NAMES] == str(False) and usual[_SERVER_NAMES] != str(False):
        yield Oddity.MISSING_SAN


def _serving(mine: _Trait, usual: _Trait) -> Oddity:
    """How the issuer of a serving certificate differs. By default each kubelet is its own CA: those are all alike."""
    if mine == _OWN:
        return Oddity.SELF_MADE
    return Oddity.SIGNED if usual == _OWN else Oddity.OTHER_CA
