"""What the client decides: where it dials, and whether it trusts the server that answers."""

from dataclasses import dataclass, field

from ..model.cluster import Connection, State
from ..model.verdicts import Phase, Rung
from . import texts
from .loading import Loaded
from .rungs import Ladder
from .verification import Verifier


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a connection fails, in both sides' innermost words."""

    phase: Phase
    client_error: str | None
    server_error: str | None


@dataclass(slots=True)
class Decision:
    """One side's rungs, and the faults in the order in which they would end the connection."""

    rungs: list[Rung] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def decide(connection: Connection, client: Loaded, server: Loaded, verifier: Verifier) -> Decision:
    """The client's rungs after loading."""
    decision, ladder = Decision(list(client.rungs)), Ladder(connection, "client")
    _url(connection, decision, ladder)
    if connection.dialled.scheme == "https":
        _server_certificate(connection, client, server, verifier, decision, ladder)
        if client.late and connection.server.client_auth != "none":
            rung = ladder.rung("own-key", False, client.pair.code if client.pair else "", client.late, "key")
            decision.rungs.append(rung)
            decision.faults.append(Fault(Phase.OWN_KEY, client.late, "EOF"))
    return decision


def _url(connection: Connection, decision: Decision, ladder: Ladder) -> None:
    """http to a server with TLS, or the reverse."""
    scheme, server = connection.dialled.scheme, connection.server
    speaks_tls = server.certificate.state is not State.NONE
    if server.client_auth is None and server.certificate.state is State.UNKNOWN:
        return
    if (scheme == "https") == speaks_tls:
        message = "Both sides speak TLS." if speaks_tls else "Both speak plain HTTP: nobody proves anything."
        decision.rungs.append(ladder.rung("url", True, "scheme-ok", message, "address"))
        return
    is_etcd = server.component.startswith("etcd@")
    if scheme == "http":
        error = texts.PLAIN_TO_TLS
        said = texts.NO_TLS_RECORD if is_etcd else texts.PLAIN_TO_TLS_LOGGED
        code = "plain-http"
    else:
        error, said, code = (texts.NO_TLS_RECORD if is_etcd else texts.TLS_TO_PLAIN), None, "server-without-tls"
    decision.rungs.append(ladder.rung("url", False, code, error, "address"))
    decision.faults.append(Fault(Phase.URL, error, said))


def _server_certificate(
    connection: Connection, client: Loaded, server: Loaded, verifier: Verifier, decision: Decision, ladder: Ladder
) -> None:
    if connection.server.certificate.state is State.NONE:
        return
    if not connection.verifies_server:
        text = "This client verifies nothing of the server: any certificate would do."
        decision.rungs.append(ladder.rung("verify", True, "not-verified", text))
        return
    if connection.server.certificate.state is State.IN_MEMORY:
        text = "The server made its certificate at start and gave this client the CA."
        decision.rungs.append(ladder.rung("verify", True, "in-memory", text))
        return
    sent = server.pair.sent if server.pair else ()
    pool = client.ca.pool if client.ca else None
    if not sent:
        return  # a rung of the loading says that the certificate is missing, or taken as good
    if pool is None:
        text = "Without the client's CA nobody can say whether it trusts the server."
        decision.rungs.append(ladder.rung("path", None, "ca-missing", text, "ca"))
        return
    found = verifier.server(sent, pool, connection.dialled.server_name or connection.dialled.host)
    host = connection.dialled.server_name or connection.dialled.host
    decision.rungs += ladder.verified(found, "serverAuth", sent, "ca", host)
    if found.failure:
        error = texts.VERIFY_PREFIX + found.failure.error
        decision.faults.append(Fault(Phase.CLIENT_VERIFIES_SERVER, error, texts.BAD_CERTIFICATE))
