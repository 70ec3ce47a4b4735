"""One verdict for each connection: both sides load, the client trusts the server, the server trusts the client."""

from dataclasses import replace

from ..model.cluster import Cluster, Connection, Server, State
from ..model.verdicts import MISSING, Assumption, Outcome, Phase, Rung, Verdict
from ..topology.signatures import Signatures
from . import client_side, server_side
from .authenticators import Authentication
from .circumstances import Circumstances, Surroundings
from .client_side import Fault
from .editions import edition_of, worded, worded_rungs
from .files import Files
from .loading import Loaded, load_client, load_server
from .logs import client_log, server_log
from .verification import Verifier
from .words import shortened, shortened_rungs

_ORDER = {phase: number for number, phase in enumerate(Phase)}


def judged(cluster: Cluster, signatures: Signatures) -> Cluster:
    """The cluster with a verdict for each connection.

    Raises LimitExceeded when the tree asks for more signature checks than `signatures` may do.
    """
    judge, surroundings = Judge(cluster, signatures), Surroundings(cluster)
    verdicts = {
        identifier: judge.verdict(connection, surroundings.of(connection))
        for identifier, connection in cluster.connections.items()
    }
    return replace(cluster, verdicts=verdicts)


class Judge:
    """Judges connections over the files of one cluster, at its clock. What one connection has asked the next one does
    not ask again.
    """

    def __init__(self, cluster: Cluster, signatures: Signatures) -> None:
        self._files = Files(cluster)
        self._edition = edition_of(cluster)
        self._verifier = Verifier(signatures, cluster.clock)
        self._servers: dict[tuple[int, bool], tuple[Server, Loaded]] = {}

    def verdict(self, connection: Connection, around: Circumstances) -> Verdict:
        """What becomes of a connection under its circumstances. Raises LimitExceeded."""
        client, server = load_client(self._files, connection), self._loaded(connection)
        of_client = client_side.decide(connection, client, server, self._verifier)
        of_server, found = server_side.decide(connection, client, server, self._verifier, around)
        rungs = (*of_client.rungs, *of_server.rungs)
        fault = _first(client, server, [*of_client.faults, *of_server.faults])
        edition = self._edition
        fault = fault and worded(edition, connection, fault)
        logged, verbosity = server_log(connection, fault, edition)
        return Verdict(
            outcome=_outcome(fault, rungs),
            phase=fault.phase if fault else None,
            assumes=_assumed(client, server, connection, found),
            client_side=shortened_rungs(worded_rungs(edition, connection, of_client.rungs, "client")),
            server_side=shortened_rungs(worded_rungs(edition, connection, of_server.rungs, "server")),
            client_error=fault.client_error if fault else None,
            server_error=fault.server_error if fault else None,
            client_log=shortened(client_log(connection, fault, edition)),
            server_log=shortened(logged),
            server_log_verbosity=verbosity,
            authenticated=None if found is None else found.accepted is not None,
            headers_honoured=found.headers_honoured if found else None,
            identity=found.identity if found else None,
        )

    def _loaded(self, connection: Connection) -> Loaded:
        """The connection's server, loaded once for all who dial it."""
        server = connection.server
        key = (id(server), connection.verifies_server)
        if key not in self._servers:
            self._servers[key] = (server, load_server(self._files, connection))
        return self._servers[key][1]


def _first(client: Loaded, server: Loaded, faults: list[Fault]) -> Fault | None:
    """Whoever cannot load never connects; of the other faults the first in the order of a connection."""
    if client.error or server.error:
        return Fault(Phase.LOAD, shortened(client.error), shortened(server.error))
    found = min(faults, key=lambda fault: _ORDER[fault.phase], default=None)
    if found is None:
        return None
    return Fault(found.phase, shortened(found.client_error), shortened(found.server_error))


def _outcome(fault: Fault | None, rungs: tuple[Rung, ...]) -> Outcome:
    if fault:
        return Outcome.FAILS
    if any(rung.ok is None and rung.code in MISSING for rung in rungs):
        return Outcome.NOT_CHECKABLE
    return Outcome.WORKS


def _assumed(
    client: Loaded, server: Loaded, connection: Connection, found: Authentication | None
) -> tuple[Assumption, ...]:
    """In the order of docs/verdicts.md, each once."""
    assumed = {*client.assumes, *server.assumes}
    if found and found.accepted == "token" and connection.client.token.state is not State.IN_MEMORY:
        assumed.add(Assumption.TOKEN)
    return tuple(one for one in Assumption if one in assumed)
