"""Trees broken at random: what the ladder says of the model, it says of the exported twin read again, and a handshake
on the twin gets as far, but where OpenSSL is known to differ from Go.
"""

from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.analysis.samples import open_sample
from app.breaking.broken import broken
from app.breaking.fault import KINDS, BadFault, Fault
from app.breaking.offers import offers
from app.issuing.twin import Twin
from app.model.cluster import Cluster
from app.model.verdicts import Outcome
from app.proof.agreement import compared, difference
from app.proof.shaking import Shaken, shake
from tests.issuing.making import POOL
from tests.properties import examples

from .making import exported
from .test_broken import judged

SAMPLES = ("one", "ha2", "old-1.22", "external-etcd", "k3s", "wrong")
VALUES = {
    "set-san": ("a.example.test", "192.0.2.7|10.96.0.1", "127.0.0.1|localhost|::1"),
    "organization": ("", "system:masters", "system:nodes"),
}
MOST_SHAKEN = 6
"""Edges shaken for in one example: those that changed, and some that did not."""


def faults_of(cluster: Cluster, kind: str) -> Iterator[Fault]:
    """Every fault of a kind that a page offers on this tree, and those with a written value."""
    for target in (*cluster.inventory.certificates, *cluster.inventory.keys):
        for offer in offers(cluster, target):
            yield from (fault for _, fault in offer.choices if fault.name == kind)
            if offer.asks == kind:
                yield from (Fault(kind, target, value) for value in VALUES[kind])
    if kind in ("no-certificate", "organization", "other-key", "expired"):
        value = "" if kind == "organization" else None
        yield from (Fault(kind, connection, value) for connection in cluster.connections)


def parted(cluster: Cluster, before: Cluster) -> list[str]:
    """The connections of which ladder and handshake say different things without a known reason."""
    changed = [one for one in cluster.verdicts if cluster.verdicts[one] != before.verdicts.get(one)]
    some = [*changed, *(one for one in cluster.verdicts if one not in changed)][:MOST_SHAKEN]
    twin, found = Twin(cluster, POOL), []
    for connection in (cluster.connections[one] for one in some):
        verdict = cluster.verdicts[connection.id]
        if connection.dialled.scheme != "https" or verdict.outcome is Outcome.NOT_CHECKABLE:
            continue
        shaken = shake(twin, connection)
        agree = compared(connection, verdict, shaken, "the server").agree
        if agree is False and not (isinstance(shaken, Shaken) and difference(connection, verdict, shaken)):
            found.append(connection.id)
    return found


@pytest.mark.parametrize("kind", KINDS)
@examples(2)
@given(data=st.data())
def test_ladder_handshake_and_twin_agree_on_any_broken_tree(kind: str, data: st.DataObject) -> None:
    """One fault of this kind, and up to two of any: on whichever sample and target."""
    whole = open_sample(data.draw(st.sampled_from(SAMPLES)))
    possible = list(faults_of(whole, kind))
    assume(possible)
    wanted = [data.draw(st.sampled_from(possible))]
    for other in data.draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=2)):
        more = list(faults_of(whole, other))
        wanted += [data.draw(st.sampled_from(more))] if more else []
    try:
        made = broken(whole, wanted)
    except BadFault:
        assume(False)
    assert judged(made) == judged(exported(made))
    assert parted(made, whole) == []


def test_openssl_stops_at_what_go_passes_before_a_later_fault() -> None:
    """A merged CA has not the key id that its certificates name: OpenSSL's client hangs up, Go's goes on to the 401 of
    an expired CA. Found by this property.
    """
    agent = "agent1:/var/lib/rancher/k3s/agent/"
    expired = Fault("expired", f"{agent}client-ca.crt#")
    merged = Fault("merge-ca", f"{agent}server-ca.crt#", f"{agent}client-ca.crt#")
    whole = open_sample("k3s")
    assert parted(broken(whole, [expired, merged]), whole) == []


def test_every_fault_can_be_tried() -> None:
    """Each kind has targets on some sample: none is left out of the property in silence."""
    for kind in KINDS:
        assert any(next(faults_of(open_sample(name), kind), None) for name in SAMPLES), kind
