"""What the server decides: in the handshake (etcd), or of each request after it (everybody else)."""

from dataclasses import replace

from ..model.certificates import Facts
from ..model.cluster import Connection, State
from ..model.identity import Identity
from ..model.verdicts import Phase
from . import texts
from .authenticators import Authentication, authenticate, without_certificate
from .circumstances import Circumstances
from .client_side import Decision, Fault
from .loading import Loaded
from .paths import Failure
from .peers import check_peer
from .rungs import Ladder
from .verification import Verifier

_ACCEPTED = {
    "x509": "The client CA leads to its certificate.",
    "front-proxy": "The request-header CA leads to its certificate: the headers name the user.",
    "anonymous": "It shows no credentials, and the server takes in anonymous requests.",
}
_IN_MEMORY_TOKEN = "kube-apiserver made this token for itself at its start."  # noqa: S105 - a sentence
_BOOTSTRAP_TOKEN = "A bootstrap token is compared with a Secret, which is in no file: it is taken as good."  # noqa: S105 - a sentence
_ACCOUNT_TOKEN = "A service account's token is checked with the keys of --service-account-key-file."  # noqa: S105 - a sentence
_OTHER_TOKEN = "The upload keeps no token, and nothing in it says of which kind this one is: it is taken as good."  # noqa: S105 - a sentence
_NO_SUCH_TOKEN = "invalid bearer token"  # noqa: S105 - what the authenticators say of a token that none of them knows
_ANY_CERTIFICATE = "Any client certificate of this CA may do anything."
_ANY_MEMBER = "Any client certificate of this CA counts as a member's."
_KUBELET_ASKS = "The kubelet asks kube-apiserver (SubjectAccessReview); what RBAC says is in no file."
_ALWAYS_ALLOW = "AlwaysAllow: whoever is accepted may do everything."


def decide(
    connection: Connection, client: Loaded, server: Loaded, verifier: Verifier, around: Circumstances
) -> tuple[Decision, Authentication | None]:
    """The server's rungs after loading, and who it takes the client for (None for etcd and where that is unknown)."""
    decision, ladder = Decision(list(server.rungs)), Ladder(connection, "server")
    sent = client.pair.sent if client.pair else ()
    judged = _Server(connection, sent, server, verifier, around, decision, ladder)
    found = None
    if connection.server.client_auth == "require":
        judged.in_handshake()
    elif connection.server.component.startswith("etcd@"):
        decision.rungs.append(ladder.rung("authentication", True, "nobody-asked", "It asks nobody for a certificate."))
    elif connection.server.client_auth is not None or connection.server.certificate.state is not State.UNKNOWN:
        found = judged.after_handshake()
    judged.authorizer()
    return decision, found


class _Server:
    def __init__(
        self,
        connection: Connection,
        sent: tuple[Facts, ...],
        server: Loaded,
        verifier: Verifier,
        around: Circumstances,
        decision: Decision,
        ladder: Ladder,
    ) -> None:
        self._connection = connection
        self._sent = sent
        self._server = server
        self._verifier = verifier
        self._around = around
        self._decision = decision
        self._ladder = ladder

    def _add(self, rung: str, ok: bool | None, code: str, message: str, *role: str) -> None:
        self._decision.rungs.append(self._ladder.rung(rung, ok, code, message, *role))

    def in_handshake(self) -> None:
        """crypto/tls with RequireAndVerifyClientCert: etcd."""
        if self._connection.dialled.scheme != "https":
            return
        if not self._sent:
            if self._connection.client.certificate.state is State.NONE:
                self._add("handshake", False, "no-certificate", texts.NO_CLIENT_CERTIFICATE, "client_ca")
                alert, said = texts.CERTIFICATE_REQUIRED, texts.NO_CLIENT_CERTIFICATE
                self._decision.faults.append(Fault(Phase.SERVER_VERIFIES_CLIENT, alert, said))
            return
        pool = self._server.ca.pool if self._server.ca else None
        if pool is None:
            self._missing_ca("client_ca")
            return
        found = self._verifier.client(self._sent, pool)
        self._decision.rungs += self._ladder.verified(found, "clientAuth", self._sent, "client_ca", None)
        if found.failure:
            error = texts.VERIFY_PREFIX + found.failure.error
            self._add("handshake", False, "rejected", error, "client_ca")
            self._decision.faults.append(Fault(Phase.SERVER_VERIFIES_CLIENT, _alert(found.failure), error))
        else:
            self._add("handshake", True, "accepted", "It accepts the client's certificate.", "client_ca")
        if self._connection.purpose == "peer":
            self._peer_address()

    def _peer_address(self) -> None:
        ok, code, message = check_peer(self._sent[0], self._around.source_address, self._around.names)
        self._add("peer-address", ok, code, message, "certificate", "client")
        if ok is False:
            self._decision.faults.append(Fault(Phase.SERVER_VERIFIES_CLIENT, "EOF", message))

    def after_handshake(self) -> Authentication | None:
        """The authenticators. None where the upload does not hold what they need."""
        client = self._connection.client
        if client.certificate.state is State.NONE:
            has_token = client.token.state is not State.NONE
            around = self._around
            if client.token.state is State.IN_MEMORY or self._connection.purpose == "bootstrap":  # no service account's
                around = replace(around, service_account_keys_fit=None)
            if self._connection.purpose == "bootstrap" and not around.bootstrap_tokens:
                found = Authentication(None, None, _NO_SUCH_TOKEN)
            else:
                found = without_certificate(around, has_token=has_token)
        elif not self._sent:
            return None
        else:
            found = authenticate(
                self._verifier,
                self._sent,
                self._server.ca.pool if self._server.ca else None,
                self._server.requestheader_ca.pool if self._server.requestheader_ca else None,
                self._around,
            )
            if (missing := self._missing(found)) is not None:
                self._missing_ca(missing)
                return None
            self._certificate_rungs(found)
        self._outcome(found)
        return found

    def _missing(self, found: Authentication) -> str | None:
        """The CA that might have let the client in and is not in the tree."""
        if found.accepted in ("x509", "front-proxy"):
            return None
        if self._server.ca and self._server.ca.is_missing:
            return "client_ca"
        proxy = self._server.requestheader_ca
        return "requestheader_ca" if proxy and proxy.is_missing and self._around.sends_headers else None

    def _missing_ca(self, role: str) -> None:
        text = "Without this CA nobody can say whether the server takes the client in."
        self._add("path", None, "ca-missing", text, role)

    def _certificate_rungs(self, found: Authentication) -> None:
        """The steps of the authenticator that decided: the front proxy's for a client that sends headers, unless x509
        took it in.
        """
        by_proxy = found.proxy is not None and self._around.sends_headers and found.accepted != "x509"
        shown = found.proxy if by_proxy else found.x509
        if shown is not None:
            anchors = "requestheader_ca" if by_proxy else "client_ca"
            self._decision.rungs += self._ladder.verified(shown, "clientAuth", self._sent, anchors, None)
        if not self._around.sends_headers:
            return
        if found.headers_honoured:
            self._add("front-proxy", True, "headers-honoured", "X-Remote-User names the user.", "requestheader_ca")
        elif found.accepted == "x509":
            text = "Not a front proxy's certificate: the headers are ignored, the certificate itself names the user."
            self._add("front-proxy", None, "headers-ignored", text, "requestheader_ca")
        elif found.proxy is not None and found.proxy.failure is None and found.proxy_error:
            self._add("front-proxy", False, "name-not-allowed", found.proxy_error, "requestheader_ca")

    def _outcome(self, found: Authentication) -> None:
        if found.accepted is None:
            message = found.error or texts.UNAUTHORIZED
            self._add("authentication", False, "unauthorized", message, "client_ca")
            fault = Fault(Phase.AUTHENTICATION, texts.UNAUTHORIZED, found.error or None)
            self._decision.faults.append(fault)
            return
        role = "requestheader_ca" if found.accepted == "front-proxy" else "client_ca"
        message = _ACCEPTED.get(found.accepted) or self._of_token()
        self._add("authentication", True, found.accepted, message, role)
        if found.identity:
            self._add("identity", True, "identity", _told(found.identity), "certificate", "client")

    def authorizer(self) -> None:
        """Who decides what the client may do. What RBAC says is in no file."""
        name = self._connection.authorizer
        server = self._connection.server.component
        if name == "any-certificate-of-the-CA":
            text = _ANY_MEMBER if self._connection.purpose == "peer" else _ANY_CERTIFICATE
            self._add("authorization", True, "any-certificate", text, "authorizer")
        elif name == "Webhook" and server.startswith("kubelet@"):
            self._add("authorization", None, "webhook", _KUBELET_ASKS, "authorizer")
        elif name:
            text = f"{name} decides what it may do, by what is in no file."
            self._add(
                "authorization", None, "authorizer", _ALWAYS_ALLOW if name == "AlwaysAllow" else text, "authorizer"
            )

    def _of_token(self) -> str:
        """What was made of a token: which kind it is, the connection tells as far as anything does."""
        client = self._connection.client
        if client.token.state is State.IN_MEMORY:
            return _IN_MEMORY_TOKEN
        if self._connection.purpose == "bootstrap":
            return _BOOTSTRAP_TOKEN
        return _ACCOUNT_TOKEN if client.component.startswith(("pod@", "kube-proxy@")) else _OTHER_TOKEN


def _told(identity: Identity) -> str:
    groups = ", ".join(identity.groups) or "none but system:authenticated"
    return f"User {identity.user}; groups: {groups}."


def _alert(failure: Failure) -> str:
    """The alert by which a server of Go 1.21 or newer tells the client (crypto/tls processCertsFromClient)."""
    if failure.unknown_authority:
        return texts.UNKNOWN_CERTIFICATE_AUTHORITY
    return texts.EXPIRED_CERTIFICATE if failure.expired else texts.BAD_CERTIFICATE
