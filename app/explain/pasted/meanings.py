"""What a pasted text means, whoever says it: a sentence for each fault, and where to look when no file is at fault."""

from collections.abc import Mapping

from ...model.words import Sentence
from ...pasting import Reading
from ..phrases import code, say

_MEANINGS: Mapping[str, str] = {
    "expired": "A certificate, or a CA above it, has expired.",
    "not-yet-valid": "A certificate, or a CA above it, is not yet valid, or a clock is wrong.",
    "outside-its-dates": "A certificate, or a CA above it, has expired or is not yet valid.",
    "name-mismatch": "The name dialled, {host}, is not in the server’s [certificate](san).",
    "no-ip-name": "The address dialled, {host}, is not in the server’s certificate: it names no address at all.",
    "no-names": "The server’s certificate holds no name at all ([SAN](san)).",
    "common-name-only": "The server’s certificate has a common name only. Go no longer looks at that ([SAN](san)).",
    "unknown-authority": "The CA that issued the other side’s certificate is not among those that this side trusts.",
    "untrusted": "OpenSSL finds no way from the server’s certificate to a CA of the file that it was given.",
    "wrong-signature": "The other side’s certificate was issued by a CA of the same name, but with another key.",
    "insecure-algorithm": "The certificate is signed with an algorithm that Go refuses.",
    "algorithm-unknown": "The certificate is signed with an algorithm that Go does not know.",
    "not-a-ca": "What issued the certificate is no CA, or may not sign certificates.",
    "critical-extension-unknown": "A certificate has a critical extension that Go does not know.",
    "path-too-long": "There are more CAs in between than one of them allows.",
    "search-limit": "Go tried 100 signatures and found no way to a CA.",
    "usage-mismatch": "The certificate may not be used so: its [usages](eku) lack serverAuth or clientAuth.",
    "name-not-permitted": "A CA above the certificate may not sign for this name.",
    "bad-certificate": "The other side refused this side’s certificate. A Go client says this of every fault it finds: "
    "its own output names the cause.",
    "alert-unknown-authority": "The other side does not trust the CA that issued this side’s certificate.",
    "alert-expired": "The other side found this side’s certificate expired, or not yet valid.",
    "certificate-required": "The server requires a client certificate, and none was sent.",
    "no-client-certificate": "The server requires a client certificate, and the client sent none.",
    "broken-off": "An OpenSSL client (curl) refused the server’s certificate.",
    "hung-up": "The other side closed the connection without an alert: a client that cannot use its own certificate, "
    "an etcd peer whose address does not fit, or a load balancer that only looks whether somebody listens.",
    "peer-address-mismatch": "An etcd peer dials from {address}, which its certificate does not name.",
    "deadline": "etcd’s client gave up. The cause stands in earlier lines of the same log: paste those.",
    "plain-http": "http was spoken to a server that expects TLS.",
    "server-without-tls": "TLS was spoken to a server that answers in plain http.",
    "no-tls-record": "One side speaks TLS, the other plain http.",
    "key-mismatch": "A private key does not belong to the certificate beside it.",
    "key-type-mismatch": "A private key is of another kind than the certificate’s.",
    "key-refused": "A private key cannot be read: encrypted, or not a key.",
    "file-missing": "A file that a flag or field names is not there: {path}.",
    "key-not-named": "A kubeconfig names a client certificate and no key.",
    "no-key": "The file named as key holds none.",
    "no-certificate": "The file named as certificate holds none.",
    "certificate-refused": "Go cannot read a certificate.",
    "ca-unusable": "A CA file holds no CA that the program can use.",
    "ca-and-insecure": "A kubeconfig names a CA and says as well that the server is not to be verified.",
    "unauthorized": "kube-apiserver answered 401: the handshake was good, the client’s credentials were not. "
    "kube-apiserver’s log says why.",
    "unauthorized-by-kubelet": "The kubelet answered 401 to kube-apiserver, not kube-apiserver to you. The kubelet’s "
    "log says why.",
    "unauthorized-by-any": "A server answered 401: the handshake was good, the client’s credentials were not. The "
    "server’s log says why.",
    "name-not-allowed": "A certificate of the front-proxy CA has a common name, {name}, that is not in "
    "`--requestheader-allowed-names`.",
    "token-key": "A service account [token](token) is signed with a key that kube-apiserver does not know.",
    "token-unknown": "kube-apiserver knows no token like this one: expired, deleted, or of another cluster.",
    "token-audience": "A token was made for another audience than this API server.",
    "forbidden": "kube-apiserver knows the user, {user}, and RBAC does not let it do this. Certificates are fine.",
    "forbidden-anonymous": "No credentials reached kube-apiserver, and anonymous requests may not do this.",
    "node-forbidden": "kube-apiserver knows the kubelet, and a kubelet may only see what belongs to its own node "
    "(its certificate needs `O=system:nodes`).",
    "kubelet-forbidden": "The kubelet knows kube-apiserver’s certificate, and the cluster lacks the "
    "ClusterRoleBinding that lets {user} in.",
    "refused": "Nobody listens at this address. If a server belongs there, its own log says why it does not run.",
    "timeout": "Nothing answers at this address.",
    "nobody-answers": "Somebody took the connection and closed it: mostly a load balancer without a living API server.",
    "no-such-host": "No resolver knows this name.",
    "kubelet-without-serving": "The kubelet has no serving certificate yet: its [CSR](csr) waits for approval.",
    "kubelet-expired": "The kubelet’s client certificate has expired while it was off: it does not start again.",
    "kubelet-not-bootstrapped": "The kubelet has no client certificate that it can use, and no bootstrap token.",
    "bootstrap-refused": "kube-apiserver does not know the kubelet’s bootstrap token.",
    "join-token": "The token of `kubeadm join` is not known to the cluster, or has expired.",
    "join-pin": "The CA’s hash given to `kubeadm join` is not that of this cluster’s CA.",
    "signing-pair": "kube-controller-manager cannot load the pair with which it signs certificates.",
    "webhook-untrusted": "kube-apiserver does not trust a webhook’s server: `caBundle` and the webhook’s certificate "
    "are in the cluster, not in these files.",
    "extension-unavailable": "kube-apiserver cannot reach an aggregated API server, or is refused by it.",
}

_UNNAMED = {
    "host": "the one dialled",
    "user": "who asks",
    "path": "see the text",
    "name": "its own",
    "address": "elsewhere",
}


def meaning(reading: Reading) -> Sentence:
    """What the text means."""
    pieces = {name: code(reading.pieces[name]) if name in reading.pieces else said for name, said in _UNNAMED.items()}
    return say(_MEANINGS[reading.fault.id], **pieces)


def speaker(reading: Reading) -> str:
    """Who says it, in a few words; empty where the text does not tell."""
    said = reading.speaker
    kinds = said.clients if said.side == "client" else said.servers if said.side == "server" else frozenset()
    if not said.side:
        return ""
    who = " or ".join(sorted(kinds)) if 0 < len(kinds) < 3 else ""
    return f"said by the {said.side}{', ' if who else ''}{who}"
