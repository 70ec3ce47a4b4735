"""What a reading means on a cluster: the edges that say it come first, found by running the ladder."""

from dataclasses import replace

import pytest

from app.model.cluster import Cluster
from app.model.verdicts import Outcome, Verdict
from app.pasting import Findings, Standing, findings, read
from tests.trees import NAMES as TREES
from tests.trees import cluster as tree
from tests.trust.cases import NAMES, cluster

KUBECTL = "kubectl:admin.conf@cp1->kube-apiserver@cp1"


def _found(on: Cluster, text: str) -> Findings:
    (reading,) = read(text).readings
    return findings(on, reading)


def _ids(found: Findings, standing: Standing) -> list[str]:
    return [one.connection.id for one in found.of(standing)]


def _texts(verdict: Verdict) -> list[str]:
    said = (verdict.client_error, verdict.server_error, verdict.client_log, verdict.server_log)
    return [text for text in said if text]


def test_every_failing_edge_is_found_by_each_of_its_own_texts() -> None:
    """All cases and trees: whatever side said it, the edge is among those that say this very text."""
    clusters = [*map(cluster, NAMES), *map(tree, TREES)]
    seen = 0
    for one in clusters:
        for identifier, verdict in one.verdicts.items():
            if verdict.outcome is Outcome.FAILS:
                for text in _texts(verdict):
                    assert identifier in _ids(_found(one, text), Standing.SAYS), text
                    seen += 1
    assert seen > 1000


def test_no_edge_that_works_is_said_to_say_it() -> None:
    """The failing twin: on trees with faults, an edge that works is never among those that say the text."""
    for one in map(cluster, NAMES[8:40]):
        for verdict in one.verdicts.values():
            for text in _texts(verdict):
                for found in _found(one, text).of(Standing.SAYS):
                    assert one.verdicts[found.connection.id].outcome is Outcome.FAILS


def test_on_a_healthy_tree_nothing_says_it_and_the_edges_that_could_are_told() -> None:
    """kubectl's words about a CA: no edge fails; only kubectl's edges have the rung and the speaker."""
    found = _found(cluster("go-001"), "Unable to connect to the server: x509: certificate signed by unknown authority")
    assert (found.failing, found.of(Standing.SAYS), found.of(Standing.ALIKE)) == (0, (), ())
    could = _ids(found, Standing.COULD)
    assert KUBECTL in could
    assert all(identifier.startswith("kubectl:") for identifier in could)
    first = next(one for one in found.found if one.connection.id == KUBECTL)
    assert (first.rung.rung, first.judge) == ("path", "client") if first.rung else False
    assert [(one.side, one.role) for one in first.suspects] == [("server", "certificate"), ("client", "ca")]


def test_the_same_words_of_another_speaker_are_another_edge() -> None:
    """etcd's log of a foreign client: its clients' certificates, never kubectl's."""
    refused = "tls: failed to verify certificate: x509: certificate signed by unknown authority"
    line = f'{{"msg":"rejected connection on client endpoint","error":"{refused}"}}'
    could = _found(cluster("go-001"), line).of(Standing.COULD)
    assert could
    assert all(one.connection.server.component == "etcd@cp1" and one.judge == "server" for one in could)


def test_an_edge_that_verifies_nothing_cannot_refuse_a_server() -> None:
    """kube-apiserver does not check kubeadm's kubelets: the words of one that does fit no edge of this tree."""
    line = (
        'Error from server: Get "https://192.168.56.11:10250/containerLogs/x": tls: failed to verify certificate: '
        "x509: cannot validate certificate for 192.168.56.11 because it doesn't contain any IP SANs"
    )
    assert _found(cluster("go-001"), line).found == ()
    says = _found(cluster("go-148"), line.replace("192.168.56.11", "192.168.57.10")).of(Standing.SAYS)
    assert {one.connection.server.component for one in says} == {"kubelet@ec1"}


def test_other_names_of_the_same_fault_are_alike_and_not_the_same() -> None:
    """go-044 lacks an address in its certificate; the same sentence with other names is alike."""
    verdict = next(v for v in cluster("go-044").verdicts.values() if v.fault and v.fault.code == "name-mismatch")
    text = verdict.client_error or ""
    names, _, host = text.rpartition(", not ")
    assert _found(cluster("go-044"), text).of(Standing.SAYS)
    other = _found(cluster("go-044"), f"{names}, 198.51.100.7, not {host}")
    assert other.of(Standing.SAYS) == ()
    assert other.of(Standing.ALIKE)


def test_a_name_that_nobody_dials_is_told_with_the_certificate_that_the_words_list() -> None:
    """The names in the sentence are those of apiserver.crt as it is; the address is nobody's of the tree."""
    one = cluster("go-001")
    served = next(c for c in one.connections.values() if c.id == KUBECTL).server.certificate.ids[0]
    names = [san.value for san in one.inventory.certificates[served].facts.sans if san.type == "IP"]
    found = _found(one, f"x509: certificate is valid for {', '.join(names)}, not 198.51.100.99")
    assert found.unknown_host == "198.51.100.99"
    assert [certificate.id for certificate in found.certificates] == [served]
    assert all(served in one.suspects[0].reference.ids for one in found.of(Standing.COULD))
    assert _found(one, "x509: certificate is valid for 10.9.8.7, not 198.51.100.99").certificates == ()


def test_the_words_of_another_time_are_judged_at_that_time() -> None:
    """The tree works at its clock; the line says when it was printed, and then the certificate had expired."""
    one = cluster("go-001")
    ends = one.inventory.certificates["cp1:/etc/kubernetes/pki/apiserver.crt#"].facts.not_after
    end, later = ends.strftime("%Y-%m-%dT%H:%M:%SZ"), ends.replace(year=ends.year + 1).strftime("%Y-%m-%dT%H:%M:%SZ")
    words = "Unable to connect to the server: tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time {} is after {}"  # noqa: E501
    found = _found(one, words.format(later, end))
    assert KUBECTL in _ids(found, Standing.SAYS)
    assert found.moment is not None
    assert found.failing == 0
    strange = _found(one, words.format(later, "2001-01-01T00:00:00Z"))
    assert (strange.moment, strange.of(Standing.SAYS)) == (None, ())


@pytest.mark.parametrize("now", ["2026-99-99T00:00:00Z", "0000000000000", "9999-12-31T23:59:59-23:59"])
def test_a_time_that_is_none_is_not_judged_at(now: str) -> None:
    """Hostile dates: the text is recognised and nothing is judged again."""
    found = _found(
        cluster("go-001"), f"x509: certificate has expired or is not yet valid: current time {now} is after {now}"
    )
    assert found.moment is None


def test_a_file_that_is_missing_leads_to_those_who_name_it() -> None:
    """Only edges with this path; a path that nobody names leads nowhere."""
    one = cluster("go-001")
    found = _found(one, '"command failed" err="open /etc/kubernetes/pki/apiserver.key: no such file or directory"')
    assert found.of(Standing.COULD)
    for each in found.of(Standing.COULD):
        assert each.connection.server.component == "kube-apiserver@cp1"
    assert _found(one, "open /nowhere/else.key: no such file or directory").found == ()


def test_rbac_leads_to_the_edge_whose_identity_it_names() -> None:
    """`User "kubernetes-admin" cannot …`: admin.conf works, and is this user; a stranger is nobody's."""
    one = cluster("go-001")
    words = 'nodes is forbidden: User "{}" cannot list resource "nodes" in API group "" at the cluster scope'
    assert _ids(_found(one, words.format("kubernetes-admin")), Standing.COULD) == [KUBECTL]
    assert _found(one, words.format("nobody-here")).found == ()


def test_an_unjudged_cluster_has_nothing_to_say() -> None:
    """Without verdicts no edge is named."""
    bare = replace(cluster("go-001"), verdicts={})
    assert _found(bare, "x509: certificate signed by unknown authority").found == ()


def test_a_token_is_nobodys_who_shows_a_certificate() -> None:
    """What is said of tokens is about pods; probes and the loopback, which no line is about, are left out."""
    found = _found(cluster("go-001"), '"Unable to authenticate the request" err="invalid bearer token"')
    assert {one.connection.client.component for one in found.found} == {"pod@cluster"}
    every = _found(cluster("go-001"), "x509: certificate specifies an incompatible key usage").found
    assert every and not {one.connection.purpose for one in every} & {"probe", "loopback"}
