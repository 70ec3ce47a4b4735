"""What `serve` and `open` tell the person who starts them."""

import socket

import pytest

from app.analysis.samples import open_sample
from app.cli import addresses
from app.cli.addresses import reachable_addresses
from app.cli.exits import Failure
from app.cli.listening import listen, listen_on_any, url_of
from app.cli.open import has_browser, opened, ssh_line


def test_a_port_in_use_is_named_with_another() -> None:
    """Who asks for a taken port is told so; who asks for none gets a free one."""
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Failure, match=rf"Port {port} .* is in use.*--port"):
            listen("127.0.0.1", port)
        with listen_on_any("127.0.0.1", port) as other:
            assert other.getsockname()[1] not in (0, port)


def test_a_listening_socket_queues_clients_at_once() -> None:
    """From the moment a URL is printed a client can connect, although nobody accepts yet."""
    with listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname(), timeout=5):
        pass


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8000/"), ("::1", "http://[::1]:8000/"), ("host", "http://host:8000/")],
)
def test_urls(host: str, url: str) -> None:
    """An IPv6 address stands in brackets."""
    assert url_of(host, 8000) == url


def test_addresses_to_hand_out_lead_here_and_not_to_containers() -> None:
    """No loopback, no link-local and no repeated address is handed out."""
    found = reachable_addresses()
    assert len(found) == len(set(found))
    assert not any(address.startswith(("127.", "169.254.", "0.", "fe80")) for address in found)


def test_the_default_routes_address_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address by which packets leave is the one that the room can reach; others follow, each once."""
    monkeypatch.setattr(addresses, "_routed", lambda family: "192.168.7.2" if family == socket.AF_INET else None)
    monkeypatch.setattr(addresses, "_of_interfaces", lambda: ["10.0.0.5", "192.168.7.2", "127.0.0.1", "169.254.1.1"])
    assert reachable_addresses() == ["192.168.7.2", "10.0.0.5"]


def test_a_machine_without_network_hands_out_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address is no error."""
    monkeypatch.setattr(addresses, "_routed", lambda _: None)
    monkeypatch.setattr(addresses, "_of_interfaces", list)
    assert reachable_addresses() == []


@pytest.mark.parametrize(
    ("environment", "platform", "there"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({"DISPLAY": ":10", "SSH_CONNECTION": "a 1 b 22"}, "linux", False),
        ({}, "darwin", True),
        ({"SSH_TTY": "/dev/ttys1"}, "darwin", False),
    ],
)
def test_where_a_browser_can_be_assumed(environment: dict[str, str], platform: str, there: bool) -> None:
    """At a screen, yes; over ssh and on a server, no."""
    assert has_browser(environment, platform) is there


def test_the_ssh_line_uses_the_address_by_which_the_person_came() -> None:
    """Under sudo it names the person, not root; without an address it names the host."""
    came = {"SSH_CONNECTION": "198.51.100.7 50000 203.0.113.9 22", "SUDO_USER": "ada"}
    assert ssh_line(came, 8000) == "ssh -L 8000:127.0.0.1:8000 ada@203.0.113.9"
    assert ssh_line({"SUDO_USER": "ada"}, 9) == f"ssh -L 9:127.0.0.1:9 ada@{socket.gethostname()}"


def test_what_open_shows_has_an_unguessable_id_and_a_visible_name() -> None:
    """Two openings differ, and a path's control characters do not reach the page."""
    first, second = (opened(open_sample("one"), ["/etc/kube\x1b[2J"]) for _ in range(2))
    assert first.id != second.id and len(first.id) == 32
    assert first.kind == "local" and first.source == "/etc/kube⟨U+001B⟩[2J" and first.expires_at is None
