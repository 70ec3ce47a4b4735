"""Files that nothing connects: the panel lists the certificates and keys themselves, each with its own page."""

from ...explain.names import day, file_name
from .lists import MOST
from .panel_views import LooseRow
from .state import State


def loose_rows(state: State) -> tuple[LooseRow, ...]:
    """What an upload holds that shows no connection; empty where there is one."""
    inventory = state.cluster.inventory
    if state.cluster.connections:
        return ()
    certificates = [
        LooseRow(
            found.facts.subject or "a certificate without a name",
            f"{file_name(found.path)}, until {day(found.facts.not_after)}",
            state.links.certificate(found.id),
        )
        for found in inventory.certificates.values()
    ]
    keys = [
        LooseRow(
            f"{'Private' if key.private else 'Public'} key, {key.type}{f' {key.bits}' if key.bits else ''}",
            file_name(key.path),
            state.links.key(key.id),
        )
        for key in inventory.keys.values()
    ]
    return tuple((certificates + keys)[:MOST])
