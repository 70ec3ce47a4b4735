"""Who a request comes from, judged after a good handshake: the authenticators of k8s.io/apiserver, in their order.

Front proxy, then x509, then tokens; the first that accepts wins, errors are collected, and any error means 401:
anonymous is only for requests without any (pkg/authentication/request/union, x509, headerrequest, anonymous).
"""

from dataclasses import dataclass

from ..model.certificates import Facts
from ..model.identity import Identity
from . import texts
from .circumstances import Circumstances
from .pools import Pool
from .verification import Verification, Verifier
from .words import serial_number

ANONYMOUS = Identity("system:anonymous", ("system:unauthenticated",))


@dataclass(frozen=True, slots=True)
class Authentication:
    """`accepted`: by which authenticator, None for a 401. `error`: what the server logs of a 401, empty where nobody
    objected. `proxy` and `x509`: what the two made of the certificate, None where they did not look; `proxy_error`: the
    front proxy's objection.
    """

    accepted: str | None
    identity: Identity | None = None
    error: str = ""
    headers_honoured: bool | None = None
    proxy: Verification | None = None
    proxy_error: str | None = None
    x509: Verification | None = None


def authenticate(
    verifier: Verifier,
    sent: tuple[Facts, ...],
    client_ca: Pool | None,
    requestheader_ca: Pool | None,
    around: Circumstances,
) -> Authentication:
    """A request with a client certificate. A pool is None where the server has no such CA."""
    leaf = sent[0]
    errors: list[str] = []
    proxy, proxy_error = _front_proxy(verifier, sent, requestheader_ca, around, errors)
    if proxy is not None and proxy_error is None and around.sends_headers:
        return Authentication("front-proxy", around.headers, headers_honoured=True, proxy=proxy)
    honoured = False if around.sends_headers else None
    x509 = verifier.client(sent, client_ca) if client_ca is not None else None
    if x509 is not None and x509.failure is None and leaf.common_name:
        identity = Identity(leaf.common_name, leaf.organizations)
        return Authentication("x509", identity, "", honoured, proxy, proxy_error, x509)
    if x509 is not None and x509.failure is not None:
        errors.append(texts.VERIFYING.format(identifier=_identifier(leaf), why=x509.failure.error))
    if not errors and around.anonymous:
        return Authentication("anonymous", ANONYMOUS, "", honoured, proxy, proxy_error, x509)
    return Authentication(None, None, _aggregate(errors), honoured, proxy, proxy_error, x509)


def _front_proxy(
    verifier: Verifier, sent: tuple[Facts, ...], pool: Pool | None, around: Circumstances, errors: list[str]
) -> tuple[Verification | None, str | None]:
    """The certificate, then its common name; that no header names a user is no error."""
    if pool is None:
        return None, None
    found = verifier.client(sent, pool)
    name = sent[0].common_name or ""
    error = found.failure.error if found.failure else None
    if error is None and around.allowed_names and name not in around.allowed_names:
        error = texts.NOT_ALLOWED.format(name=name)
    if error is not None:
        errors.append(error)
    return found, error


def without_certificate(around: Circumstances, *, has_token: bool) -> Authentication:
    """A request with a token or with nothing."""
    if has_token:
        if around.service_account_keys_fit is False:
            return Authentication(None, None, texts.BAD_TOKEN)
        return Authentication("token")
    if around.anonymous:
        return Authentication("anonymous", ANONYMOUS)
    return Authentication(None)


def _identifier(leaf: Facts) -> str:
    """x509.certificateIdentifier."""
    return texts.IDENTIFIER.format(
        serial=serial_number(leaf), skid=leaf.subject_key_id or "", akid=leaf.authority_key_id or ""
    )


def _aggregate(errors: list[str]) -> str:
    """utilerrors.NewAggregate: equal messages once, brackets around several."""
    distinct = list(dict.fromkeys(errors))
    return distinct[0] if len(distinct) == 1 else f"[{', '.join(distinct)}]" if distinct else ""
