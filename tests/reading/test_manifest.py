"""Static pods: programs, flags, mounts, probes; and the kubelet's and kubeadm's configuration."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.configuration import Container, Flag, Mount, Probe
from app.reading import kubeadm
from app.reading.bounds import MOUNTS
from app.reading.kubeadm import read_kubeadm_configuration
from app.reading.kubelet import read_kubelet_configuration
from app.reading.manifest import holds_secret, read_flags, read_pod
from app.reading.redaction import REDACTED
from tests.properties import examples


def container(spec: dict[str, Any] | None = None, **fields: Any) -> Container:
    """The container of a pod of one."""
    item = {"name": "c", "image": "registry.k8s.io/kube-apiserver:v1.37.2"} | fields
    pod = {"kind": "Pod", "metadata": {"name": "p"}, "spec": (spec or {}) | {"containers": [item]}}
    (found,) = read_pod(pod, "n", "/m.yaml").containers
    return found


@pytest.mark.parametrize(
    ("words", "flags"),
    [
        (("--a=b", "--c=d"), [("--a", "b"), ("--c", "d")]),
        (("--a", "b", "--c", "d"), [("--a", "b"), ("--c", "d")]),
        (("--a", "--c=d"), [("--a", "true"), ("--c", "d")]),
        (("--a",), [("--a", "true")]),
        (("--a=",), [("--a", "")]),
        (("--a=b=c",), [("--a", "b=c")]),
        (("-a=b", "-c", "d"), [("-a", "b"), ("-c", "d")]),
        (("stray", "--a=b", "stray"), [("--a", "b")]),
        (("--a", "-"), [("--a", "-")]),
        (("--a=b", "--a=c"), [("--a", "b"), ("--a", "c")]),
        ((), []),
    ],
)
def test_flags_in_every_spelling(words: tuple[str, ...], flags: list[tuple[str, str]]) -> None:
    """`--a=b`, `--a b`, `--a` alone, empty values, one dash, and words that belong to nobody."""
    assert [(flag.name, flag.value) for flag in read_flags(words)] == flags


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("--token=marker", REDACTED),
        ("--experimental-password=marker", REDACTED),
        ("--etcd-password=marker", REDACTED),
        ("--initial-cluster-token=marker", REDACTED),
        ("--client-secret=marker", REDACTED),
        ("--certificate-key=marker", REDACTED),
        ("--user=root:marker", REDACTED),
        ("--token=", ""),
        ("--user=root", "root"),
        ("--token-auth-file=/etc/t.csv", "/etc/t.csv"),
        ("--service-account-signing-key-file=/sa.key", "/sa.key"),
        ("--enable-bootstrap-token-auth=true", "true"),
        ("--etcd-servers=https://a:marker@h1,https://b:marker@h2", "https://h1,https://h2"),
    ],
)
@pytest.mark.parametrize("split", [False, True], ids=["one word", "two words"])
def test_secrets_in_flags_are_redacted(word: str, value: str, split: bool) -> None:
    """A token or password is replaced while reading, as one word or two; names of files and plain values stay."""
    words = tuple(word.split("=", 1)) if split and not word.endswith("=") else (word,)
    flags = read_flags(words)
    assert [flag.value for flag in flags] == [value]
    assert "marker" not in repr(flags)


def test_a_pod_with_a_secret_is_known() -> None:
    """Whether a file's hash may be shown depends on it."""
    pods = [
        read_pod({"spec": {"containers": [{"command": ["x", flag]}]}}, "n", "/m") for flag in ("--token=t", "--port=1")
    ]
    assert [holds_secret(pod) for pod in pods] == [True, False]


@pytest.mark.parametrize(
    ("fields", "program", "flags"),
    [
        ({"command": ["kube-apiserver", "--a=b"]}, "kube-apiserver", 1),
        ({"command": ["/usr/local/bin/etcd", "--a=b"], "args": ["--c=d"]}, "etcd", 2),
        ({"args": ["--a=b"]}, "kube-apiserver", 1),
        ({"args": ["apiserver", "--a=b"]}, "apiserver", 1),
        ({"image": "etcd@sha256:00"}, "etcd", 0),
        ({"image": ""}, "", 0),
        ({"command": [], "args": None}, "kube-apiserver", 0),
        ({"command": "kube-apiserver"}, "kube-apiserver", 0),
        ({"command": [{"a": "b"}, None]}, "kube-apiserver", 0),
    ],
)
def test_what_a_container_runs(fields: dict[str, Any], program: str, flags: int) -> None:
    """`command` and `args` together; without a command the image's name; wrong types are absent."""
    found = container(**fields)
    assert (found.program, len(found.flags)) == (program, flags)


def test_host_paths_are_mapped() -> None:
    """A hostPath volume maps the container's path to the node's, the longest mount first, a subPath below it."""
    volumes = [
        {"name": "pki", "hostPath": {"path": "/srv/pki/"}},
        {"name": "etcd", "hostPath": {"path": "/srv/etcd"}},
        {"name": "conf", "hostPath": {"path": "/srv/conf"}},
        {"name": "empty", "emptyDir": {}},
    ]
    mounts = [
        {"name": "pki", "mountPath": "/etc/kubernetes/pki"},
        {"name": "etcd", "mountPath": "/etc/kubernetes/pki/etcd/"},
        {"name": "conf", "mountPath": "/c", "subPath": "a/b"},
        {"name": "empty", "mountPath": "/tmp"},
        {"name": "nobody", "mountPath": "/x"},
        {"name": "pki"},
    ]
    found = container({"volumes": volumes}, volumeMounts=mounts)
    assert found.mounts == (
        Mount("/etc/kubernetes/pki", "/srv/pki"),
        Mount("/etc/kubernetes/pki/etcd", "/srv/etcd"),
        Mount("/c", "/srv/conf/a/b"),
    )
    assert found.on_host("/etc/kubernetes/pki/ca.crt") == "/srv/pki/ca.crt"
    assert found.on_host("/etc/kubernetes/pki/etcd/ca.crt") == "/srv/etcd/ca.crt"
    assert found.on_host("/tmp/x") == "/tmp/x"


def test_mounts_are_bounded() -> None:
    """MOUNTS: as many as allowed map a path; those behind them do not."""
    mounts = [{"name": "v", "mountPath": f"/m{number}"} for number in range(MOUNTS + 1)]
    volumes = [{"name": "v", "hostPath": {"path": "/h"}}]
    pod = read_pod({"spec": {"containers": [{"volumeMounts": mounts}], "volumes": volumes}}, "n", "/p")
    (container,) = pod.containers
    assert container.on_host(f"/m{MOUNTS - 1}/x") == "/h/x"
    assert container.on_host(f"/m{MOUNTS}/x") == f"/m{MOUNTS}/x"


def test_probes_with_named_and_numbered_ports() -> None:
    """httpGet probes only; a port by name is the container's, or nobody's; scheme and path have their defaults."""
    ports = [{"name": "probe-port", "containerPort": "6443"}]
    found = container(
        ports=ports,
        livenessProbe={"httpGet": {"port": "probe-port", "scheme": "HTTPS", "host": "10.0.0.1", "path": "/livez"}},
        readinessProbe={"httpGet": {"port": "2381"}},
        startupProbe={"httpGet": {"port": "nobodys"}},
    )
    assert found.probes == (
        Probe("liveness", "https", "10.0.0.1", 6443, "/livez"),
        Probe("readiness", "http", None, 2381, "/"),
        Probe("startup", "http", None, None, "/"),
    )
    assert container(livenessProbe={"exec": {"command": ["etcdctl"]}}).probes == ()
    assert container(livenessProbe={"tcpSocket": {"port": "1"}}).probes == ()


def test_the_last_flag_wins() -> None:
    """As in pflag: of a flag that stands twice the last one counts."""
    found = container(command=["x", "--a=b", "--a=c"])
    assert found.flags == (Flag("--a", "b"), Flag("--a", "c"))
    assert found.flag("--a") == "c"


LEAVES = st.none() | st.text(max_size=6) | st.just([]) | st.just({}) | st.just([None]) | st.just({"a": ["b"]})
FIELDS = st.sampled_from(
    [
        "spec",
        "containers",
        "image",
        "command",
        "args",
        "volumes",
        "volumeMounts",
        "hostPath",
        "path",
        "mountPath",
        "ports",
        "livenessProbe",
        "httpGet",
        "port",
        "nodeRegistration",
        "apiServer",
        "certSANs",
        "authentication",
        "x509",
        "name",
    ]
)
DOCUMENTS = st.recursive(
    LEAVES, lambda v: st.dictionaries(FIELDS, v, max_size=4) | st.lists(v, max_size=2), max_leaves=12
)


@examples(150)
@given(st.dictionaries(FIELDS, DOCUMENTS, max_size=5))
def test_any_structure_is_read(document: dict[str, Any]) -> None:
    """Whatever a document holds under the names of these kinds, reading it raises nothing."""
    holds_secret(read_pod(document, "n", "/x"))
    read_kubelet_configuration(document, "n", "/x")
    read_kubeadm_configuration([document], "n", "/x")
    kubeadm.holds_secret([document])


def test_kubelet_configuration() -> None:
    """The fields that decide about TLS; what is not written is None, not a default."""
    document = {
        "authentication": {"x509": {"clientCAFile": "/ca.crt"}, "anonymous": {"enabled": "false"}},
        "authorization": {"mode": "Webhook"},
        "serverTLSBootstrap": "true",
        "tlsCertFile": "/k.crt",
        "tlsPrivateKeyFile": "/k.key",
        "port": "10250",
        "rotateCertificates": "true",
    }
    found = read_kubelet_configuration(document, "n", "/c.yaml")
    assert (found.client_ca_file, found.anonymous_enabled, found.authorization_mode) == ("/ca.crt", False, "Webhook")
    assert (found.server_tls_bootstrap, found.port, found.rotate_certificates) == (True, 10250, True)
    assert (found.tls_cert_file, found.tls_private_key_file) == ("/k.crt", "/k.key")
    nothing = read_kubelet_configuration({"port": "99999999999999999999"}, "n", "/c.yaml")
    assert (nothing.client_ca_file, nothing.anonymous_enabled, nothing.port) == (None, None, None)


def test_kubeadm_configuration() -> None:
    """Init and cluster configuration of one file, in either order, give one record."""
    init = {"kind": "InitConfiguration", "nodeRegistration": {"name": "cp1"}}
    cluster = {
        "kind": "ClusterConfiguration",
        "kubernetesVersion": "v1.37.2",
        "controlPlaneEndpoint": "api:6443",
        "certificatesDir": "/pki",
        "clusterName": "k",
        "networking": {"dnsDomain": "cluster.local"},
        "apiServer": {"certSANs": ["a", "b", None]},
    }
    for documents in ([init, cluster], [cluster, init]):
        found = read_kubeadm_configuration(documents, "n", "/k.yaml")
        assert set(found.kinds) == {"InitConfiguration", "ClusterConfiguration"}
        assert (found.node_name, found.kubernetes_version, found.control_plane_endpoint) == (
            "cp1",
            "v1.37.2",
            "api:6443",
        )
        assert (found.certificates_dir, found.cluster_name, found.dns_domain) == ("/pki", "k", "cluster.local")
        assert found.cert_sans == ("a", "b")


@pytest.mark.parametrize(
    ("document", "secret"),
    [
        ({"bootstrapTokens": [{"token": "abcdef.0123456789abcdef"}]}, True),
        ({"certificateKey": "00"}, True),
        ({"controlPlane": {"certificateKey": "00"}}, True),
        ({"discovery": {"bootstrapToken": {"token": "t"}}}, True),
        ({"discovery": {"tlsBootstrapToken": "t"}}, True),
        ({"bootstrapTokens": [{"ttl": "24h"}]}, False),
        ({"nodeRegistration": {"name": "cp1"}}, False),
    ],
)
def test_kubeadms_tokens_are_seen(document: dict[str, Any], secret: bool) -> None:
    """Every place of kubeadm's types where a token or the certificate key may stand."""
    assert kubeadm.holds_secret([document]) is secret
