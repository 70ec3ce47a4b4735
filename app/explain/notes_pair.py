"""Notes beside a certificate and its key: who issued it, where the private key is, what there is instead."""

from ..model.certificates import Certificate, Key
from ..model.cluster import Reference, State
from ..model.words import Sentence, Span
from .authorities import issued_by
from .edge import Edge
from .names import certificate_words, file_name
from .phrases import Piece, code, say


def certificate_note(edge: Edge, side: str) -> Sentence:
    """One short sentence about a side's certificate."""
    reference = _certificate_reference(edge, side)
    certificate = edge.cluster.certificate(reference)
    if certificate is not None:
        note = issued_by(edge.cluster, edge.authorities, certificate, reference.ids)
        other = edge.server_certificate if side == "client" else None
        if other and other.facts.fingerprint_sha256 == certificate.facts.fingerprint_sha256:
            return say("{note}; the other side presents the same certificate", note=note)
        return note
    return _without_certificate(edge, side, reference)


def key_note(edge: Edge, side: str) -> Sentence:
    """One short sentence about a side's private key: where it is, and whether it is the certificate's."""
    owner = edge.connection.client if side == "client" else edge.connection.server
    reference, certificate = owner.key, edge.cluster.certificate(owner.certificate)
    key = edge.cluster.key(reference)
    if key is None:
        return _without_key(edge, side, reference)
    if key.encrypted:
        return say("encrypted; kubepki does not open it")
    if not key.private:
        note = say("its [public half](public-half) is in the upload; the [private key](private-key) itself is not")
        return (
            note if _fits(key, certificate) else say("{note}, and {differs}", note=note, differs=_differs(certificate))
        )
    if not _fits(key, certificate):
        return _differs(certificate)
    if certificate and (key.node, key.path) == (certificate.node, certificate.path):
        return say("in the same file as the certificate")
    return say("its [public half](public-half) is in {crt}", crt=certificate_words(owner.certificate))


def _fits(key: Key, certificate: Certificate | None) -> bool:
    return certificate is not None and key.spki_sha256 == certificate.facts.key.spki_sha256


def _differs(certificate: Certificate | None) -> Sentence:
    """A fact, not a verdict: which key a certificate is for stands in the certificate."""
    if certificate is None:
        return say("its certificate is not in the upload")
    return say("its [public half](public-half) differs from the public key in the certificate")


def _certificate_reference(edge: Edge, side: str) -> Reference:
    return edge.connection.client.certificate if side == "client" else edge.connection.server.certificate


def _without_certificate(edge: Edge, side: str, reference: Reference) -> Sentence:
    if reference.state is State.NONE:
        return nothing(edge, side, "certificate")
    if reference.state is State.UNKNOWN:
        return say("no file in the upload says which{because}", because=_why_unknown(edge, side))
    return absent(edge, reference, "certificate")


def _without_key(edge: Edge, side: str, reference: Reference) -> Sentence:
    if reference.state is State.NONE:
        return nothing(edge, side, "key")
    if reference.state is State.UNKNOWN:
        return say("no file in the upload says which{because}", because=_why_unknown(edge, side))
    return absent(edge, reference, "key")


def absent(edge: Edge, reference: Reference, what: str) -> Sentence:
    """A reference that names a file or memory, and gives nothing to read."""
    if reference.state is State.IN_MEMORY:
        return say("made at start, [never on disk](in-memory)")
    if reference.state is State.UNREADABLE:
        return say("in the upload, but no {what} can be read from it", what=what)
    if edge.lacks_kubeconfig and reference.path == edge.connection.client.certificate.path:
        return say("stands in {file}, which is not in the upload", file=code(file_name(reference.path or "")))
    return say("not in the upload")


def nothing(edge: Edge, side: str, what: str) -> Sentence:
    """Why a side has none: the protocol, a design, or a setting that is not there."""
    if edge.plain_http:
        return say("nothing: plain HTTP has no {what}", what=what)
    if side == "client":
        if edge.connection.purpose == "probe":
            return say("nothing, by design: a probe shows no {what}", what=what)
        if edge.shows_token:
            return say("nothing, by design: the [token](token) takes its place")
        if edge.kubeconfig is not None:
            return say("nothing: the kubeconfig holds no client {what}", what=what)
    return say("nothing: no flag names one")


def _why_unknown(edge: Edge, side: str) -> Piece:
    if side == "client":
        return say(": an exec plugin gives it when it is asked") if _uses_plugin(edge) else ""
    if edge.server.kind == "kubelet":
        return say(": its {file} is not in it", file=Span("config.yaml", "code"))
    return say(": it is the extension’s own") if edge.server.kind == "extension-apiserver" else ""


def _uses_plugin(edge: Edge) -> bool:
    kubeconfig = edge.kubeconfig
    context = kubeconfig.effective_context if kubeconfig else None
    user = kubeconfig.user(context.user) if kubeconfig and context else None
    return user is not None and user.has_exec
