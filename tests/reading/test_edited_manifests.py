"""Manifests and kubeadm's configuration as people edit and print them: the map is the same."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.model.cluster import Cluster
from app.reading.bounds import SCRIPT, WEB
from app.reading.inventory import read_inventory
from app.reading.shell import command_in, script_of
from app.reading.tree import Tree
from tests.trees import cluster, cluster_of, entries

TREE = "kubeadm-1.37-cp1-workers"
Pod = dict[str, Any]


def edited(change: Callable[[Pod], str]) -> Cluster:
    """The tree with every manifest written anew."""
    return cluster_of(
        replace(entry, data=change(yaml.safe_load(entry.data)).encode()) if "/manifests/" in entry.member else entry
        for entry in entries(TREE)
    )


def same(found: Cluster) -> bool:
    """Whether the map is that of the unchanged tree, evidence included."""
    plain = cluster(TREE)
    return found.connections == plain.connections and found.components == plain.components


def of_container(change: Callable[[Pod], None]) -> Callable[[Pod], str]:
    def changed(pod: Pod) -> str:
        change(pod["spec"]["containers"][0])
        return yaml.safe_dump(pod)

    return changed


def in_items(container: Pod) -> None:
    command = container["command"]
    container["command"] = [command[0], *(part for word in command[1:] for part in word.split("=", 1))]


def as_arguments(container: Pod) -> None:
    container["args"], container["command"] = container["command"][1:], [f"/usr/local/bin/{container['command'][0]}"]


def single_dashes(container: Pod) -> None:
    container["command"] = [word.replace("--", "-", 1) for word in container["command"]]


def underscores(container: Pod) -> None:
    """Not etcd: it reads its flags by Go's own package, to which a_b is another name than a-b."""
    program, *words = container["command"]
    parts = (word[2:].partition("=") for word in words)
    if program != "etcd":
        container["command"] = [program, *(f"--{name.replace('-', '_')}={value}" for name, _, value in parts)]


def in_a_shell(container: Pod) -> None:
    lines = " \\\n  ".join(f"'{word}'" for word in container["command"])
    container["command"] = ["/bin/sh", "-ec", f"# started by hand\nset -x; HOST=a\nexec {lines}\n"]


def in_a_shell_by_arguments(container: Pod) -> None:
    container["args"] = ["-c", "umask 077 && GOGC=50 " + " ".join(f'"{word}"' for word in container["command"])]
    container["command"] = ["bash"]


@pytest.mark.parametrize(
    "change", [in_items, as_arguments, single_dashes, underscores, in_a_shell, in_a_shell_by_arguments]
)
def test_a_command_line_in_other_forms(change: Callable[[Pod], None]) -> None:
    """Flags and values apart, in args, with one dash, with underscores, in a shell's script: the same map."""
    assert same(edited(of_container(change)))


def test_a_command_line_that_says_something_else() -> None:
    """The same comparison sees one changed flag."""

    def other(container: Pod) -> None:
        container["command"] = [word.replace("/ca.crt", "/other.crt") for word in container["command"]]

    assert not same(edited(of_container(other)))


def with_a_sidecar(pod: Pod) -> str:
    sidecar = {"name": "logs", "image": "example.test/busybox:1", "command": ["sh", "-c", "tail -f --retry /log"]}
    pod["spec"]["containers"].insert(0, sidecar)
    return yaml.safe_dump(pod)


@pytest.mark.parametrize(
    "write",
    [
        json.dumps,
        lambda pod: json.dumps(pod, indent=2).replace("\n", "\r\n"),
        lambda pod: "# edited\n---\n# twice\n" + yaml.safe_dump(pod) + "\n---\n",
        lambda pod: "\ufeff" + yaml.safe_dump(pod).replace("\n", "\r\n"),
        lambda pod: "# flow\n---\n" + yaml.safe_dump(pod, default_flow_style=True, width=10_000),
        lambda pod: "\ufeff--- # a comment\n\n" + json.dumps(pod),
        with_a_sidecar,
    ],
    ids=["JSON", "JSON, CRLF", "comments", "BOM, CRLF", "flow style", "BOM, ---, JSON", "sidecar"],
)
def test_a_manifest_in_other_forms(write: Callable[[Pod], str]) -> None:
    """JSON, comments, document marks, flow style, quotes, Windows' line ends, a sidecar first: the same map."""
    assert same(edited(write))


CONFIGURATION = """apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.37.2
controlPlaneEndpoint: api.example.test:6443
apiServer:
  certSANs: [hostname1]
"""
CONFIG_MAP = {
    "apiVersion": "v1",
    "kind": "ConfigMap",
    "metadata": {"name": "kubeadm-config", "namespace": "kube-system"},
    "data": {"ClusterConfiguration": CONFIGURATION},
}


PRINTED = "apiVersion: v1\ndata:\n  ClusterConfiguration: |\n" + "".join(
    f"    {line}\n" for line in CONFIGURATION.splitlines()
)
PRINTED += "kind: ConfigMap\nmetadata:\n  name: kubeadm-config\n  namespace: kube-system\n"


@pytest.mark.parametrize("printed", [CONFIG_MAP, {"apiVersion": "v1", "kind": "List", "items": [CONFIG_MAP]}])
def test_the_config_map_of_kubeadm(printed: Pod) -> None:
    """As `kubectl get configmap -o yaml` prints it, alone or in a list, it says the version and the endpoint."""
    ca = next(entry for entry in entries(TREE) if entry.member.endswith("pki/ca.crt"))
    for form in (yaml.safe_dump(printed), json.dumps(printed), PRINTED):
        found = read_inventory(Tree((ca, replace(ca, member="kubeadm.yaml", data=form.encode()))), WEB)
        (configuration,) = found.kubeadm_configurations.values()
        assert configuration.kubernetes_version == "v1.37.2"
        assert configuration.control_plane_endpoint == "api.example.test:6443"
        assert configuration.cert_sans == ("hostname1",)


def test_a_config_map_of_something_else() -> None:
    """Another ConfigMap says nothing, and one whose text is broken says so."""
    ca = next(entry for entry in entries(TREE) if entry.member.endswith("pki/ca.crt"))
    for text, codes in ((CONFIGURATION, []), ("a: b: c", ["yaml"])):
        key = "Corefile" if not codes else "ClusterConfiguration"
        data = yaml.safe_dump({**CONFIG_MAP, "data": {key: text}}).encode()
        found = read_inventory(Tree((ca, replace(ca, member="cm.yaml", data=data))), WEB)
        assert not found.kubeadm_configurations
        assert [line.code for line in found.unreadable] == codes


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("exec etcd --a=b", ["etcd", "--a=b"]),
        ("echo --hello; etcd --a 'b c' \\\n --d=\"e f\"", ["etcd", "--a", "b c", "--d=e f"]),
        ("exec etcd --a; sleep --b", ["etcd", "--a"]),
        ('A=1 B=2 exec env C=3 etcd --a="$HOST"', ["etcd", "--a=$HOST"]),
        ("etcd --a=1 # --b=2\n", ["etcd", "--a=1"]),
        ("etcd --a=b\\ c --d='e'f\"g\"", ["etcd", "--a=b c", "--d=efg"]),
        ("if true; then etcd --a; fi", ["etcd", "--a"]),
        ("echo hello", []),
        ("", []),
        ("etcd --a='never closed", []),
    ],
)
def test_what_a_script_comes_to(script: str, words: list[str]) -> None:
    """The command behind exec, else the last one with flags, its words as a shell splits them."""
    assert command_in(script) == words


def test_a_script_is_bounded() -> None:
    """SCRIPT: the longest that fits is looked into, a longer one is not."""
    command = "; exec etcd --name=x"
    assert command_in("x" * (SCRIPT - len(command)) + command) == ["etcd", "--name=x"]
    assert command_in("x" * (SCRIPT - len(command) + 1) + command) == []


@pytest.mark.parametrize(
    ("words", "script"),
    [
        (["sh", "-c", "x"], "x"),
        (["/bin/bash", "-x", "-ec", "x", "y"], "x"),
        (["etcd", "-c", "x"], None),
        (["sh", "run.sh", "-c", "x"], None),
        (["sh", "--rcfile", "x"], None),
        (["sh", "-c"], None),
        ([], None),
    ],
)
def test_what_is_a_script(words: list[str], script: str | None) -> None:
    """A shell with -c among its options; a script's file is not in the manifest."""
    assert script_of(words) == script


@given(st.text("ab \\\n\"'#;&|$-=", max_size=60))
def test_any_script_gives_words(script: str) -> None:
    """Nothing that stands in a script raises anything."""
    assert all(isinstance(word, str) for word in command_in(script))
