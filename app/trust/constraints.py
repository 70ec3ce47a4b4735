"""Name constraints of CAs against the names below them (crypto/x509 constraints.go, Go 1.26; RFC 5280 §4.2.1.10)."""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

from ..model.certificates import Facts, NameConstraints
from . import texts
from .hostnames import parse_ip
from .words import quoted

_Networks = dict[tuple[int, int], dict[int, str]]


def constraint_error(chain: Sequence[Facts]) -> str | None:
    """Go's error for the first name of a chain (leaf first) that a CA above it does not allow; None where all are."""
    above = [
        (index, _Constraints(facts.name_constraints)) for index, facts in enumerate(chain) if facts.name_constraints
    ]
    for index, facts in enumerate(chain if above else ()):
        if facts.raw_sans is None:
            continue
        for position, constraints in above:
            if position > index and (error := constraints.error(facts)):
                return texts.NAME_NOT_PERMITTED.format(detail=error)
    return None


class _Constraints:
    """One CA's constraints, made for looking up: linear in the names and in the constraints, never in their product."""

    def __init__(self, said: NameConstraints) -> None:
        self._ip = (_networks(said.permitted.ip), _networks(said.excluded.ip))
        self._dns = (_lowered(said.permitted.dns), _lowered(said.excluded.dns))
        self._uri = (_lowered(said.permitted.uri), _lowered(said.excluded.uri))
        self._email = (_lowered(said.permitted.email), _lowered(said.excluded.email))

    def error(self, facts: Facts) -> str | None:
        """What Go says of the first name that is not allowed: IP addresses first, then DNS, URI and e-mail names."""
        checks = {"IP": self._ip_error, "DNS": self._dns_error, "URI": self._uri_error, "email": self._email_error}
        return next(
            (
                error
                for kind, check in checks.items()
                for san in facts.sans
                if san.type == kind and (error := check(san.value))
            ),
            None,
        )

    def _dns_error(self, value: str) -> str | None:
        return _judge("DNS name", value, self._dns, _suffixes(value))

    def _uri_error(self, value: str) -> str | None:
        host = (urlsplit(value).hostname or "").lower()
        if not host or parse_ip(host):
            what = "IP" if host else "empty host"
            return f"URI with {what} ({quoted(value)}) cannot be matched against constraints"
        return _judge("URI", value, self._uri, _suffixes(host))

    def _email_error(self, value: str) -> str | None:
        local, at, domain = value.rpartition("@")
        if not at:
            return f"cannot parse rfc822Name {quoted(value)}"
        return _judge("email address", value, self._email, (f"{local}@{domain.lower()}", *_host_constraints(domain)))

    def _ip_error(self, value: str) -> str | None:
        permitted, excluded = self._ip
        if permitted and _network_of(permitted, value) is None:
            return f"IP address {quoted(value)} is not permitted by any constraint"
        found = _network_of(excluded, value)
        return f"IP address {quoted(value)} is excluded by constraint {quoted(found)}" if found else None


def _judge(
    kind: str, name: str, halves: tuple[dict[str, str], dict[str, str]], candidates: Sequence[str]
) -> str | None:
    """Permitted first, then excluded; `candidates`: the constraints that would match the name, the widest first."""
    permitted, excluded = halves
    if permitted and not any(candidate in permitted for candidate in candidates):
        return f"{kind} {quoted(name)} is not permitted by any constraint"
    found = next((excluded[candidate] for candidate in candidates if candidate in excluded), None)
    return None if found is None else f"{kind} {quoted(name)} is excluded by constraint {quoted(found)}"


def _suffixes(name: str) -> list[str]:
    """The DNS constraints that match a name: the empty one, its suffixes, and the shorter ones with a dot before."""
    labels = name.lower().split(".")
    found = [""]
    for start in range(len(labels) - 1, -1, -1):
        suffix = ".".join(labels[start:])
        found += [f".{suffix}", suffix] if start else [suffix]
    return found


def _host_constraints(domain: str) -> Iterator[str]:
    """Of a mailbox: the whole host, or a dot and a part of it (RFC 5280 §4.2.1.10)."""
    return (suffix for suffix in _suffixes(domain) if suffix.startswith(".") or suffix in ("", domain.lower()))


def _lowered(constraints: tuple[str, ...]) -> dict[str, str]:
    return {constraint.lower(): constraint for constraint in constraints}


def _networks(texts: tuple[str, ...]) -> _Networks:
    """By version and prefix length, then by network address."""
    found: _Networks = {}
    for text in texts:
        network: IPv4Network | IPv6Network = ip_network(text)
        found.setdefault((network.version, network.prefixlen), {})[int(network.network_address)] = text
    return dict(sorted(found.items()))


def _network_of(networks: _Networks, value: str) -> str | None:
    """The widest network that holds an address."""
    address = parse_ip(value)
    if address is None:
        return None
    for (version, length), members in networks.items():
        shift = address.max_prefixlen - length
        if version == address.version and (found := members.get(int(address) >> shift << shift)):
            return found
    return None
