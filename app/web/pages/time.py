"""The clock moved by hand: the map at another moment, with what died by then."""

from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from ...analysis.document import rfc3339
from ..beside import beside
from ..errors import BadRequest
from ..moments import parse_rfc3339
from .maps import answer
from .state import state_of
from .time_panel import time_panel

router = APIRouter()


@router.get("/clusters/{cluster_id}/time")
@beside
def time(request: Request, cluster_id: str) -> Response:
    """At `clock`, by default the cluster's own. A form sends `when`, a date without a zone, which is UTC: the answer is
    the URL of that moment.
    """
    when = request.query_params.get("when")
    if when:
        state = state_of(request, cluster_id, "time")
        return RedirectResponse(state.links.time(rfc3339(_moment(when))), 303)
    return answer(request, time_panel, cluster_id, "time")


def _moment(when: str) -> datetime:
    """What a browser's datetime-local gives, with or without seconds. Raises BadRequest."""
    for end in ("Z", ":00Z"):
        try:
            return parse_rfc3339(when[:40] + end)
        except ValueError:
            continue
    raise BadRequest("This is no date.", remedy="Write it as 2027-11-24T07:30:03.", code="clock")
