"""Under which addresses others reach this machine: asked of the system, without sending a packet."""

import ipaddress
import socket
import struct
import sys

_SIOCGIFADDR = 0x8915
"""netdevice(7): the IPv4 address of an interface, on Linux."""

_INNER = ("docker", "br-", "veth", "virbr", "cni", "flannel", "cali", "vxlan", "lo")
"""Interfaces that lead to containers on this machine, not to the room."""

_ELSEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""Documentation addresses (RFC 5737, RFC 3849): connecting a UDP socket only looks up the route to them."""


def reachable_addresses() -> list[str]:
    """This machine's addresses, the one of the default route first. Empty when it has none but its own loopback."""
    found = [_routed(socket.AF_INET), *_of_interfaces()]
    if not any(found):
        found = [_routed(socket.AF_INET6)]
    return list(dict.fromkeys(address for address in found if address and _is_outer(address)))


def _routed(family: socket.AddressFamily) -> str | None:
    """The address from which a packet to elsewhere would leave."""
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((_ELSEWHERE[family], 9))
            return str(probe.getsockname()[0])
    except OSError:
        return None


def _of_interfaces() -> list[str]:
    """Every interface's IPv4 address, where the system is Linux: others tell it in ways of their own."""
    if sys.platform != "linux":
        return []
    from fcntl import ioctl

    addresses = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            if name.startswith(_INNER):
                continue
            try:
                answer = ioctl(probe, _SIOCGIFADDR, struct.pack("256s", name.encode()))
            except OSError:
                continue
            addresses.append(socket.inet_ntoa(answer[20:24]))
    return addresses


def _is_outer(address: str) -> bool:
    parsed = ipaddress.ip_address(address)
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified)
