"""kubeadm's ClusterConfiguration, InitConfiguration and JoinConfiguration (kubeadm.k8s.io): names and versions."""

from collections.abc import Iterator, Sequence

from ..model.configuration import KubeadmConfiguration
from .fields import Document, mapping, mappings, text, texts

KINDS = frozenset(("ClusterConfiguration", "InitConfiguration", "JoinConfiguration"))


def read_kubeadm_configuration(documents: Sequence[Document], node: str, path: str) -> KubeadmConfiguration:
    """The configuration in a file's documents, which stand beside each other in any order."""
    kinds = tuple(kind for document in documents if (kind := text(document, "kind")) in KINDS and kind)
    node_names = (text(mapping(document, "nodeRegistration"), "name") for document in documents)
    cluster = next((document for document in documents if text(document, "kind") == "ClusterConfiguration"), {})
    return KubeadmConfiguration(
        id=f"{node}:{path}",
        node=node,
        path=path,
        kinds=kinds,
        node_name=next(filter(None, node_names), None),
        kubernetes_version=text(cluster, "kubernetesVersion"),
        cluster_name=text(cluster, "clusterName"),
        control_plane_endpoint=text(cluster, "controlPlaneEndpoint"),
        certificates_dir=text(cluster, "certificatesDir"),
        dns_domain=text(mapping(cluster, "networking"), "dnsDomain"),
        cert_sans=texts(mapping(cluster, "apiServer"), "certSANs"),
    )


def in_config_maps(documents: Sequence[Document]) -> Iterator[str]:
    """The texts in which the ConfigMap kubeadm-config holds a configuration, as `kubectl get -o yaml` prints it, alone
    or in a List (cmd/kubeadm/app/phases/uploadconfig).
    """
    for document in documents:
        listed = mappings(document, "items") if text(document, "kind") == "List" else ()
        for one in (document, *listed):
            if text(one, "kind") == "ConfigMap":
                yield from (found for kind in sorted(KINDS) if (found := text(mapping(one, "data"), kind)))


def holds_secret(documents: Sequence[Document]) -> bool:
    """Whether a bootstrap token or the key of uploaded certificates stands in it."""
    return any(
        any(text(token, "token") for token in mappings(document, "bootstrapTokens"))
        or text(document, "certificateKey")
        or text(mapping(document, "controlPlane"), "certificateKey")
        or text(mapping(document, "discovery", "bootstrapToken"), "token")
        or text(mapping(document, "discovery"), "tlsBootstrapToken")
        for document in documents
    )
