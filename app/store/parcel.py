"""A cluster as bytes: what a reading process hands over, and what the store keeps."""

import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta, timezone
from operator import attrgetter
from typing import Any

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


class _ByFields(dict[type, Callable[[Any], tuple[type, tuple[Any, ...]]]]):
    """How objects of the model are packed: as a call of their class with the values of its fields. What dataclasses
    with slots bring along for this lists the fields anew for every object, which takes ten times as long as the rest.
    """

    def __missing__(self, cls: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
        if not is_dataclass(cls) or not cls.__module__.startswith(_MODEL):
            raise KeyError(cls)
        names = [field.name for field in fields(cls)]
        values = attrgetter(*names) if len(names) > 1 else lambda one: (getattr(one, names[0]),)
        self[cls] = lambda one: (cls, values(one))
        return self[cls]


_BY_FIELDS = _ByFields()


def pack(cluster: Cluster) -> bytes:
    """The cluster as bytes: its size is what the store's limits count."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.dispatch_table = _BY_FIELDS
    pickler.dump(cluster)
    return buffer.getvalue()


def unpack(parcel: bytes) -> Cluster:
    """The cluster that `pack` made these bytes of. Raises pickle.UnpicklingError if they hold anything else."""
    found = _ModelUnpickler(io.BytesIO(parcel)).load()
    if not isinstance(found, Cluster):
        raise pickle.UnpicklingError("not a cluster")
    return found
