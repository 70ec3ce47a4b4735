"""For all tests: no network but this machine's own, so that a suite that passes here passes on a train."""

import ipaddress
import socket
from typing import Any

import pytest

CONNECT, SEND = socket.socket.connect, socket.socket.send


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Any:
    """Refuse every connection that leaves the machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _connect)
        patch.setattr(socket.socket, "send", _send)
        yield


def _connect(self: socket.socket, address: Any) -> None:
    """A datagram socket's connect asks the routing table and sends nothing; what it would send is refused below."""
    if (
        self.type != socket.SOCK_DGRAM
        and self.family in (socket.AF_INET, socket.AF_INET6)
        and not _is_loopback(address[0])
    ):
        raise AssertionError(f"a test dialled {address}")
    CONNECT(self, address)


def _send(self: socket.socket, *arguments: Any) -> int:
    if self.type == socket.SOCK_DGRAM and not _is_loopback(self.getpeername()[0]):
        raise AssertionError(f"a test sent to {self.getpeername()}")
    return SEND(self, *arguments)


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback
