"""Second opinions: made by asking, and each a case of a known difference."""

import pytest

from app.analysis.samples import open_sample
from app.issuing.twin import Twin
from app.model.words import plain
from app.proof.agreement import DIFFERENCES
from app.proof.opinions import CASES, Opinion, opinions
from app.proof.python_opinion import ACCEPTS, python_words
from app.tls.edge import Edges
from tests.issuing.making import POOL
from tests.tls.making import ETCD, by_a_stranger, changed, is_etcd_server, peers
from tests.trees import CLOCK, cluster


@pytest.fixture(scope="module")
def told() -> tuple[Opinion, ...]:
    return opinions(open_sample("one"), POOL)


def test_every_known_difference_has_a_case_that_shows_it(told: tuple[Opinion, ...]) -> None:
    """OpenSSL ends elsewhere than a cluster on each but the first, and the reason is the one of the table."""
    assert [one.openssl_agrees for one in told] == [True] + [False] * (len(CASES) - 1)
    shown = {plain(one.why) for one in told[1:]}
    assert len(shown) == len(DIFFERENCES) and all(shown)
    assert told[0].why == ()


def test_what_a_cluster_says_is_gos_own_words(told: tuple[Opinion, ...]) -> None:
    """Of the red rung; a case that works has none."""
    sha1 = next(one for one in told if "SHA-1" in one.title)
    assert "insecure algorithm SHA1-RSA" in (sha1.says or "") and sha1.openssl == "works"
    assert told[0].says is None and told[0].cluster == "works"


def test_python_refuses_clients_without_names_and_a_stranger() -> None:
    """kubeadm's client certificates have no SAN, the servers' do; a foreign CA is named first."""
    assert "2.5.29.17" in python_words(peers(ETCD), CLOCK)
    assert python_words(peers(ETCD, changed(is_etcd_server, by_a_stranger)), CLOCK).startswith("refuses the server")
    found = cluster("kubeadm-1.37-cp1-workers")
    gateway = found.connections["etcd@cp1->etcd@cp1!gateway"]
    assert python_words(Edges(Twin(found, POOL)).peers(gateway), CLOCK) == ACCEPTS
