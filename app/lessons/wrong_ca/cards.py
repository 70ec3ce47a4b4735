"""The picture: on each machine, what is the new CA's and what still the old one's."""

from ...explain.phrases import code, say
from ...model.certificates import Facts
from ...model.words import Sentence
from ...simulation.life.reporting import reports
from ...simulation.life.startup import CONFIG
from ...simulation.world import Host
from ..lesson import Card, Row, Situation
from ..looking import HOME, PKI, in_file, served, workers
from .reached import CLIENT, CONFIGS, authority, is_new, let_in, pods_given, programs, signed


def cards(situation: Situation) -> tuple[Card, ...]:
    """The control-plane node, then the workers."""
    return (_plane(situation), *(_worker(situation, host) for host in workers(situation.world)))


def _plane(situation: Situation) -> Card:
    host, ca = situation.first, authority(situation)
    files = [HOME, *(path for name in CONFIGS if host.files.get(path := f"/etc/kubernetes/{name}") is not None)]
    rows = [
        Row(_named("ca.crt"), "not_checkable" if ca is None else "works", _key(ca)),
        _by(say("apiserver.crt, served"), signed(served(host), ca)),
        _by(_named(CLIENT), signed(in_file(host, f"{PKI}/{CLIENT}"), ca)),
        *(
            _by(
                _named(path.replace("/root", "~").rpartition("/")[2] if path != HOME else "~/.kube/config"),
                is_new(situation, host, path),
            )
            for path in files
        ),
        *(_let_in(say(pod.main.program), let_in(situation, pod)) for pod in programs(host)),
        _let_in(say("kubelet"), reports(situation.world, host)),
        _by(say("what pods are given"), pods_given(situation)),
    ]
    return Card(host.name, tuple(rows))


def _worker(situation: Situation, host: Host) -> Card:
    ca, own = authority(situation), in_file(host, f"{PKI}/ca.crt")
    same = own is not None and ca is not None and own.fingerprint_sha256 == ca.fingerprint_sha256
    return Card(
        host.name,
        (
            _by(_named("ca.crt"), same),
            _by(_named("kubelet.conf"), is_new(situation, host, CONFIG)),
            _let_in(say("kubelet"), reports(situation.world, host)),
        ),
    )


def _named(text: str) -> Sentence:
    return (code(text),)


def _key(ca: Facts | None) -> str:
    if ca is None:
        return "none there"
    return f"key id {(ca.subject_key_id or '')[:8]}…"


def _by(label: Sentence, new: bool) -> Row:
    return Row(label, "works" if new else "fails", "new CA" if new else "old CA")


def _let_in(label: Sentence, good: bool) -> Row:
    return Row(label, "works" if good else "fails", "let in" if good else "not let in")
