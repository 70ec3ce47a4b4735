"""Whether a certificate is for the host that was dialled (crypto/x509 `VerifyHostname`, `HostnameError`)."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

from ..model.certificates import Facts
from . import texts

_MOST_NAMES = 100
"""Names that Go's error lists; of more it only tells the number."""

_LABEL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


def verify_hostname(facts: Facts, host: str) -> tuple[str, str | None]:
    """(The rung's code, Go's error or None) for a certificate and the host dialled, without brackets.

    An IP address is compared with the IP names alone, a DNS name with the DNS names alone; the common name never
    counts, but decides which error is printed.
    """
    wanted = parse_ip(host)
    if wanted is not None:
        if any(parse_ip(value) == wanted for value in _values(facts, "IP")):
            return "name-ok", None
    elif any(_matches(pattern, host) for pattern in _values(facts, "DNS")):
        return "name-ok", None
    return _refusal(facts, host, wanted is not None)


def parse_ip(text: str) -> IPv4Address | IPv6Address | None:
    """net.ParseIP, an IPv4-mapped address as its IPv4 address; None for anything else, zones too."""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        return None if found.scope_id else found.ipv4_mapped or found
    return found


def _values(facts: Facts, kind: str) -> list[str]:
    return [name.value for name in facts.sans if name.type == kind]


def _refusal(facts: Facts, host: str, is_ip: bool) -> tuple[str, str]:
    """HostnameError.Error."""
    if facts.raw_sans is None and _match_labels(facts.common_name or "", host):
        return "common-name-only", texts.COMMON_NAME_ONLY
    names = _values(facts, "IP" if is_ip else "DNS")
    if is_ip and not names:
        return "no-ip-name", texts.NO_IP_NAME.format(host=host)
    if len(names) >= _MOST_NAMES:
        kind = "IP SANs" if is_ip else "names"
        return "name-mismatch", texts.NONE_OF_MANY.format(count=len(names), kind=kind, host=host)
    valid = ", ".join(names)
    if not valid:
        return "no-names", texts.NO_NAMES.format(host=host)
    return "name-mismatch", texts.OTHER_NAMES.format(names=valid, host=host)


def _matches(pattern: str, host: str) -> bool:
    """One DNS name of a certificate against the host: wildcards and the trailing dot only where both are host names."""
    if _valid(host.removesuffix("."), is_pattern=False) and _valid(pattern, is_pattern=True):
        return _match_labels(pattern, host)
    return _lower(pattern) == _lower(host) and host not in ("", ".")


def _match_labels(pattern: str, host: str) -> bool:
    """matchHostnames: label by label, `*` for the whole left-most one."""
    host = host.removesuffix(".")
    if not pattern or not host:
        return False
    patterns, labels = _lower(pattern).split("."), _lower(host).split(".")
    if len(patterns) != len(labels):
        return False
    return (patterns[0] == "*" or patterns[0] == labels[0]) and patterns[1:] == labels[1:]


def _valid(name: str, *, is_pattern: bool) -> bool:
    """validHostname: letters, digits, hyphens (not first) and underscores; a pattern may begin with a `*` label."""
    if not name or name == "*":
        return False
    labels = name.split(".")
    return all((is_pattern and i == 0 and label == "*") or _LABEL.fullmatch(label) for i, label in enumerate(labels))


def _lower(text: str) -> str:
    """toLowerCaseASCII: other letters keep their case."""
    return text.lower() if text.isascii() else "".join(c.lower() if c.isascii() else c for c in text)
