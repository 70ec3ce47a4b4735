"""kubeadm kubeconfig user: a kubeconfig for anybody, printed (cmd/kubeadm/app/cmd/kubeconfig.go).

Without --config it knows neither the cluster's name nor its endpoint: this host's API server is dialled.
"""

from ..issuing import Wanted, issue, key_pem
from ..shell.call import Call
from .asking import Asked, failure, settings
from .leaves import AUTHORITIES
from .making import authority_of, authority_pem, kubeconfig_text, new_key, signer_of


def run(call: Call, asked: Asked) -> int:
    """--client-name NAME, --org GROUP (again and again, or with commas), --config FILE."""
    name = asked.flags.value("client-name")
    if not name:
        raise failure(call, 'required flag(s) "client-name" not set')
    found = settings(call, asked)
    authority, signer = authority_of(call, found, "ca"), signer_of(call, found, AUTHORITIES["ca"])
    if authority is None or signer is None:
        missing = f"{found.directory}/ca.{'crt' if authority is None else 'key'}"
        raise failure(
            call,
            "couldn't create a kubeconfig; the CA files couldn't be loaded: failed to load "
            f"{'certificate' if authority is None else 'key'}: couldn't load the "
            f"{'certificate' if authority is None else 'private key'} file {missing}: open {missing}: no such file or directory",
        )
    groups = tuple(part for value in asked.flags.all("org") for part in value.split(",") if part)
    key = new_key(call, found)
    certificate = issue(call.world, Wanted(name, groups), key, authority, signer)
    cluster = found.facts.cluster_name if found.document else "kubernetes"
    text = kubeconfig_text(cluster, found.server, authority_pem(call, found), name, certificate, key_pem(key))
    call.stdout.write(text + b"\n")
    return 0
