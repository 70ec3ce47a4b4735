"""What every answer says about itself, and who may send what: one table of headers and two guards."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from .errors import Foreign

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
"""Everything is forbidden, then this server's own files are allowed. Nothing inline, no eval, no data: URLs."""

HEADERS = {
    "content-security-policy": "; ".join(f"{name} {value}" for name, value in CONTENT_SECURITY_POLICY.items()),
    "x-content-type-options": "nosniff",
    # same-origin, not no-referrer: under no-referrer a browser sends `Origin: null` with a form's POST, and on
    # http://LAN-address, where it sends no Sec-Fetch-Site either, our own form would look like a stranger's.
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""On every answer, pictures and errors too. A class uses http://LAN-address: there is no Strict-Transport-Security, and
no Cross-Origin-Opener-Policy, which browsers ignore there with a complaint in the console; nothing here opens windows.
"""

RAW_HEADERS = tuple((name.encode(), value.encode()) for name, value in HEADERS.items())

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_DEFAULT_PORTS = {"http": 80, "https": 443}


def check_host(headers: Headers, allowed: Iterable[str]) -> None:
    """Raises Foreign when the Host header names none of the allowed hosts: DNS rebinding brings foreign names here."""
    host = headers.get("host", "").lower()
    name = host if host.endswith("]") else host.rpartition(":")[0] if ":" in host else host
    if name not in allowed:
        raise Foreign(
            "This server answers on this machine's own address only.",
            remedy="Use the URL that was printed when it started.",
            code="foreign-host",
        )


def check_origin(method: str, headers: Headers) -> None:
    """Raises Foreign when another site's page sent a request that changes something.

    A browser says where a request comes from in Sec-Fetch-Site (on https and on the own machine) and in Origin. curl
    says neither: it is not driven by somebody else's page, and passes.
    """
    if method in READING_METHODS:
        return
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise _foreign()
    origin = headers.get("origin")
    if origin is not None and not _same_host(origin, headers.get("host", "")):
        raise _foreign()


def _same_host(origin: str, host: str) -> bool:
    """Whether an Origin is that of a Host. The scheme is not compared: behind a proxy only the browser knows it."""
    try:
        here, there = urlsplit(origin), urlsplit("//" + host)
        default = _DEFAULT_PORTS.get(here.scheme)
        return bool(here.hostname) and (here.hostname, here.port or default) == (there.hostname, there.port or default)
    except ValueError:
        return False


def _foreign() -> Foreign:
    return Foreign("Another site's page sent this request.", remedy="Use the form on this server's own page.")
