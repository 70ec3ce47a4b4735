"""What Tab offers behind kubeadm: its commands, phases, certificates, flags."""

from collections.abc import Iterable

from ..completion.asking import Asking
from ..tools.go_flags import flag_words
from . import ACTIONS
from .asking import SWITCHES, VALUES
from .leaves import AUTHORITIES, LEAVES
from .renew import ORDER

_FILES = frozenset({"config", "cert-dir", "kubeconfig", "kubeconfig-dir", "rootfs", "patches"})
_BEHIND = {
    ("init", "phase", "certs"): ("all", "sa", *AUTHORITIES, *LEAVES),
    ("init", "phase", "kubeconfig"): ("all", "admin", "super-admin", "kubelet", "controller-manager", "scheduler"),
    ("init", "phase", "upload-config"): ("all", "kubeadm", "kubelet"),
    ("init", "phase", "kubelet-finalize"): ("all", "enable-client-cert-rotation"),
    ("certs", "renew"): ("all", *ORDER),
}


def complete(asking: Asking) -> Iterable[str] | None:
    """The next word of each command that begins so."""
    awaited = asking.awaited(VALUES)
    if awaited is not None:
        return None if awaited in _FILES else ("text", "json", "yaml", "short") if awaited in ("o", "output") else ()
    if asking.word.startswith("-"):
        return flag_words(VALUES, SWITCHES)
    words = tuple(asking.positional(VALUES, SWITCHES))
    if words in _BEHIND:
        return _BEHIND[words]
    return sorted({known[len(words)] for known in ACTIONS if known[: len(words)] == words and len(known) > len(words)})
