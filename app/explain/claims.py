"""What each rung claims, and what a red one means in one sentence: by rung, code and side, never by a file's name."""

from ..model.verdicts import Outcome, Rung, Verdict

_CLAIMS = {
    ("load", "pair"): "Certificate and key of the {own} are there and belong together",
    ("load", "ca"): "The {own}’s CAs load",
    ("url", ""): "Both speak the same protocol",
    ("verify", ""): "The client does not verify the server",
    ("extensions", ""): "The {other}’s certificate has no unknown critical extension",
    ("dates", ""): "Now is inside the dates of the {other}’s certificate",
    ("name", ""): "The name dialled is in the certificate",
    ("path", ""): "A path leads from the {other}’s certificate to a CA of the {own}",
    ("usage", ""): "It may be used by a {other}",
    ("constraints", ""): "No CA forbids its names",
    ("own-key", ""): "The client can use its own certificate",
    ("handshake", ""): "The server accepts the client’s certificate in the handshake",
    ("peer-address", ""): "The peer dials from an address that its certificate names",
    ("front-proxy", ""): "The client may speak for others (request headers)",
    ("authentication", ""): "The server knows the client, or answers 401",
    ("identity", ""): "User and groups",
    ("authorization", ""): "May it do that?",
}
_UNREACHED_CA = "the {own} does not trust the CA of the {other}’s certificate"
_REASONS = {
    "key-mismatch": "the key does not belong to the certificate",
    "key-type-mismatch": "the key does not belong to the certificate",
    "key-missing": "a file is missing",
    "key-not-named": "no key is named",
    "no-key": "the file holds no key that can be used",
    "key-refused": "the key cannot be read",
    "certificate-refused": "Go refuses the certificate",
    "ca-unusable": "the CA file cannot be used",
    "ca-and-insecure": "a CA is named, and that the server is not to be verified",
    "plain-http": "http is spoken to a server that expects TLS",
    "server-without-tls": "the server speaks no TLS",
    "critical-extension-unknown": "the certificate has a critical extension that Go does not know",
    "expired": "the certificate has expired",
    "not-yet-valid": "the certificate is not yet valid",
    "name-mismatch": "the name dialled is not in the certificate",
    "no-ip-name": "the address dialled is not in the certificate",
    "no-names": "the certificate holds no name",
    "common-name-only": "the certificate has a common name only, which no longer counts",
    "unknown-authority": _UNREACHED_CA,
    "wrong-signature": "another CA of the same name issued the {other}’s certificate",
    "insecure-algorithm": "the certificate is signed with an algorithm that Go refuses",
    "algorithm-unknown": "the certificate is signed with an algorithm that Go does not know",
    "not-a-ca": "the issuer of the {other}’s certificate is not a CA",
    "authority-expired": "the CA of the {other}’s certificate has expired",
    "authority-not-yet-valid": "the CA of the {other}’s certificate is not yet valid",
    "authority-extension-unknown": "the CA of the {other}’s certificate has a critical extension that Go does not know",
    "path-too-long": "there are more CAs in between than one of them allows",
    "search-limit": "Go gave up after 100 signatures",
    "usage-mismatch": "the certificate may not be used by a {other}",
    "name-not-permitted": "the CA of the {other}’s certificate may not sign for its names",
    "rejected": "etcd refuses the client’s certificate",
    "peer-address-mismatch": "the peer’s certificate does not name the address that it dials from",
    "name-not-allowed": "the client’s name is not one of --requestheader-allowed-names",
    "unauthorized": "{server} answers 401",
}
_NO_CERTIFICATE = {
    "handshake": "the server requires a client certificate, and there is none",
}


def claim(rung: Rung, client: bool) -> str:
    """What a rung of the client's side (else the server's) claims; a red one is untrue."""
    kind = "" if rung.rung != "load" else "ca" if rung.code.startswith("ca-") else "pair"
    return _filled(_CLAIMS[rung.rung, kind], client)


def reason(rung: Rung, client: bool, server: str) -> str:
    """Why it fails, for a red rung. `server`: the server's name."""
    if rung.code == "no-certificate":
        return _NO_CERTIFICATE.get(rung.rung, "the file holds no certificate")
    return _filled(_REASONS[rung.code], client).replace("{server}", server)


def title(verdict: Verdict, reason_of_fault: str, works: str) -> str:
    """The verdict in one sentence. `works`: what it means on this connection that it works."""
    if verdict.outcome is Outcome.FAILS:
        return f"Fails: {reason_of_fault}."
    if verdict.outcome is Outcome.NOT_CHECKABLE:
        return "Not checkable: the upload lacks what decides."
    return f"Works: {works}."


def _filled(template: str, client: bool) -> str:
    own, other = ("client", "server") if client else ("server", "client")
    return template.replace("{own}", own).replace("{other}", other)
