"""What is said of programs whose manifest is not in the upload: beside other manifests nothing of their flags."""

from app.diagram.scene import Look, place
from app.explain.file import explain_file
from app.explain.overview import overview
from app.model.cluster import Cluster
from app.model.words import plain
from app.topology.programs import named_paths
from tests.explain.changed import ONE, PKI
from tests.trees import cluster, cluster_of, entries

MANAGER = "kube-controller-manager"
MANIFEST = "cp1/etc/kubernetes/manifests/kube-controller-manager.yaml"


def without_manager() -> Cluster:
    """The one-node cluster without the manifest of its controller manager, beside the three others."""
    found = [entry for entry in entries(ONE) if not entry.member.endswith(MANIFEST)]
    assert len(found) == len(entries(ONE)) - 1
    return cluster_of(found)


def tags(found: Cluster) -> set[str]:
    """What the rows of the picture say of their files."""
    return {row.tag.value for box in place(found, Look()).boxes for row in box.rows}


def uses(found: Cluster, path: str) -> str:
    """What the page of a file says that it is used for."""
    page = explain_file(found, f"cp1:{path}")
    return " ".join(map(plain, (page.lead, *page.points)))


def hints(found: Cluster) -> str:
    return " ".join(map(plain, overview(found).hints))


def test_a_manifest_says_what_its_program_signs_with() -> None:
    """With the manifest picture and panel say what kube-controller-manager signs with, and nothing is missed."""
    whole = cluster(ONE)
    assert named_paths(whole, MANAGER, "cp1", "--cluster-signing-key-file") == (f"{PKI}/ca.key",)
    assert "signs CSRs" in tags(whole)
    assert "signs approved CSRs" in uses(whole, f"{PKI}/ca.key")
    assert MANAGER not in hints(whole)


def test_without_its_manifest_nothing_is_said_of_a_programs_flags() -> None:
    """Beside other manifests a program without one is in no picture, no panel tells its flags, and a hint says so."""
    partial = without_manager()
    assert f"{MANAGER}@cp1" not in partial.components
    assert named_paths(partial, MANAGER, "cp1", "--cluster-signing-key-file") == ()
    assert "signs CSRs" not in tags(partial)
    assert "CSR" not in uses(partial, f"{PKI}/ca.key")
    assert "No manifest of kube-controller-manager on cp1 is in the upload" in hints(partial)


def test_a_node_without_any_manifest_follows_the_convention() -> None:
    """A bare pki folder shows kube-controller-manager by convention: no manifest of it is missed apart."""
    bare = cluster("kubeadm-1.37-pki-only")
    (node,) = [node.id for node in bare.nodes]
    assert named_paths(bare, MANAGER, node, "--cluster-signing-key-file") == (f"{PKI}/ca.key",)
    assert "No manifest of" not in hints(bare)
