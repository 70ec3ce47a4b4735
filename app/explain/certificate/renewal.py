"""How is it renewed? What explain/renewal.py says of it, and what a new certificate leaves as it was."""

from collections.abc import Iterator

from ...model.words import Sentence
from ..expiry import Kind, expiring
from ..phrases import begin, code, counted, say
from ..renewal import Renewals, Way
from .kubeadm_parts import KubeadmPart
from .roles import Subject

_NAMED = frozenset(("apiserver", "etcd-server", "etcd-peer"))
"""kubeadm's certificates with names: `renew` copies them from the old certificate."""


def renewal(subject: Subject, part: KubeadmPart | None) -> tuple[Sentence, ...]:
    """Sentences: who renews it, what must be done by hand, what must be restarted."""
    return tuple(begin(sentence) for sentence in _renewal(subject, part))


def _renewal(subject: Subject, part: KubeadmPart | None) -> Iterator[Sentence]:
    one = expiring(subject.cluster, subject.authorities, subject.certificate)
    found = Renewals(subject.cluster).of(one)
    named = part is not None and part.renew in _NAMED
    if found.command is None:
        yield found.who
    else:
        names = ", the same names" if named else ""
        words = "{command} on {node} gives new dates and a new key{names}."
        yield say(words, command=code(found.command), node=found.node, names=names)
    if part is not None and named and found.way is Way.BY_HAND:
        words = "a new name needs {command}, once both files have been moved away."
        yield say(words, command=code(f"kubeadm init phase {part.phase}"))
    yield from found.restarts
    if one.kind is Kind.AUTHORITY and subject.own and subject.own.signed_count:
        signed = counted(subject.own.signed_count, "certificate")
        words = (
            "a new one means new certificates for all it signed ({signed} here), and a new file for all who trust it."
        )
        yield say(words, signed=signed)
