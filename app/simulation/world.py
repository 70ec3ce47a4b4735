"""The simulated machines and what they share: time, names, the cluster's objects."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from .files import Files

if TYPE_CHECKING:
    from ..issuing.keys import KeyKind, PrivateKey
    from .client import Heard
    from .life.kubelet import Kubelet
    from .life.programs import Served
    from .life.runtime import Runtime
    from .objects import Objects


NewKey = Callable[["KeyKind"], "PrivateKey"]
"""A fresh private key of a kind."""


@dataclass(slots=True)
class Host:
    """A machine. `address` is its own; `kind`: control-plane, worker or laptop. `served`: by pod, what its API server
    serves with; `kubelet` is None on a laptop. `has_etcd`: a member of etcd belongs there, whether it runs or not;
    `default_address`: of the network card with the default route, where that is another.
    """

    name: str
    address: str | None
    kind: str
    files: Files
    history: list[str] = field(default_factory=list)
    kubelet: "Kubelet | None" = None
    has_etcd: bool = False
    default_address: str | None = None
    served: "dict[str, Served]" = field(default_factory=dict)

    @property
    def runtime(self) -> "Runtime | None":
        """The container runtime, where there is one."""
        return self.kubelet.runtime if self.kubelet is not None else None


@dataclass(frozen=True, slots=True)
class Editing:
    """A file on a host that a command asks an editor for. `saves`: the command that takes the edited text on standard input."""

    host: str
    path: str
    saves: str


def saving(editing: Editing, text: str) -> str:
    """What is typed to save an edited text: a here-document whose end is no line of it."""
    body = text.replace("\r\n", "\n").rstrip("\n")
    lines, end = set(body.split("\n")), "END"
    while end in lines:
        end += "_"
    return f"{editing.saves} <<'{end}'\n{body}\n{end}"


LAST_YEAR = 9000
"""Time stands still then: certificates still end before the last year that a date can have."""
_NEVER = datetime.min.replace(tzinfo=UTC)


def _no_key(kind: "KeyKind") -> "PrivateKey":
    raise LookupError(f"This world has no source of keys for {kind.type}.")


@dataclass(slots=True)
class World:
    """Everything that a command can change. `now` is the simulated time; wall time never counts. `has_editor`: whether
    who types sees a screen on which `vi` can open; `editing`: the file that it was opened for; `made`: host and path of
    what the tree did not hold and was made for the simulation; `asked`: the state in which the cluster's programs last
    asked their API servers; `heard`: what they heard, by what it depends on.
    """

    now: datetime
    hosts: dict[str, Host] = field(default_factory=dict)
    watchers: tuple[Callable[["World"], None], ...] = ()
    hints: list[str] = field(default_factory=list)
    cleared: bool = False
    editing: Editing | None = None
    has_editor: bool = True
    objects: "Objects | None" = None
    turn: int = 0
    events: set[tuple[str, str, str]] = field(default_factory=set)
    begun: datetime = _NEVER
    original: frozenset[str] = frozenset()
    issued: int = 0
    new_key: NewKey = field(default=_no_key)
    asked: tuple[object, ...] = ()
    heard: "dict[tuple[object, ...], Heard]" = field(default_factory=dict)
    service_address: str = "10.96.0.1"
    made: tuple[tuple[str, str], ...] = ()

    def is_balancer(self, address: str) -> bool:
        """An address of the first node's /24 that belongs to no host is the load balancer's."""
        first = next((host.address for host in self.hosts.values() if host.address), None)
        own = {host.address for host in self.hosts.values()}
        resolver = f"{first.rpartition('.')[0]}.1" if first else None
        return (
            bool(first)
            and address.rpartition(".")[0] == str(first).rpartition(".")[0]
            and address not in {*own, resolver}
        )

    def hint(self, sentence: str) -> None:
        """Say something as the simulation, not as a tool: shown apart from the output."""
        if sentence not in self.hints:
            self.hints.append(sentence)

    def pass_time(self, seconds: float) -> None:
        """Let time go by, and let what waits for it happen."""
        if self.now.year < LAST_YEAR:
            self.now += timedelta(seconds=seconds)
        for host in self.hosts.values():
            host.files.stamp = self.now
        for watcher in self.watchers:
            watcher(self)
