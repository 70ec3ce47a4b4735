"""kubeadm certs check-expiration: the table that the page shows, from this host's files and at the simulated time."""

from ...kubeadm.expiration import check_expiration
from ...kubeadm.printing import authority_lines, certificate_lines
from ..inventories import inventory_of
from ..kubectl.asking import Asked as KubectlAsked
from ..kubectl.asking import connect_or_explain
from ..shell.call import Call, Stop
from ..tools.go_flags import Flags
from .asking import Asked, Settings, defaults, failure, from_text, settings

_NEW_WORDS = 31


def run(call: Call, asked: Asked) -> int:
    """When the certificates that kubeadm knows end."""
    settings_with_words(call, asked, "check-expiration")
    read = inventory_of(call.host)
    if read is None:
        raise failure(call, "couldn't find any certificate in /etc/kubernetes/pki")
    found = check_expiration(read[0], read[1], call.world.now)
    call.world.events.add(("read", "dates", call.session.host))
    for line in (*certificate_lines(found), "", *authority_lines(found)):
        call.line(line)
    return 0


def settings_with_words(call: Call, asked: Asked, phase: str) -> Settings:
    """The configuration from --config, else from the cluster, else kubeadm's defaults, with the lines that say so."""
    if asked.flags.value("config"):
        return settings(call, asked)
    found = defaults(call)
    if found.facts.minor >= _NEW_WORDS:
        call.line(f'[{phase}] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...')
        call.line(
            f"[{phase}] Use 'kubeadm init phase upload-config kubeadm --config your-config-file' to re-upload it."
        )
    else:
        call.line(f"[{phase}] Reading configuration from the cluster...")
        call.line(
            f"[{phase}] FYI: You can look at this config file with 'kubectl -n kube-system get cm kubeadm-config -o yaml'"
        )
    try:
        connect_or_explain(
            call, KubectlAsked(Flags({"kubeconfig": ["/etc/kubernetes/admin.conf"]}), []), discovers=False
        )
    except Stop:
        call.line(f"[{phase}] Error reading configuration from the Cluster. Falling back to default configuration")
        call.line()
        return found
    objects = call.world.objects
    stored = objects.config_maps.get(("kube-system", "kubeadm-config")) if objects else None
    if stored is None:
        call.line(f"[{phase}] Error reading configuration from the Cluster. Falling back to default configuration")
    call.line()
    return from_text(call, stored.data.get("ClusterConfiguration", "")) if stored else found
