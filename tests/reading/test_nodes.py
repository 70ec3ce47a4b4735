"""Which folders are nodes, and what they are called."""

import base64

import pytest

from app.model.files import Entry
from app.model.inventory import Inventory
from app.reading.bounds import NODE_NAME, WEB
from app.reading.inventory import read_inventory
from app.reading.tree import Tree
from tests.trees import entries

from .making import attribute, certificate, name
from .test_pem import pem

UTF8 = 12
CA = pem(certificate())


def cn(text: str) -> bytes:
    """A certificate of this CN, as PEM."""
    return pem(certificate(subject=name(attribute("2.5.4.3", text, UTF8))))


def node_cn(node: str) -> bytes:
    """A kubelet's client certificate."""
    return cn(f"system:node:{node}")


def kubeconfig(user: str) -> bytes:
    """A kubeconfig whose current user is the second."""
    return (
        "kind: Config\ncurrent-context: main\nusers:\n- name: other\n  user: {client-certificate: /nowhere}\n"
        f"- name: u\n  user: {user}\ncontexts:\n- name: main\n  context: {{cluster: c, user: u}}\n"
    ).encode()


def inline(node: str) -> bytes:
    """A kubeconfig that holds its client certificate."""
    return kubeconfig(f"{{client-certificate-data: {base64.b64encode(node_cn(node)).decode()}}}")


def etcd(member: str) -> bytes:
    """A manifest of etcd behind a sidecar, which has a --name of its own."""
    return (
        "kind: Pod\nspec: {containers: [{command: [sidecar, --name=no]}, "
        f"{{command: [/usr/local/bin/etcd, --name={member}]}}]}}\n"
    ).encode()


KUBELET = "CN of the kubelet's client certificate"
HINTS = {
    "etc/kubernetes/kubelet.conf": (inline("of-conf"), "of-conf", KUBELET),
    "var/lib/kubelet/pki/kubelet-client-current.pem": (node_cn("of-current"), "of-current", KUBELET),
    "etc/kubernetes/copy.conf": (inline("of-copy"), "of-copy", KUBELET),
    "etc/kubernetes/kubeadm.yaml": (
        b"kind: ClusterConfiguration\n---\nkind: InitConfiguration\nnodeRegistration: {name: registered}\n",
        "registered",
        "nodeRegistration.name of the kubeadm configuration",
    ),
    "etc/kubernetes/manifests/any.yaml": (etcd("member"), "member", "etcd's --name"),
    "etc/kubernetes/pki/etcd/server.crt": (cn("served"), "served", "CN of etcd/server.crt"),
    "etc/kubernetes/pki/ca.crt": (CA, "folder", "the folder's name"),
}
"""By member: content, the name that it gives, what says so; the most telling first."""


def read(files: dict[str, bytes], links: dict[str, str] | None = None) -> Inventory:
    """The inventory of files and links by member."""
    found = [Entry(member, data) for member, data in files.items()]
    found += [Entry(member, b"", target) for member, target in (links or {}).items()]
    return read_inventory(Tree(tuple(found)), WEB)


def named(files: dict[str, bytes], links: dict[str, str] | None = None) -> str:
    """What the only node is called."""
    (node,) = read(files, links).nodes
    return node.id


@pytest.mark.parametrize("taken_away", range(len(HINTS)))
def test_the_most_telling_hint_names_the_node(taken_away: int) -> None:
    """With the hints before it taken away each gives the name, whatever stands behind it, in any order of members."""
    left = list(HINTS)[taken_away:]
    for order in (left, left[::-1]):
        (node,) = read({f"some/folder/{member}": HINTS[member][0] for member in order}).nodes
        assert (node.id, node.source, node.folder) == (*HINTS[left[0]][1:], "some/folder")


def test_without_any_hint() -> None:
    """A bare file, or a folder at the top, belongs to node-1."""
    for files in ({"ca.crt": CA}, {"pki/ca.crt": CA}, {"notes/x.crt": CA}):
        (node,) = read(files).nodes
        assert (node.id, node.source, node.folder) == ("node-1", "no file names the node", "")


@pytest.mark.parametrize("path", ["/var/lib/kubelet/pki/c.pem", "../../var/lib/kubelet/pki/c.pem"])
def test_the_certificate_that_kubelet_conf_names(path: str) -> None:
    """By an absolute path or one relative to its folder, and behind links, absolute and relative ones."""
    files = {"etc/kubernetes/kubelet.conf": kubeconfig(f"{{client-certificate: {path}}}")}
    real = {"var/lib/kubelet/pki/real.pem": node_cn("n7")}
    assert named(files | {"var/lib/kubelet/pki/c.pem": node_cn("n7")}) == "n7"
    for target in ("real.pem", "/var/lib/kubelet/pki/real.pem"):
        assert named(files | real, {"var/lib/kubelet/pki/c.pem": target}) == "n7"
    assert named(files | real, {"var/lib/kubelet/pki/c.pem": "nowhere"}) == "node-1"


def test_links_that_loop_name_nobody() -> None:
    """A loop, and a chain of more than eight links, end without a name."""
    assert (
        named({"pki/ca.crt": CA}, {"var/lib/kubelet/pki/kubelet-client-current.pem": "kubelet-client-current.pem"})
        == "node-1"
    )
    for hops, wanted in ((8, "far"), (9, "node-1")):
        chain = {f"var/lib/kubelet/pki/{n}": str(n + 1) for n in range(1, hops)}
        chain["var/lib/kubelet/pki/kubelet-client-current.pem"] = "1"
        assert named({f"var/lib/kubelet/pki/{hops}": node_cn("far")}, chain) == wanted


def test_a_certificate_of_somebody_else_is_no_hint() -> None:
    """kubelet.conf with an administrator's certificate says nothing about the node."""
    files = {"etc/kubernetes/kubelet.conf": kubeconfig("{client-certificate: /etc/kubernetes/x.pem}")}
    assert named(files | {"etc/kubernetes/x.pem": cn("kubernetes-admin")}) == "node-1"
    assert named(files | {"etc/kubernetes/x.pem": cn("system:node:")}) == "node-1"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("worker-1.example.org", "worker-1.example.org"),
        ("a b/c:d", "a_b_c_d"),
        ("<script>", "_script_"),
        ("Zürich", "Z_rich"),
        ("..", "node-1"),
        ("東京", "node-1"),
        ("x" * NODE_NAME, "x" * NODE_NAME),
        ("x" * (NODE_NAME + 1), "node-1"),
    ],
)
def test_names_are_fit_for_ids(text: str, wanted: str) -> None:
    """Other characters become `_`; what has no letter or digit, or is longer than a node's name can be, is none."""
    assert named({"etc/kubernetes/kubelet.conf": inline(text)}) == wanted


def test_nodes_of_one_name_are_numbered_in_the_archives_order() -> None:
    """Different folders stay different nodes; a name that is taken already is passed over."""
    files = {f"{folder}/etc/kubernetes/kubelet.conf": inline("n") + b"#" * at for at, folder in enumerate("cab")}
    files["d/etc/kubernetes/kubelet.conf"] = inline("n_2")
    assert [(node.id, node.folder) for node in read(files).nodes] == [
        ("n", "c"),
        ("n_2", "a"),
        ("n_3", "b"),
        ("n_2_2", "d"),
    ]


def test_a_node_cannot_be_called_cluster() -> None:
    """Ids of what belongs to no node end in @cluster."""
    assert named({"etc/kubernetes/kubelet.conf": inline("cluster")}) == "cluster_2"


def test_byte_identical_folders_are_one_node() -> None:
    """Files, links and their targets alike: one node, the first's members, and a note; one byte more: two nodes."""
    one = {"etc/kubernetes/pki/ca.crt": CA, "etc/kubernetes/x": b"x"}
    twice = {f"{folder}/{member}": data for folder in "ab" for member, data in one.items()}
    links = {"a/etc/kubernetes/l": "x", "b/etc/kubernetes/l": "x"}
    found = read(twice, links)
    assert [node.folder for node in found.nodes] == ["a"]
    assert {file.member[0] for file in found.files.values()} == {"a"}
    assert len(found.notes) == 1
    assert len(read(twice | {"b/etc/kubernetes/x": b"y"}, links).nodes) == 2
    assert len(read(twice, links | {"b/etc/kubernetes/l": "y"}).nodes) == 2
    assert len(read(twice | {"b/etc/kubernetes/y": b""}, links).nodes) == 2


def test_files_outside_every_root_belong_to_the_first_node() -> None:
    """They make no node, wherever they stand."""
    files = {
        "readme": b"x",
        "b/etc/kubernetes/pki/ca.crt": CA,
        "c/notes": b"x",
        "a/etc/kubernetes/pki/ca.crt": CA + b"\n",
    }
    found = read(files)
    assert [node.id for node in found.nodes] == ["b", "a"]
    assert {"b:/readme", "b:/c/notes"} <= set(found.files)


def test_bare_pki_is_marked() -> None:
    """A pki/ of its own is marked, one below etc/kubernetes is not."""
    assert read({"pki/ca.crt": CA}).nodes[0].bare_pki
    assert not read({"etc/kubernetes/pki/ca.crt": CA}).nodes[0].bare_pki


def test_folders_of_a_thousand_nodes() -> None:
    """A thousand nodes that all call themselves the same are named one by one, each once."""
    files = {f"d{n}/etc/kubernetes/pki/ca.crt": CA + b"\n" * (n % 7) + b"%d" % n for n in range(1000)}
    files |= {f"d{n}/etc/kubernetes/pki/etcd/server.crt": cn("same") for n in range(1000)}
    found = read(files)
    assert len({node.id for node in found.nodes}) == 1000
    assert found.nodes[999].id == "same_1000"


def test_a_real_worker_is_named_by_its_rotated_certificate() -> None:
    """The real worker's kubelet.conf names a file behind an absolute link: its CN is the node's name."""
    (node,) = read_inventory(Tree(entries("kubeadm-1.37-worker-only")), WEB).nodes
    assert (node.id, node.source) == ("worker1", KUBELET)
