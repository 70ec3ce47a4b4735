"""Symbolic links of a node's tree, followed as the node's kernel would, without leaving the tree."""

from collections.abc import Callable

MAX_LINK_HOPS = 8
"""Real trees need one or two (kubelet-client-current.pem, kubespray's pki → ssl); more than a few is a loop or an
attack.
"""

MAX_STEPS = 512
"""Parts of one path with all its links put in: eight targets of the longest name that an archive may hold."""


def follow(path: str, target_of: Callable[[str], str | None]) -> str | None:
    """The path behind all links, wherever in it they stand; None if they loop or go on for too long.

    `target_of` gives the text of the link at an absolute path, None where no link is. Absolute targets and `..` above
    the top stay inside: the node's `/` is the top (path_resolution(7), as after chroot).
    """
    waiting = path.split("/")[::-1]
    reached: list[str] = []
    hops = 0
    for _ in range(MAX_STEPS):
        if not waiting:
            return "/" + "/".join(reached)
        part = waiting.pop()
        if part == "..":
            del reached[-1:]
        elif part not in ("", "."):
            reached.append(part)
            target = target_of("/" + "/".join(reached))
            if target is not None:
                hops += 1
                if hops > MAX_LINK_HOPS:
                    return None
                reached = [] if target.startswith("/") else reached[:-1]
                waiting += target.split("/")[::-1]
    return None
