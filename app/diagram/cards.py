"""The CAs, on top: a card each, up to six; where a column has two, they are half as high."""

from collections.abc import Iterator

from ..model.cluster import Group, Reference, State
from ..topology.authorities import Authority
from .board import BIG_SEAL, END, GAP, SEAL
from .grid import CARD_HEIGHT, CARD_Y, COLUMNS, HALF_CARD, Column
from .lights import Lights
from .marks import Area, Card, Light, Seal
from .outlines import mark
from .seals import SHAPES, shape
from .text import Style, Text, set_text, width_of
from .view import View
from .words import ABSENT, file_name

SLOTS = 2 * len(COLUMNS)
"""Cards that have room. The last stands for all that have none."""
_ABSENT_NAMES = ("kubernetes CA", "etcd CA", "front-proxy CA")
_TO_TEXT, _TO_SEAL = 42, 22


def cards(view: View, lights: Lights) -> tuple[Card, ...]:
    """A card for each CA whose shape is its own, and a hollow one for what a flag names and the tree lacks.

    The column follows from the shape, so that a CA more moves none sideways.
    """
    slots = dict(_slots(view, lights))
    made: list[Card] = []
    for index, column in enumerate(COLUMNS):
        here = [slots[slot] for slot in range(index, SLOTS, len(COLUMNS)) if slot in slots]
        made += [_card(view, lights, one, rest, column, place, len(here)) for place, (one, rest) in enumerate(here)]
        if not here:
            made += _absent(view, lights, index, column)
    return tuple(made)


def _slots(view: View, lights: Lights) -> Iterator[tuple[int, tuple[Authority, int]]]:
    """Slot → the CA in it, and how many others it stands for."""
    found = {one.shape_index: one for one in view.authorities.all if one.shape_index is not None}
    last = SLOTS - 1
    crowd = [one for index, one in sorted(found.items()) if index >= last]
    for index, authority in sorted(found.items()):
        if index < last:
            yield index, (authority, 0)
    if crowd:
        shown = next((one for one in crowd if lights.card(one.component_id) is Light.LIT), crowd[0])
        yield last, (shown, len(crowd) - 1)


def _card(
    view: View, lights: Lights, authority: Authority, rest: int, column: Column, place: int, together: int
) -> Card:
    certificate = view.cluster.inventory.certificates[authority.certificate_ids[0]]
    file = file_name(certificate.path)
    component = authority.component_id
    holders = {f"{view.cluster.inventory.certificates[id_].node}:" for id_ in authority.certificate_ids}
    files = [
        f"{one.node}:{one.path}"
        for id_ in authority.certificate_ids
        if (one := view.cluster.inventory.certificates[id_]).pointer == ""
    ]
    note = lights.note(component) or f"signed {authority.signed_count}"
    note = f"{note}, {rest} more" if rest else note
    label = f"{authority.name}, {file} on {len(holders)} nodes, {note}" if holders else authority.name
    if len(holders) == 1:
        label = f"{authority.name}, {file}, {note}"
    light = lights.card(component, files)
    if together == 1:
        area = Area(column.x, CARD_Y, column.width, CARD_HEIGHT)
        return _whole(area, component, shape(authority), (authority.name, file, note), light, label)
    area = Area(column.x, CARD_Y + place * (CARD_HEIGHT - HALF_CARD), column.width, HALF_CARD)
    return _half(area, component, shape(authority), (authority.name, file, note), light, label)


def _absent(view: View, lights: Lights, index: int, column: Column) -> Iterator[Card]:
    reference = _trusted(view, index)
    if reference is None or reference.path is None or reference.state not in (State.NOT_IN_TREE, State.UNREADABLE):
        return
    area = Area(column.x, CARD_Y, column.width, CARD_HEIGHT)
    words = (_ABSENT_NAMES[index], file_name(reference.path), ABSENT)
    yield _whole(area, None, SHAPES[index], words, lights.card(None), ", ".join(words), hollow=True)


def _trusted(view: View, index: int) -> Reference | None:
    """The CA file with which the servers of a realm check their clients."""
    group = Group.ETCD if index == 1 else Group.APISERVER
    found = next((one for one in view.cluster.connections.values() if one.group is group and not one.purpose), None)
    if found is None:
        return None
    return found.server.requestheader_ca if index == len(COLUMNS) - 1 else found.server.client_ca


def _whole(
    area: Area,
    component: str | None,
    seal: Seal,
    words: tuple[str, str, str],
    light: Light,
    label: str,
    hollow: bool = False,
) -> Card:
    x, room = area.x + _TO_TEXT, area.width - _TO_TEXT - END
    name, file, note = words
    end = set_text(note, Style.TAG, (area.right - END, area.y + 40), room, end=True)
    texts = (
        set_text(name, Style.TITLE, (x, area.y + 22), room),
        set_text(file, Style.FILE, (x, area.y + 40), room - end.width - GAP),
        end,
    )
    drawn = mark(Seal.UNKNOWN if hollow else seal, area.x + _TO_SEAL, area.middle, BIG_SEAL)
    return Card(area, component, drawn, texts, hollow, light, label)


def _half(area: Area, component: str, seal: Seal, words: tuple[str, str, str], light: Light, label: str) -> Card:
    """One line: the name, what it signed, and between them the file where there is room for all of it."""
    x, room, y = area.x + _TO_TEXT, area.width - _TO_TEXT - END, area.middle + 4.5
    name, file, note = words
    end = set_text(note, Style.TAG, (area.right - END, y), room / 2, end=True)
    title = set_text(name, Style.TITLE, (x, y), room - end.width - GAP)
    texts: tuple[Text, ...] = (title, end)
    between = room - end.width - title.width - 2 * GAP
    if width_of(file, Style.FILE) <= between:
        texts = (title, set_text(file, Style.FILE, (x + title.width + GAP, y), between), end)
    return Card(area, component, mark(seal, area.x + _TO_SEAL, area.middle, SEAL), texts, False, light, label)
