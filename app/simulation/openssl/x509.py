"""openssl x509: what a certificate says."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from ...dump import dump, text
from ...dump.names import one_line
from ...dump.oids import FIELDS
from ...issuing.encoding import pem
from ...model.certificates import Facts
from ...reading.outline import find_parts
from ..files import FileError
from ..pem import certificates
from ..shell.call import Call, Stop, encoded
from .checking import address_fits, host_fits
from .keys import modulus, spki_pem
from .options import Options, read

VALUES = frozenset({"in", "out", "ext", "checkend", "inform", "outform", "nameopt", "checkhost", "checkip"})
SWITCHES = frozenset(
    ["text", "noout", "subject", "issuer", "dates", "startdate", "enddate", "serial", "fingerprint", "sha256", "sha1", "md5", "pubkey", "modulus", "email"]
)  # fmt: skip
EXTENSIONS = {
    "subjectAltName": "san", "keyUsage": "key-usage", "extendedKeyUsage": "extended-key-usage",
    "basicConstraints": "basic-constraints", "authorityKeyIdentifier": "authority-key-id",
    "subjectKeyIdentifier": "subject-key-id", "nameConstraints": "name-constraints",
}  # fmt: skip


def run(call: Call, words: list[str]) -> int:
    """-in FILE, else standard input; what is asked for in the order in which it is asked, then the PEM unless -noout."""
    given = read(call, "x509", words, VALUES, SWITCHES)
    facts = load(call, given.values.get("in"), given.values.get("inform", "PEM"))
    status = 0
    for name in given.order:
        status |= _print(call, given, name, facts)
    if not given.has("noout"):
        data = facts.der if given.values.get("outform", "PEM").upper() == "DER" else pem("CERTIFICATE", facts.der)
        if given.values.get("out"):
            call.files.write(call.path(given.values["out"]), data)
        else:
            call.stdout.write(data)
    return status


def load(call: Call, name: str | None, form: str = "PEM") -> Facts:
    """The first certificate of a file or of standard input. Raises Stop in openssl's words."""
    try:
        data = call.stdin.read() if name is None else call.files.read(call.path(name))
    except FileError as fault:
        reason = fault.reason
        raise Stop(
            f"Could not open file or uri for loading certificate from {name}\n"
            f"40E7D277BE7F0000:error:16000069:STORE routines:ossl_store_get0_loader_int:unregistered scheme:"
            f"../crypto/store/store_register.c:237:scheme=file\n"
            f"40E7D277BE7F0000:error:80000002:system library:file_open:{reason}:"
            f"../providers/implementations/storemgmt/file_store.c:267:calling stat({name})\n"
            "Unable to load certificate"
        ) from None
    found = certificates(pem("CERTIFICATE", data) if form.upper() == "DER" else data)
    if not found:
        where = name or "<stdin>"
        raise Stop(f"Could not read certificate from {where}\nUnable to load certificate")
    return found[0]


def _print(call: Call, given: Options, name: str, facts: Facts) -> int:
    """What one option asks for; the status that it leaves."""
    if name == "text" or (name == "ext" and "subjectAltName" in given.values["ext"]):
        call.world.events.add(("read", "subjectAltName", facts.common_name or ""))
    for identifier in ("subjectKeyIdentifier", "authorityKeyIdentifier"):
        if name == "text" or (name == "ext" and identifier in given.values["ext"]):
            kept = facts.subject_key_id if identifier.startswith("subject") else facts.authority_key_id
            call.world.events.add(("read", identifier, kept or ""))
    if name in ("text", "dates", "enddate", "checkend"):
        call.world.events.add(("read", "dates", facts.common_name or ""))
    if name == "ext":
        _extensions(call, facts, given.values["ext"])
    elif name == "checkend":
        return _checkend(call, facts, given.values["checkend"])
    elif name in ("checkhost", "checkip"):
        wanted, fits = given.values[name], host_fits if name == "checkhost" else address_fits
        does = "does match" if fits(facts, wanted) else "does NOT match"
        call.line(f"{'Hostname' if name == 'checkhost' else 'IP'} {wanted} {does} certificate")
    elif name in _FIELDS:
        call.stdout.write(_FIELDS[name](given, facts))
    return 0


def _spki(facts: Facts) -> bytes:
    return facts.der[slice(*find_parts(facts.der).spki)]


def _fingerprint(given: Options, facts: Facts) -> bytes:
    kind = next((one for one in ("sha256", "md5") if given.has(one)), "sha1")
    digest = hashlib.new(kind, facts.der, usedforsecurity=False).digest()
    shown = {"sha256": "sha256", "md5": "MD5", "sha1": "SHA1"}[kind]
    return encoded(f"{shown} Fingerprint={':'.join(f'{byte:02X}' for byte in digest)}\n")


def _name(given: Options, raw: bytes, turned: str) -> str:
    """A distinguished name; `-nameopt RFC2253` turns it round, as Go writes it too."""
    return turned if given.values.get("nameopt", "").lower() == "rfc2253" else one_line(raw)


def _begin(_: Options, facts: Facts) -> bytes:
    return encoded(f"notBefore={moment(facts.not_before)}\n")


def _end(_: Options, facts: Facts) -> bytes:
    return encoded(f"notAfter={moment(facts.not_after)}\n")


_FIELDS: dict[str, Callable[[Options, Facts], bytes]] = {
    "text": lambda _, facts: text(facts.der),
    "subject": lambda given, facts: encoded(f"subject={_name(given, facts.raw_subject, facts.subject)}\n"),
    "issuer": lambda given, facts: encoded(f"issuer={_name(given, facts.raw_issuer, facts.issuer)}\n"),
    "email": lambda _, facts: encoded("".join(f"{san.value}\n" for san in facts.sans if san.type == "email")),
    "startdate": _begin,
    "enddate": _end,
    "dates": lambda given, facts: _begin(given, facts) + _end(given, facts),
    "serial": lambda _, facts: encoded(f"serial={facts.serial}\n"),
    "fingerprint": _fingerprint,
    "pubkey": lambda _, facts: spki_pem(_spki(facts)),
    "modulus": lambda _, facts: encoded(f"Modulus={modulus(_spki(facts))}\n"),
}


def _extensions(call: Call, facts: Facts, wanted: str) -> None:
    """Asked extensions in the certificate's order, four columns to the left of -text."""
    fields = {EXTENSIONS.get(one, one) for one in wanted.split(",")}
    found = [part for part in dump(facts.der) if part.field in fields and part.field in set(FIELDS.values())]
    if not found:
        call.line("No extensions in certificate")
        return
    for part in found:
        for line in part.lines:
            call.line(line[12:] if line.startswith(" " * 12) else line)


def _checkend(call: Call, facts: Facts, seconds: str) -> int:
    if not (seconds.isascii() and seconds.isdigit()) or len(seconds) > 10:
        raise Stop(f'x509: Invalid number "{seconds}" for option -checkend\nx509: Use -help for summary.')
    ends = call.world.now + timedelta(seconds=int(seconds)) >= facts.not_after
    call.line(f"Certificate will {'' if ends else 'not '}expire")
    return int(ends)


def moment(value: datetime) -> str:
    """`Nov 24 03:51:28 2026 GMT`."""
    return f"{value:%b} {value.day:2} {value:%H:%M:%S %Y} GMT"
