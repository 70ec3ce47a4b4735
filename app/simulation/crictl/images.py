"""crictl images: what has been pulled."""

from ..life.runtime import Runtime, image_id
from ..shell.call import Call
from .printing import table


def images(call: Call, runtime: Runtime, words: list[str]) -> int:
    """List the images of this host's pods."""
    kubelet = call.host.kubelet
    names = sorted({pod.main.image for pod in kubelet.pods.values()}) if kubelet else []
    rows = [["IMAGE", "TAG", "IMAGE ID"]]
    rows += [[*name.rpartition(":")[::2], image_id(name)] for name in names]
    table(call, rows)
    return 0
