"""One connection of a twin, shaken hands: what went over the wire, or why nothing did."""

from dataclasses import dataclass

from ..issuing.keys import NoThrowAway
from ..issuing.twin import Twin
from ..model.cluster import Connection
from ..tls.edge import Edges, NothingToShake, Peers
from ..tls.exchange import Exchange, Pair
from ..tls.peers import CannotLoad, Version
from ..tls.transcript import Transcript, transcript


@dataclass(frozen=True, slots=True)
class Shaken:
    """A handshake between two peers, and what its bytes say."""

    version: Version
    peers: Peers
    exchange: Exchange
    transcript: Transcript


Refusal = NothingToShake | CannotLoad | NoThrowAway


def shake(twin: Twin, connection: Connection, version: Version = Version.TLS13) -> Shaken | Refusal:
    """A handshake at the cluster's clock, for this connection alone; the reason where there is none."""
    try:
        peers = Edges(twin).peers(connection)
        exchange = Pair(peers.client, peers.server, twin.cluster.clock, version).shake()
    except (NothingToShake, CannotLoad, NoThrowAway) as refusal:
        return refusal
    return Shaken(version, peers, exchange, transcript(exchange))
