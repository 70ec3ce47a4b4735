"""The switch between the ways to look at a cluster."""

from .choice import Choice
from .links import PageLinks


def views(links: PageLinks, here: str, path: str = "") -> tuple[Choice, ...]:
    """Every way to look at a cluster; `here` is the current one's label. `path` is what is selected on the map, which
    picture and table share.
    """
    ways = (
        ("Connections", links.view(table=False, path=path)),
        ("Table", links.view(table=True, path=path)),
        ("Signatures", links.signatures()),
        ("Expiry", links.expiry()),
        ("Files", links.without_table().files()),
    )
    return tuple(Choice(label, href, label == here) for label, href in ways)


def broken_here(links: PageLinks) -> Choice | None:
    """Where a page shows a cluster that is broken on purpose: how much is, and to where it is mended."""
    count = len(links.breaks.faults)
    return Choice(f"{count} broken on purpose", links.without_table().breaking()) if count else None
