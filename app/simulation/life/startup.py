"""What a kubelet needs of its own files to start (client-go's bootstrap and certificate manager; facts.md §5)."""

from datetime import datetime

from ..files import FileError
from ..kubeconfig import ConfigFault, Kubeconfig, load
from ..pem import certificates
from ..world import Host

CONFIG, BOOTSTRAP = "/etc/kubernetes/kubelet.conf", "/etc/kubernetes/bootstrap-kubelet.conf"
_NO_BOOTSTRAP = (
    'E{} run.go:72] "command failed" err="failed to run Kubelet: unable to load bootstrap kubeconfig: '
    f'stat {BOOTSTRAP}: no such file or directory"'
)


def kubelet_fault(host: Host, now: datetime) -> list[str] | None:
    """The lines with which the kubelet ends; None where it starts."""
    try:
        found = load(host.files, CONFIG)
    except (FileError, ConfigFault):
        return None if host.files.get(BOOTSTRAP) else [_NO_BOOTSTRAP]
    leaf = next(iter(certificates(_certificate(host, found) or b"")), None)
    if leaf is None:
        return None if host.files.get(BOOTSTRAP) else [_NO_BOOTSTRAP]
    if now > leaf.not_after:
        expired = (
            f'E{{}} bootstrap.go:267] "Unhandled Error" err="part of the existing bootstrap client certificate in {CONFIG} '
            f'is expired: {leaf.not_after:%Y-%m-%d %H:%M:%S} +0000 UTC" logger="UnhandledError"'
        )
        return None if host.files.get(BOOTSTRAP) else [expired, _NO_BOOTSTRAP]
    return None


def configuration(host: Host) -> Kubeconfig | None:
    """kubelet.conf, where there is one."""
    try:
        return load(host.files, CONFIG)
    except (FileError, ConfigFault):
        return None


def _certificate(host: Host, config: Kubeconfig) -> bytes | None:
    user = config.user
    try:
        return user.certificate(host.files) if user is not None else None
    except FileError:
        return None
