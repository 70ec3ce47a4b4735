"""Addresses as Kubernetes' programs read them: the parts of a URL, and when two hosts are the same."""

import ipaddress
import re
from dataclasses import dataclass

_URL = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:[^/@]*@)?(?:\[(?P<v6>[^\]]*)\]|(?P<host>[^:/?#]*))(?::(?P<port>\d{1,5}))?"
)
_DEFAULT_PORTS = {"https": 443, "http": 80}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a URL points: `host` without brackets, otherwise as written; None where it names none."""

    scheme: str
    host: str | None
    port: int | None


def endpoint(url: str) -> Endpoint:
    """The parts of a URL. Without a scheme it is plain http, as client-go dials it; no port means 443 or 80."""
    found = _URL.match(url)
    if found is None:
        return Endpoint("http", url, None)
    scheme = (found["scheme"] or "http").lower()
    host = found["v6"] if found["v6"] is not None else found["host"]
    port = int(found["port"]) if found["port"] else _DEFAULT_PORTS.get(scheme)
    return Endpoint("https" if scheme == "https" else "http", host or None, port)


def address(host: str | None) -> Address | None:
    """The IP address that a host is (an IPv4-mapped IPv6 address is its IPv4 address), None for a name."""
    try:
        found = ipaddress.ip_address(host or "")
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def is_loopback(host: str | None) -> bool:
    """127.0.0.0/8, ::1 or localhost (RFC 6761 §6.3)."""
    found = address(host)
    return found.is_loopback if found is not None else (host or "").lower().rstrip(".") == "localhost"


def same_host(one: str | None, other: str | None) -> bool:
    """Whether two hosts are one: as addresses where they are, else as DNS names (RFC 4343: without case)."""
    if one is None or other is None or one == other:
        return one is not None and one == other
    left, right = address(one), address(other)
    if left is not None or right is not None:
        return left == right
    return one.lower().rstrip(".") == other.lower().rstrip(".")


def first_address(cidrs: str | None) -> str | None:
    """The first usable address of the first range of a comma-separated list: the Service `kubernetes` has it."""
    try:
        network = ipaddress.ip_network((cidrs or "").split(",")[0].strip(), strict=False)
        return str(network[1])
    except (ValueError, IndexError):
        return None


def identifier(text: str) -> str:
    """A text as a part of an id: characters outside `[A-Za-z0-9._-]` become `_`."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", text)
