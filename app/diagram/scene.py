"""A cluster and what is looked at → the scene: every mark of the picture, in numbers."""

from ..model.cluster import Cluster
from ..topology.authorities import Authorities
from ..topology.programs import Programs
from .board import Board
from .cards import cards
from .chips import Prediction, chips
from .choice import Look, chosen_node, control_planes, internals_shown
from .clients import place_clients
from .credentials import Credentials
from .ends import Index
from .etcd import place_etcd
from .grid import CARD_Y, CENTRE, HEIGHT, LEFT, OVERLINE, RIGHT, WIDTH, ZONE_HEIGHT, ZONE_Y, Column
from .inside import place_inside
from .lights import Lights, lights
from .lines import lines
from .marks import Area, Light, Scene
from .seals import Seals
from .servers import place_apiserver, place_extension, place_kubelets
from .text import Style, Text, set_text
from .view import View, apiservers_shown
from .wires import wires

__all__ = ["Look", "Prediction", "Scene", "place"]


def place(cluster: Cluster, look: Look, prediction: Prediction | None = None) -> Scene:
    """The scene of a cluster: the same numbers for the same cluster, look, and what somebody predicts.

    What is selected and does not stand in the picture dims nothing.
    """
    view = _view(cluster, look, prediction or Prediction())
    shown = tuple(line for line in view.lines if view.internals or not line.internal)
    scene = _scene(view, lights(cluster, view.authorities, shown, look))
    if look != Look(look.node, look.internals) and not _anything_lit(scene):
        return _scene(view, Lights())
    return scene


def _view(cluster: Cluster, look: Look, prediction: Prediction) -> View:
    authorities, all_lines = Authorities(cluster), lines(cluster)
    seals, node = Seals(cluster, authorities), chosen_node(cluster, look, all_lines)
    return View(
        cluster=cluster,
        authorities=authorities,
        lines=all_lines,
        index=Index(cluster),
        seals=seals,
        credentials=Credentials(cluster, seals),
        programs=Programs(cluster),
        node=node,
        internals=internals_shown(look, all_lines),
        apiservers=apiservers_shown(cluster, node),
        look=look,
        prediction=prediction,
    )


def _scene(view: View, found: Lights) -> Scene:
    board = Board(found, chips(view.cluster, view.lines, view.prediction))
    place_clients(view, board)
    place_apiserver(view, board)
    place_extension(view, board)
    place_kubelets(view, board)
    has_etcd = place_etcd(view, board)
    place_inside(view, board)
    made = cards(view, found)
    return Scene(
        width=WIDTH,
        height=HEIGHT,
        label="Map of the connections",
        node=view.node,
        nodes=control_planes(view.cluster),
        internals=view.internals,
        zone=Area(4, ZONE_Y, WIDTH - 8, ZONE_HEIGHT) if has_etcd else None,
        overlines=tuple(_overlines(board, bool(made))),
        cards=made,
        boxes=tuple(board.boxes),
        slips=tuple(board.slips),
        wires=wires(view, board),
    )


def _overlines(board: Board, has_cards: bool) -> list[Text]:
    """A heading above the first box of each part that has one."""
    found = [_overline("CERTIFICATE AUTHORITIES", LEFT, CARD_Y + 2)] if has_cards else []
    above = [box for box in board.boxes if box.area.y < ZONE_Y]
    has_extension = any(box.component.startswith("extension-") for box in above)
    has_kubelet = any(box.component.startswith("kubelet@") for box in above)
    right = " AND ".join(["EXTENSIONS"] * has_extension + ["NODES"] * has_kubelet)
    for column, words in ((LEFT, "CLIENTS"), (CENTRE, "API SERVER"), (RIGHT, right)):
        if tops := [box.area.y for box in above if box.area.x == column.x]:
            found.append(_overline(words, column, min(tops)))
    if any(box.area.y > ZONE_Y for box in board.boxes):
        found.append(_overline("ETCD", LEFT, ZONE_Y + 16 + OVERLINE))
    return found


def _overline(words: str, column: Column, top: float) -> Text:
    return set_text(words, Style.OVERLINE, (column.x, top - OVERLINE), column.width)


def _anything_lit(scene: Scene) -> bool:
    lights_ = (mark.light for marks in (scene.wires, scene.boxes, scene.cards, scene.slips) for mark in marks)
    return Light.LIT in lights_
