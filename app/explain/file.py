"""A file → what its page says: what it is by content, what is in it, and which connections use it."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from ..model.certificates import Certificate, Key
from ..model.cluster import Cluster
from ..model.configuration import Kubeconfig
from ..model.files import FileKind, SourceFile
from ..model.words import Sentence
from ..reading.leftovers import is_left_out, is_run_all_the_same
from .authorities import Authorities
from .file_facts import CertificateFacts, ContextFacts, KeyFacts, certificate_facts, context_facts, key_facts
from .holdings import Use, place, uses
from .names import file_name
from .phrases import begin, code, counted, listing, say
from .program import NamedFile, named_file, service_account_keys

_TOKEN_FLAGS = (
    ("kube-apiserver", "--service-account-signing-key-file", "signs the [tokens](token) of service accounts with it"),
    ("kube-controller-manager", "--service-account-private-key-file", "signs tokens that stand in Secrets with it"),
    ("kube-controller-manager", "--cluster-signing-key-file", "signs approved [CSRs](csr) with it"),
    ("kube-controller-manager", "--cluster-signing-cert-file", "signs approved [CSRs](csr) in its name"),
    ("kube-controller-manager", "--root-ca-file", "gives it to every pod"),
)
"""Uses of files that are no connection: the program, its flag, and what it does."""
TOLD_FLAGS = frozenset((*(flag for _, flag, _ in _TOKEN_FLAGS), "--service-account-key-file"))
_KINDS = {
    FileKind.MANIFEST: "a manifest in which no program of the control plane is found.",
    FileKind.KUBELET_CONFIG: "a KubeletConfiguration: it says what the kubelet presents, and with which CA it checks.",
    FileKind.KUBEADM_CONFIG: "a configuration of kubeadm: names, addresses and the version of the cluster.",
    FileKind.CERTIFICATE: "a file that looks like certificates, of which none can be read.",
    FileKind.KEY: "a file that looks like a key, which cannot be read.",
}


@dataclass(frozen=True, slots=True)
class FileUse:
    """A connection that uses a file: by which side, in which role (as in a credential row, or `says` for a file that
    only says what another file is for).
    """

    connection: str
    side: str
    role: str


@dataclass(frozen=True, slots=True)
class FilePage:
    """A file's page. `target` is a link's text, `points_to` the id of the file behind it; `unreadable` are reasons."""

    file_id: str
    node: str
    path: str
    name: str
    kind: str
    lead: Sentence
    points: tuple[Sentence, ...]
    certificates: tuple[CertificateFacts, ...]
    keys: tuple[KeyFacts, ...]
    contexts: tuple[ContextFacts, ...]
    used_by: tuple[FileUse, ...]
    target: str | None
    points_to: str | None
    unreadable: tuple[str, ...]


def explain_file(cluster: Cluster, file_id: str, authorities: Authorities | None = None) -> FilePage:
    """The page of a file of the upload. Raises KeyError when there is no file of this id."""
    file = cluster.inventory.files[file_id]
    index = authorities or Authorities(cluster)
    real = cluster.inventory.resolve(file.node, file.path)
    where = (real.node, real.path) if real else None
    certificates = [found for found in cluster.inventory.certificates.values() if (found.node, found.path) == where]
    keys = [found for found in cluster.inventory.keys.values() if (found.node, found.path) == where]
    kubeconfig = cluster.inventory.kubeconfigs.get(real.id) if real else None
    return FilePage(
        file_id=file.id,
        node=file.node,
        path=file.path,
        name=file_name(file.path),
        kind=str(file.kind),
        lead=begin(_lead(cluster, index, file, real, certificates, keys, kubeconfig)),
        points=tuple(begin(point) for point in (*_leftover(real), *other_uses(cluster, real))),
        certificates=tuple(certificate_facts(cluster, certificate, index) for certificate in certificates),
        keys=tuple(key_facts(cluster, key) for key in keys),
        contexts=context_facts(kubeconfig) if kubeconfig else (),
        used_by=tuple(_used_by(cluster, file, real)),
        target=file.target,
        points_to=real.id if real and real.id != file.id else None,
        unreadable=tuple(found.reason for found in cluster.inventory.unreadable if found.member == file.member),
    )


def _lead(
    cluster: Cluster,
    index: Authorities,
    file: SourceFile,
    real: SourceFile | None,
    certificates: list[Certificate],
    keys: list[Key],
    kubeconfig: Kubeconfig | None,
) -> Sentence:
    if file.kind is FileKind.LINK:
        return _link(file, real, leads_to_folder=_leads_to_folder(cluster, file))
    if kubeconfig:
        context = kubeconfig.effective_context
        used = say("; the one in use is {name}", name=code(context.name)) if context else ""
        count = counted(len(kubeconfig.contexts), "context")
        return say("a [kubeconfig](kubeconfig) with {count}{used}.", count=count, used=used)
    if keys and not certificates and not keys[1:]:
        return key_facts(cluster, keys[0]).text
    if certificates or keys:
        return say("{what}.", what=listing(_contents(cluster, index, certificates, keys), ", and "))
    pod = cluster.inventory.pods.get(file.id)
    if pod:
        images = listing(code(container.image) for container in pod.containers)
        words = "the manifest of the [static pod](static-pod) {pod}, of {images}: its flags say which file is for what."
        return say(words, pod=code(pod.name), images=images)
    return say(_kind(file))


def _kind(file: SourceFile) -> str:
    if file.kind is FileKind.MANIFEST and is_left_out(file):
        return "the manifest of a [static pod](static-pod), as it once was."
    return _KINDS.get(file.kind, "a file of another kind: kubepki reads nothing in it.")


def _link(file: SourceFile, real: SourceFile | None, *, leads_to_folder: bool) -> Sentence:
    target = code(file.target or "")
    if real is None and leads_to_folder:
        return say("a link to the folder {target}: programs that open a file through it read it there.", target=target)
    if real is None:
        return say("a link to {target}, which is not in the upload.", target=target)
    return say("a link to {target}: programs that open it read that file.", target=target)


def _leads_to_folder(cluster: Cluster, link: SourceFile) -> bool:
    """Whether what a link names is a folder of its node that holds something."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(link.path), link.target or ""))
    files = cluster.inventory.files.values()
    return any(file.node == link.node and file.path.startswith(f"{target}/") for file in files)


def _contents(
    cluster: Cluster, index: Authorities, certificates: list[Certificate], keys: list[Key]
) -> Iterator[Sentence]:
    """`a certificate for CN=a, issued by the etcd CA`, `2 certificates, for CN=a and CN=b`, `a private key`."""
    if len(certificates) == 1:
        subject, origin = code(certificates[0].facts.subject or "nobody"), _origin(cluster, index, certificates[0])
        yield say("a [certificate](certificate) for {subject}, {origin}", subject=subject, origin=origin)
    elif certificates:
        subjects = listing(code(c.facts.subject or "nobody") for c in certificates)
        yield say("{count}, for {subjects}", count=counted(len(certificates), "certificate"), subjects=subjects)
    for private, word in ((True, "[private key](private-key)"), (False, "[public key](public-half)")):
        number = sum(key.private is private for key in keys)
        if number:
            yield say(f"a {word}") if number == 1 else say(f"{number} times a {word}")


def _origin(cluster: Cluster, index: Authorities, certificate: Certificate) -> Sentence:
    """Who signed it, as the end of a sentence."""
    issuer = cluster.issuer(certificate)
    if issuer is None:
        return say("issued by a CA that is not in the upload")
    if issuer.facts.key.spki_sha256 == certificate.facts.key.spki_sha256:
        return say("[self-signed](self-signed)")
    authority = index.of(issuer)
    if authority is None or authority.throw_away:
        return say("issued by a [throw-away CA](throw-away-ca)")
    return say("issued by the {ca}", ca=authority.name)


def _leftover(real: SourceFile | None) -> Iterator[Sentence]:
    """That a leftover has no part, and what the kubelet does with it nevertheless."""
    if real is not None and is_left_out(real):
        yield say("To judge by its name, an editor or kubeadm left this file over: it takes no part in the map.")
        if is_run_all_the_same(real.path):
            yield say(
                "But the kubelet runs every file in this folder whose name does not begin with a dot, this one too. "
                "Move copies of manifests elsewhere."
            )


def other_uses(cluster: Cluster, real: SourceFile | None) -> Iterator[Sentence]:
    """Uses of a file that are no connection: signing, checking tokens, giving a CA to pods."""
    if real is None:
        return
    for kind, flag, does in _TOKEN_FLAGS:
        named = named_file(cluster, kind, real.node, flag)
        if _is(named, real):
            yield say(
                "{program} on {node} {does} ({flag}).", program=kind, node=real.node, does=say(does), flag=code(flag)
            )
    configuration = cluster.inventory.kubelet_configurations.get(real.id)
    if configuration and configuration.client_ca_file:
        yield say("`clientCAFile` is {file}.", file=code(configuration.client_ca_file))
    if any(_is(key, real) for key in service_account_keys(cluster, real.node)):
        words = "kube-apiserver on {node} checks the [tokens](token) of service accounts with it ({flag})."
        yield say(words, node=real.node, flag=code("--service-account-key-file"))


def _is(named: NamedFile | None, file: SourceFile) -> bool:
    return named is not None and named.file_id == file.id


def _used_by(cluster: Cluster, file: SourceFile, real: SourceFile | None) -> Iterator[FileUse]:
    """The connections that name this file, or the file behind it, and those of which it is the evidence."""
    mine = {file.id} | ({real.id} if real else set())
    for connection in cluster.connections.values():
        found = [use for use in uses(connection) if place(cluster, use) in mine or _behind(cluster, use) in mine]
        yield from (FileUse(connection.id, use.side, use.role) for use in found)
        if not found and any(row.file in mine for row in connection.evidence):
            yield FileUse(connection.id, next(row.side for row in connection.evidence if row.file in mine), "says")


def _behind(cluster: Cluster, use: Use) -> str | None:
    """The real file of a reference, behind a link."""
    inventory = cluster.inventory
    found = next((inventory.certificates.get(id_) or inventory.keys.get(id_) for id_ in use.reference.ids), None)
    return f"{found.node}:{found.path}" if found else None
