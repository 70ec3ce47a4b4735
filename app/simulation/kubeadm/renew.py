"""kubeadm certs renew: new keys and dates, subjects and SANs as they were (certs/renewal/manager.go)."""

import re
from base64 import b64encode

from ...model.certificates import Facts
from ..files import FileError
from ..issuing import Wanted, issue, key_pem
from ..kubeconfig import ConfigFault, load
from ..pem import certificates
from ..shell.call import Call, decoded, encoded
from .asking import Asked, Settings, failure
from .expiration import settings_with_words
from .helping import show_help
from .leaves import AUTHORITIES, LEAVES, Config, Leaf, configs
from .making import authority_of, authority_pem, new_key, path_of, signer_of, write_pair

DONE = (
    "\nDone renewing certificates. You must restart the kube-apiserver, kube-controller-manager, kube-scheduler and etcd, "
    "so that they can use the new certificates."
)
ORDER = (
    "admin.conf", "apiserver", "apiserver-etcd-client", "apiserver-kubelet-client", "controller-manager.conf",
    "etcd-healthcheck-client", "etcd-peer", "etcd-server", "front-proxy-client", "scheduler.conf", "super-admin.conf",
)  # fmt: skip


def run(call: Call, asked: Asked) -> int:
    """One certificate or all."""
    if not asked.words:
        show_help(call, ["certs", "renew"], f"Of its certificates this simulation offers all, {', '.join(ORDER)}")
        return 0
    name = asked.words[0]
    if name != "all" and name not in ORDER:
        raise failure(call, f'unknown command "{name}" for "kubeadm certs renew"')
    found = settings_with_words(call, asked, "renew")
    known = configs(found)
    for one in ORDER if name == "all" else (name,):
        stem = one.removesuffix(".conf")
        if one.endswith(".conf") and stem not in known:
            continue
        _one(call, found, LEAVES.get(one) or known[stem])
    if name == "all":
        call.line(DONE)
    return 0


def _one(call: Call, found: Settings, what: Leaf | Config) -> None:
    authority_name = what.authority if isinstance(what, Leaf) else "ca"
    pair = AUTHORITIES[authority_name]
    old = _old(call, found, what)
    if old is None:
        call.line(f"MISSING! {what.about}")
        return
    authority, signer = authority_of(call, found, authority_name), signer_of(call, found, pair)
    if authority is None or signer is None:
        call.line(f"Detected external {pair.base}, {what.about} can't be renewed")
        return
    wanted = _same(old)
    if isinstance(what, Leaf):
        write_pair(call, found, what.base, wanted, authority, signer)
    else:
        key = new_key(call, found)
        _rewrite(
            call,
            f"/etc/kubernetes/{what.name}.conf",
            authority_pem(call, found),
            issue(call.world, wanted, key, authority, signer),
            key_pem(key),
        )
    call.line(f"{what.about} renewed")


def _old(call: Call, found: Settings, what: Leaf | Config) -> Facts | None:
    try:
        if isinstance(what, Leaf):
            data: bytes | None = call.files.read(path_of(found, what.base, "crt"))
        else:
            user = load(call.files, f"/etc/kubernetes/{what.name}.conf").user
            data = user.certificate(call.files) if user else None
    except (FileError, ConfigFault):
        return None
    return next(iter(certificates(data or b"")), None)


def _same(old: Facts) -> Wanted:
    """What the old certificate says, except its dates (certToConfig)."""
    names = tuple(san.value for san in old.sans if san.type == "DNS")
    addresses = tuple(san.value for san in old.sans if san.type == "IP")
    usages = tuple(one for one in old.extended_key_usage if one in ("serverAuth", "clientAuth")) or ("clientAuth",)
    return Wanted(old.common_name or "", old.organizations, names, addresses, usages)


def _rewrite(call: Call, path: str, authority: bytes, certificate: bytes, key: bytes) -> None:
    """The new pair and the CA into a kubeconfig that is otherwise as it was."""
    text = decoded(call.files.read(path))
    for field, data in (("certificate-authority", authority), ("client-certificate", certificate), ("client-key", key)):
        text = re.sub(rf"{field}(-data)?: \S+", f"{field}-data: {b64encode(data).decode()}", text)
    call.files.write(path, encoded(text))
