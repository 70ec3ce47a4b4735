"""The guard in tests/conftest.py works."""

import socket

import pytest


def test_a_test_that_leaves_the_machine_fails() -> None:
    """Dialling another machine is refused before a packet is sent; the documentation's own network stands for it."""
    with socket.socket() as dialled, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        dialled.connect(("192.0.2.1", 443))


def test_a_test_may_dial_this_machine() -> None:
    """Servers under test listen on loopback, and are reached."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as dialled:
        assert dialled.getpeername() == server.getsockname()
