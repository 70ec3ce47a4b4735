"""openssl verify."""

import re
from datetime import UTC, datetime

from ...dump.names import one_line
from ...model.certificates import Facts
from ..files import FileError
from ..pem import certificates
from ..shell.call import Call, Stop
from .checking import Question, check
from .options import read

VALUES = frozenset({"CAfile", "untrusted", "trusted", "purpose", "verify_hostname", "verify_ip", "attime"})
SWITCHES = frozenset({"partial_chain", "verbose", "no-CAfile", "no-CApath", "no-CAstore"})
_PURPOSES = {"sslserver": "serverAuth", "sslclient": "clientAuth", "any": None}
FAILED = 2


def run(call: Call, words: list[str]) -> int:
    """Verify certificates against the CAs of -CAfile; each file's first one."""
    given = read(call, "verify", words, VALUES, SWITCHES)
    roots = [one for name in ("CAfile", "trusted") if name in given.values for one in _load(call, given.values[name])]
    untrusted = _load(call, given.values["untrusted"]) if "untrusted" in given.values else ()
    purpose = given.values.get("purpose", "any")
    if purpose not in _PURPOSES:
        raise Stop(f"verify: Option unknown option -purpose {purpose}\nverify: Use -help for summary.")
    question = Question(
        _PURPOSES[purpose],
        given.values.get("verify_hostname"),
        given.values.get("verify_ip"),
        given.has("partial_chain"),
    )
    status = 0
    for name in given.words or ["-"]:
        chain = certificates(call.read(name))
        if not chain:
            call.err(f"Could not read certificate from {name}\nUnable to load certificate")
            status = FAILED
            continue
        fault = check((chain[0], *untrusted), roots, _moment(call, given.values.get("attime")), question)
        if fault is None:
            call.line(f"{'stdin' if name == '-' else name}: OK")
            continue
        status = FAILED
        call.world.events.add(("verified", chain[0].common_name or "", str(fault.number)))
        call.line(one_line(fault.facts.raw_subject))
        call.line(f"error {fault.number} at {fault.depth} depth lookup: {fault.text}")
        call.err(f"error {'stdin' if name == '-' else name}: verification failed")
    return status


def _load(call: Call, name: str) -> tuple[Facts, ...]:
    try:
        return certificates(call.files.read(call.path(name)))
    except FileError:
        raise Stop(f"Error loading file {name}") from None


def _moment(call: Call, text: str | None) -> datetime:
    if text is None:
        return call.world.now
    if not re.fullmatch(r"\d{1,11}", text):
        raise Stop(f'verify: Can\'t parse "{text}" as a number\nverify: Use -help for summary.')
    return datetime.fromtimestamp(int(text), UTC)
