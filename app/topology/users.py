"""Whose a kubeconfig is, by the certificate of its user: where no flag and no convention says it."""

import posixpath

from ..model.configuration import Kubeconfig
from ..model.inventory import Inventory


def kubeconfig_of_user(inventory: Inventory, node: str, prefix: str) -> Kubeconfig | None:
    """The first kubeconfig of a node, by path, whose current user's certificate has a CN that begins so."""
    mine = sorted((one for one in inventory.kubeconfigs.values() if one.node == node), key=lambda one: one.path)
    return next((one for one in mine if (common_name(inventory, one) or "").startswith(prefix)), None)


def common_name(inventory: Inventory, kubeconfig: Kubeconfig) -> str | None:
    """The CN of the certificate that a kubeconfig's current user presents; None where there is none in the tree."""
    context = kubeconfig.effective_context
    user = kubeconfig.user(context.user) if context else None
    if user is None:
        return None
    if user.has_client_certificate_data:
        places = [f"{kubeconfig.id}#users[{user.name}].user.client-certificate-data"]
    elif user.client_certificate:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(kubeconfig.path), user.client_certificate))
        file = inventory.resolve(kubeconfig.node, path)
        places = [f"{file.id}#"] if file else []
    else:
        return None
    found = (inventory.certificates.get(at) for place in places for at in (place, f"{place}[0]"))
    certificate = next((one for one in found if one), None)
    return certificate.facts.common_name if certificate else None
