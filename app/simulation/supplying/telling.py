"""What is said of files that were made: what they are, where, and that no upload held them."""

from itertools import groupby

from ...explain.phrases import counted, listing, say
from ...model.words import Sentence
from ..world import World


def made_sentence(world: World) -> Sentence | None:
    """One sentence for the beginning of a lesson or a shell; None where nothing was made."""
    if not world.made:
        return None
    hosts = [(host, len(list(files))) for host, files in groupby(world.made, key=lambda one: one[0])]
    where = listing([f"{counted(number, 'file')} on {host}" for host, number in hosts])
    return say(
        "Made for the simulation, because the upload does not hold them: {where}, after what kubeadm writes, with names, "
        "addresses and domain from the certificates. Each says so in its first line.",
        where=where,
    )
