"""Notes beside a ca.crt: whose certificates it checks, and how it relates to the CA file of the other side."""

from ..model.certificates import Certificate
from ..model.cluster import Reference, State
from ..model.words import Sentence
from .edge import Edge
from .lead import TRUST_STORE
from .names import NAMED, certificate_words, file_name, reference_name, subject
from .notes_pair import absent
from .phrases import Piece, code, counted, listing, say

_MANAGERS = ("kube-controller-manager", "kube-scheduler")
_CLIENT_CA_SETTINGS = {
    "kube-apiserver": "--client-ca-file",
    "kubelet": "authentication.x509.clientCAFile",
    "etcd": "--trusted-ca-file",
}


def client_ca_note(edge: Edge) -> Sentence:
    """The client's CA: it proves the server."""
    reference = edge.connection.client.ca
    if reference.state is State.FILE:
        checks = _checks_server(edge)
        relation = _relation(edge, reference)
        return say("{checks}; {relation}", relation=relation, checks=checks) if relation else checks
    if reference.state is State.NONE:
        return _nothing_verified(edge)
    if reference.state is State.UNKNOWN:
        return _unnamed_trust(edge)
    return absent(edge, reference, "certificate")


def server_ca_note(edge: Edge) -> Sentence:
    """The server's client CA: it proves clients."""
    reference = edge.connection.server.client_ca
    if reference.state is State.FILE:
        return _checks_client(edge)
    if reference.state is State.NONE:
        return _no_client_ca(edge)
    if reference.state is State.UNKNOWN:
        return _unnamed_client_ca(edge)
    return absent(edge, reference, "certificate")


def requestheader_note(edge: Edge) -> Sentence:
    """The request-header CA: it proves front proxies, whose word is taken for the user."""
    reference = edge.connection.server.requestheader_ca
    if reference.state is State.UNKNOWN:
        return _unnamed_client_ca(edge)
    if reference.state is not State.FILE:
        return absent(edge, reference, "certificate")
    return _checks_front_proxies(edge)


def _checks_front_proxies(edge: Edge) -> Sentence:
    if edge.plain_http:
        return say("not used: plain HTTP has no certificates")
    if edge.by_headers:
        return say("checks {crt}", crt=edge.client_crt)
    issuer = edge.cluster.issuer(edge.client_certificate) if edge.client_certificate else None
    if issuer is None:
        return say("checks [front proxies](front-proxy)")
    if issuer.facts.key.spki_sha256 in edge.keys(edge.connection.server.requestheader_ca):
        return say("checks [front proxies](front-proxy); the CA in it issued {crt} too", crt=edge.client_crt)
    return say("checks [front proxies](front-proxy); the CA in it did not issue {crt}", crt=edge.client_crt)


def _checks_server(edge: Edge) -> Sentence:
    if edge.plain_http:
        return say("not used: plain HTTP has no certificates")
    if not edge.connection.verifies_server:
        return say("not used: {client} does not verify the server", client=edge.client_words)
    certificate = edge.connection.server.certificate
    if certificate.state in NAMED:
        return say("checks {crt}", crt=certificate_words(certificate))
    return say("checks what {server} presents", server=edge.server_words)


def _checks_client(edge: Edge) -> Sentence:
    if edge.plain_http:
        return say("not used: plain HTTP has no certificates")
    if edge.by_headers:
        other = reference_name(edge.connection.server.requestheader_ca)
        other_words: Piece = code(other) if other else "the request-header CA"
        return say("checks other clients; {other} checks {client}", other=other_words, client=edge.client_words)
    if edge.shows_certificate:
        return say("checks {crt}", crt=edge.client_crt)
    if edge.connection.client.certificate.state is State.NONE:
        return say("checks client certificates; {client} shows none here", client=edge.client_words)
    return say("checks client certificates")


def _relation(edge: Edge, reference: Reference) -> Sentence:
    """What else there is to say of a client's CA file: several certificates, or another place of the same one."""
    if edge.client.kind == "pod":
        return say("every pod gets a copy of it")
    if reference.ids[1:]:
        names = listing(f"the {authority.name}" for authority in edge.anchors(reference))
        return say("{count}, of {names}", count=counted(len(reference.ids), "certificate"), names=names)
    mine = edge.cluster.certificate(reference)
    theirs = edge.cluster.certificate(edge.checks_client_with) or _elsewhere(edge, mine)
    if mine is None or theirs is None or edge.by_headers or edge.plain_http:
        return ()
    if mine.id == theirs.id:
        same = mine.id in edge.checks_client_with.ids
        return say("{server} checks clients with the same file", server=edge.server_words) if same else ()
    return _compared(edge, mine, theirs)


def _compared(edge: Edge, mine: Certificate, theirs: Certificate) -> Sentence:
    """Two CA certificates at two places: the same bytes, the same key, or neither."""
    on = f" on {theirs.node}" if theirs.node != mine.node else ""
    file = say("{file}{on}", file=code(file_name(theirs.path)), on=on)
    if mine.facts.fingerprint_sha256 == theirs.facts.fingerprint_sha256:
        return say("the same CA certificate as {file}, byte for byte", file=file)
    if mine.facts.key.spki_sha256 == theirs.facts.key.spki_sha256:
        return say("the same CA key as {file}, in another certificate", file=file)
    authority = edge.authorities.of(mine)
    return say("the {ca}, another key than in {file}", ca=authority.name if authority else "CA", file=file)


def _elsewhere(edge: Edge, certificate: Certificate | None) -> Certificate | None:
    """Another place of the same CA: the one that a server's flag names, if there is one."""
    authority = edge.authorities.of(certificate) if certificate else None
    if authority is None:
        return None
    return edge.cluster.inventory.certificates[authority.certificate_ids[0]]


def _nothing_verified(edge: Edge) -> Sentence:
    if edge.plain_http:
        return say("nothing: plain HTTP has no certificates")
    if edge.server.kind == "kubelet":
        return say("nothing: `--kubelet-certificate-authority` is not set")
    if edge.connection.purpose == "gateway":
        return say("nothing, by design: etcd does not verify itself here")
    if edge.connection.purpose == "probe":
        return say("nothing, by design: a probe verifies no certificate")
    if edge.kubeconfig is not None:
        return say("nothing: `insecure-skip-tls-verify` is set")
    return say("nothing: no flag names one")


def _unnamed_trust(edge: Edge) -> Sentence:
    if edge.server.kind == "extension-apiserver":
        return say("no file: the `caBundle` of the APIService, an API object")
    if edge.kubeconfig is not None or edge.server.kind == "etcd":
        return say("no file: {store}", store=TRUST_STORE)
    return say("no file in the upload says which")


def _no_client_ca(edge: Edge) -> Sentence:
    if edge.plain_http:
        return say("nothing: plain HTTP has no certificates")
    setting = _CLIENT_CA_SETTINGS.get(edge.server.kind)
    if edge.connection.purpose == "peer":
        setting = "--peer-trusted-ca-file"
    return say("nothing: {setting} is not set", setting=code(setting)) if setting else say("nothing")


def _unnamed_client_ca(edge: Edge) -> Sentence:
    if edge.server.kind in _MANAGERS:
        return say("no file: read from the ConfigMap `extension-apiserver-authentication`")
    if edge.server.kind == "kubelet":
        return say("no file in the upload says which: its `config.yaml` is not in it")
    return say("no file in the upload says which, because {server} is not in it", server=subject(edge.server.kind))
