"""A lesson that is being played: the page, and what is done on it. Whoever opens another's link gets a copy."""

import re
import secrets
from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from ....lessons import LESSONS
from ....lessons.play import Play, Typed
from ....simulation.world import Editing, saving
from ....store.plays import Kept
from ...body import receive_fields
from ...errors import Forbidden
from ...opened import Opened, find
from ...services import Services
from ..rendering import render, wants_fragment
from .fitting import played
from .keepsakes import certificates_page, sheet_page
from .links import Look
from .starting import MOST_FORM, moment, owned
from .views import PlayPage, play_page, tab_of

router = APIRouter()

_PROMPT = re.compile(r"^(?:\([^()\n]*\) ?)?(?:[\w.-]+@)?[\w.-]+:[~/][\w./~-]*[#$] |^\$ ", re.MULTILINE)
"""`root@cp1:~# ` and `$ ` before a command that was copied with its prompt."""


@router.get("/plays/{play_id}")
async def show(request: Request, play_id: str) -> Response:
    """The page of a play. Where it is not this browser's, a copy is begun, and the answer leads there."""
    kept = find_play(request, play_id)
    if kept is None:
        return lost(play_id)
    if not is_own(request, kept):
        return _copy(request, kept)
    services, opened, look = services_of(request), opened_of(request, kept), Look.of(play_id, request)
    page = await services.lines.do(lambda: _page(services, kept, opened, look), play_id)
    return render("lesson/fragment.html" if wants_fragment(request) else "lesson/play.html", page)


@router.get("/plays/{play_id}/sheet")
async def sheet(request: Request, play_id: str) -> Response:
    """For paper: the commands for the learner's own names."""
    return await _keepsake(request, play_id, "lesson/sheet.html", sheet_page)


@router.get("/plays/{play_id}/certificates")
async def certificates(request: Request, play_id: str) -> Response:
    """The API servers' certificates, old and new side by side."""
    return await _keepsake(request, play_id, "lesson/certificates.html", certificates_page)


@router.post("/plays/{play_id}")
async def act(request: Request, play_id: str) -> Response:
    """Runs what was typed, or undoes, redoes, resets; answers with what changed, or leads back to the page."""
    fields = await receive_fields(request, MOST_FORM)
    kept = find_play(request, play_id)
    if kept is None:
        return lost(play_id)
    check_own(request, kept)
    look = Look.of(play_id, request).kept()
    services, opened = services_of(request), opened_of(request, kept)
    page = await services.lines.do(lambda: _acted(services, kept, opened, look, fields), play_id)
    if wants_fragment(request):
        return render("lesson/fragment.html", page)
    return RedirectResponse(f"{look.href}#prompt", 303)


def _acted(services: Services, kept: Kept, opened: Opened, look: Look, fields: dict[str, str]) -> PlayPage:
    with kept.lock:
        play = ready(services, kept, opened)
        shown = len(play.entries)
        done = fields.get("do", "run")
        if done == "undo" and kept.typed:
            kept.undone.append(kept.typed.pop())
        elif done == "redo" and kept.undone:
            kept.typed.append(kept.undone.pop())
        elif done == "reset":
            kept.typed, kept.undone = [], []
        elif done in ("run", "solve", "save"):
            _typed(kept, play, look, _text(play, fields))
            return _shown(kept, opened, play, look, shown)
        kept.play = None
        return _shown(kept, opened, ready(services, kept, opened), look, None)


def _text(play: Play, fields: dict[str, str]) -> str:
    """The lines to run: typed, a step's solution, or a file from the editor as a here-document."""
    if fields.get("do") == "solve":
        step = play.lesson.step(fields.get("step", ""))
        return "\n".join(step.solution(play.situation)) if step else ""
    if fields.get("do") == "save":
        return saving(Editing("", "", fields.get("saves", "").replace("\n", " ")), fields.get("text", ""))
    return _PROMPT.sub("", fields.get("command", "").replace("\r\n", "\n"))


def _typed(kept: Kept, play: Play, look: Look, text: str) -> None:
    kept.check_room(text)
    tab = look.tab if look.tab in play.terminals else tab_of(play)
    held = play.held.get(tab)
    play.run(tab, text)
    if held and kept.typed and kept.typed[-1].tab == tab:  # lines that waited for these
        kept.typed[-1] = Typed(tab, f"{kept.typed[-1].text}\n{text}")
    elif text.strip():
        kept.typed.append(Typed(tab, text))
    kept.undone = []


def services_of(request: Request) -> Services:
    """What all requests share."""
    found: Services = request.app.state.services
    return found


def find_play(request: Request, play_id: str) -> Kept | None:
    """The play of this id; what is answered of it is nobody else's."""
    request.state.private = True
    return services_of(request).plays.find(play_id)


def is_own(request: Request, kept: Kept) -> bool:
    """Whether this browser began the play."""
    return secrets.compare_digest(request.cookies.get("play", "").encode(), kept.owner.encode())


def check_own(request: Request, kept: Kept) -> None:
    """Raises Forbidden for another browser's play."""
    if not is_own(request, kept):
        raise Forbidden("This is somebody else's terminal.", remedy="Open its link: that begins a copy of your own.")


def lost(play_id: str) -> Response:
    """The browser may still have the commands: its script begins the lesson again with them."""
    return render("lesson/lost.html", {"id": play_id}, 410)


def _copy(request: Request, kept: Kept) -> Response:
    if "copy" in request.query_params:
        raise Forbidden(
            "A lesson needs one cookie: it tells your own terminal from other people's.",
            remedy="Allow cookies for this server, or play in your own terminal: kubepki shell",
        )
    copy = services_of(request).plays.keep(kept.cluster_id, kept.clock, kept.lesson, kept.setting, kept.typed)
    return owned(copy, f"/plays/{copy.id}?copy=1")


def opened_of(request: Request, kept: Kept) -> Opened:
    """The play's cluster. Raises Gone where the upload is no longer here."""
    return find(request, kept.cluster_id, moment(kept.clock))


def ready(services: Services, kept: Kept, opened: Opened) -> Play:
    """The play's world, made again from what was typed where it is not at hand. The caller holds the lock."""
    if kept.play is None:
        kept.play = played(services, LESSONS[kept.lesson], opened.cluster, kept.setting, kept.typed)
        services.plays.rest()
    return kept.play


def _page(services: Services, kept: Kept, opened: Opened, look: Look) -> PlayPage:
    with kept.lock:
        return _shown(kept, opened, ready(services, kept, opened), look, None)


def _shown(kept: Kept, opened: Opened, play: Play, look: Look, new_from: int | None) -> PlayPage:
    if new_from is not None and play.entries and play.entries[-1].answer.cleared:
        new_from = None
    return play_page(kept, play, look, opened.title, new_from)


async def _keepsake(request: Request, play_id: str, template: str, view_of: Callable[[Play, Look], object]) -> Response:
    kept = find_play(request, play_id)
    if kept is None:
        return lost(play_id)
    if not is_own(request, kept):
        return _copy(request, kept)

    services, opened = services_of(request), opened_of(request, kept)

    def made() -> object:
        with kept.lock:
            return view_of(ready(services, kept, opened), Look(play_id))

    return render(template, await services.lines.do(made, play_id))
