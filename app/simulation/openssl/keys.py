"""openssl pkey, rsa, ec: keys, and what of them is public."""

from cryptography.hazmat.primitives.asymmetric import rsa as rsa_keys
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_public_key,
)

from ...issuing.encoding import pem
from ..pem import blocks, key_facts, private_key
from ..shell.call import Call, Stop
from .key_text import key_text
from .options import read

VALUES = frozenset({"in", "out", "outform"})
SWITCHES = frozenset({"noout", "text", "pubout", "pubin", "check", "modulus", "traditional"})


def pkey(call: Call, words: list[str]) -> int:
    """A key as PKCS#8, -pubout its public half, -outform DER."""
    return _run(call, "pkey", words)


def rsa(call: Call, words: list[str]) -> int:
    """An RSA key: -modulus, -check, -pubout."""
    return _run(call, "rsa", words)


def _run(call: Call, tool: str, words: list[str]) -> int:
    given = read(call, tool, words, VALUES, SWITCHES)
    name = given.values.get("in")
    data = call.stdin.read() if name is None else call.read(name)
    if given.has("pubin"):
        spki = next((one.data for one in blocks(data) if one.is_public_key and one.data), None)
    else:
        facts = key_facts(data)
        spki = facts.spki if facts else None
    if spki is None:
        raise Stop(f"Could not read {'public ' if given.has('pubin') else 'private '}key from {name or '<stdin>'}")
    if given.has("modulus"):
        call.line(f"Modulus={modulus(spki)}")
    if given.has("check"):
        call.line("RSA key ok" if tool == "rsa" else "Key is valid")
    if given.has("text"):
        for line in key_text(data, spki, private=not (given.has("pubin") or given.has("pubout"))):
            call.line(line)
    if given.has("noout"):
        return 0
    public = given.has("pubout") or given.has("pubin")
    out = (
        _public(spki, given.values.get("outform", "PEM"))
        if public
        else _private(data, given.values.get("outform", "PEM"), given.has("traditional"))
    )
    if tool == "rsa":
        call.err("writing RSA key")
    if given.values.get("out"):
        call.files.write(call.path(given.values["out"]), out, mode=None if public else 0o600)
    else:
        call.stdout.write(out)
    return 0


def _public(spki: bytes, form: str) -> bytes:
    return spki if form.upper() == "DER" else spki_pem(spki)


def _private(data: bytes, form: str, traditional: bool) -> bytes:
    key = private_key(data)
    if key is None:
        raise Stop("Could not read private key")
    encoding = Encoding.DER if form.upper() == "DER" else Encoding.PEM
    shape = PrivateFormat.TraditionalOpenSSL if traditional else PrivateFormat.PKCS8
    return key.private_bytes(encoding, shape, NoEncryption())


def spki_pem(spki: bytes) -> bytes:
    """A public key in PEM."""
    return pem("PUBLIC KEY", spki)


def modulus(spki: bytes) -> str:
    """An RSA key's modulus in upper-case hex; the words of openssl for others."""
    key = load_der_public_key(spki)
    if not isinstance(key, rsa_keys.RSAPublicKey):
        return "Wrong Algorithm type"
    number = key.public_numbers().n
    digits = f"{number:X}"
    return "0" * (len(digits) % 2) + digits
