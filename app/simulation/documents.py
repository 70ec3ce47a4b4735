"""YAML documents in simulated files; nothing where a file is no YAML."""

from ..reading.bounds import INSPECT
from ..reading.budget import Budget
from ..reading.fields import Document
from ..reading.problem import CannotRead
from ..reading.yaml import read_yaml


def documents(data: bytes) -> list[Document]:
    """The mappings among the documents of a file."""
    try:
        return [one for one in read_yaml(data, Budget(INSPECT)) if isinstance(one, dict)]
    except CannotRead:
        return []
