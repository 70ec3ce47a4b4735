"""The hosts that a name in /etc/hosts leads to, and files on them."""

import posixpath
from collections.abc import Iterable

from ..files import Directory, FileError
from ..network import hosts_lines
from ..world import Host
from .asking import Asking


def hosts(asking: Asking) -> list[str]:
    """The names of other machines, as this one knows them."""
    here = _here(asking)
    others = {one.address for one in asking.world.hosts.values() if one is not here and one.address}
    return [name for address, names in hosts_lines(here) if address in others for name in names]


def far_paths(asking: Asking) -> Iterable[str]:
    """`HOST:` and, behind it, the files there."""
    name, colon, path = asking.word.partition(":")
    if not colon:
        return [f"{host}:" for host in hosts(asking)]
    there = _named(asking, name)
    if there is None:
        return []
    head = path[: path.rfind("/") + 1]
    folder = posixpath.join("/root", head.replace("~/", "", 1) if head.startswith("~/") else head)
    try:
        names = there.files.folder(folder)
    except FileError:
        return []
    kinds = {one: there.files.get(f"{folder.rstrip('/')}/{one}") for one in names}
    return [f"{name}:{head}{one}{'/' if isinstance(kind, Directory) else ''}" for one, kind in kinds.items()]


def _named(asking: Asking, name: str) -> Host | None:
    wanted = {address for address, names in hosts_lines(_here(asking)) if name.casefold() in names}
    return next((one for one in asking.world.hosts.values() if one.address in wanted), None)


def _here(asking: Asking) -> Host:
    return asking.world.hosts[asking.session.host]
