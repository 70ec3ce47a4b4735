"""Who made it? By the verified issuer, the signer that flags name, and the marks that a maker leaves.

kubeadm's leaves have serial numbers of at most 63 bits. They begin in the same second as their CA (1.22: always), or
five minutes before kubeadm was started (1.30 to 1.37): all of one run in one second, so that those of `kubeadm init`
begin with the CA, and those of a join or a renewal do not, kubeconfigs excepted (cmd/kubeadm/app/phases/certs
certlist.go, creationTime). The signer of kube-controller-manager gives serial numbers of up to 128 bits and begins five
minutes back.
"""

from collections.abc import Iterator

from ...model.certificates import Certificate
from ...model.words import Sentence
from ..authorities import ca_name
from ..names import component, file_name, placed
from ..phrases import Piece, begin, code, counted, listing, say
from ..program import named_file
from .kubeadm_parts import KubeadmPart
from .roles import Subject

_KUBEADM_BITS = 63
NODES = "system:nodes"


def maker(subject: Subject, part: KubeadmPart | None) -> tuple[Sentence, ...]:
    """Sentences: who holds the key that signed it, and which program the tree shows to have done it."""
    return tuple(begin(sentence) for sentence in _maker(subject, part))


def _maker(subject: Subject, part: KubeadmPart | None) -> Iterator[Sentence]:
    if subject.issuer is None:
        name = code(subject.certificate.facts.issuer or "nobody")
        yield say("somebody with the key of {issuer}: no CA in the upload verifies its signature.", issuer=name)
    elif subject.self_signed:
        yield from _own_key(subject, part)
    elif subject.issuing is not None and subject.issuing.throw_away:
        owner = subject.issuing.owner
        who = placed(component(subject.cluster, owner)) if owner else "the program that shows it"
        yield say("{who} itself, with a [throw-away CA](throw-away-ca) of its own.", who=who)
    elif signers := _signers(subject):
        yield say(
            "{signers} signed it with the key of the {ca}, after a [CSR](csr): its serial number is longer than "
            "kubeadm’s are.",
            signers=listing(signers),
            ca=_issuer_name(subject),
        )
    elif subject.cluster.distribution.name == "kubeadm" and by_kubeadm(subject, part):
        command = say(": {command}", command=code(f"kubeadm init phase {part.phase}")) if part else ""
        words = "kubeadm, with the key of the {ca}{command}. {why}."
        yield say(words, ca=_issuer_name(subject), command=command, why=_why(subject))
        yield from _key_of(subject, subject.issuer)
    else:
        words = "somebody with the key of the {ca}; nothing in the upload says which program."
        yield say(words, ca=_issuer_name(subject))
        yield from _key_of(subject, subject.issuer)


def by_kubeadm(subject: Subject, part: KubeadmPart | None) -> bool:
    """Whether it carries kubeadm's marks; where it does not begin with its CA it must stand at kubeadm's place too."""
    if not _is_short(subject.certificate):
        return False
    return _begins_with_ca(subject) or (part is not None and _of_one_run(subject) > 0)


def _is_short(certificate: Certificate) -> bool:
    return int(certificate.facts.serial, 16).bit_length() <= _KUBEADM_BITS


def _begins_with_ca(subject: Subject) -> bool:
    issuer = subject.issuer
    return issuer is not None and subject.certificate.facts.not_before == issuer.facts.not_before


def _of_one_run(subject: Subject) -> int:
    """How many other certificates of its node begin in its second and have such short serial numbers."""
    mine, node = subject.certificate.facts, subject.certificate.node
    here = (one for one in subject.cluster.inventory.certificates.values() if one.node == node and _is_short(one))
    begun = {one.facts.fingerprint_sha256 for one in here if one.facts.not_before == mine.not_before}
    return len(begun - {mine.fingerprint_sha256})


def _why(subject: Subject) -> Sentence:
    if _begins_with_ca(subject):
        return say("It begins in the same second as its CA, as those of `kubeadm init` do")
    others = counted(_of_one_run(subject), "other certificate")
    return say("It begins in the same second as {others} of this node, as those of one run do", others=others)


def _own_key(subject: Subject, part: KubeadmPart | None) -> Iterator[Sentence]:
    if subject.own is not None and subject.own.throw_away and subject.own.owner:
        owner = placed(component(subject.cluster, subject.own.owner))
        yield say("{owner} itself, for its serving certificate and nothing else.", owner=owner)
        return
    yield say("whoever made its key: it is [self-signed](self-signed), the end of a chain.")
    if part:
        command = code(f"kubeadm init phase {part.phase}")
        yield say("{command} makes such a CA where none is there yet.", command=command)
    yield from _key_of(subject, subject.certificate)


def _issuer_name(subject: Subject) -> str:
    if subject.issuing:
        return subject.issuing.name
    return (ca_name(subject.cluster, subject.issuer) if subject.issuer else None) or "issuing CA"


def _signers(subject: Subject) -> list[Piece]:
    """The controller managers that sign with the issuer's key, for a node's certificate with their marks: only where
    the others are kubeadm's does a long serial number tell theirs.
    """
    facts = subject.certificate.facts
    if (
        subject.cluster.distribution.name != "kubeadm"
        or NODES not in facts.organizations
        or int(facts.serial, 16).bit_length() <= _KUBEADM_BITS
        or subject.issuer is None
    ):
        return []
    key, found = subject.issuer.facts.key.spki_sha256, []
    for one in subject.cluster.components.values():
        if one.kind != "kube-controller-manager":
            continue
        signing = named_file(subject.cluster, one.kind, one.node, "--cluster-signing-cert-file")
        if signing and signing.file_id and key in _keys(subject, signing.file_id):
            found.append(one)
    return [placed(one) for one in found] if len(found) < 2 else ["one of the kube-controller-managers"]


def _keys(subject: Subject, file_id: str) -> set[str]:
    certificates = subject.cluster.inventory.certificates.values()
    return {one.facts.key.spki_sha256 for one in certificates if f"{one.node}:{one.path}" == file_id}


def _key_of(subject: Subject, authority: Certificate) -> Iterator[Sentence]:
    """Where the signing key is: whoever has it can make such certificates."""
    spki = authority.facts.key.spki_sha256
    keys = [key for key in subject.cluster.inventory.keys.values() if key.spki_sha256 == spki]
    if not keys:
        yield say("that key is not in the upload.")
        return
    nodes: dict[str, dict[str, None]] = {}
    for key in keys:
        nodes.setdefault(file_name(key.path), {})[key.node] = None
    places = listing(say("{file} on {nodes}", file=code(file), nodes=listing(on)) for file, on in nodes.items())
    words = "" if any(key.private for key in keys) else "; the upload has its [public half](public-half) only"
    yield say("that key is {places}{half}.", places=places, half=say(words))
