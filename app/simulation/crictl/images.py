"""crictl images: what has been pulled."""

from ..life.runtime import Runtime, image_id
from ..shell.call import Call
from .asking import flags_of, output_of
from .printing import show, table


def images(call: Call, runtime: Runtime, words: list[str]) -> int:
    """List the images of this host's pods, or those of a name; -q, -o json."""
    flags, kubelet = flags_of(call, words), call.host.kubelet
    names = {pod.main.image for pod in kubelet.pods.values()} | set(kubelet.daemons.values()) if kubelet else set()
    wanted = flags.words[0] if flags.words else None
    chosen = sorted(name for name in names if wanted in (None, name, name.rpartition(":")[0]))
    output = output_of(call, flags)
    if flags.has("q", "quiet"):
        for name in chosen:
            call.line(f"sha256:{image_id(name)}")
    elif output != "table":
        found = [{"id": image_id(name), "repoTags": [name], "repoDigests": [], "pinned": False} for name in chosen]
        show(call, {"images": found}, output)
    else:
        rows = [[*name.rpartition(":")[::2], image_id(name)] for name in chosen]
        table(call, [["IMAGE", "TAG", "IMAGE ID"], *rows])
    return 0
