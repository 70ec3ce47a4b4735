"""The CAs, on top: a card each, up to six; where a column has two, they are half as high."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..model.cluster import Group, State
from ..reading.visible import visible
from ..topology.authorities import Authority
from .board import BIG_SEAL, END, GAP, SEAL
from .chips import WRONG
from .faults import ca_faults
from .grid import CARD_HEIGHT, CARD_Y, COLUMNS, HALF_CARD, Column
from .lights import Lights
from .marks import Area, Card, Light, Seal
from .outlines import mark
from .seals import shape
from .text import Style, Text, set_text, spoken, width_of
from .view import View
from .words import ABSENT, file_name

SLOTS = 2 * len(COLUMNS)
"""Cards that have room. The last stands for all that have none."""
_ABSENT_NAMES = ("kubernetes CA", "etcd CA", "front-proxy CA")
_ETCD, _FRONT_PROXY = 1, 2
_TO_TEXT, _TO_SEAL = 42, 22


@dataclass(frozen=True, slots=True)
class _Draft:
    """A CA before it has a place."""

    component: str | None
    seal: Seal
    name: str
    file: str
    note: str
    light: Light
    hollow: bool = False
    fails: bool = False


def cards(view: View, lights: Lights) -> tuple[Card, ...]:
    """A card for each CA whose shape is its own, and a hollow one for what a flag names and the tree lacks.

    The column follows from the shape, so that a CA more moves none sideways.
    """
    slots = dict(_slots(view, lights))
    made: list[Card] = []
    for index, column in enumerate(COLUMNS):
        here = [slots[slot] for slot in range(index, SLOTS, len(COLUMNS)) if slot in slots]
        here = here or [draft for draft in (_absent(view, lights, index),) if draft]
        if len(here) == 1:
            made.append(_whole(here[0], column))
        else:
            made += [_half(draft, column, place) for place, draft in enumerate(here)]
    return tuple(made)


def _slots(view: View, lights: Lights) -> Iterator[tuple[int, _Draft]]:
    """The CAs by slot; the last slot stands for all that have none, and shows the one that is lit."""
    found = {one.shape_index: one for one in view.authorities.all if one.shape_index is not None}
    faults = ca_faults(view.cluster, view.authorities)
    last = SLOTS - 1
    crowd = [one for index, one in sorted(found.items()) if index >= last]
    for index, authority in sorted(found.items()):
        if index < last:
            yield index, _draft(view, lights, authority, faults)
    if crowd:
        shown = next((one for one in crowd if lights.card(one.component_id) is Light.LIT), crowd[0])
        yield last, _draft(view, lights, shown, faults, len(crowd) - 1)


def _draft(view: View, lights: Lights, authority: Authority, faults: Mapping[str, str], others: int = 0) -> _Draft:
    places = [view.cluster.inventory.certificates[id_] for id_ in authority.certificate_ids]
    files = [f"{one.node}:{one.path}" for one in places if one.pointer == ""]
    wrong = faults.get(authority.component_id)
    note = lights.note(authority.component_id) or f"signed {authority.signed_count}"
    note = f"{WRONG} {visible(wrong.removeprefix('CA '))}" if wrong else note
    return _Draft(
        component=authority.component_id,
        seal=shape(authority),
        name=authority.name,
        file=file_name(places[0].path),
        note=f"{note}, {others} more" if others else note,
        light=lights.card(authority.component_id, files),
        fails=wrong is not None,
    )


def _absent(view: View, lights: Lights, index: int) -> _Draft | None:
    """The CA that the servers of a realm check their clients with, where the tree does not hold the file named."""
    group = Group.ETCD if index == _ETCD else Group.APISERVER
    found = next((one for one in view.cluster.connections.values() if one.group is group and not one.purpose), None)
    if found is None:
        return None
    reference = found.server.requestheader_ca if index == _FRONT_PROXY else found.server.client_ca
    if reference.path is None or reference.state not in (State.NOT_IN_TREE, State.UNREADABLE):
        return None
    light = lights.card(None)
    return _Draft(None, Seal.UNKNOWN, _ABSENT_NAMES[index], file_name(reference.path), ABSENT, light, hollow=True)


def _whole(draft: _Draft, column: Column) -> Card:
    """Two lines: the name, and below it the file with what it signed; a long note goes up to the name."""
    area = Area(column.x, CARD_Y, column.width, CARD_HEIGHT)
    x, room = area.x + _TO_TEXT, area.width - _TO_TEXT - END
    note = width_of(draft.note, Style.TAG) + GAP
    beside = width_of(draft.file, Style.FILE) + note <= room
    end = set_text(draft.note, Style.TAG, (area.right - END, area.y + (40 if beside else 22)), room / 2, end=True)
    name = set_text(draft.name, Style.TITLE, (x, area.y + 22), room - (0 if beside else note))
    file = set_text(draft.file, Style.FILE, (x, area.y + 40), room - (note if beside else 0))
    return _made(draft, area, (name, file, end), BIG_SEAL)


def _half(draft: _Draft, column: Column, place: int) -> Card:
    """One line: the name, what it signed, and between them the file where there is room for all of it."""
    area = Area(column.x, CARD_Y + place * (CARD_HEIGHT - HALF_CARD), column.width, HALF_CARD)
    x, room, y = area.x + _TO_TEXT, area.width - _TO_TEXT - END, area.middle + 4.5
    end = set_text(draft.note, Style.TAG, (area.right - END, y), room / 2, end=True)
    name = set_text(draft.name, Style.TITLE, (x, y), room - end.width - GAP)
    between = room - end.width - name.width - 3 * GAP
    if width_of(draft.file, Style.FILE) > between:
        return _made(draft, area, (name, end), SEAL)
    file = set_text(draft.file, Style.FILE, (x + name.width + 2 * GAP, y), between)
    return _made(draft, area, (name, file, end), SEAL)


def _made(draft: _Draft, area: Area, texts: tuple[Text, ...], size: float) -> Card:
    drawn = mark(draft.seal, area.x + _TO_SEAL, area.middle, size)
    label = spoken(texts, (draft.name, draft.file, draft.note))
    note = texts[-1]
    chip = Area(note.x - note.width - 4, note.y - 13, note.width + 8, 18) if draft.fails else None
    return Card(area, draft.component, drawn, texts, draft.hollow, draft.light, label, chip)
