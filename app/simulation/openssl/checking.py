"""What OpenSSL makes of a chain: its own library judges here, at the simulated time; names it compares as X509_check_host."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from OpenSSL import crypto

from ...model.certificates import Facts

PARTIAL_CHAIN = 0x80000
_TEXTS = {
    2: "unable to get issuer certificate",
    7: "certificate signature failure",
    9: "certificate is not yet valid",
    10: "certificate has expired",
    18: "self-signed certificate",
    19: "self-signed certificate in certificate chain",
    20: "unable to get local issuer certificate",
    21: "unable to verify the first certificate",
    24: "invalid CA certificate",
    26: "unsuitable certificate purpose",
    62: "hostname mismatch",
    64: "IP address mismatch",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """An error's number, text, depth, and the certificate at that depth."""

    number: int
    text: str
    depth: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Question:
    """`usage`: serverAuth or clientAuth, None for any; `host`, `address`: names to compare, None not to."""

    usage: str | None = None
    host: str | None = None
    address: str | None = None
    partial: bool = False


def check(chain: Sequence[Facts], roots: Sequence[Facts], now: datetime, question: Question) -> Fault | None:
    """The first fault that OpenSSL finds; None where it finds none."""
    store = crypto.X509Store()
    store.set_time(now.replace(tzinfo=None))
    if question.partial:
        store.set_flags(PARTIAL_CHAIN)
    for root in roots:
        store.add_cert(_loaded(root))
    context = crypto.X509StoreContext(store, _loaded(chain[0]), [_loaded(one) for one in chain[1:]])
    try:
        context.verify_certificate()
    except crypto.X509StoreContextError as error:
        number, depth = int(error.errors[0]), int(error.errors[1])
        found = _at(error, chain, roots)
        return Fault(number, _TEXTS.get(number, str(error.errors[2])), depth, found)
    return _misfit(chain[0], question)


def _misfit(leaf: Facts, question: Question) -> Fault | None:
    """Names and usage: OpenSSL looks at them after the chain's signatures and dates, at depth 0."""
    if question.usage and leaf.extended_key_usage and question.usage not in leaf.extended_key_usage:
        return Fault(26, _TEXTS[26], 0, leaf)
    if question.host is not None and not host_fits(leaf, question.host):
        return Fault(62, _TEXTS[62], 0, leaf)
    if question.address is not None and not address_fits(leaf, question.address):
        return Fault(64, _TEXTS[64], 0, leaf)
    return None


def host_fits(leaf: Facts, host: str) -> bool:
    """X509_check_host: DNS names, with a wildcard in the first label; without any the common name."""
    names = [san.value for san in leaf.sans if san.type == "DNS"] or ([leaf.common_name] if leaf.common_name else [])
    return any(_matches(name.lower(), host.lower()) for name in names)


def _matches(name: str, host: str) -> bool:
    if not name.startswith("*."):
        return name == host
    first, dot, rest = host.partition(".")
    return bool(first) and bool(dot) and rest == name[2:]


def address_fits(leaf: Facts, address: str) -> bool:
    """X509_check_ip: the address among the IP SANs."""
    try:
        wanted = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(san.type == "IP" and san.value == str(wanted) for san in leaf.sans)


def _loaded(facts: Facts) -> crypto.X509:
    return crypto.load_certificate(crypto.FILETYPE_ASN1, facts.der)


def _at(error: crypto.X509StoreContextError, chain: Sequence[Facts], roots: Sequence[Facts]) -> Facts:
    """The certificate that the error is about."""
    found = crypto.dump_certificate(crypto.FILETYPE_ASN1, error.certificate)
    return next((one for one in (*chain, *roots) if one.der == found), chain[0])
