"""How many examples a property test tries: few with every change, very many with `make fuzz`."""

import os
from collections.abc import Callable
from typing import Any

from hypothesis import settings

FACTOR = int(os.environ.get("FUZZ", "1"))
"""`make fuzz` sets it."""


def examples(count: int) -> Callable[[Any], Any]:
    """The decorator of a property test that tries so many examples with every change, always the same,
    and others with each `make fuzz`; it never minds the time.
    """
    return settings(max_examples=count * FACTOR, deadline=None, derandomize=FACTOR == 1)
