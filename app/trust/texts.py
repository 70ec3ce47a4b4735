"""What Go, client-go, the authenticators and etcd print, as templates: `{piece}` takes a value.

They are written once: the ladder fills them in, and whoever reads a log line finds them again (app/pasting). Sources:
Go 1.26 crypto/x509 and crypto/tls, Kubernetes 1.37, etcd 3.7 (docs/verdicts.md). Pieces named `quoted_…` are filled in
as Go's strconv.Quote writes them.
"""

VERIFY_PREFIX = "tls: failed to verify certificate: "
"""How crypto/tls begins since Go 1.20."""
VERIFY_PREFIX_OF_SERVERS = "tls: failed to verify client certificate: "
"""How a server's began before; a client's had none."""

# Dates, of leaves and CAs alike
EXPIRED = "x509: certificate has expired or is not yet valid: current time {now} is after {end}"
NOT_YET_VALID = "x509: certificate has expired or is not yet valid: current time {now} is before {begin}"

# The name dialled (HostnameError.Error)
COMMON_NAME_ONLY = "x509: certificate relies on legacy Common Name field, use SANs instead"
COMMON_NAME_ONLY_16 = (
    "x509: certificate relies on legacy Common Name field, "
    "use SANs or temporarily enable Common Name matching with GODEBUG=x509ignoreCN=0"
)
"""Of Go 1.15 and 1.16."""
NO_IP_NAME = "x509: cannot validate certificate for {host} because it doesn't contain any IP SANs"
NONE_OF_MANY = "x509: certificate is valid for {count} {kind}, but none matched {host}"
NO_NAMES = "x509: certificate is not valid for any names, but wanted to match {host}"
OTHER_NAMES = "x509: certificate is valid for {names}, not {host}"

# A path to an anchor
UNKNOWN_AUTHORITY = "x509: certificate signed by unknown authority"
HINT = " (possibly because of {quoted_why} while trying to verify candidate authority certificate {quoted_candidate})"
CRITICAL_EXTENSION = "x509: unhandled critical extension"
SEARCH_LIMIT = "x509: signature check attempts limit reached while verifying certificate chain"
NOT_AUTHORIZED_TO_SIGN = "x509: certificate is not authorized to sign other certificates"
PATH_TOO_LONG = "x509: too many intermediates for path length constraint"

# Why a candidate is not the issuer: what the hint quotes
CANNOT_SIGN = "x509: invalid signature: parent certificate cannot sign this kind of certificate"
INSECURE_ALGORITHM = "x509: cannot verify signature: insecure algorithm {algorithm}"
ALGORITHM_UNIMPLEMENTED = "x509: cannot verify signature: algorithm unimplemented"
OTHER_KEY_TYPE = "x509: signature algorithm specifies an {kind} public key, but have public key of type {type}"
WRONG_SIGNATURES = {
    "RSA": "crypto/rsa: verification error",
    "ECDSA": "x509: ECDSA verification failure",
    "Ed25519": "x509: Ed25519 verification failure",
}

# Usages and name constraints
INCOMPATIBLE_USAGE = "x509: certificate specifies an incompatible key usage"
NAME_NOT_PERMITTED = "x509: a root or intermediate certificate is not authorized to sign for this name: {detail}"

# Alerts, and what else ends a handshake
BAD_CERTIFICATE = "remote error: tls: bad certificate"
UNKNOWN_CERTIFICATE_AUTHORITY = "remote error: tls: unknown certificate authority"
EXPIRED_CERTIFICATE = "remote error: tls: expired certificate"
CERTIFICATE_REQUIRED = "remote error: tls: certificate required"
NO_CLIENT_CERTIFICATE = "tls: client didn't provide a certificate"
PEER_ADDRESS = "tls: {quoted_address} does not match any of DNSNames [{names}] ({lookup})"
LOOKUP = "lookup {name} on {resolver}: no such host"

# http where TLS is spoken, and the reverse
PLAIN_TO_TLS = "Client sent an HTTP request to an HTTPS server."
PLAIN_TO_TLS_LOGGED = "client sent an HTTP request to an HTTPS server"
TLS_TO_PLAIN = "http: server gave HTTP response to HTTPS client"
NO_TLS_RECORD = "tls: first record does not look like a TLS handshake"

# Loading a pair (crypto/tls X509KeyPair)
KEY_MISMATCH = "tls: private key does not match public key"
KEY_TYPE_MISMATCH = "tls: private key type does not match public key type"
KEY_REFUSED = "tls: failed to parse private key"
KEY_ALGORITHM = "tls: unknown public key algorithm"
NO_SUCH_FILE = "open {path}: no such file or directory"
KEY_NOT_NAMED = "client-key-data or client-key must be specified to use the clientCert authentication method"
NO_PEM_CERTIFICATE = "tls: failed to find any PEM data in certificate input"
SWITCHED = (
    "tls: failed to find certificate PEM data in certificate input, but did find a private key; "
    "PEM inputs may have been switched"
)
NO_CERTIFICATE_BLOCK = (
    'tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following '
    "types: [{labels}]"
)
NO_PEM_KEY = "tls: failed to find any PEM data in key input"
CERTIFICATE_FOR_KEY = "tls: found a certificate rather than a key in the PEM for the private key"
NO_KEY_BLOCK = (
    'tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the '
    "following types: [{labels}]"
)
KUBELET_PAIR = (
    "failed to initialize file based certificate manager: "
    "unable to set up dynamic certificate manager for kubelet server cert files: "
)
KUBELET_HALF_A_PAIR = "error reading {path}, certificate and key must be supplied as a pair"

# Loading CAs
NO_ROOTS = "unable to load root certificates: {why}"
NO_PEM_IN_ROOTS = "unable to parse bytes as PEM block"
NO_CA_IN_ROOTS = "no valid certificate authority data seen"
UNPARSED_ROOT = "failed to parse certificate: {why}"
NO_BUNDLE = "error loading CA bundle for {quoted_bundle}: {why}"
NO_CA_IN_BUNDLE = "data does not contain any valid RSA or ECDSA certificates"
CA_AND_INSECURE = "specifying a root certificates file with the insecure flag is not allowed"

# The authenticators
UNAUTHORIZED = "401 Unauthorized"
VERIFYING = "verifying certificate {identifier} failed: {why}"
IDENTIFIER = "SN={serial}, SKID={skid}, AKID={akid}"
NOT_ALLOWED = "x509: subject with cn={name} is not in the allowed list"
BAD_TOKEN = "[invalid bearer token, invalid signature, no keys found]"  # noqa: S105 - a message
BAD_TOKEN_31 = "[invalid bearer token, square/go-jose: error in cryptographic primitive]"  # noqa: S105 - a message
"""Before 1.32, whose key getter looks keys up by their id (pkg/serviceaccount/jwt.go)."""

# What programs put around it (app/trust/logs.py)
TO_KUBECTL = "Unable to connect to the server: {error}"
KUBECTL_UNAUTHORIZED = "error: You must be logged in to the server (Unauthorized)"
KUBECTL_UNAUTHORIZED_33 = (
    "error: You must be logged in to the server (the server has asked for the client to provide credentials)"
)
"""Up to 1.33, of certificates that are outside their dates or for another usage."""
KUBELET_UNAUTHORIZED = (
    "error: You must be logged in to the server (the server has asked for the client to provide credentials "
    "( pods/log {pod}))"
)
UNAVAILABLE = "Error from server (ServiceUnavailable): the server is currently unable to handle the request"
