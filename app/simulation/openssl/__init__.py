"""The simulated openssl 3.0: what its commands print of real bytes. Texts are 3.0's (`CN = x`), whatever library is at hand."""

from collections.abc import Callable, Mapping

from ..shell.call import Call
from . import connecting, digests, keys, requests, verifying, x509

Action = Callable[[Call, list[str]], int]


def _version(call: Call, words: list[str]) -> int:
    call.line("OpenSSL 3.0.19 27 Jan 2026 (Library: OpenSSL 3.0.19 27 Jan 2026)")
    return 0


ACTIONS: Mapping[str, Action] = {
    "x509": x509.run,
    "verify": verifying.run,
    "s_client": connecting.run,
    "req": requests.run,
    "pkey": keys.pkey,
    "rsa": keys.rsa,
    "ec": keys.pkey,
    "dgst": digests.dgst,
    "md5": digests.named,
    "sha1": digests.named,
    "sha256": digests.named,
    "version": _version,
}
