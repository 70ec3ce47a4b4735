"""A file's text, line by line: what a line is for follows from the evidence of the connections."""

from dataclasses import replace

import pytest

from app.explain.file_text import MOST_LINES, FileText, TextLine, file_text
from app.model.cluster import Cluster
from app.model.files import Entry
from tests.explain.changed import ONE, PKI, with_flag, with_kubeconfig
from tests.trees import NAMES, cluster, cluster_of, entries

APISERVER = "cp1:/etc/kubernetes/manifests/kube-apiserver.yaml"
ADMIN = "cp1:/etc/kubernetes/admin.conf"
KUBELET = "cp1:/var/lib/kubelet/config.yaml"


def text_of(found: Cluster, id_: str) -> FileText:
    made = file_text(found, found.inventory.files[id_])
    assert made is not None
    return made


def line(found: Cluster, id_: str, part: str) -> TextLine:
    """The only line that holds a text."""
    (one,) = [line for line in text_of(found, id_).lines if part in line.text]
    return one


@pytest.mark.parametrize("name", NAMES)
def test_every_kept_text_is_shown_whole(name: str) -> None:
    """Each line of the text in its order, but for base64, which is cut; files without a kept text have none."""
    found = cluster(name)
    for file in found.inventory.files.values():
        made = file_text(found, file)
        if file.text is None:
            assert made is None
            continue
        assert made is not None and made.more == 0
        assert [line.number for line in made.lines] == list(range(1, len(made.lines) + 1))
        for shown, written in zip(made.lines, file.text.splitlines(), strict=True):
            begin, cut, _ = shown.text.partition("…")
            assert written.startswith(begin) if cut else written == begin


@pytest.mark.parametrize("name", NAMES)
def test_what_evidence_says_of_a_manifest_or_kubeconfig_has_a_line(name: str) -> None:
    """Every flag and field that a connection gives as evidence is found in the text of its file."""
    found = cluster(name)
    lines = {file.id: made.lines for file in found.inventory.files.values() if (made := file_text(found, file))}
    for connection in found.connections.values():
        for row in connection.evidence:
            if row.file in lines and row.field.startswith(("--", "users[", "clusters[")):
                uses = [use for one in lines[row.file] for use in one.uses if use.role == row.role]
                assert any(connection.id in use.connections for use in uses), (row, connection.id)


def test_a_flags_line() -> None:
    """It names its file and the connections that go by it; another flag has none of them."""
    found = line(cluster(ONE), APISERVER, "--etcd-cafile")
    assert found.files == (f"cp1:{PKI}/etcd/ca.crt",)
    assert [(use.side, use.role, use.connections) for use in found.uses] == [
        ("client", "ca", ("kube-apiserver@cp1->etcd@cp1",))
    ]
    assert line(cluster(ONE), APISERVER, "--allow-privileged").uses == ()


def test_another_value_names_another_file() -> None:
    """The link follows the flag's value."""
    changed = with_flag("kube-apiserver.yaml", f"--etcd-cafile={PKI}/etcd/ca.crt", f"--etcd-cafile={PKI}/ca.crt")
    assert line(changed, APISERVER, "--etcd-cafile").files == (f"cp1:{PKI}/ca.crt",)
    lost = with_flag("kube-apiserver.yaml", f"--etcd-cafile={PKI}/etcd/ca.crt", f"--etcd-cafile={PKI}/nowhere.crt")
    assert line(lost, APISERVER, "--etcd-cafile").files == ()


def test_flags_in_json_are_found() -> None:
    """A manifest on one line of JSON: the line has all that its flags say."""
    text = (
        b'{"apiVersion":"v1","kind":"Pod","metadata":{"name":"kube-scheduler"},"spec":{"containers":[{"name":"s",'
        b'"command":["kube-scheduler","--kubeconfig=/etc/kubernetes/scheduler.conf"],"image":"x"}]}}'
    )
    where = "manifests/kube-scheduler.yaml"
    found = cluster_of(replace(e, data=text) if e.member.endswith(where) else e for e in entries(ONE))
    made = text_of(found, f"cp1:/etc/kubernetes/{where}")
    assert made.lines[0].files == ("cp1:/etc/kubernetes/scheduler.conf",)
    assert {use.role for use in made.lines[0].uses} >= {"certificate", "key", "ca"}


def test_a_kubeconfigs_lines() -> None:
    """Embedded data leads to what it holds and is cut; a path leads to its file, relative ones too."""
    data = line(cluster(ONE), ADMIN, "client-certificate-data")
    assert data.certificates == (f"{ADMIN}#users[kubernetes-admin].user.client-certificate-data",)
    assert "characters)" in data.text and len(data.text) < 120
    changed = with_kubeconfig("certificate-authority-data: .*", "certificate-authority: pki/ca.crt")
    assert line(changed, ADMIN, "certificate-authority").files == (f"cp1:{PKI}/ca.crt",)


def test_the_kubelets_configuration() -> None:
    """Nested fields are found by their path."""
    found = line(cluster(ONE), KUBELET, "clientCAFile")
    assert found.files == (f"cp1:{PKI}/ca.crt",)
    assert any(use.role == "client_ca" for use in found.uses)


def test_no_secret_is_shown() -> None:
    """A token in a kubeconfig is a throw-away in the text, and a private key its public half."""
    secret = "aaaaaa.bbbbbbbbbbbbbbbb"

    found = with_kubeconfig("client-certificate-data: ", f"token: {secret}\n    client-certificate-data: ")
    shown = "\n".join(one.text for one in text_of(found, ADMIN).lines)
    assert "token: " in shown
    assert secret not in shown


def test_a_text_without_end_is_cut() -> None:
    """Of more lines than anybody reads the rest is counted."""
    text = b"apiVersion: v1\nkind: Pod\n" + b"# a comment\n" * 3000
    found = cluster_of((*entries(ONE), Entry("cp1/etc/kubernetes/manifests/long.yaml", text)))
    made = text_of(found, "cp1:/etc/kubernetes/manifests/long.yaml")
    assert len(made.lines) == MOST_LINES
    assert made.more == 3002 - MOST_LINES
