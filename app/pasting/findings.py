"""A reading on a cluster: the edges that say this very text, those that fail alike, and those that could say it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from ..model.certificates import Certificate
from ..model.cluster import Cluster, Connection, State
from ..model.verdicts import Outcome, Rung, Verdict
from ..reading.bounds import INSPECT
from ..topology.build import at_clock
from ..topology.signatures import Signatures
from ..trust import judged
from .named import named_certificates
from .patterns import pattern_of
from .reader import Reading, read_line
from .speakers import fits, kind_of, same_host
from .suspects import Suspect, rungs_of, suspects
from .wordings import wordings

MOST_REJUDGED = 3000
"""Connections up to which the ladder is run once more, at the moment that the text names."""


_BESIDE = frozenset(("probe", "loopback"))
"""Connections that no pasted line is about: they show nothing, or what was made in memory."""


class Standing(StrEnum):
    """How an edge stands to a text. SAYS: it fails with this very text. ALIKE: with this fault, with other names or
    dates. COULD: it does not, but the rung that would say it is one of its own.
    """

    SAYS = "says"
    ALIKE = "alike"
    COULD = "could"


@dataclass(frozen=True, slots=True)
class Finding:
    """One edge. `rung`: the one that says the text or would say it, `judge` whose it is; None where no rung looks at
    this fault. `suspects`: the files that it looks at. `verdict`: of the moment at which it says the text.
    """

    connection: Connection
    standing: Standing
    rung: Rung | None
    judge: str
    suspects: tuple[Suspect, ...]
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Findings:
    """`found` in the order of Standing. `moment`: the text's own time, where the edges say it then and not at the
    cluster's clock. `failing`: how many connections fail at the clock, with whatever text. `certificates`: those that
    the text names. `unknown_host`: the address that it names and nobody in the cluster dials.
    """

    found: tuple[Finding, ...]
    moment: datetime | None
    failing: int
    certificates: tuple[Certificate, ...]
    unknown_host: str | None

    def of(self, standing: Standing) -> tuple[Finding, ...]:
        """Those of one standing."""
        return tuple(one for one in self.found if one.standing is standing)


def findings(cluster: Cluster, reading: Reading) -> Findings:
    """What a reading means on a judged cluster. Raises LimitExceeded as judging it does."""
    named = named_certificates(cluster, reading)
    said = tuple(saying(cluster, reading))
    moment = None
    if not any(one.standing is Standing.SAYS for one in said) and (then := _moment(cluster, reading)):
        past = judged(at_clock(cluster, then), Signatures(INSPECT, cluster.signers))
        at_that_time = [one for one in saying(past, reading) if one.standing is Standing.SAYS]
        if at_that_time:
            said, moment = (*at_that_time, *said), then
    ids = {one.connection.id for one in said}
    host = reading.pieces.get("host")
    unknown = host if host and not any(_goes_to(one, host) for one in cluster.connections.values()) else None
    could = [one for one in _able(cluster, reading, unknown) if one.connection.id not in ids]
    if named:
        could = [one for one in could if _uses(one, {each.id for each in named})] or could
    order = list(Standing)
    found = sorted((*said, *could), key=lambda one: order.index(one.standing))
    failing = sum(verdict.outcome is Outcome.FAILS for verdict in cluster.verdicts.values())
    return Findings(tuple(found), moment, failing, named, unknown)


def saying(cluster: Cluster, reading: Reading, ignored: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """The edges that fail with this fault, as far as the text's speaker can be one of their ends. `ignored`: pieces of
    the text that need not agree.
    """
    texts = _Texts(reading, ignored)
    for connection in cluster.connections.values():
        verdict = cluster.verdicts.get(connection.id)
        if verdict is None or verdict.outcome is not Outcome.FAILS or not fits(connection, reading.speaker):
            continue
        if standing := texts.standing(verdict):
            yield _finding(connection, standing, reading, verdict)


class _Texts:
    """How what the edges of one cluster say stands to a reading; a text that many of them say is read once."""

    def __init__(self, reading: Reading, ignored: frozenset[str]) -> None:
        self._reading = reading
        self._ignored = ignored
        wanted = {reading.fault.id, "hinted"} | reading.fault.includes
        self._patterns = [pattern_of(template) for template, fault in wordings() if fault in wanted]
        self._known: dict[str, Standing | None] = {}

    def standing(self, verdict: Verdict) -> Standing | None:
        """SAYS where one of the verdict's texts is the very text, else ALIKE where one tells of the same fault."""
        alike = None
        for text in filter(None, self._of(verdict)):
            if text not in self._known:
                self._known[text] = self._read(text)
            if self._known[text] is Standing.SAYS:
                return Standing.SAYS
            alike = alike or self._known[text]
        return alike

    def _of(self, verdict: Verdict) -> Iterator[str | None]:
        """What the side that speaks says, or both; the innermost words, which many say, come first."""
        side = self._reading.speaker.side
        if side != "server":
            yield verdict.client_error
        if side != "client":
            yield verdict.server_error
        if side != "server":
            yield verdict.client_log
        if side != "client":
            yield verdict.server_log

    def _read(self, text: str) -> Standing | None:
        """Most texts tell of something else, which a few patterns show."""
        other = read_line(text) if any(pattern.search(text) for pattern in self._patterns) else None
        if other is None or not self._reading.same_fault(other):
            return None
        return Standing.SAYS if self._reading.same_text(other, self._ignored) else Standing.ALIKE


def _moment(cluster: Cluster, reading: Reading) -> datetime | None:
    """The time at which the text was printed, where it says so and it is not the cluster's clock."""
    try:
        then = datetime.fromisoformat(reading.pieces.get("now", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return then if then != cluster.clock and len(cluster.connections) <= MOST_REJUDGED else None


def _able(cluster: Cluster, reading: Reading, unknown_host: str | None) -> Iterator[Finding]:
    """The edges that do not say it and could: the speaker fits, and one of their rungs would say it."""
    fault, host, path = reading.fault, reading.pieces.get("host"), reading.pieces.get("path")
    for connection in cluster.connections.values():
        verdict = cluster.verdicts.get(connection.id)
        if verdict is None or not fits(connection, reading.speaker) or not _ends_fit(connection, reading):
            continue
        if connection.purpose in _BESIDE and fault.certificate and not fault.rungs & {"url"}:
            continue
        if host and not unknown_host and not _goes_to(connection, host):
            continue
        if fault.rungs and not rungs_of(verdict, fault, reading.speaker):
            continue
        if not fault.rungs and not (fault.clients or fault.servers or host or reading.speaker.host):
            continue
        finding = _finding(connection, Standing.COULD, reading, verdict)
        if path is None or not fault.certificate or any(one.reference.path == path for one in finding.suspects):
            yield finding


def _ends_fit(connection: Connection, reading: Reading) -> bool:
    fault = reading.fault
    user = reading.pieces.get("user")
    node = reading.pieces.get("node")
    client, server = kind_of(connection.client.component), kind_of(connection.server.component)
    if (fault.clients and client not in fault.clients) or (fault.servers and server not in fault.servers):
        return False
    if node and client == "kubelet":
        user = f"system:node:{node}"
    if fault.token and connection.client.token.state in (State.NONE, State.IN_MEMORY):
        return False
    return user is None or (connection.identity is not None and connection.identity.user == user)


def _goes_to(connection: Connection, host: str) -> bool:
    """Whether a connection is known to go to a host: whose names its client compares."""
    wanted = connection.dialled.server_name or connection.dialled.host
    return wanted is not None and same_host(host, wanted)


def _uses(finding: Finding, ids: set[str]) -> bool:
    return any(ids & set(one.reference.ids) for one in finding.suspects)


def _finding(connection: Connection, standing: Standing, reading: Reading, verdict: Verdict) -> Finding:
    """Of an edge that fails, its first red rung; of one that could, the rung of each side that could say it."""
    pairs = rungs_of(verdict, reading.fault, reading.speaker)
    if standing is not Standing.COULD and verdict.fault is not None:
        client = any(verdict.fault is rung for rung in verdict.client_side)
        pairs = ((verdict.fault, "client" if client else "server"),)
    found = (one for rung, judge in pairs for one in suspects(connection, rung.rung, judge, reading.fault))
    rung, judge = pairs[0] if pairs else (None, "")
    return Finding(connection, standing, rung, judge, tuple(found), verdict)
