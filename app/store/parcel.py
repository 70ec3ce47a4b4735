"""A cluster as bytes: what a reading process hands over, and what the store keeps."""

import io
import pickle
from datetime import datetime, timedelta, timezone

from ..model.cluster import Cluster

_MODEL = Cluster.__module__.rpartition(".")[0] + "."
_TIMES = {cls.__name__: cls for cls in (datetime, timedelta, timezone)}


class _ModelUnpickler(pickle.Unpickler):
    """Makes objects of the model and nothing else.

    The bytes come from a process that has read a stranger's archive: whoever took it over must not gain this one too.
    """

    def find_class(self, module: str, name: str) -> type:
        if module == "datetime" and name in _TIMES:
            return _TIMES[name]
        if module.startswith(_MODEL) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of the model")


def pack(cluster: Cluster) -> bytes:
    """The cluster as bytes: its size is what the store's limits count."""
    return pickle.dumps(cluster, protocol=5)


def unpack(parcel: bytes) -> Cluster:
    """The cluster that `pack` made these bytes of. Raises pickle.UnpicklingError if they hold anything else."""
    found = _ModelUnpickler(io.BytesIO(parcel)).load()
    if not isinstance(found, Cluster):
        raise pickle.UnpicklingError("not a cluster")
    return found
