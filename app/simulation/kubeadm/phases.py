"""kubeadm init phase certs, kubeconfig, upload-config, kubelet-finalize."""

import re
from dataclasses import replace

from ...issuing.keys import KeyKind
from ..configuration import cluster_configuration
from ..files import FileError
from ..issuing import issue_authority, key_pem, public_pem
from ..kubectl.access import demand
from ..kubectl.asking import Asked as KubectlAsked
from ..kubectl.asking import connect_or_explain
from ..life.engine import start_kubelet
from ..shell.call import Call, Stop, decoded, encoded
from ..tools.go_flags import Flags
from .asking import Asked, Settings, failure, settings
from .helping import show_help
from .leaves import AUTHORITIES, LEAVES, configs
from .making import CA_PEM_MODE, KEY_MODE, make_config, make_leaf, new_key, path_of, write_fresh

KUBELET_CONF = "/etc/kubernetes/kubelet.conf"
CURRENT = "/var/lib/kubelet/pki/kubelet-client-current.pem"


def certs(call: Call, asked: Asked) -> int:
    """One certificate, a CA, sa, or all."""
    if not asked.words:
        offered = f"Of its certs phases this simulation offers all, sa, {', '.join((*AUTHORITIES, *LEAVES))}"
        show_help(call, ["init", "phase", "certs"], offered)
        return 0
    found = settings(call, asked)
    if asked.flags.has("dry-run"):
        folder = "/etc/kubernetes/tmp/kubeadm-init-dryrun417019885"
        name = asked.words[0]
        raise failure(
            call,
            f"error execution phase certs/{name}: couldn't load CA certificate ca: couldn't load ca certificate authority from {folder}",
        )
    name = asked.words[0]
    if name == "all":
        call.line(f'[certs] Using certificateDir folder "{found.directory}"')
        for one in (
            "ca",
            "apiserver",
            "apiserver-kubelet-client",
            "front-proxy-ca",
            "front-proxy-client",
            "etcd-ca",
            "etcd-server",
            "etcd-peer",
            "etcd-healthcheck-client",
            "apiserver-etcd-client",
            "sa",
        ):
            _one(call, found, one)
        return 0
    if name not in (*AUTHORITIES, *LEAVES, "sa"):
        raise failure(call, f"unknown phase certs/{name}")
    return _one(call, found, name)


def _one(call: Call, found: Settings, name: str) -> int:
    if name == "sa":
        return _service_account(call, found)
    if name in AUTHORITIES:
        return _authority(call, found, name)
    return make_leaf(call, found, LEAVES[name])


def _authority(call: Call, found: Settings, name: str) -> int:
    pair = AUTHORITIES[name]
    crt, key = (path_of(found, pair.base, suffix) for suffix in ("crt", "key"))
    if call.files.get(crt) is not None:
        what = (
            f"{pair.base} certificate authority"
            if call.files.get(key) is not None
            else f"{pair.base} keyless certificate authority"
        )
        call.line(f"[certs] Using existing {what}")
        return 0
    call.line(f'[certs] Generating "{pair.base}" certificate and key')
    private = new_key(call, found)
    call.files.make_folders(crt.rpartition("/")[0])
    write_fresh(call, key, key_pem(private), KEY_MODE)
    write_fresh(call, crt, issue_authority(call.world, pair.common_name, private), CA_PEM_MODE)
    return 0


def _service_account(call: Call, found: Settings) -> int:
    key, public = (f"{found.directory}/sa.{suffix}" for suffix in ("key", "pub"))
    if call.files.get(key) is not None:
        call.line('[certs] Using the existing "sa" key')
        return 0
    call.line('[certs] Generating "sa" key and public key')
    private = call.world.new_key(KeyKind("RSA", 2048))
    write_fresh(call, key, key_pem(private), KEY_MODE)
    write_fresh(call, public, public_pem(private), KEY_MODE)
    return 0


def kubeconfig(call: Call, asked: Asked) -> int:
    """One kubeconfig or all."""
    found = settings(call, asked)
    known = configs(found)
    offered = f"Of its kubeconfig phases this simulation offers all, {', '.join(known)}"
    if not asked.words:
        show_help(call, ["init", "phase", "kubeconfig"], offered)
        return 0
    if asked.words[0] not in (*known, "all"):
        call.world.hint(offered)
        raise failure(call, f"unknown phase kubeconfig/{asked.words[0]}")
    folder = call.path(asked.flags.value("kubeconfig-dir") or "/etc/kubernetes")
    call.files.make_folders(folder)
    if asked.words[0] == "all":
        call.line(f'[kubeconfig] Using kubeconfig folder "{folder}"')
        for config in known.values():
            make_config(call, found, config, folder)
        return 0
    return make_config(call, found, known[asked.words[0]], folder)


def upload_config(call: Call, asked: Asked) -> int:
    """The ClusterConfiguration back into the ConfigMap kubeadm-config."""
    which = asked.words[0] if asked.words else ""
    if which not in ("all", "kubeadm", "kubelet"):
        show_help(
            call, ["init", "phase", "upload-config"], "Of its phases this simulation offers all, kubeadm, kubelet"
        )
        return 0
    found = settings(call, asked)
    request = KubectlAsked(Flags({"kubeconfig": [asked.flags.value("kubeconfig") or "/etc/kubernetes/admin.conf"]}), [])
    phase = f"error execution phase upload-config/{which}: "
    try:
        reached = connect_or_explain(call, request, discovers=False)
        demand(reached, "create", "configmaps", "kube-system")
    except Stop as stop:
        words = (
            stop.text.removeprefix("Unable to connect to the server: ")
            .removeprefix("error: ")
            .removeprefix("Error from server (Forbidden): ")
        )
        raise failure(call, f"{phase}{words}") from None
    if which in ("kubeadm", "all"):
        call.line(
            '[upload-config] Storing the configuration used in ConfigMap "kubeadm-config" in the "kube-system" Namespace'
        )
        text = _cluster_document(found)
        objects = call.world.objects
        assert objects is not None  # noqa: S101 - an API server that answers has them
        objects.put("kube-system", "kubeadm-config", {"ClusterConfiguration": text}, call.world.now)
    if which in ("kubelet", "all"):
        call.line(
            '[kubelet] Creating a ConfigMap "kubelet-config" in namespace kube-system with the configuration for the kubelets in the cluster'
        )
    return 0


def _cluster_document(found: Settings) -> str:
    """The file's ClusterConfiguration as kubeadm stores it: with its defaults, sorted."""
    facts = replace(
        found.facts,
        endpoint=found.endpoint,
        dns_domain=found.dns_domain,
        service_subnet=found.service_subnet,
        certificates_dir=found.directory,
    )
    return cluster_configuration(facts, found.sans)


def kubelet_finalize(call: Call, asked: Asked) -> int:
    """kubelet.conf is pointed at the pair that the kubelet rotates."""
    settings(call, asked)
    try:
        text = decoded(call.files.read(KUBELET_CONF))
    except FileError:
        raise failure(
            call,
            f'error execution phase kubelet-finalize/kubelet-client-cert-rotation: could not load "{KUBELET_CONF}": open {KUBELET_CONF}: no such file or directory',
        ) from None
    if "client-certificate-data" in text and call.files.get(CURRENT) is not None:
        call.line(
            f'[kubelet-finalize] Updating "{KUBELET_CONF}" to point to a rotatable kubelet client certificate and key'
        )
        text = re.sub(r"client-certificate-data: \S+", f"client-certificate: {CURRENT}", text)
        text = re.sub(r"client-key-data: \S+", f"client-key: {CURRENT}", text)
        call.files.write(KUBELET_CONF, encoded(text))
        start_kubelet(call.host, call.world.now)
    return 0
