"""The access log: what was asked for and how it went, without what was uploaded and without the links to it."""

import logging
import re

from ..reading.visible import visible

access_log = logging.getLogger("kubepki.access")

_CLUSTER_PATH = re.compile(r"(?P<base>(?:/api/v1)?/clusters/|/plays/)(?P<id>[^/]{20,})(?P<rest>/[^/]*)?.*", re.DOTALL)


def masked(path: str) -> str:
    """A path as the log may show it: who reads the log cannot open what others uploaded, nor learn names in it."""
    found = _CLUSTER_PATH.fullmatch(path)
    if found is not None:
        path = f"{found['base']}{found['id'][:4]}…{found['rest'] or ''}"
    return visible(path[:200])
