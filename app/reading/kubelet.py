"""KubeletConfiguration (kubelet.config.k8s.io/v1beta1): the fields that decide about TLS."""

from ..model.configuration import KubeletConfiguration
from .fields import Document, boolean, mapping, number, text


def read_kubelet_configuration(document: Document, node: str, path: str) -> KubeletConfiguration:
    """The configuration in a document, with the place of its file. What is not written is None: the topology knows the
    defaults.
    """
    return KubeletConfiguration(
        id=f"{node}:{path}",
        node=node,
        path=path,
        client_ca_file=text(mapping(document, "authentication", "x509"), "clientCAFile"),
        tls_cert_file=text(document, "tlsCertFile"),
        tls_private_key_file=text(document, "tlsPrivateKeyFile"),
        server_tls_bootstrap=boolean(document, "serverTLSBootstrap"),
        port=number(document, "port"),
        authorization_mode=text(mapping(document, "authorization"), "mode"),
        anonymous_enabled=boolean(mapping(document, "authentication", "anonymous"), "enabled"),
        rotate_certificates=boolean(document, "rotateCertificates"),
    )
