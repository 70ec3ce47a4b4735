"""Who a client is to a server."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """What a server makes of the client's certificate: CN and every O (without system:authenticated)."""

    user: str
    groups: tuple[str, ...]
