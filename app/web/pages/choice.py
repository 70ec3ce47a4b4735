"""A link among alternatives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """A link among alternatives."""

    label: str
    href: str
    current: bool = False
