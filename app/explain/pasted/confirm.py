"""One command that shows a suspect for what it is, on the node where the file stands, and what to look for.

openssl 3.0 and kubectl 1.37; every argument that comes from the tree is quoted for the shell.
"""

import re

from ...model.words import Sentence
from ...pasting import Reading
from ..command_lines import line
from ..explanation import Command
from ..phrases import code, say
from .causes import Cause, host_of

_USER = re.compile(r"users\[(?P<name>.*)\]\.user\.(?P<field>client-certificate-data|client-key-data)(?:\[[0-9]+\])?")
_CLUSTER = re.compile(r"clusters\[(?P<name>.*)\]\.cluster\.(?P<field>certificate-authority-data)(?:\[[0-9]+\])?")

_DATES, _NAMES, _ISSUER, _USAGE = "-dates", "-ext subjectAltName", "-issuer", "-ext extendedKeyUsage"
_WHOSE = "-subject -issuer -dates"
_EXPECTED = {
    _DATES: "The cause if `notAfter` has passed, or `notBefore` has not come.",
    "authority": "The cause if this is not the CA that issued the other side’s certificate: equal names prove nothing.",
    _ISSUER: "The cause if this is no CA of the side that refuses it: equal names prove nothing.",
    "-pubkey": "Certificate and key belong together where both print the same public key.",
    "-subject": "The cause if its `CN` is not in `--requestheader-allowed-names`.",
    _WHOSE: "Whose it is, who issued it, and when it ends.",
}
_ASKED = {
    **dict.fromkeys(
        (
            "expired",
            "not-yet-valid",
            "outside-its-dates",
            "alert-expired",
            "authority-expired",
            "authority-not-yet-valid",
        ),
        _DATES,
    ),
    **dict.fromkeys(("name-mismatch", "no-ip-name", "no-names", "common-name-only", "peer-address-mismatch"), _NAMES),
    **dict.fromkeys(("unknown-authority", "untrusted", "wrong-signature", "alert-unknown-authority"), _ISSUER),
    "usage-mismatch": _USAGE,
    "name-not-allowed": "-subject",
    "key-mismatch": "-pubkey",
    "key-type-mismatch": "-pubkey",
}


def confirm(cause: Cause, reading: Reading) -> Command | None:
    """The command for a cause; None where the file cannot be shown by one, as a token or a file that is not there."""
    reference = cause.reference
    if not reference.path or not reference.file:
        return _listed(cause)
    if cause.role == "token":
        return None
    asked = _ASKED.get(cause.code, _WHOSE)
    expect = _expect(cause, reading, asked)
    if reference.pointer and not reference.pointer.startswith("["):
        text = _embedded(reference.path, reference.pointer, cause.role, asked)
    elif cause.role == "key":
        text = line("sudo", "openssl", "pkey", "-in", reference.path, "-pubout")
    else:
        issuers = "-subject " if cause.is_authority and asked == _ISSUER else ""
        text = f"{line('sudo', 'openssl', 'x509', '-in', reference.path, '-noout')} {issuers}{asked}"
    return Command(cause.node, text, expect) if text and text.isprintable() else None


def _listed(cause: Cause) -> Command | None:
    """Of a file that is not there: whether it really is not."""
    path = cause.reference.path
    if not path or not path.isprintable():
        return None
    return Command(cause.node, line("sudo", "ls", "-l", path), say("The file; the upload does not hold it."))


def _embedded(path: str, pointer: str, role: str, asked: str) -> str:
    """A kubeconfig's data, taken out by kubectl."""
    found = _USER.fullmatch(pointer) or _CLUSTER.fullmatch(pointer)
    if found is None or '"' in found["name"] or "'" in found["name"]:
        return ""
    kind, part = ("users", "user") if pointer.startswith("users") else ("clusters", "cluster")
    where = f'{{.{kind}[?(@.name=="{found["name"]}")].{part}.{found["field"]}}}'
    subject = "-subject " if role == "ca" and asked == _ISSUER else ""
    read = line("sudo", "kubectl", "--kubeconfig", path, "config", "view", "--raw", "-o", f"jsonpath={where}")
    shown = "openssl pkey -pubout" if role == "key" else f"openssl x509 -noout {subject}{asked}"
    return f"{read} | base64 -d | {shown}"


def _expect(cause: Cause, reading: Reading, asked: str) -> Sentence:
    """What shows that it is the cause."""
    if asked == _NAMES:
        host = host_of(cause, reading)
        return say("The cause if {host} is not among the names.", host=code(host) if host else "the name dialled")
    if asked == _USAGE:
        usage = code(f"TLS Web {cause.side.title()} Authentication")
        return say("The cause if {usage} is missing.", usage=usage)
    return say(_EXPECTED["authority" if cause.is_authority and asked == _ISSUER else asked])
