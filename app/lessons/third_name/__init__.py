"""A third name for the API server: as it is usually taught, and then as it truly is."""

from ...explain.phrases import code, listing, say
from ...model.words import Sentence
from ...simulation.serving import server_of
from ...simulation.world import World
from ..lesson import Lesson
from ..looking import PKI, on_disk
from .keys import keys
from .notices import notices
from .steps import STEPS


def _fits(world: World) -> Sentence | None:
    planes = [host for host in world.hosts.values() if host.kind == "control-plane"]
    if not planes:
        return say("This tree holds no control-plane node: there is no API server’s certificate to make.")
    if all(on_disk(host) is None for host in planes):
        return say("This tree holds no {file}.", file=code("apiserver.crt"))
    if all(host.files.get(f"{PKI}/ca.key") is None for host in planes):
        return say("This tree has no key of the CA (an external CA): kubeadm could not sign.")
    down = [host.name for host in planes if server_of(world, host) is None]
    if down:
        return say(
            "The API server of {hosts} does not start with the files of this tree.", hosts=listing(map(code, down))
        )
    return None


LESSON = Lesson(
    "third-name",
    "A third name for the API server",
    say("Add a name to the API server’s certificate, see why it works only sometimes, and finish it on every node."),
    "ha2",
    STEPS,
    _fits,
    notices,
    is_about_a_name=True,
    keys=keys,
)
