"""The few functions of OpenSSL that pyOpenSSL has no method for.

Certificates go to OpenSSL as DER: by way of cryptography, as pyOpenSSL's own methods want them, those with serial
number 0 (the CAs of kubeadm up to 1.22) are about to be refused. The name that is dialled is checked by OpenSSL itself.
"""

import ipaddress
from typing import Any

from OpenSSL import SSL, crypto
from OpenSSL._util import ffi, lib

_NO_PARTIAL_WILDCARDS, _NEVER_CHECK_SUBJECT = 0x04, 0x20
"""x509_vfy.h: neither `a*.example.test` nor a name in the CN is one for Go."""


def load_certificate(der: bytes) -> crypto.X509:
    """Raises crypto.Error."""
    return crypto.load_certificate(crypto.FILETYPE_ASN1, der)


def use_chain(context: SSL.Context, chain: tuple[bytes, ...]) -> None:
    """What a peer presents: its leaf, and whatever stands behind it in the file. Raises SSL.Error or crypto.Error."""
    leaf, *others = map(load_certificate, chain)
    _check(lib.SSL_CTX_use_certificate(_raw(context, "_context"), _raw(leaf, "_x509")))
    for other in others:
        _check(lib.SSL_CTX_add_extra_chain_cert(_raw(context, "_context"), lib.X509_dup(_raw(other, "_x509"))))


def add_client_ca(context: SSL.Context, der: bytes) -> None:
    """Name a CA to clients in the CertificateRequest."""
    _check(lib.SSL_CTX_add_client_CA(_raw(context, "_context"), _raw(load_certificate(der), "_x509")))


def expect_name(connection: SSL.Connection, name: str) -> None:
    """Have the peer's certificate checked against the name dialled: an address against addresses, else DNS names.

    Raises SSL.Error or UnicodeEncodeError for what is neither.
    """
    parameters = lib.SSL_get0_param(_raw(connection, "_ssl"))
    try:
        address = ipaddress.ip_address(name).packed
    except ValueError:
        lib.X509_VERIFY_PARAM_set_hostflags(parameters, _NO_PARTIAL_WILDCARDS | _NEVER_CHECK_SUBJECT)
        host = name.encode("ascii")
        _check(lib.X509_VERIFY_PARAM_set1_host(parameters, host, len(host)))
    else:
        _check(lib.X509_VERIFY_PARAM_set1_ip(parameters, address, len(address)))


def verify_text(code: int) -> str:
    """OpenSSL's words for the result of a verification: `certificate has expired`."""
    text: bytes = ffi.string(lib.X509_verify_cert_error_string(code))
    return text.decode("ascii", "replace")


def words(error: SSL.Error | crypto.Error) -> str:
    """The reason in an error of OpenSSL's: `ssl/tls alert unknown ca`."""
    queue = error.args[0] if error.args else []
    reasons = (
        [str(entry[-1]) for entry in queue if isinstance(entry, tuple)] if isinstance(queue, list) else [str(queue)]
    )
    return reasons[0] if reasons else "unexpected end of the connection"


def _raw(wrapper: object, name: str) -> Any:
    """The OpenSSL object behind one of pyOpenSSL's, which has no public name."""
    return getattr(wrapper, name)


def _check(result: int) -> None:
    if result != 1:
        SSL._raise_current_error()  # noqa: SLF001 - empties OpenSSL's error queue into an SSL.Error
