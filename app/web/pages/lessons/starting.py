"""Where a lesson begins: what there is for this cluster, the learner's own name, and the play that comes of it."""

import ipaddress
import json
import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from ....explain.phrases import counted
from ....lessons import LESSONS, Lesson
from ....lessons.clocks import in_date
from ....lessons.play import Play, Setting, Typed, commands_before
from ....model.words import Sentence, plain
from ....reading.visible import visible
from ....simulation.supplying.lacks import lacks
from ....store.plays import MOST_COMMANDS, MOST_TEXT, Kept
from ...body import receive_fields
from ...errors import BadRequest, NotFound
from ...moments import parse_rfc3339
from ...opened import find
from ...services import Services
from ..aside import Aside, aside_of
from ..links import segment
from ..rendering import render
from ..state import State, state_of
from .fitting import begun, refusal_at_sight

router = APIRouter()

MOST_FORM = MOST_TEXT * 3 + 4096
"""A play's commands as a form sends them."""

_LABEL = r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LessonView:
    """`why_not`: why it cannot be played on this cluster: then `cluster_id` is the sample that it is made for, whose
    page is `sample_href`. `in_date`: certificates have ended, and there is a better moment; `present_href`: for a
    projector.
    """

    id: str
    title: str
    about: Sentence
    steps: tuple[tuple[str, str], ...]
    why_not: Sentence | None
    cluster_id: str
    sample: str
    sample_href: str
    begins_at: str
    asks_a_name: bool
    in_date: "InDateView | None"
    present_href: str


@dataclass(frozen=True, slots=True)
class InDateView:
    """`expired`: in words; `left`: how many were out of date even then; `href`: this page at that moment."""

    expired: str
    moment: str
    left: int
    href: str


@dataclass(frozen=True, slots=True)
class LessonsPage:
    """`clock` goes along with the form; `is_completed`: what the upload lacks is made."""

    aside: Aside
    clock: str
    is_completed: bool
    lessons: tuple[LessonView, ...]


@router.get("/clusters/{cluster_id}/lessons")
async def lessons(request: Request, cluster_id: str) -> Response:
    """Every lesson, with the form that begins it on this cluster, or why it cannot. `?step=ID` begins at a step."""
    state = state_of(request, cluster_id)
    why = refusal_at_sight(state.cluster)
    step = request.query_params.get("step", "")
    offer = _in_date(state) if why is None else None
    views = tuple(_lesson(one, why, cluster_id, step, offer, state.links.clock) for one in LESSONS.values())
    page = LessonsPage(
        aside_of(state, "Walkthrough"),
        state.links.clock or "",
        is_completed=why is None and bool(lacks(state.cluster)),
        lessons=views,
    )
    return render("lesson/start.html", page)


def _in_date(state: State) -> InDateView | None:
    found = in_date(state.cluster)
    if found is None:
        return None
    moment = f"{found.moment:%Y-%m-%dT%H:%M:%SZ}"
    expired = counted(found.expired, "certificate") + " that somebody checks"
    return InDateView(expired, moment, found.left, replace(state.links, clock=moment).lessons())


def _lesson(
    lesson: Lesson,
    why_not: Sentence | None,
    cluster_id: str,
    step: str,
    offer: InDateView | None,
    clock: str | None,
) -> LessonView:
    begins_at = step if lesson.step(step) else ""
    query = f"?{urlencode({'step': begins_at})}" if begins_at else ""
    on = lesson.sample if why_not else cluster_id
    given = {"present": "1", "step": begins_at, "clock": "" if why_not else clock or ""}
    shown = urlencode({name: value for name, value in given.items() if value})
    return LessonView(
        lesson.id,
        lesson.title,
        lesson.about,
        tuple((one.id, one.title) for one in lesson.steps),
        why_not,
        on,
        lesson.sample,
        f"/clusters/{lesson.sample}/lessons{query}#{lesson.id}",
        begins_at,
        lesson.is_about_a_name,
        None if lesson.has_own_clock else offer,
        f"/clusters/{segment(on)}/lessons/{lesson.id}?{shown}",
    )


@router.post("/plays")
async def begin(request: Request) -> Response:
    """Begins a play, at a step or after commands that a browser has kept; answers 303 to it."""
    fields = await receive_fields(request, MOST_FORM)
    services: Services = request.app.state.services
    lesson = LESSONS.get(fields.get("lesson", ""))
    if lesson is None:
        raise NotFound("There is no lesson of this name.", remedy="Choose one of the list.")
    setting = Setting(wanted_name(fields.get("name", "")), "cards" in fields)
    clock = fields.get("clock") or None
    cluster = find(request, fields.get("cluster", ""), moment(clock)).cluster
    typed = _commands(fields)
    play = await services.lines.do(lambda: begun(services, lesson, cluster, setting, typed))
    if not isinstance(play, Play):
        raise BadRequest(
            "This lesson cannot be played on this cluster: " + plain(play),
            remedy=f"Begin it on the sample that it is made for: /clusters/{lesson.sample}/lessons",
        )
    if lesson.step(fields.get("step", "")) is not None:
        tab = play.situation.first.name
        typed += await services.lines.do(partial(commands_before, play, fields["step"], tab))
    kept = services.plays.keep(fields.get("cluster", ""), clock, lesson.id, setting, typed)
    kept.play = play
    services.plays.rest()
    return owned(kept, f"/plays/{kept.id}")


def owned(kept: Kept, href: str) -> Response:
    """A redirect that tells the browser that this play is its own: others who open the link get a copy."""
    answer = RedirectResponse(href, 303)
    answer.set_cookie("play", kept.owner, path=f"/plays/{kept.id}", httponly=True, samesite="strict")
    return answer


def moment(clock: str | None) -> datetime | None:
    """The moment of a clock that a form or a play carries, None without one. Raises BadRequest."""
    try:
        return parse_rfc3339(clock) if clock else None
    except ValueError:
        raise BadRequest("The clock is not a moment.", remedy="Begin again from the lesson's page.") from None


def wanted_name(text: str) -> str:
    """The name or address that the learner wants. Raises BadRequest."""
    name = text.strip() or "hostname3"
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        pass
    if not _NAME.fullmatch(name):
        raise BadRequest(
            f"{visible(name[:60])!r} is neither a host's name nor an address.",
            remedy="Letters, digits, hyphens and dots: api.example.com, or 192.0.2.10.",
        )
    return name.lower()


def _commands(fields: dict[str, str]) -> list[Typed]:
    """What a browser has kept of a play: a list of [tab, text]. Raises BadRequest."""
    text = fields.get("commands", "")
    if not text:
        return []
    try:
        found = json.loads(text)
        typed = [Typed(str(tab), str(line)) for tab, line in found[:MOST_COMMANDS]]
    except (ValueError, TypeError, RecursionError):
        raise BadRequest("These commands cannot be read.", remedy="Begin the lesson anew.") from None
    if sum(len(one.text) for one in typed) > MOST_TEXT:
        raise BadRequest("These are more commands than a lesson takes.", remedy="Begin the lesson anew.")
    return typed
