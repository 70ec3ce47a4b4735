"""The commands: right for their connection, quoted for the shell, and true when they are run."""

import re
import shlex
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.explain.command_lines import line
from app.explain.connection import explain
from app.explain.explanation import Command
from app.model.cluster import Cluster
from app.model.words import plain
from app.topology.authorities import Authorities
from tests.explain.changed import ONE, PKI, panel, with_flag, with_kubeconfig
from tests.trees import CLOCK, NAMES, cluster, cluster_of, entries

ETCD = f"{PKI}/etcd"


def command(found: Cluster, connection: str) -> Command:
    """The command of a connection that has one."""
    made = panel(found, connection).command
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("connection", "node", "text"),
    [
        (
            "kubectl:admin.conf@cp1->kube-apiserver@cp1",
            "cp1",
            "sudo kubectl --kubeconfig /etc/kubernetes/admin.conf auth whoami",
        ),
        (
            "kubelet@worker1->kube-apiserver@cp1",
            "worker1",
            "sudo kubectl --kubeconfig /etc/kubernetes/kubelet.conf auth whoami",
        ),
        (
            "kube-apiserver@cp1->etcd@cp1",
            "cp1",
            (
                f"sudo curl -sS --cacert {ETCD}/ca.crt --cert {PKI}/apiserver-etcd-client.crt "
                f"--key {PKI}/apiserver-etcd-client.key https://127.0.0.1:2379/health"
            ),
        ),
        (
            "etcdctl@cp1->etcd@cp1",
            "cp1",
            (
                f"sudo etcdctl --endpoints https://127.0.0.1:2379 --cacert {ETCD}/ca.crt "
                f"--cert {ETCD}/healthcheck-client.crt --key {ETCD}/healthcheck-client.key endpoint health"
            ),
        ),
        (
            "etcd@cp1->etcd@cp1!gateway",
            "cp1",
            (
                f"sudo curl -sSk --cert {ETCD}/server.crt --key {ETCD}/server.key -X POST -d "
                '\'{"key":"Zm9v"}\' https://127.0.0.1:2379/v3/kv/range'
            ),
        ),
        (
            "kube-apiserver@cp1->kubelet@worker1",
            "cp1",
            "sudo kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw /api/v1/nodes/worker1/proxy/healthz",
        ),
        (
            "kube-apiserver@cp1->extension-apiserver@cluster",
            "cp1",
            "sudo kubectl --kubeconfig /etc/kubernetes/admin.conf get apiservices",
        ),
        (
            "front-proxy@cluster->kube-apiserver@cp1",
            "cp1",
            (
                f"sudo curl -sS --cacert {PKI}/ca.crt --cert {PKI}/front-proxy-client.crt "
                f"--key {PKI}/front-proxy-client.key -H 'X-Remote-User: alice' https://192.168.56.11:6443/api/v1/nodes"
            ),
        ),
        (
            "kube-apiserver@cp1->kube-apiserver@cp1!loopback",
            "cp1",
            (
                "openssl s_client -connect 127.0.0.1:6443 -servername apiserver-loopback-client </dev/null 2>/dev/null "
                "| openssl x509 -noout -subject -issuer"
            ),
        ),
        (
            "kubelet@cp1->kube-apiserver@cp1!probe",
            "cp1",
            "curl -sk -o /dev/null -w '%{http_code}\\n' https://192.168.56.11:6443/livez",
        ),
        (
            "kubelet@cp1->etcd@cp1!probe",
            "cp1",
            "curl -s -o /dev/null -w '%{http_code}\\n' http://127.0.0.1:2381/livez",
        ),
    ],
)
def test_commands_of_a_real_tree(connection: str, node: str, text: str) -> None:
    """One command of each sort, with the connection's own files and address, on the node that has them."""
    found = command(cluster(ONE), connection)
    assert (found.node, found.text) == (node, text)


def test_a_pod_asks_from_inside() -> None:
    """The pod's command runs in a pod: no node, and words for the place."""
    found = command(cluster(ONE), "pod@cluster->kube-apiserver@cp1")
    assert (found.node, found.place) == (None, "in a pod that has curl")
    assert "https://10.96.0.1:443/api/v1/nodes" in found.text


def test_peers_and_several_api_servers() -> None:
    """A member dials the other's peer address; with several API servers the one that is meant is named."""
    found = cluster("kubeadm-1.37-ha3-stacked")
    assert command(found, "etcd@cp1->etcd@cp2!peer").text == (
        f"sudo openssl s_client -connect 192.168.56.12:2380 -CAfile {ETCD}/ca.crt -cert {ETCD}/peer.crt "
        f"-key {ETCD}/peer.key -verify_ip 192.168.56.12 -verify_return_error -tls1_2 -brief </dev/null"
    )
    assert "--server https://192.168.56.12:6443 get" in command(found, "kube-apiserver@cp2->kubelet@cp1").text
    expected = plain(command(found, "kubectl:admin.conf@cp1->kube-apiserver@cp2").expect)
    assert expected.endswith(", from whichever API server answers.")


@pytest.mark.parametrize(
    ("tree", "begins"),
    [
        ("k3s", "sudo k3s kubectl --kubeconfig "),
        ("rke2", "sudo /var/lib/rancher/rke2/bin/kubectl --kubeconfig "),
        ("minikube", "sudo /var/lib/minikube/binaries/v1.37.2/kubectl --kubeconfig "),
        ("kind", "kubectl --kubeconfig "),
        (ONE, "sudo kubectl --kubeconfig "),
    ],
)
def test_kubectl_stands_where_the_distribution_puts_it(tree: str, begins: str) -> None:
    """What is pasted on a node must be there: kubectl's path, and sudo, which the container of a kind node has not."""
    found = cluster(tree)
    connection = next(id_ for id_ in found.connections if id_.startswith("kubelet@") and "!" not in id_)
    assert command(found, connection).text.startswith(begins)


def test_etcdctl_may_have_to_be_called_in_the_container() -> None:
    """kubeadm installs none; where no manifest shows a container, nothing is said of one."""
    assert "crictl exec" in plain(command(cluster(ONE), "etcdctl@cp1->etcd@cp1").expect)
    bare = command(cluster("kubeadm-1.37-pki-only"), next(iter(_etcdctls(cluster("kubeadm-1.37-pki-only")))))
    assert "crictl" not in plain(bare.expect)


def _etcdctls(found: Cluster) -> list[str]:
    return [id_ for id_ in found.connections if id_.startswith("etcdctl@")]


def test_an_old_api_server_has_no_whoami() -> None:
    """Before 1.28 another request is asked, which says no name."""
    found = command(cluster("kubeadm-1.22-cp1"), "kubectl:admin.conf@cp1->kube-apiserver@cp1")
    assert found.text == "sudo kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw /readyz"


def test_what_one_sees_follows_from_the_certificate() -> None:
    """The names that whoami prints are those of the certificate, as kubectl prints them."""
    found = command(cluster(ONE), "kubelet@worker1->kube-apiserver@cp1")
    assert plain(found.expect) == "Username system:node:worker1, Groups [system:nodes system:authenticated]."


def test_another_context_is_named() -> None:
    """A kubectl of a context that is not the current one names it."""
    second = "contexts:\n- context:\n    cluster: kubernetes\n    user: kubernetes-admin\n  name: it's me\n"
    changed = with_kubeconfig("contexts:\n", second)
    connection = next(c for c in changed.connections if c.startswith("kubectl:admin.conf:"))
    assert shlex.split(command(changed, connection).text)[4] == "--context=it's me"
    assert "--context" not in command(changed, "kubectl:admin.conf@cp1->kube-apiserver@cp1").text


def test_kubectl_is_given_the_kubeconfig_not_the_certificate() -> None:
    """A kubeconfig that names its certificate by path is itself what `--kubeconfig` takes."""
    paths = "client-certificate: /etc/kubernetes/pki/apiserver-kubelet-client.crt"
    changed = with_kubeconfig(r"client-certificate-data: \S+\n *client-key-data: \S+", paths)
    text = command(changed, "kube-apiserver@cp1->kubelet@worker1").text
    assert text.startswith("sudo kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw ")


def test_no_command_where_none_makes_sense() -> None:
    """Without credentials kubectl would ask for a password: there is no command; over http neither."""
    connection = "kubectl:admin.conf@cp1->kube-apiserver@cp1"
    changed = with_kubeconfig(r"client-certificate-data: \S+\n *client-key-data: \S+", "username: joe")
    assert panel(changed, connection).command is None
    assert panel(with_kubeconfig("server: https", "server: http"), connection).command is None


@pytest.mark.parametrize(
    "hostile",
    ["/a b/$(touch x).crt", "/a'b; touch x #.crt", "/a`touch x`.crt", '/a"&& touch x.crt', "/-x|y.crt", "/a\\b.crt"],
)
def test_hostile_names_stay_one_word(hostile: str) -> None:
    """Whatever a path holds, the shell gets it back as one word."""
    assert shlex.split(line("openssl", "verify", hostile)) == ["openssl", "verify", hostile]


@given(st.lists(st.text(), min_size=1))
def test_any_words_survive_the_shell(words: list[str]) -> None:
    """Whatever words a command has, a POSIX shell's rules give them back."""
    assert shlex.split(line(*words)) == words


def test_a_hostile_flag_is_quoted_in_the_command() -> None:
    """A path in a manifest that tries to leave its word does not."""
    path = f"{PKI}/x';touch y;'.crt"
    changed = with_flag(
        "kube-apiserver.yaml", f"- --etcd-certfile={PKI}/apiserver-etcd-client.crt", f'- "--etcd-certfile={path}"'
    )
    words = shlex.split(command(changed, "kube-apiserver@cp1->etcd@cp1").text)
    assert words[words.index("--cert") + 1] == path


def test_every_command_is_one_line() -> None:
    """No command of any real tree has a character that a terminal takes for more than text."""
    for name in NAMES:
        found = cluster(name)
        index = Authorities(found)
        for connection in found.connections.values():
            made = explain(found, connection, index).command
            assert made is None or made.text.isprintable(), connection.id


def _verifying(name: str) -> list[Command]:
    found = cluster(name)
    index = Authorities(found)
    made = (explain(found, connection, index).command for connection in found.connections.values())
    return [c for c in made if c is not None and " openssl verify " in c.text]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not at hand")
def test_openssl_says_what_the_command_promises(tmp_path: Path) -> None:
    """Every `openssl verify` of the bare pki tree, run on its files at the tree's moment, prints the lines expected."""
    _unpack("kubeadm-1.37-pki-only", tmp_path)
    commands = _verifying("kubeadm-1.37-pki-only")
    assert len(commands) >= 3
    for found in commands:
        run = _run(found.text, tmp_path)
        expected = plain(found.expect).removesuffix(".").replace(" and ", "\n")
        assert (run.returncode, run.stdout.replace(str(tmp_path), "").strip()) == (0, expected), found.text


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not at hand")
def test_openssl_does_not_promise_too_much(tmp_path: Path) -> None:
    """With another CA file in its place the same command does not print them: it really checks."""
    _unpack("kubeadm-1.37-pki-only", tmp_path)
    found = next(c for c in _verifying("kubeadm-1.37-pki-only") if f"{ETCD}/ca.crt" in c.text)
    run = _run(found.text.replace(f"{ETCD}/ca.crt", f"{PKI}/ca.crt"), tmp_path)
    assert run.returncode != 0


def _unpack(name: str, root: Path) -> None:
    for entry in entries(name):
        inside = entry.member.partition("pki/")[2]
        if entry.target is None and inside:
            path = root / PKI.removeprefix("/") / inside
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(entry.data)


def _run(text: str, root: Path) -> subprocess.CompletedProcess[str]:
    """Run a command with /etc below another root, without sudo, at the moment of the tests."""
    moved = re.sub(r"(?<= )/etc/", f"{root}/etc/", text.removeprefix("sudo "))
    moved = moved.replace("openssl verify", f"openssl verify -attime {int(CLOCK.timestamp())}")
    return subprocess.run(["sh", "-c", moved], capture_output=True, text=True, timeout=20, check=False)


def test_a_kubelet_is_asked_by_the_name_that_the_cluster_knows() -> None:
    """The Node's name comes from its kubelet's certificate, whatever the node's id is here."""
    renamed = [
        replace(entry, member=entry.member.replace("worker1/", "cp1-again/")) if "worker1" in entry.member else entry
        for entry in entries(ONE)
    ]
    found = command(cluster_of(renamed), "kube-apiserver@cp1->kubelet@worker1")
    assert "/nodes/worker1/proxy" in found.text
    assert "kubectl get nodes" not in plain(found.expect)


def test_where_nothing_names_the_node_the_command_says_so() -> None:
    """Without the kubelet's certificate the folder names the node, which need not be its name in the cluster."""
    found = [
        replace(entry, member=entry.member.replace("worker1/", "disk-of-bob/"))
        for entry in entries(ONE)
        if not (entry.member.startswith("worker1/") and "kubelet-client" in entry.member)
    ]
    made = command(cluster_of(found), "kube-apiserver@cp1->kubelet@disk-of-bob")
    assert "/nodes/disk-of-bob/proxy" in made.text
    assert "Nothing in the upload says what the cluster calls this node" in plain(made.expect)
