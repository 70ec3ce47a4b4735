"""Hosts and URLs as Kubernetes' programs read them."""

import pytest

from app.topology.addresses import Endpoint, endpoint, first_address, identifier, is_loopback, same_host


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://192.168.56.11:6443", Endpoint("https", "192.168.56.11", 6443)),
        ("https://[fd00::1]:6443/x", Endpoint("https", "fd00::1", 6443)),
        ("https://api.example.test", Endpoint("https", "api.example.test", 443)),
        ("api.example.test", Endpoint("http", "api.example.test", 80)),
        ("api.example.test:6443", Endpoint("http", "api.example.test", 6443)),
        ("http://127.0.0.1:2381", Endpoint("http", "127.0.0.1", 2381)),
        ("https://user:word@host:1", Endpoint("https", "host", 1)),
        ("", Endpoint("http", None, 80)),
    ],
)
def test_a_url_has_the_parts_that_a_client_dials(url: str, expected: Endpoint) -> None:
    """Without a scheme it is plain http, without a port 443 or 80; brackets and passwords are no part of the host."""
    assert endpoint(url) == expected


def test_an_unfinished_bracket_is_no_crash() -> None:
    """A URL that urllib refuses still has a scheme, and no host that could be dialled."""
    assert endpoint("https://[::1").scheme == "https"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("::1", "0:0::1", True),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("10.0.0.1", "10.0.0.2", False),
        ("API.example.test.", "api.example.test", True),
        ("api", "api2", False),
        ("10.0.0.1", "api", False),
        (None, "api", False),
    ],
)
def test_hosts_are_compared_as_addresses_where_they_are_addresses(
    one: str | None, other: str | None, same: bool
) -> None:
    """Another spelling of an address is the same host; a name is compared without case and final dot."""
    assert same_host(one, other) is same


def test_loopback_is_an_address_or_localhost() -> None:
    """127.0.0.0/8, ::1 and localhost are loopback; another name or address is not."""
    assert all(map(is_loopback, ("127.0.0.1", "127.1.2.3", "::1", "localhost", "LOCALHOST.")))
    assert not any(map(is_loopback, ("10.0.0.1", "localhost.example", None, "")))


def test_the_services_address_is_the_first_of_the_first_range() -> None:
    """Dual stack takes the first range; a range that is none gives nothing."""
    assert first_address("10.96.0.0/12,fd00:10:96::/112") == "10.96.0.1"
    assert first_address("fd00:10:96::/112") == "fd00:10:96::1"
    assert first_address("nonsense") is None and first_address(None) is None


def test_an_identifier_keeps_only_harmless_characters() -> None:
    """Anything but letters, digits, dot, dash and underscore becomes an underscore."""
    assert identifier('a/b:c"<é>') == "a_b_c____"
    assert identifier("kube-apiserver_1.2") == "kube-apiserver_1.2"
