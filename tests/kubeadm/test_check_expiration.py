"""`kubeadm certs check-expiration` against what the real programs printed over the same trees."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.kubeadm.durations import human_duration, short_human_duration
from app.kubeadm.expiration import Expiration, check_expiration
from app.kubeadm.printing import printed
from app.kubeadm.versions import Version, parse_version, release_for, version_of
from app.model.files import Entry
from tests.trees import CLOCK, cluster, cluster_of, entries, rewritten

RECORDED = Path(__file__).parents[1] / "data" / "check-expiration"
THEN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""When the recordings were made, to the hour: the time left is the same all day."""

DATE = re.compile(r"[A-Z][a-z]{2} \d\d, \d{4} \d\d:\d\d UTC")


def recorded(name: str) -> str:
    """What kubeadm printed."""
    return (RECORDED / f"{name}.txt").read_text("utf-8")


def found(tree: str, node: str, clock: datetime = THEN) -> Expiration:
    """What is found over a real tree."""
    return check_expiration(cluster(tree).inventory, node, clock)


def over(changed: tuple[Entry, ...], node: str = "cp1") -> Expiration:
    """What is found over changed entries."""
    return check_expiration(cluster_of(changed).inventory, node, THEN)


def without(*ends: str, tree: str = "kubeadm-1.37-cp1-workers") -> tuple[Entry, ...]:
    """A real tree without some files."""
    return tuple(entry for entry in entries(tree) if not entry.member.endswith(ends))


@pytest.mark.parametrize(
    ("tree", "node", "name", "from_cluster"),
    [
        ("kubeadm-1.22-cp1", "cp1", "1.22-config", False),
        ("kubeadm-1.30-cp1", "cp1", "1.30-reachable", True),
        ("kubeadm-1.34-ecdsa", "cp1", "1.34-reachable", True),
        ("kubeadm-1.37-cp1-workers", "cp1", "1.37-reachable", True),
        ("kubeadm-1.37-ha3-stacked", "cp3", "1.37-joined", True),
        ("kubeadm-1.37-expired", "cp1", "1.37-expired", True),
    ],
)
def test_the_table_is_the_one_that_kubeadm_printed(tree: str, node: str, name: str, from_cluster: bool) -> None:
    """Over the tree of a recording the text is the recorded one, byte for byte; a minute more in a date is seen."""
    result = found(tree, node)
    assert printed(result, from_cluster=from_cluster) == recorded(name)
    first = result.certificates[0]
    assert first.certificate is not None
    facts = replace(first.certificate.facts, not_after=first.certificate.facts.not_after + timedelta(minutes=1))
    later = replace(first, certificate=replace(first.certificate, facts=facts))
    changed = replace(result, certificates=(later, *result.certificates[1:]))
    assert printed(changed, from_cluster=from_cluster) != recorded(name)


@pytest.mark.parametrize(
    ("lacking", "name"),
    [
        (("pki/apiserver.crt", "super-admin.conf"), "1.37-missing"),
        (("pki/ca.key", "front-proxy-ca.key", "etcd/ca.key"), "1.37-external-ca"),
        (("kubernetes/pki/ca.key",), "1.37-without-ca-key"),
    ],
)
def test_missing_files_are_said_as_kubeadm_says_them(lacking: tuple[str, ...], name: str) -> None:
    """Without these files all but the dates is as recorded; with them it is not."""

    def undated(text: str) -> str:
        return DATE.sub("DATE", text)

    assert undated(printed(over(without(*lacking)), from_cluster=False)) == undated(recorded(name))
    assert undated(printed(over(without()), from_cluster=False)) != undated(recorded(name))


def test_short_periods_are_printed_in_two_units() -> None:
    """29 days and four years less a day read as recorded of a cluster with such periods."""
    assert f"   {human_duration(30 * 86400 - 60)}   " in recorded("1.37-short-periods")
    assert f"   {human_duration(5 * 365 * 86400 - 60)}   " in recorded("1.37-short-periods")


@pytest.mark.parametrize(
    ("seconds", "fine", "coarse"),
    [
        (-2, "<invalid>", "<invalid>"),
        (-1, "0s", "0s"),
        (59, "59s", "59s"),
        (119, "119s", "1m"),
        (120, "2m", "2m"),
        (599, "9m59s", "9m"),
        (600, "10m", "10m"),
        (3 * 3600 - 1, "179m", "2h"),
        (3 * 3600, "3h", "3h"),
        (5 * 3600 + 60, "5h1m", "5h"),
        (8 * 3600, "8h", "8h"),
        (48 * 3600 - 1, "47h", "1d"),
        (48 * 3600, "2d", "2d"),
        (7 * 86400 + 3600, "7d1h", "7d"),
        (8 * 86400 + 3600, "8d", "8d"),
        (365 * 86400, "365d", "1y"),
        (2 * 365 * 86400, "2y", "2y"),
        (2 * 365 * 86400 + 86400, "2y1d", "2y"),
        (8 * 365 * 86400 + 86400, "8y", "8y"),
    ],
)
def test_the_time_left_is_cut_as_apimachinery_cuts_it(seconds: int, fine: str, coarse: str) -> None:
    """Both of its functions at every boundary."""
    assert human_duration(seconds) == fine
    assert short_human_duration(seconds) == coarse


def test_the_version_is_that_of_the_tree() -> None:
    """The API server's image says it, else a kubeadm configuration; a tree with neither has none."""
    assert version_of(cluster("kubeadm-1.34-ecdsa").inventory, "cp1") == Version(1, 34)
    assert version_of(cluster("kubeadm-1.37-worker-only").inventory, "worker1") is None
    text = "apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nkubernetesVersion: v1.30.14\n"
    mine = (*without("manifests/kube-apiserver.yaml"), Entry("cp1/root/kubeadm.yaml", text.encode()))
    assert version_of(cluster_of(mine).inventory, "cp1") == Version(1, 30)


@pytest.mark.parametrize(("text", "minor"), [("v1.31.0", 30), ("v1.33.1", 34), ("v1.25.3+k3s1", 22), ("v1.99.0", 37)])
def test_an_unknown_version_takes_the_nearest_known(text: str, minor: int) -> None:
    """And a version that cannot be read, or none, takes the newest."""
    assert release_for(parse_version(text)).version == Version(1, minor)
    assert release_for(parse_version("latest")).version == Version(1, 37)


def test_external_etcd_has_no_rows() -> None:
    """A node whose API server has no member beside it lists no certificate of etcd; one with a member does."""
    bare = without("manifests/etcd.yaml", "etcd/server.crt")
    assert not [row for row in over(bare).rows if "etcd" in row.name]
    assert [row for row in over(without()).rows if "etcd" in row.name]


def test_another_certificates_folder_is_where_the_api_server_reads_it() -> None:
    """With the files in another folder, and the manifest that says so, the table is the same."""
    moved = rewritten(
        entries("kubeadm-1.37-cp1-workers"), lambda text: text.replace("kubernetes/pki", "kubernetes/ssl")
    )
    moved = tuple(replace(entry, member=entry.member.replace("kubernetes/pki", "kubernetes/ssl")) for entry in moved)
    assert printed(over(moved)) == recorded("1.37-reachable")
    unmoved = rewritten(
        entries("kubeadm-1.37-cp1-workers"), lambda text: text.replace("kubernetes/pki", "kubernetes/ssl")
    )
    assert "!MISSING! apiserver" in printed(over(unmoved))


def test_without_admin_conf_nobody_is_asked() -> None:
    """kubeadm then prints no line about the cluster's configuration."""
    assert printed(over(without("kubernetes/admin.conf"))).startswith("CERTIFICATE ")
    assert printed(over(without())).startswith("[check-expiration] Reading")


def test_a_file_without_a_certificate_is_named() -> None:
    """kubeadm stops over it: the result says which file; an absent one is only missing."""
    broken = rewritten(without(), lambda _: "nothing", lambda member: member.endswith("pki/apiserver.crt"))
    assert over(broken).unreadable == ("/etc/kubernetes/pki/apiserver.crt",)
    assert over(without("pki/apiserver.crt")).unreadable == ()


def test_kubeadm_reads_the_current_context_and_the_first_certificate() -> None:
    """The row is that of the current context; a kubeconfig whose current context is none of its own has no row."""
    inventory = cluster("kubeadm-1.37-cp1-workers").inventory
    row = check_expiration(inventory, "cp1", CLOCK).certificates[0]
    assert row.certificate is not None
    assert row.certificate.facts.common_name == "kubernetes-admin"
    lost = rewritten(
        without(), lambda text: text.replace("current-context: ", "current-context: not-"), lambda m: "/admin.conf" in m
    )
    assert over(lost).certificates[0].certificate is None
