"""openssl dgst, sha256, sha1, md5."""

import hashlib

from ..shell.call import Call
from .options import read

_SHOWN = {"sha256": "SHA2-256", "sha1": "SHA1", "md5": "MD5", "sha512": "SHA2-512", "sha384": "SHA2-384"}


def named(call: Call, words: list[str]) -> int:
    """`openssl sha256 FILE…`."""
    return _run(call, call.name, words)


def dgst(call: Call, words: list[str]) -> int:
    """`openssl dgst -sha256 FILE…`."""
    return _run(call, "sha256", words)


def _run(call: Call, kind: str, words: list[str]) -> int:
    given = read(call, "dgst", words, {"out"}, {*_SHOWN, "hex", "r", "binary", "c"})
    kind = next((one for one in _SHOWN if given.has(one)), kind)
    for name in given.words or [""]:
        data = call.read(name) if name else call.stdin.read()
        digest = hashlib.new(kind, data, usedforsecurity=False)
        if given.has("binary"):
            call.stdout.write(digest.digest())
        elif given.has("r"):
            call.line(f"{digest.hexdigest()} *{name or 'stdin'}")
        else:
            call.line(f"{_SHOWN[kind]}({name or 'stdin'})= {digest.hexdigest()}")
    return 0
