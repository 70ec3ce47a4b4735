"""What Tab does at the prompt of a lesson: nothing is run, nothing is kept."""

from dataclasses import asdict

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from ....simulation.completion.engine import LONGEST
from ....store.plays import Kept
from ...body import receive_fields
from ...opened import Opened
from ...services import Services
from .links import Look
from .playing import check_own, find_play, lost, opened_of, ready, services_of
from .views import tab_of

router = APIRouter()

_MOST_FORM = LONGEST * 12 + 256
"""A line as a form sends it: each byte of a character may take three."""


@router.post("/plays/{play_id}/completions")
async def completions(request: Request, play_id: str) -> Response:
    """`line` and `cursor` → where the word begins, what takes its place up to the cursor, and what there is to choose
    from (simulation.completion.asking.Completions). By POST: a line is not for logs.
    """
    fields = await receive_fields(request, _MOST_FORM)
    kept = find_play(request, play_id)
    if kept is None:
        return lost(play_id)
    check_own(request, kept)
    services, opened, tab = services_of(request), opened_of(request, kept), Look.of(play_id, request).tab
    found = await services.lines.do(lambda: _completed(services, kept, opened, tab, fields), play_id)
    return JSONResponse(found)


def _completed(
    services: Services, kept: Kept, opened: Opened, tab: str | None, fields: dict[str, str]
) -> dict[str, object]:
    line = fields.get("command", "")
    cursor = fields.get("cursor", "")
    at = min(int(cursor[:9]), len(line)) if cursor.isascii() and cursor.isdigit() else len(line)
    with kept.lock:
        play = ready(services, kept, opened)
        return asdict(play.complete(tab if tab in play.terminals else tab_of(play), line, at))
