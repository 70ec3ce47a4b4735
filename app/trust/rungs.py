"""Rungs of a connection's two sides: which file and field each looks at, and what a good one says."""

from collections.abc import Sequence

from ..model.certificates import Facts
from ..model.cluster import Client, Connection, Reference, Server
from ..model.verdicts import Rung
from .paths import Chain
from .verification import Step, Verification
from .words import moment


class Ladder:
    """Makes the rungs of one side. `side`: client or server, whose files they look at unless told otherwise."""

    def __init__(self, connection: Connection, side: str) -> None:
        self._side = side
        self._evidence = connection.evidence
        self._ends: dict[str, Client | Server] = {"client": connection.client, "server": connection.server}

    def rung(self, rung: str, ok: bool | None, code: str, message: str, *role: str) -> Rung:
        """A rung; `role`: the reference that it looks at, and whose it is if not this side's."""
        name = role[0] if role else ""
        side = role[1] if len(role) > 1 else self._side
        reference: Reference | None = getattr(self._ends[side], name, None)
        field = next((row.field for row in self._evidence if row.role == name and row.side == side), None)
        return Rung(rung, ok, code, message, _place(reference, self._ends[side].component), field)

    def verified(
        self, found: Verification, usage: str, sent: Sequence[Facts], anchors: str, host: str | None
    ) -> list[Rung]:
        """The rungs of a verification: what the other side sent against this side's file of anchors."""
        other = "server" if self._side == "client" else "client"
        rungs = []
        for step in found.steps:
            message = step.failure.error if step.failure else _good(step, sent[0], found.chains, usage, host)
            where = (anchors, self._side) if step.rung == "path" else ("certificate", other)
            rungs.append(self.rung(step.rung, step.ok, step.code, message, *where))
        return rungs


def _place(reference: Reference | None, component: str) -> str | None:
    if reference is None or reference.path is None:
        return None
    return reference.file or f"{component.rpartition('@')[2]}:{reference.path}"


def _good(step: Step, leaf: Facts, chains: tuple[Chain, ...], usage: str, host: str | None) -> str:
    """What a step says that did not fail."""
    if step.code == "path-ok":
        path = " ← ".join(_named(facts) for facts in reversed(chains[0] if chains else (leaf,)))
        return f"A trust anchor leads to it: {path}."
    return {
        "extensions-ok": "It has no critical extension that Go does not know.",
        "dates-ok": f"Valid from {moment(leaf.not_before)} to {moment(leaf.not_after)}.",
        "name-ok": f"It is valid for {host}.",
        "usage-ok": f"Every certificate of the path may be used for {usage}.",
        "constraints-ok": "No CA of the path forbids its names.",
        "address-missing": "Nothing in the upload says which host is dialled.",
        "no-path": "Without a path to a trust anchor there is nothing to check.",
    }[step.code]


def _named(facts: Facts) -> str:
    return facts.common_name or facts.subject or f"serial {facts.serial}"
