"""Where the first red rung of a connection stands: on whose side, at which of its files, in a few words."""

from dataclasses import dataclass

from ..model.cluster import Connection
from ..model.verdicts import Rung, Verdict

_OF_THE_OTHER = frozenset(("extensions", "dates", "name", "usage", "constraints"))
"""Rungs that look at what the other side sent."""
_WORDS = {
    "expired": "expired",
    "not-yet-valid": "not yet valid",
    "key-mismatch": "key does not fit",
    "key-type-mismatch": "key does not fit",
    "key-missing": "no key",
    "no-key": "no key",
    "no-certificate": "no certificate",
    "unknown-authority": "other CA",
    "wrong-signature": "other CA",
    "authority-expired": "CA expired",
    "authority-not-yet-valid": "CA not yet valid",
    "usage-mismatch": "wrong usage",
    "name-not-permitted": "name forbidden",
    "name-not-allowed": "not allowed",
    "peer-address-mismatch": "wrong address",
    "common-name-only": "no SAN",
    "no-names": "no names",
    "unauthorized": "401",
}
_NAMES = frozenset(("name-mismatch", "no-ip-name"))


@dataclass(frozen=True, slots=True)
class Place:
    """A fault at one side's credential. `side`: client or server; `role`: certificate, key or ca (a server's ca is the
    one that it checks clients with); `words`: what is wrong with it, short enough for a chip.
    """

    side: str
    role: str
    words: str


def place_of_fault(connection: Connection, verdict: Verdict) -> Place | None:
    """The place of a verdict's first red rung; None where nothing is red, and where the address is at fault."""
    fault = verdict.fault
    if fault is None or fault.rung == "url":
        return None
    own, other = ("client", "server") if is_clients(verdict, fault) else ("server", "client")
    words = _words(fault, connection.dialled.server_name or connection.dialled.host)
    if fault.rung in _OF_THE_OTHER:
        return Place(other, "certificate", words)
    if fault.rung in ("load", "own-key"):
        return Place(own, _loaded(fault.code), words)
    return (
        Place("client", "certificate", words)
        if fault.rung in ("peer-address", "front-proxy")
        else Place(own, "ca", words)
    )


def is_clients(verdict: Verdict, rung: Rung) -> bool:
    """Whether a rung is one of the client's side."""
    return any(rung is one for one in verdict.client_side)


def _loaded(code: str) -> str:
    if code.startswith("ca-"):
        return "ca"
    return "key" if "key" in code else "certificate"


def _words(fault: Rung, host: str | None) -> str:
    return f"no {host}" if fault.code in _NAMES and host else _WORDS.get(fault.code, "unusable")
