"""The etcd zone: etcdctl, the member of the node shown, and the other members in one box."""

from collections.abc import Iterator

from ..model.cluster import Component, Group
from .board import Board, Heading
from .credentials import Credential
from .ends import PEER
from .grid import CENTRE, ETCD_Y, LEFT, RIGHT
from .view import View
from .words import addresses, where


def place_etcd(view: View, board: Board) -> bool:
    """etcdctl, the node's member, and the other members in one box; False where the tree knows of no etcd."""
    members = _members(view)
    if not members:
        return False
    if etcdctl := view.component("etcdctl"):
        found = view.index.from_client(etcdctl.id)
        rows = (view.credentials.client(found.client, etcdctl.node),) if found else ()
        hollow = all(row.hollow for row in rows)
        board.box(LEFT, ETCD_Y, Heading(etcdctl.id, "etcdctl", where((etcdctl.node or "",), hollow)), rows)
    own = members[:1] if members[0].node else members
    for column, some in ((CENTRE, own), (RIGHT, members[len(own) :])):
        if some:
            files = tuple(_member_rows(view, some[0]))
            board.box(column, ETCD_Y, _heading(view, some, files, column is CENTRE), files)
    return True


def _heading(view: View, some: list[Component], rows: tuple[Credential, ...], is_main: bool) -> Heading:
    """Of the member in the middle with the port that its clients dial; members known only by address share a box."""
    port = _main_port(view, some[0]) if is_main else None
    nodes = tuple(one.node or "" for one in some)
    words = f" :{port}" if port else ""
    hollow = all(row.hollow for row in rows)
    ways = where(nodes, hollow, words) if some[0].node else addresses(some, port)
    return Heading(some[0].id, "etcd", ways, tuple(one.id for one in some))


def _members(view: View) -> list[Component]:
    """The member of the node shown first; where it has none, the first that its API server dials."""
    members = view.of_kind("etcd")
    dialled = [
        one.server.component
        for id_ in view.apiservers
        for one in view.index.by_client.get(id_, ())
        if one.group is Group.ETCD
    ]

    def rank(one: Component) -> tuple[bool, bool, int]:
        return (
            one.node != view.node,
            one.id not in dialled,
            dialled.index(one.id) if one.id in dialled else len(dialled),
        )

    return sorted(members, key=rank)


def _member_rows(view: View, member: Component) -> Iterator[Credential]:
    found = view.index.to_server(member.id, Group.ETCD) or view.index.to_server(member.id, Group.ETCD, "gateway")
    if found:
        yield view.credentials.server(member.id, found.server.certificate, member.node)
    if paths := view.programs.named_paths(member.kind, member.node, "--peer-cert-file"):
        yield view.credentials.named(member.id, PEER, paths[0], PEER, member.node)


def _main_port(view: View, member: Component) -> int | None:
    found = view.index.to_server(member.id, Group.ETCD)
    return found.dialled.port if found else None
