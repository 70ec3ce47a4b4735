"""What a lesson's picture shows: the client, the address behind the name, and what each API server serves with."""

from dataclasses import dataclass

from ....lessons import Situation
from ....lessons.looking import names_it, served, stored_sans
from ....lessons.play import Play
from ....model.certificates import Facts
from ....simulation.network import NameFault, resolve
from ....simulation.serving import server_of
from ....simulation.world import Host

MOST_NAMES = 8
"""Rows of a server's box."""


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name of interest. `state`: named, new, missing."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class ServerView:
    """An API server. `outcome`: works, fails, not_checkable; `others`: how many names more its certificate has."""

    node: str
    address: str
    is_up: bool
    outcome: str
    word: str
    names: tuple[NameRow, ...]
    others: int


@dataclass(frozen=True, slots=True)
class PictureView:
    """`outcome` and `word`: of all together; `address`: where the name leads, None if nowhere; `passes_on`: several
    API servers stand behind it, in turn.
    """

    name: str
    address: str | None
    passes_on: bool
    outcome: str
    word: str
    servers: tuple[ServerView, ...]


def picture(play: Play, *, before: bool) -> PictureView:
    """The picture as things are, or as they were before the lesson."""
    situation = play.situation
    wanted = _of_interest(play)
    servers = tuple(_server(play, host, wanted, before=before) for host in situation.hosts)
    address = None if before else _address(situation)
    outcome, word = _together(servers, address or ("" if before else None))
    own = {host.address for host in situation.hosts}
    return PictureView(situation.name, address, address is not None and address not in own, outcome, word, servers)


def _of_interest(play: Play) -> tuple[str, ...]:
    """What people have added to the certificates, and the learner's name: not what kubeadm adds by itself."""
    added = [name for name in stored_sans(play.world) if name != play.situation.name]
    return (*added[: MOST_NAMES - 1], play.situation.name)


def _server(play: Play, host: Host, wanted: tuple[str, ...], *, before: bool) -> ServerView:
    old = play.before.get(host.name)
    leaf = old if before else served(host)
    is_up = before or server_of(play.world, host) is not None
    has = leaf is not None and names_it(leaf, play.situation.name)
    return ServerView(
        node=host.name,
        address=host.address or "",
        is_up=is_up,
        outcome="not_checkable" if not is_up or leaf is None else "works" if has else "fails",
        word="does not run" if not is_up else "answers to it" if has else "does not answer to it",
        names=tuple(NameRow(name, _state(name, old, leaf)) for name in wanted),
        others=sum(1 for san in leaf.sans if san.value not in wanted) if leaf else 0,
    )


def _state(name: str, old: Facts | None, leaf: Facts | None) -> str:
    if leaf is None or not names_it(leaf, name):
        return "missing"
    return "named" if old is not None and names_it(old, name) else "new"


def _address(situation: Situation) -> str | None:
    try:
        return resolve(situation.first, situation.name)
    except NameFault:
        return None


def _together(servers: tuple[ServerView, ...], address: str | None) -> tuple[str, str]:
    """One outcome for a client that dials the name."""
    outcomes = {server.outcome for server in servers}
    if address is None:
        return "not_checkable", "no such host"
    if outcomes == {"works"}:
        return "works", "works"
    return ("in_turn", "works in turn") if "works" in outcomes else ("fails", "fails")
