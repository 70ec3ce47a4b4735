"""Every text that is recognised, the most telling ones first: template → fault.

The first part is what the ladder itself says (trust/texts.py). The second is what other versions and programs print,
with where that is from; `{piece}` as in the templates.
"""

from collections.abc import Iterator, Mapping

from ..trust import texts

OF_THE_LADDER: tuple[tuple[str, str], ...] = (
    (texts.NOT_ALLOWED, "name-not-allowed"),
    (texts.NOT_YET_VALID, "not-yet-valid"),
    (texts.EXPIRED, "expired"),
    (texts.NONE_OF_MANY, "name-mismatch"),
    (texts.OTHER_NAMES, "name-mismatch"),
    (texts.NO_IP_NAME, "no-ip-name"),
    (texts.NO_NAMES, "no-names"),
    (texts.COMMON_NAME_ONLY, "common-name-only"),
    (texts.UNKNOWN_AUTHORITY + texts.HINT, "hinted"),
    (texts.UNKNOWN_AUTHORITY, "unknown-authority"),
    (texts.CRITICAL_EXTENSION, "critical-extension-unknown"),
    (texts.SEARCH_LIMIT, "search-limit"),
    (texts.NOT_AUTHORIZED_TO_SIGN, "not-a-ca"),
    (texts.CANNOT_SIGN, "not-a-ca"),
    (texts.PATH_TOO_LONG, "path-too-long"),
    (texts.INCOMPATIBLE_USAGE, "usage-mismatch"),
    (texts.NAME_NOT_PERMITTED, "name-not-permitted"),
    (texts.PEER_ADDRESS, "peer-address-mismatch"),
    (texts.UNKNOWN_CERTIFICATE_AUTHORITY, "alert-unknown-authority"),
    (texts.EXPIRED_CERTIFICATE, "alert-expired"),
    (texts.CERTIFICATE_REQUIRED, "certificate-required"),
    (texts.BAD_CERTIFICATE, "bad-certificate"),
    (texts.NO_CLIENT_CERTIFICATE, "no-client-certificate"),
    (texts.PLAIN_TO_TLS, "plain-http"),
    (texts.PLAIN_TO_TLS_LOGGED, "plain-http"),
    (texts.TLS_TO_PLAIN, "server-without-tls"),
    (texts.NO_TLS_RECORD, "no-tls-record"),
    (texts.KEY_TYPE_MISMATCH, "key-type-mismatch"),
    (texts.KEY_MISMATCH, "key-mismatch"),
    (texts.KEY_REFUSED, "key-refused"),
    (texts.KEY_ALGORITHM, "certificate-refused"),
    (texts.KEY_NOT_NAMED, "key-not-named"),
    (texts.NO_PEM_CERTIFICATE, "no-certificate"),
    (texts.SWITCHED, "no-certificate"),
    (texts.NO_CERTIFICATE_BLOCK, "no-certificate"),
    (texts.NO_PEM_KEY, "no-key"),
    (texts.CERTIFICATE_FOR_KEY, "no-key"),
    (texts.NO_KEY_BLOCK, "no-key"),
    (texts.KUBELET_HALF_A_PAIR, "file-missing"),
    (texts.NO_ROOTS, "ca-unusable"),
    (texts.NO_BUNDLE, "ca-unusable"),
    (texts.CA_AND_INSECURE, "ca-and-insecure"),
    (texts.BAD_TOKEN, "token-key"),
    (texts.NO_SUCH_FILE, "file-missing"),
    (texts.KUBECTL_UNAUTHORIZED, "unauthorized"),
    (texts.KUBELET_UNAUTHORIZED, "unauthorized-by-kubelet"),
    (texts.UNAUTHORIZED, "unauthorized-by-any"),
    (texts.UNAVAILABLE, "extension-unavailable"),
)

_KUBELET_EXPIRED = "part of the existing bootstrap client certificate in {path} is expired: {rest}"
_FORBIDDEN = ' is forbidden: User "{user}" cannot {rest}'

FIRST: tuple[tuple[str, str], ...] = (
    # Kubernetes 1.37: what an x509 text is part of, and means something of its own there
    ('failed calling webhook "{name}"', "webhook-untrusted"),
    ("[invalid bearer token, token audiences [{rest}", "token-audience"),
    ("none of the public keys {quoted_pin} are pinned", "join-pin"),
    ('error reading CA cert file "{path}": {rest}', "signing-pair"),
    ("expected 1 certificate, found {count}", "signing-pair"),
    ("unable to load bootstrap kubeconfig: stat {path}: no such file or directory", "kubelet-not-bootstrapped"),
    ("unable to read existing bootstrap client config from {path}:{rest}", "kubelet-not-bootstrapped"),
    ("cannot create certificate signing request: Unauthorized", "bootstrap-refused"),
    ("could not find a JWS signature in the cluster-info ConfigMap for token ID", "join-token"),
    (_KUBELET_EXPIRED, "kubelet-expired"),
    ("node: node '{node}' cannot read '{object}', only its own Node object", "node-forbidden"),
    ("node: no relationship found between node '{node}' and this object", "node-forbidden"),
    # Kubernetes 1.22
    ("is not allowed to modify node {quoted_object}", "node-forbidden"),
    (' is forbidden: User "system:anonymous" cannot {rest}', "forbidden-anonymous"),
    (' is forbidden: User "system:node:{node}" cannot {rest}', "node-forbidden"),
    (_FORBIDDEN, "forbidden"),
    ("Forbidden (user={user}, verb={verb}, resource=nodes", "kubelet-forbidden"),
    ("no serving certificate available for the kubelet", "kubelet-without-serving"),
    ("remote error: tls: internal error", "kubelet-without-serving"),
)
"""Looked for before the ladder's own texts."""

OF_OTHERS: tuple[tuple[str, str], ...] = (
    # Go before 1.15: the dates without the current time
    ("x509: certificate has expired or is not yet valid", "outside-its-dates"),
    # Go 1.15 and 1.16: with advice to turn the check off
    ("x509: certificate relies on legacy Common Name field", "common-name-only"),
    # etcd of a lookup that found another address
    ("tls: {quoted_address} does not match any of DNSNames [{names}]", "peer-address-mismatch"),
    # Kubernetes up to 1.22
    ("square/go-jose: error in cryptographic primitive", "token-key"),
    ("invalid bearer token", "token-unknown"),
    # kubectl up to 1.33 of a 401, whoever gave it; client-go's and the body of the answer
    ("the server has asked for the client to provide credentials", "unauthorized-by-any"),
    ("You must be logged in to the server", "unauthorized"),
    # OpenSSL 3.0 and curl
    ("no alternative certificate subject name matches target host name '{host}'", "name-mismatch"),
    ("IP address mismatch", "name-mismatch"),
    ("hostname mismatch", "name-mismatch"),
    ("unable to get local issuer certificate", "untrusted"),
    ("unable to get issuer certificate", "untrusted"),
    ("self-signed certificate in certificate chain", "untrusted"),
    ("self signed certificate in certificate chain", "untrusted"),
    ("certificate signature failure", "wrong-signature"),
    ("rsa routines::invalid padding", "wrong-signature"),
    ("unsuitable certificate purpose", "usage-mismatch"),
    ("certificate is not yet valid", "not-yet-valid"),
    ("certificate has expired", "expired"),
    ("unable to verify the first certificate", "untrusted"),
    ("alert bad certificate", "bad-certificate"),
    ("alert unknown ca", "alert-unknown-authority"),
    ("alert certificate expired", "alert-expired"),
    ("alert certificate required", "certificate-required"),
    ("local error: tls: bad record MAC", "broken-off"),
    # Kubernetes of every version: nobody there, or nobody who speaks TLS
    ("failing or missing response from {rest}", "extension-unavailable"),
    ("The connection to the server {remote} was refused", "refused"),
    ("dial tcp: lookup {host} on {rest}", "no-such-host"),
    ("connect: connection refused", "refused"),
    ("no such host", "no-such-host"),
    ("i/o timeout", "timeout"),
    ("TLS handshake timeout", "timeout"),
    ("context deadline exceeded", "deadline"),
    ("TLS handshake error from {remote}: EOF", "hung-up"),
    ('"error":"EOF"', "hung-up"),
    ("error reading server preface: EOF", "no-tls-record"),
    ("Unable to connect to the server: EOF", "nobody-answers"),
    # the shortest last
    ("Unauthorized", "unauthorized-by-any"),
)  # fmt: skip
"""Looked for after them."""

REFUSED_TO_PARSE = (
    "x509: negative serial number",
    "x509: cannot parse IP address of length",
    "x509: invalid RDNSequence",
    "x509: invalid RSA",
    "x509: invalid certificate",
    "x509: invalid constraint value",
    "x509: invalid key usage",
    "x509: invalid subject",
    "x509: invalid authority",
    "x509: invalid basic constraints",
    "x509: invalid extended key usages",
    "x509: invalid version",
    "x509: invalid name constraint",
    "x509: IP constraint contained",
    "x509: malformed",
    "x509: trailing data",
    "x509: unsupported time format",
    "x509: unsupported elliptic curve",
    "x509: missing ASN.1",
    "x509: inner and outer signature algorithm identifiers don't match",
    "x509: certificate contains duplicate extension",
    "x509: zero or negative",
    "x509: SAN",
    "asn1: structure error",
    "asn1: syntax error",
)
"""How Go's parser begins its refusal of a certificate (crypto/x509 parser.go; asn1: before Go 1.17)."""

_WHY: Mapping[str, str] = {
    **dict.fromkeys(texts.WRONG_SIGNATURES.values(), "wrong-signature"),
    texts.OTHER_KEY_TYPE: "wrong-signature",
    texts.INSECURE_ALGORITHM: "insecure-algorithm",
    texts.ALGORITHM_UNIMPLEMENTED: "algorithm-unknown",
    texts.CANNOT_SIGN: "not-a-ca",
    texts.NOT_AUTHORIZED_TO_SIGN: "not-a-ca",
    texts.EXPIRED: "expired",
    texts.NOT_YET_VALID: "not-yet-valid",
    texts.CRITICAL_EXTENSION: "critical-extension-unknown",
    texts.PATH_TOO_LONG: "path-too-long",
}
"""What the hint of an unknown authority quotes: of a candidate that is refused for its dates the ladder says those."""


def wordings() -> Iterator[tuple[str, str]]:
    """All of them in the order in which they are looked for."""
    yield from FIRST
    yield from OF_THE_LADDER
    yield from ((text, "certificate-refused") for text in REFUSED_TO_PARSE)
    yield from OF_OTHERS


def reasons() -> Mapping[str, str]:
    """What a hint may quote: template → fault."""
    return _WHY
