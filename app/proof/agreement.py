"""The ladder beside the handshake: whether both get as far, and why not where OpenSSL is not Go."""

import ipaddress
from dataclasses import dataclass
from enum import StrEnum

from ..explain.claims import reason
from ..explain.phrases import say
from ..model.cluster import Connection
from ..model.verdicts import Outcome, Phase, Verdict
from ..model.words import Sentence
from ..tls.edge import NothingToShake
from ..tls.peers import CannotLoad
from ..trust.faults import is_clients
from .shaking import Refusal, Shaken

_IP_MISMATCH, _PURPOSE, _NO_ISSUER = 64, 26, 20
"""x509_vfy.h: X509_V_ERR_IP_ADDRESS_MISMATCH, _INVALID_PURPOSE, _UNABLE_TO_GET_ISSUER_CERT_LOCALLY."""

_LOADING = (Phase.LOAD, Phase.OWN_KEY, Phase.URL)
_NOT_OF_TLS = frozenset(("front-proxy", "authentication", "peer-address"))
"""Rungs that a program takes after the handshake, by itself."""


_NOT_ASKED = {
    "http": "Without TLS there is nothing for OpenSSL to say.",
    "unknown": "What nobody knows, OpenSSL cannot load.",
}
"""Codes of NothingToShake."""


class Reached(StrEnum):
    """How far a connection gets."""

    LOAD = "does not begin"
    HANDSHAKE = "fails in the handshake"
    AUTHENTICATION = "is connected, and answered 401"
    WORKS = "works"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where OpenSSL is known to judge otherwise. `go`: the ladder's red code, `openssl`: its error, 0 and empty where
    that side finds nothing wrong. `why` names both sides' rules.
    """

    id: str
    go: str
    openssl: int
    why: str


DIFFERENCES = (
    Difference(
        "mapped-address",
        "",
        _IP_MISMATCH,
        "`::ffff:192.0.2.1` is `192.0.2.1` to Go, which compares addresses by what they mean. OpenSSL compares their "
        "bytes: to it they are two.",
    ),
    Difference(
        "any-usage",
        "",
        _PURPOSE,
        "Go takes the extended key usage `anyExtendedKeyUsage` for every usage. OpenSSL wants the very one: "
        "`serverAuth` of a server, `clientAuth` of a client.",
    ),
    Difference(
        "ca-without-constraints",
        "not-a-ca",
        0,
        "A CA of version 3 without basic constraints is none to Go. OpenSSL makes do with `keyCertSign` in its key "
        "usage.",
    ),
    Difference(
        "weak-signature",
        "insecure-algorithm",
        0,
        "Go refuses signatures with SHA-1 and MD5, whatever is configured. OpenSSL goes by its security level, "
        "which is 0 here so that weak keys can be loaded and looked at.",
    ),
    Difference(
        "unusual-algorithm",
        "algorithm-unknown",
        0,
        "Go knows RSASSA-PSS only with SHA-256, SHA-384 or SHA-512, the same for the mask, and a salt of that length; "
        "and no SHA-224 at all. OpenSSL takes what the certificate says.",
    ),
    Difference(
        "authority-key-id",
        "",
        _NO_ISSUER,
        "The certificate names a key id that its CA does not have. Go tries such a CA last; OpenSSL never tries it.",
    ),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`agree` is None where nothing can be compared. `handshake`: how far it gets with OpenSSL, None where OpenSSL is
    not asked. `cluster` and `openssl` are words for how far each gets; `why`: the reason for a difference, or what
    there is to be said where they agree.
    """

    agree: bool | None
    handshake: Reached | None
    cluster: str
    openssl: str
    why: Sentence


def compared(connection: Connection, verdict: Verdict, shaken: Shaken | Refusal, server: str) -> Comparison:
    """What both say of a connection. `server`: its name in a sentence."""
    ladder, handshake = of_ladder(verdict), of_handshake(shaken)
    told = (handshake, cluster_words(verdict, server), openssl_words(shaken))
    if isinstance(shaken, NothingToShake) and shaken.code in _NOT_ASKED:
        return Comparison(None, None, told[1], "nothing", say(_NOT_ASKED[shaken.code]))
    if ladder is None:
        return Comparison(
            None, *told, say("The upload lacks what decides in a cluster; the handshake stands for the rest.")
        )
    if ladder is handshake:
        return Comparison(True, *told, say("They agree."))
    if not_of_tls(verdict):
        return Comparison(True, *told, say("They agree: what fails is no part of TLS, and OpenSSL is not asked."))
    return Comparison(False, *told, _why(connection, verdict, shaken))


def of_ladder(verdict: Verdict) -> Reached | None:
    """How far it gets in a cluster; None where that cannot be told."""
    if verdict.outcome is Outcome.NOT_CHECKABLE:
        return None
    if verdict.phase is None:
        return Reached.WORKS
    if verdict.phase in _LOADING:
        return Reached.LOAD
    return Reached.AUTHENTICATION if verdict.phase is Phase.AUTHENTICATION else Reached.HANDSHAKE


def of_handshake(shaken: Shaken | Refusal) -> Reached:
    """How far it gets with OpenSSL. A server that only asks for a certificate notes what is wrong with it."""
    if not isinstance(shaken, Shaken):
        return Reached.LOAD
    if not shaken.exchange.connected:
        return Reached.HANDSHAKE
    shows = shaken.peers.client.credentials is not None
    return Reached.AUTHENTICATION if shows and shaken.exchange.server.fault else Reached.WORKS


def not_of_tls(verdict: Verdict) -> bool:
    """Whether what fails is decided outside of TLS: by an authenticator, or by who reads the kubeconfig."""
    fault = verdict.fault
    return fault is not None and (fault.rung in _NOT_OF_TLS or fault.code == "ca-and-insecure")


def difference(connection: Connection, verdict: Verdict, shaken: Shaken) -> Difference | None:
    """The known difference that parts ladder and handshake; None where it is another one. Where OpenSSL's client has
    hung up and the ladder finds a fault of the server's side only, Go has passed what OpenSSL stopped at.
    """
    fault = verdict.fault
    passed = shaken.exchange.client.fault is not None and fault is not None and not is_clients(verdict, fault)
    go = fault.code if fault and not passed else ""
    faults = [side.fault for side in (shaken.exchange.client, shaken.exchange.server) if side.fault]
    openssl = faults[0].code if faults else 0
    found = next((one for one in DIFFERENCES if (one.go, one.openssl) == (go, openssl)), None)
    if (
        found
        and found.id == "mapped-address"
        and not _is_mapped(connection.dialled.server_name or connection.dialled.host)
    ):
        return None
    return found


def cluster_words(verdict: Verdict, server: str) -> str:
    """What a cluster says, in one line."""
    reached = of_ladder(verdict)
    if reached is None:
        return "not checkable"
    fault = verdict.fault
    return f"{reached}: {reason(fault, is_clients(verdict, fault), server)}" if fault else str(reached)


def openssl_words(shaken: Shaken | Refusal) -> str:
    """What OpenSSL says, in its own words where it has some."""
    reached = of_handshake(shaken)
    if isinstance(shaken, CannotLoad):
        return f"{reached}: {shaken.reason}"
    if not isinstance(shaken, Shaken):
        return str(reached)
    sides = (shaken.exchange.client, shaken.exchange.server)
    said = next((side.fault.text for side in sides if side.fault), None)
    said = said or next((side.error for side in sides if side.error), None)
    return f"{reached}: {said}" if said and reached is not Reached.WORKS else str(reached)


def _why(connection: Connection, verdict: Verdict, shaken: Shaken | Refusal) -> Sentence:
    found = difference(connection, verdict, shaken) if isinstance(shaken, Shaken) else None
    if found is None:
        return say(
            "OpenSSL is not Go, and here they part; the verdict is what a cluster does. Why they differ is not known."
        )
    return say(found.why + " The verdict is what a cluster does.")


def _is_mapped(host: str | None) -> bool:
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return False
    return isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None
