"""Secrets in configuration: what is a secret, and what is kept in its place."""

import re

REDACTED = "[redacted]"

_SECRET_FLAGS = (
    *("-token", "-password", "-passwd", "-secret", "-pass", "-pwd", "-passphrase", "-bearer"),
    *("-secret-key", "-access-key", "-api-key", "-certificate-key"),
)
"""`--token`, `--experimental-…-password`, `--initial-cluster-token`; not `--token-auth-file`, which names a file."""

_USERINFO = re.compile(r"//[^/?#\s]*@")
_BARE_USERINFO = re.compile(r"\A[^/?#\s]*@")


def is_secret_flag(name: str, value: str) -> bool:
    """Whether a flag's value is a secret: a token, a password, or etcdctl's `--user name:password`."""
    return name.endswith(_SECRET_FLAGS) or (name.lstrip("-") == "user" and ":" in value)


def without_userinfo(url: str) -> str:
    """A URL, or a text with URLs in it, without `user:password@`."""
    return _USERINFO.sub("//", url) if "@" in url else url


def server_without_userinfo(server: str) -> str:
    """A kubeconfig's `server:`, which may lack its scheme, without `user:password@`."""
    cleaned = without_userinfo(server)
    return cleaned if "//" in cleaned else _BARE_USERINFO.sub("", cleaned)
