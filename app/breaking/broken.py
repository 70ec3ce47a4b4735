"""A judged cluster and faults → the cluster with the faults in it, judged again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from ..model.cluster import Cluster
from ..reading.bounds import INSPECT
from ..topology.build import rebuild
from ..topology.signatures import Signatures
from ..trust import judged
from . import holders, leaves
from .draft import Draft
from .fault import KINDS, MOST, BadFault, Fault
from .private_keys import with_private_keys
from .settings import no_certificate

_APPLY: Mapping[str, Callable[[Draft, Fault], None]] = {
    **leaves.FAULTS,
    **holders.FAULTS,
    "no-certificate": no_certificate,
}


def broken(cluster: Cluster, faults: Iterable[Fault]) -> Cluster:
    """The cluster with these faults in it, at its clock. Without any it is given back as it is.

    What comes out is the model of the broken twin: it has private keys where the twin has them. Raises BadFault for a
    fault that this tree does not know.
    """
    wanted = tuple(dict.fromkeys(faults))
    if len(wanted) > MOST:
        raise BadFault(f"At most {MOST} faults at once.", remedy="Mend one of them.")
    if not wanted:
        return cluster
    whole = as_twin(cluster)
    draft = Draft(whole, whole.inventory)
    for fault in wanted:
        _APPLY[fault.name](draft, fault)
    inventory, signers = draft.finished()
    made = replace(rebuild(inventory, cluster.clock, signers), altered=draft.altered)
    notes = (*made.notes, *(f"Broken on purpose: {told(fault)}." for fault in wanted))
    return judged(replace(made, notes=notes), Signatures(INSPECT, signers))


def as_twin(cluster: Cluster) -> Cluster:
    """The cluster with private keys where its twin has them; it is not judged again."""
    inventory = with_private_keys(cluster)
    if inventory.keys.keys() == cluster.inventory.keys.keys():
        return replace(cluster, inventory=inventory)
    return rebuild(inventory, cluster.clock, cluster.signers)


def told(fault: Fault) -> str:
    """A fault in words, after what it does."""
    value = "" if not fault.value else f" ({fault.value})"
    return f"{fault.target}: {KINDS[fault.name].does}{value}"
