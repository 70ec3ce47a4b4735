"""kubeadm join of a worker: discovery by token and pinned CA, then the kubelet's TLS bootstrap."""

from base64 import b64decode, b64encode
from binascii import Error

from ...issuing.encoding import pem
from ...issuing.keys import KeyKind
from ...model.certificates import Facts
from ...reading.fields import mapping, mappings, text
from ..documents import documents
from ..issuing import Wanted, issue, key_pem
from ..life.engine import start_kubelet
from ..life.rotation import put_pair, signer
from ..network import NameFault, resolve
from ..objects import Node
from ..pem import PrivateKey, certificates
from ..serving import Server, server_at
from ..shell.call import Call
from ..trusting import refuse_server
from .asking import Asked, facts_of, failure

UNKNOWN = "error execution phase preflight: couldn't validate the identity of the API Server: "
FINAL = """
This node has joined the cluster:
* Certificate signing request was sent to apiserver and a response was received.
* The Kubelet was informed of the new secure connection details.

Run 'kubectl get nodes' on the control-plane to see this node join the cluster.

"""


def run(call: Call, asked: Asked) -> int:
    """Join this host as a worker."""
    if not asked.words:
        raise failure(call, 'discovery: Invalid value: "": bootstrapToken or file must be set')
    token = asked.flags.value("token") or ""
    server = _server(call, asked.words[0])
    objects = call.world.objects
    assert objects is not None  # noqa: S101 - a world that was opened has them
    if "preflight" not in (asked.flags.value("skip-phases") or ""):
        call.line("[preflight] Running pre-flight checks")
        there = [
            path
            for path in ("/etc/kubernetes/kubelet.conf", "/etc/kubernetes/pki/ca.crt")
            if call.files.get(path) is not None
        ]
        if there:
            names = "".join(
                f"\n\t[ERROR FileAvailable-{path.replace('/', '-')}]: {path} already exists" for path in there
            )
            raise failure(
                call,
                f"error execution phase preflight: [preflight] Some fatal errors occurred:{names}\n[preflight] If you know what you are doing, you can make a check non-fatal with `--ignore-preflight-errors=...`",
            )
    if objects.tokens.get(token.partition(".")[0]) != token:
        raise failure(
            call,
            f'error execution phase preflight: couldn\'t validate the identity of the API Server: could not find a JWS signature in the cluster-info ConfigMap for token ID "{token.partition(".")[0]}"',
        )
    authority = _authority(call, server, asked.words[0])
    pin = asked.flags.value("discovery-token-ca-cert-hash")
    if pin and pin != f"sha256:{authority.key.spki_sha256}":
        raise failure(
            call,
            f'error execution phase preflight: couldn\'t validate the identity of the API Server: cluster CA found in cluster-info ConfigMap is invalid: none of the public keys "sha256:{authority.key.spki_sha256}" are pinned',
        )
    fault = refuse_server(server.served.pair.chain, (authority,), asked.words[0].rpartition(":")[0], call.world)
    if fault:
        raise failure(call, f"{UNKNOWN}{_asked(asked.words[0])}: tls: failed to verify certificate: {fault}")
    _words(call)
    pair = signer(call.world)
    if pair is None:
        raise failure(call, "error execution phase kubelet-start: timed out waiting for the condition")
    _bootstrap(call, token, server, authority, pair)
    call.out(FINAL)
    return 0


def _server(call: Call, where: str) -> Server:
    name, _, port = where.rpartition(":")
    try:
        address = resolve(call.host, name or where)
    except NameFault:
        raise failure(
            call,
            f"error execution phase preflight: couldn't validate the identity of the API Server: dial tcp: lookup {name or where}: no such host",
        ) from None
    found = server_at(
        call.world, call.host, address, int(port) if port.isascii() and port.isdigit() and len(port) < 6 else 6443
    )
    if not isinstance(found, Server):
        raise failure(
            call,
            f'error execution phase preflight: couldn\'t validate the identity of the API Server: failed to request the cluster-info ConfigMap: Get "https://{where}/api/v1/namespaces/kube-public/configmaps/cluster-info?timeout=10s": dial tcp {where}: connect: connection refused',
        )
    return found


def _authority(call: Call, server: Server, where: str) -> Facts:
    """The CA that cluster-info holds: whoever changes the CA has to publish it anew."""
    objects = call.world.objects
    found = objects.config_maps.get(("kube-public", "cluster-info")) if objects else None
    for document in documents(found.data.get("kubeconfig", "").encode()) if found else ():
        for cluster in mappings(document, "clusters"):
            for one in certificates(_decoded(text(mapping(cluster, "cluster"), "certificate-authority-data") or "")):
                return one
    raise failure(call, f'{UNKNOWN}{_asked(where)}: configmaps "cluster-info" not found')


def _decoded(data: str) -> bytes:
    try:
        return b64decode(data, validate=True)
    except Error:
        return b""


def _asked(where: str) -> str:
    path = "/api/v1/namespaces/kube-public/configmaps/cluster-info?timeout=10s"
    return f'failed to request the cluster-info ConfigMap: Get "https://{where}{path}"'


def _words(call: Call) -> None:
    for line in (
        '[preflight] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...',
        "[preflight] Use 'kubeadm init phase upload-config kubeadm --config your-config-file' to re-upload it.",
        '[kubelet-start] Writing kubelet configuration to file "/var/lib/kubelet/instance-config.yaml"',
        '[patches] Applied patch of type "application/strategic-merge-patch+json" to target "kubeletconfiguration"',
        '[kubelet-start] Writing kubelet configuration to file "/var/lib/kubelet/config.yaml"',
        '[kubelet-start] Writing kubelet environment file with flags to file "/var/lib/kubelet/kubeadm-flags.env"',
        "[kubelet-start] Starting the kubelet",
        "[kubelet-check] Waiting for a healthy kubelet at http://127.0.0.1:10248/healthz. This can take up to 4m0s",
        "[kubelet-check] The kubelet is healthy after 1.002277611s",
        "[kubelet-start] Waiting for the kubelet to perform the TLS Bootstrap",
    ):
        call.line(line)


def _bootstrap(call: Call, token: str, server: Server, authority: Facts, signing: tuple[Facts, PrivateKey]) -> None:
    """The kubelet's CSR, approved and issued at once, and the files that it writes."""
    world, files, name = call.world, call.files, call.session.host
    facts, objects = facts_of(call), world.objects
    key = world.new_key(KeyKind("ECDSA", 256))
    wanted = Wanted(f"system:node:{name}", ("system:nodes",))
    pair = issue(world, wanted, key, *signing) + key_pem(key)
    put_pair(call.host, pair, world.now)
    files.make_folders("/etc/kubernetes/pki")
    files.write("/etc/kubernetes/pki/ca.crt", pem("CERTIFICATE", authority.der))
    endpoint = facts.endpoint or f"{server.address}:{server.port}"
    files.write("/etc/kubernetes/kubelet.conf", kubelet_conf(endpoint, pem("CERTIFICATE", authority.der)), mode=0o600)
    if objects is not None:
        objects.nodes.setdefault(name, Node(name, False, call.host.address or "", facts.version, world.now))
        objects.request(f"system:bootstrap:{token.partition('.')[0]}", world.now)
    start_kubelet(call.host, world.now)


def kubelet_conf(endpoint: str, authority: bytes) -> bytes:
    """kubelet.conf as the kubelet writes it after its bootstrap."""
    current = "/var/lib/kubelet/pki/kubelet-client-current.pem"
    return (
        f"apiVersion: v1\nclusters:\n- cluster:\n    certificate-authority-data: {b64encode(authority).decode()}\n"
        f"    server: https://{endpoint}\n  name: default-cluster\ncontexts:\n- context:\n    cluster: default-cluster\n"
        "    namespace: default\n    user: default-auth\n  name: default-context\ncurrent-context: default-context\n"
        f"kind: Config\nusers:\n- name: default-auth\n  user:\n    client-certificate: {current}\n    client-key: {current}\n"
    ).encode()
