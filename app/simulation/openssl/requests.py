"""openssl req: a certificate signing request, read or made."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from ...dump.names import one_line
from ...issuing.keys import KeyKind
from ..issuing import key_pem
from ..pem import blocks, private_key
from ..shell.call import Call, Stop
from .options import read

VALUES = frozenset({"in", "out", "key", "keyout", "subj", "newkey", "days", "addext", "config"})
SWITCHES = frozenset({"new", "nodes", "noenc", "noout", "text", "subject", "verify", "x509", "batch"})
_NAMES = {
    "CN": NameOID.COMMON_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "C": NameOID.COUNTRY_NAME,
}


def run(call: Call, words: list[str]) -> int:
    """-new makes one, for -subj and -key (or a new RSA key, -newkey rsa:2048 -nodes); else -in is read."""
    given = read(call, "req", words, VALUES, SWITCHES)
    if given.has("new") or "newkey" in given.values:
        request = _made(call, given.values)
    else:
        name = given.values.get("in")
        data = call.stdin.read() if name is None else call.read(name)
        found = next((one.data for one in blocks(data) if "CERTIFICATE REQUEST" in one.label and one.data), None)
        if found is None:
            raise Stop("Unable to load X509 request")
        request = x509.load_der_x509_csr(found)
    if given.has("verify"):
        call.err(
            "Certificate request self-signature verify OK"
            if request.is_signature_valid
            else "Certificate request self-signature verify failure"
        )
    if given.has("subject"):
        call.line(f"subject={one_line(request.subject.public_bytes())}")
    if given.has("noout"):
        return 0
    out = request.public_bytes(Encoding.PEM)
    if given.values.get("out"):
        call.files.write(call.path(given.values["out"]), out)
    else:
        call.stdout.write(out)
    return 0


def _made(call: Call, values: dict[str, str]) -> x509.CertificateSigningRequest:
    if "key" in values:
        key = private_key(call.read(values["key"]))
        if key is None:
            raise Stop(f"Could not read private key from {values['key']}")
    else:
        bits = values.get("newkey", "rsa:2048").rpartition(":")[2]
        if bits not in ("2048", "3072", "4096"):
            raise Stop("req: this simulation makes RSA keys of 2048, 3072 or 4096 bits")
        key = call.world.new_key(KeyKind("RSA", int(bits)))
        call.files.write(call.path(values.get("keyout", "privkey.pem")), key_pem(key), mode=0o600)
    parts = [part.partition("=") for part in values.get("subj", "").strip("/").split("/") if part]
    if any(name not in _NAMES for name, _, _ in parts):
        raise Stop(
            "req: subject name is expected to be in the format /type0=value0/type1=value1/type2=... where characters may be escaped by \\."
        )
    subject = x509.Name([x509.NameAttribute(_NAMES[name], value) for name, _, value in parts if value])
    return x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
