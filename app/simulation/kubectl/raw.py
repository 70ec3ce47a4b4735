"""kubectl get --raw: a path of the API, as the API server answers it."""

from ..shell.call import Call, Stop
from .answering import respond
from .asking import Asked, connect_or_explain


def read_raw(call: Call, asked: Asked, path: str) -> int:
    """Health checks (`?verbose` too), /version, and lists and objects of the kinds that there are. Raises Stop."""
    reply = respond(call.world, connect_or_explain(call, asked, discovers=False), path)
    if reply.status >= 400:
        reason = {403: "Forbidden", 404: "NotFound"}[reply.status]
        raise Stop(f"Error from server ({reason}): {reply.message}")
    call.out(reply.body(pretty=False))
    return 0
