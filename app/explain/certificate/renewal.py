"""How is it renewed? What explain/renewal.py says of it, and what a new certificate leaves as it was."""

from collections.abc import Iterator

from ...model.words import Sentence
from ..expiry import Kind, expiring
from ..phrases import begin, code, counted, say
from ..renewal import Renewals, Way
from .kubeadm_parts import KubeadmPart
from .roles import Subject

_NAMED = {
    "apiserver": "apiServer.certSANs",
    "etcd-server": "etcd.local.serverCertSANs",
    "etcd-peer": "etcd.local.peerCertSANs",
}
"""kubeadm's certificates with names, and the field of its configuration that adds to them. `renew` copies the names
from the old certificate, and `init phase certs` without a configuration knows of none that were added.
"""


def renewal(subject: Subject, part: KubeadmPart | None) -> tuple[Sentence, ...]:
    """Sentences: who renews it, what must be done by hand, what must be restarted."""
    return tuple(begin(sentence) for sentence in _renewal(subject, part))


def _renewal(subject: Subject, part: KubeadmPart | None) -> Iterator[Sentence]:
    one = expiring(subject.cluster, subject.authorities, subject.certificate)
    found = Renewals(subject.cluster).of(one)
    added = _NAMED.get(part.renew or "") if part is not None else None
    if found.command is None:
        yield found.who
    else:
        names = ", the same names" if added else ""
        words = "{command} on {node} gives new dates and a new key{names}."
        yield say(words, command=code(found.command), node=found.node, names=names)
    if part is not None and added and found.way is Way.BY_HAND:
        words = "a new name needs {command} with the name in its {field}, once crt and key have been moved away."
        command = code(f"kubeadm init phase {part.phase} --config kubeadm.yaml")
        yield say(words, command=command, field=code(added))
    yield from found.restarts
    if one.kind is Kind.AUTHORITY and subject.own and subject.own.signed_count:
        signed = counted(subject.own.signed_count, "certificate")
        words = (
            "a new one means new certificates for all it signed ({signed} here), and a new file for all who trust it."
        )
        yield say(words, signed=signed)
