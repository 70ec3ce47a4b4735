"""Break it, mend it: the map with the panel of what can be broken. What is broken is the query, on every page."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from ...breaking.fault import Fault
from ..beside import beside
from .break_panel import break_panel
from .maps import answer
from .state import state_of

router = APIRouter()


@router.get("/clusters/{cluster_id}/break")
@beside
def nothing_picked(request: Request, cluster_id: str) -> Response:
    """The map in which something is to be picked."""
    return _answer(request, cluster_id, "")


@router.get("/clusters/{cluster_id}/break/{target:path}")
@beside
def picked(request: Request, cluster_id: str, target: str) -> Response:
    """What can be broken of a certificate, key, file or connection. A form sends `put` and `value`: the answer is the
    URL that says so.
    """
    return _answer(request, cluster_id, target)


def _answer(request: Request, cluster_id: str, target: str) -> Response:
    query = request.query_params
    if query.get("put"):
        state = state_of(request, cluster_id, "break", target)
        fault = Fault(query["put"], target, query.get("value", "").strip())
        return RedirectResponse(state.links.with_breaks(state.links.breaks.with_fault(str(fault)), state.path), 303)
    return answer(request, break_panel, cluster_id, "break", target)
