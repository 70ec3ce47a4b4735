"""What a text can tell of: each fault with the rungs that say it, a closed list.

The ids of faults that the ladder knows are its own codes (docs/verdicts.md §4); the others are what stands in a log
although every file is good (RBAC), or where the ladder does not look (webhooks, a CSR that nobody approved).
"""

from collections.abc import Mapping
from dataclasses import dataclass

Rungs = frozenset[str]


@dataclass(frozen=True, slots=True)
class Fault:
    """`rungs`: those of the ladder that go red with it; empty for one that no rung looks at. `judge`: whose rungs,
    client or server, None for both. `clients` and `servers`: kinds of components, any where there are none. `includes`:
    faults that older or more taciturn programs tell of in the same words. `heard`: an alert, which the other side sent.
    `certificate`: whether a certificate or key is at fault; else the files are good. `token`: whether it is about one.
    """

    id: str
    rungs: Rungs = frozenset()
    judge: str | None = None
    clients: frozenset[str] = frozenset()
    servers: frozenset[str] = frozenset()
    includes: frozenset[str] = frozenset()
    heard: bool = False
    certificate: bool = True
    token: bool = False


def _fault(  # noqa: PLR0913 - a row of a table
    name: str,
    rungs: str = "",
    judge: str | None = None,
    clients: str = "",
    servers: str = "",
    includes: str = "",
    *,
    heard: bool = False,
    certificate: bool = True,
    token: bool = False,
) -> Fault:
    def words(text: str) -> frozenset[str]:
        return frozenset(text.split())

    return Fault(name, words(rungs), judge, words(clients), words(servers), words(includes), heard, certificate, token)


_VERIFY = "extensions dates name path usage constraints"

_ALL = (
    # what a certificate is refused for, by either side
    _fault("expired", "dates path"),
    _fault("not-yet-valid", "dates path"),
    _fault("outside-its-dates", "dates path", includes="expired not-yet-valid"),
    _fault("name-mismatch", "name peer-address"),
    _fault("no-ip-name", "name peer-address"),
    _fault("no-names", "name"),
    _fault("common-name-only", "name"),
    _fault("unknown-authority", "path"),
    _fault("untrusted", "path", "client", includes="unknown-authority wrong-signature not-a-ca"),
    _fault("wrong-signature", "path"),
    _fault("insecure-algorithm", "path"),
    _fault("algorithm-unknown", "path"),
    _fault("not-a-ca", "path"),
    _fault("critical-extension-unknown", "extensions path"),
    _fault("path-too-long", "path"),
    _fault("search-limit", "path"),
    _fault("usage-mismatch", "usage"),
    _fault("name-not-permitted", "constraints"),
    # what one side hears of the other's refusal
    _fault("bad-certificate", _VERIFY + " handshake", includes="alert-unknown-authority alert-expired", heard=True),
    _fault("alert-unknown-authority", "path", heard=True),
    _fault("alert-expired", "dates path", heard=True),
    _fault("certificate-required", "handshake", heard=True),
    _fault("no-client-certificate", "handshake"),
    _fault("broken-off", _VERIFY, "client"),
    _fault("hung-up", "own-key load peer-address", heard=True),
    _fault("peer-address-mismatch", "peer-address", "server"),
    _fault("deadline", _VERIFY + " handshake load url", servers="etcd"),
    # http and TLS
    _fault("plain-http", "url"),
    _fault("server-without-tls", "url"),
    _fault("no-tls-record", "url"),
    # loading
    _fault("key-mismatch", "load own-key"),
    _fault("key-type-mismatch", "load own-key"),
    _fault("key-refused", "load own-key"),
    _fault("file-missing", "load"),
    _fault("key-not-named", "load"),
    _fault("no-key", "load own-key"),
    _fault("no-certificate", "load own-key"),
    _fault("certificate-refused", "load own-key"),
    _fault("ca-unusable", "load"),
    _fault("ca-and-insecure", "load", "client"),
    # the authenticators
    _fault("unauthorized", "authentication", "server", servers="kube-apiserver extension-apiserver"),
    _fault("unauthorized-by-kubelet", "authentication", "server", servers="kubelet"),
    _fault("unauthorized-by-any", "authentication", "server", includes="unauthorized unauthorized-by-kubelet"),
    _fault("name-not-allowed", "front-proxy", "server"),
    _fault("token-key", servers="kube-apiserver", certificate=False, token=True),
    _fault("token-unknown", servers="kube-apiserver", certificate=False, token=True),
    _fault("token-audience", servers="kube-apiserver", certificate=False, token=True),
    # files are good, somebody else says no
    _fault("forbidden", "authorization", "server", certificate=False),
    _fault("forbidden-anonymous", "authorization", "server", certificate=False),
    _fault("node-forbidden", "authorization", "server", clients="kubelet", certificate=False),
    _fault("kubelet-forbidden", "authorization", "server", clients="kube-apiserver", servers="kubelet",
           certificate=False),
    _fault("refused", certificate=False),
    _fault("timeout", certificate=False),
    _fault("nobody-answers", certificate=False),
    _fault("no-such-host", certificate=False),
    # where no rung looks
    _fault("kubelet-without-serving", clients="kube-apiserver", servers="kubelet"),
    _fault("kubelet-expired", "dates", "server", clients="kubelet", servers="kube-apiserver"),
    _fault("kubelet-not-bootstrapped", clients="kubelet", servers="kube-apiserver"),
    _fault("bootstrap-refused", clients="kubelet", servers="kube-apiserver", certificate=False),
    _fault("join-token", clients="kubelet", servers="kube-apiserver", certificate=False),
    _fault("join-pin", clients="kubelet", servers="kube-apiserver"),
    _fault("signing-pair"),
    _fault("webhook-untrusted"),
    _fault("extension-unavailable", servers="extension-apiserver"),
)  # fmt: skip

FAULTS: Mapping[str, Fault] = {fault.id: fault for fault in _ALL}
