"""The strip below the map while something is broken: what is, and the way back."""

from ...breaking.fault import KINDS, Fault
from ...explain.names import file_name
from .break_views import BreakRow, BreakStrip
from .state import State


def break_strip(state: State) -> BreakStrip:
    """Every link keeps what is selected."""
    links, breaks, path = state.links, state.links.breaks, state.path
    return BreakStrip(
        rows=tuple(_row(state, number, fault) for number, fault in enumerate(breaks.parsed(), 1)),
        undo=links.with_breaks(breaks.undo(), path) if breaks.faults else None,
        redo=links.with_breaks(breaks.redo(), path) if breaks.undone else None,
        mend_all=links.with_breaks(breaks.mended(), path) if breaks.faults else None,
        pick=links.breaking(),
        waits=breaks.asks,
    )


def _row(state: State, number: int, fault: Fault) -> BreakRow:
    links, written = state.links, state.links.breaks.faults[number - 1]
    node, _, rest = fault.target.partition(":")
    is_place = fault.target not in state.cluster.connections and bool(rest)
    name = file_name(rest.partition("#")[0]) if is_place else fault.target
    does = KINDS[fault.name].short + value_of(fault)
    mend = links.with_breaks(links.breaks.without(written), state.path)
    return BreakRow(number, name, node if is_place else "", does, links.breaking(fault.target), mend)


def value_of(fault: Fault) -> str:
    """A file's name in place of a CA's id."""
    value = fault.value or ""
    is_place = fault.name in ("other-ca", "merge-ca") and ":" in value
    return f" {file_name(value.partition(':')[2].partition('#')[0])}" if is_place else f" {value}" if value else ""
