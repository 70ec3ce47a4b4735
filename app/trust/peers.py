"""etcd's own check of a peer after the handshake: its names against the address it dials from.

Source: etcd client/pkg/transport/listener_tls.go, `checkCertSAN` and `isHostInDNS`.
"""

from collections.abc import Mapping, Sequence
from ipaddress import ip_address

from ..model.certificates import Facts
from . import texts
from .hostnames import verify_hostname
from .words import quoted

_RESOLVER = "127.0.0.1:53"
"""Go names the resolver that it asked; here it stands for any."""


def check_peer(
    leaf: Facts, source: str | None, names: Mapping[str, Sequence[str]] | None
) -> tuple[bool | None, str, str]:
    """(Whether etcd lets the peer in, the rung's code, a line or etcd's error). None: it hangs on an address or on
    names that nobody knows.
    """
    ips = [san for san in leaf.sans if san.type == "IP"]
    dns = [san.value for san in leaf.sans if san.type == "DNS"]
    if not ips and not dns:
        return True, "peer-without-names", "It has no names: etcd lets it in from anywhere."
    if source is None:
        return None, "address-missing", "Nothing in the upload says from which address this member dials."
    if ips:
        _, error = verify_hostname(leaf, source)
        if error is None:
            return True, "peer-address-ok", f"It dials from {source}, which is among its names."
        if not dns:
            return False, "peer-address-mismatch", error
    if names is None:
        named = dns[0] if len(dns) == 1 else f"any of its {len(dns)} DNS names"
        text = f"Whether {named} resolves to {source}, from where it dials, is in no upload."
        return None, "resolver-missing", text
    return _by_names(source, dns, names)


def _by_names(source: str, dns: list[str], names: Mapping[str, Sequence[str]]) -> tuple[bool, str, str]:
    """By reverse and forward lookups. `names` holds forward answers only; there are no PTR records behind them."""
    reverse = f"{ip_address(source).reverse_pointer}."
    why = _not_found(reverse)
    for name in (name for name in dns if not name.startswith("*.")):
        if source in names.get(name, ()):
            return True, "peer-name-ok", f"{name} resolves to {source}, from where it dials."
        if name not in names and name != "localhost":
            why = _not_found(name)
    listed = " ".join(quoted(name) for name in dns)
    error = texts.PEER_ADDRESS.format(quoted_address=quoted(source), names=listed, lookup=why)
    return False, "peer-address-mismatch", error


def _not_found(name: str) -> str:
    return texts.LOOKUP.format(name=name, resolver=_RESOLVER)
