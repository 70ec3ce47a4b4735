"""How is it renewed? By the kubelet itself, by kubeadm, or by whoever holds the CA's key."""

from collections.abc import Iterator

from ...model.configuration import KubeletConfiguration
from ...model.words import Sentence
from ..names import file_name
from ..phrases import begin, code, counted, say
from .kubeadm_parts import KubeadmPart
from .maker import NODES
from .roles import Part, Subject

_NAMED = frozenset(("apiserver", "etcd-server", "etcd-peer"))
"""kubeadm's certificates with names: `renew` copies them from the old certificate."""

_AFTERWARDS = {
    "apiserver": "kube-apiserver reads the new file by itself, within a minute.",
    "etcd-server": "etcd takes the new file with the next handshake.",
    "etcd-peer": "etcd takes the new file with the next handshake.",
    "etcd-healthcheck-client": "whoever uses it reads the file at each call.",
    "admin.conf": "whoever has a copy of the file needs the new one.",
    "super-admin.conf": "whoever has a copy of the file needs the new one.",
    "controller-manager.conf": "kube-controller-manager must be restarted: it does not read the file again.",
    "scheduler.conf": "kube-scheduler must be restarted: it does not read the file again.",
}
_RESTART = "kube-apiserver has it at the latest after its next start."


def renewal(subject: Subject, part: KubeadmPart | None) -> tuple[Sentence, ...]:
    """Sentences: who renews it, and what must be done by hand."""
    return tuple(begin(sentence) for sentence in _renewal(subject, part))


def _renewal(subject: Subject, part: KubeadmPart | None) -> Iterator[Sentence]:
    leaf = subject.of(Part.LEAF)
    kubelet = next((role for role in leaf if role.component.kind == "kubelet"), None)
    own = subject.own
    if own and not own.throw_away and (subject.self_signed or subject.certificate.facts.is_ca):
        yield from _authority(own.signed_count, part)
    elif (subject.issuing and subject.issuing.throw_away) or (own and own.throw_away):
        yield from _throw_away(kubelet is not None)
    elif kubelet and not subject.certificate.pointer.startswith("users["):
        yield from _kubelet(subject, kubelet.side)
    elif part and part.renew:
        yield from _kubeadm(subject, part.renew, part.phase)
    else:
        yield say(
            "by a new certificate from whoever holds the CA’s key; nothing in the upload says which program asks."
        )


def _authority(signed: int, part: KubeadmPart | None) -> Iterator[Sentence]:
    if part:
        yield say("kubeadm does not renew it: `kubeadm certs renew` renews what it signed.")
    else:
        yield say("a CA is not renewed by anything here.")
    yield say(
        "a new CA means new certificates for all that it signed ({count} here), and a new file for all that trust it.",
        count=counted(signed, "certificate"),
    )


def _throw_away(kubelet: bool) -> Iterator[Sentence]:
    yield say("nobody renews it.")
    if kubelet:
        yield say("without its two files the kubelet makes a new pair when it is started again.")


def _kubelet(subject: Subject, side: str) -> Iterator[Sentence]:
    node = subject.certificate.node
    found = [one for one in subject.cluster.inventory.kubelet_configurations.values() if one.node == node]
    if not found:
        yield say("the kubelet’s configuration is not in the upload, so nothing says whether it renews it.")
        return
    yield from _by_csr(subject, found[0], side)


def _by_csr(subject: Subject, configuration: KubeletConfiguration, side: str) -> Iterator[Sentence]:
    file = code(file_name(configuration.path))
    if side == "server" and configuration.server_tls_bootstrap and not configuration.tls_cert_file:
        yield say(
            "the kubelet asks for a new one with a [CSR](csr) before it ends (`serverTLSBootstrap` in {f}).", f=file
        )
        yield say("somebody must approve that: `kubectl certificate approve`. No controller of Kubernetes does.")
    elif side == "client" and configuration.rotate_certificates and NODES in subject.certificate.facts.organizations:
        yield say(
            "the kubelet renews it by itself with a [CSR](csr) before it ends (`rotateCertificates` in {f}).", f=file
        )
        yield say("a node that is off until after that needs a new one by hand.")
    else:
        yield say("the kubelet does not renew it: nothing in {file} says so.", file=file)


def _kubeadm(subject: Subject, renew: str, phase: str) -> Iterator[Sentence]:
    command = code(f"kubeadm certs renew {renew}")
    names = ", the same names" if renew in _NAMED else ""
    yield say(
        "{command} on {node} gives new dates and a new key{names}.",
        command=command,
        node=subject.certificate.node,
        names=names,
    )
    if renew in _NAMED:
        words = "a new name needs {command}, once both files have been moved away."
        yield say(words, command=code(f"kubeadm init phase {phase}"))
    yield say(_AFTERWARDS.get(renew, _RESTART))
