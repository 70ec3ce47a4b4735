"""Names and addresses: what a host's /etc/hosts says, and whose an address is (docs/model.md, "Names and addresses")."""

import ipaddress

from .files import FileError
from .world import Host, World

LOOPBACK = ("127.0.0.1", "::1")


class NameFault(Exception):
    """A name that neither /etc/hosts nor the resolver knows."""


def resolve(host: Host, name: str) -> str:
    """The address of a name on a host: itself if it is one, else what /etc/hosts says. Raises NameFault."""
    bare = name.strip("[]").rstrip(".")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    for address, names in hosts_lines(host):
        if bare.casefold() in names:
            return address
    if bare == "localhost":
        return LOOPBACK[0]
    raise NameFault(name)


def hosts_lines(host: Host) -> list[tuple[str, list[str]]]:
    """(address, names in lower case) of /etc/hosts, in the file's order; nothing where it cannot be read."""
    try:
        text = host.files.read("/etc/hosts").decode("utf-8", "replace")
    except FileError:
        return []
    rows = (line.partition("#")[0].split() for line in text.splitlines())
    return [(row[0], [name.casefold() for name in row[1:]]) for row in rows if len(row) > 1]


def host_of(world: World, here: Host, name: str) -> Host | None:
    """The simulated host that a name leads to; None for an address that is no host's. Raises NameFault."""
    address = resolve(here, name)
    if address in LOOPBACK:
        return here
    return next((host for host in world.hosts.values() if host.address == address), None)
