"""The picture: what runs on each machine, and when its certificates end."""

from datetime import datetime

from ...explain.phrases import code, say
from ...model.certificates import Facts
from ...model.words import Sentence
from ...simulation.life.startup import CONFIG
from ...simulation.serving import server_of
from ...simulation.world import Host
from ..lesson import Card, Row, Situation
from ..looking import HOME, in_config, workers
from .reached import renewable, starts


def cards(situation: Situation) -> tuple[Card, ...]:
    """A card for each node: control-plane nodes first."""
    return tuple(_card(situation, host) for host in (*situation.hosts, *workers(situation.world)))


def _card(situation: Situation, host: Host) -> Card:
    now = situation.world.now
    runs = starts(host)
    rows = [
        Row(say("kubelet"), _outcome(good=runs), "runs" if runs else "does not start"),
        _until(say("its certificate"), in_config(host, CONFIG), now),
    ]
    if host in situation.hosts:
        answers = server_of(situation.world, host) is not None
        rows += [
            Row(say("kube-apiserver"), _outcome(good=answers), "answers" if answers else "does not run"),
            _renewable(renewable(host), now),
            _until(code_of("~/.kube/config"), in_config(host, HOME), now),
        ]
    return Card(host.name, tuple(rows))


def code_of(text: str) -> Sentence:
    """A name as a sentence of its own."""
    return (code(text),)


def _renewable(found: list[Facts], now: datetime) -> Row:
    ended = sum(one.not_after < now for one in found)
    word = f"{ended} of {len(found)} ended" if ended else "in date"
    return Row(say("what kubeadm renews"), _outcome(good=not ended), word)


def _until(label: Sentence, leaf: Facts | None, now: datetime) -> Row:
    if leaf is None:
        return Row(label, "not_checkable", "none there")
    good = leaf.not_after >= now
    return Row(
        label, _outcome(good=good), f"{'until' if good else 'ended'} {leaf.not_after.day} {leaf.not_after:%b %Y}"
    )


def _outcome(*, good: bool) -> str:
    return "works" if good else "fails"
