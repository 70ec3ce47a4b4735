"""What Tab offers behind openssl: its commands and their options; files elsewhere."""

from collections.abc import Iterable

from ..completion.asking import Asking
from ..network import hosts_lines
from . import ACTIONS, connecting, keys, requests, verifying, x509

_OPTIONS = {
    "x509": x509.VALUES | x509.SWITCHES,
    "verify": verifying.VALUES | verifying.SWITCHES,
    "s_client": connecting.VALUES | connecting.SWITCHES,
    "req": requests.VALUES | requests.SWITCHES,
    **dict.fromkeys(("pkey", "rsa", "ec"), keys.VALUES | keys.SWITCHES),
}


def complete(asking: Asking) -> Iterable[str] | None:
    """Commands first; a name with the API servers' port behind -connect."""
    if not asking.words:
        return ACTIONS
    if asking.before == "-connect":
        named = hosts_lines(asking.world.hosts[asking.session.host])
        return [f"{name}:6443" for _, names in named for name in names]
    if asking.before == "-ext":
        return x509.EXTENSIONS
    return [f"-{name}" for name in _OPTIONS.get(asking.words[0], ())] if asking.word.startswith("-") else None
