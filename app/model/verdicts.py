"""How a connection is judged: rungs in Go's order, and both sides' words (docs/verdicts.md)."""

from dataclasses import dataclass
from enum import StrEnum

from .identity import Identity


class Outcome(StrEnum):
    """`works`: TLS and authentication succeed; what RBAC allows afterwards is in no tree."""

    WORKS = "works"
    FAILS = "fails"
    NOT_CHECKABLE = "not_checkable"


class Phase(StrEnum):
    """Where a connection fails first, in the order in which it comes about."""

    LOAD = "load"
    URL = "url"
    CLIENT_VERIFIES_SERVER = "handshake-client-verifies-server"
    OWN_KEY = "handshake-own-key"
    SERVER_VERIFIES_CLIENT = "handshake-server-verifies-client"
    AUTHENTICATION = "authentication"


class Assumption(StrEnum):
    """What no upload holds, or need not hold, and is taken as good."""

    KEY = "key"
    SERVER_CERTIFICATE = "server-certificate"
    CA_BUNDLE = "ca-bundle"
    TOKEN = "token"  # noqa: S105 - a word, not a token


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a side's decision. `ok` is None where nothing was checked: `code` says why, and whether the verdict
    lacks it. `message`: one line for a person, of a failing rung the words that Go prints. `file`: the id of the file
    that was looked at (`node:path`); `field`: the flag or field that names it, `convention`, or None.
    """

    rung: str
    ok: bool | None
    code: str
    message: str
    file: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one connection at one clock.

    `phase` is None unless it fails. `client_side` and `server_side` hold every rung in Go's order, the ones behind the
    first red one too. `client_error` and `server_error` are the innermost words of each side, None where it says
    nothing; `client_log` and `server_log` what its program prints or logs, a line each, None where it writes nothing or
    nobody knows it; `server_log_verbosity` the `-v` from which the server does (kube-apiserver's handshake errors: 5).
    `authenticated` is False where the server refuses the client, and None where that cannot be told.
    `headers_honoured`: whether X-Remote-User became the user; None where the client sends no such header. `identity`:
    who the server takes the client for; None for etcd, tokens, refused clients and headers whose user is not known.
    """

    outcome: Outcome
    phase: Phase | None
    assumes: tuple[Assumption, ...]
    client_side: tuple[Rung, ...]
    server_side: tuple[Rung, ...]
    client_error: str | None
    server_error: str | None
    client_log: str | None
    server_log: str | None
    server_log_verbosity: int
    authenticated: bool | None
    headers_honoured: bool | None
    identity: Identity | None

    @property
    def fault(self) -> Rung | None:
        """The first red rung: the one that a page opens. None where nothing fails."""
        return next((rung for rung in self.in_order if rung.ok is False), None)

    @property
    def missing(self) -> tuple[Rung, ...]:
        """The rungs that could not be checked for want of a certificate, CA, address or flag."""
        return tuple(rung for rung in self.in_order if rung.ok is None and rung.code in MISSING)

    @property
    def in_order(self) -> tuple[Rung, ...]:
        """All rungs: the client's, then the server's; what each loads comes before everything else."""
        both = (*self.client_side, *self.server_side)
        return (*(rung for rung in both if rung.rung == "load"), *(rung for rung in both if rung.rung != "load"))


MISSING = frozenset(
    (
        "certificate-missing",
        "ca-missing",
        "address-missing",
        "server-unknown",
        "credentials-unknown",
        "resolver-missing",
    )
)
"""Codes of rungs without which there is no verdict."""
