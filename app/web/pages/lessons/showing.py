"""A lesson for a projector: what was typed, large, and the picture as it is after it. Every stop is a URL."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from ....lessons import LESSONS, Lesson
from ....lessons.play import Play, Setting
from ....lessons.showing import Stop, stops
from ....model.words import Sentence, plain
from ....reading.visible import visible
from ....store.plays import Kept
from ...errors import BadRequest, NotFound
from ...opened import Opened
from ...services import Services
from ..links import PageLinks
from ..presenting_views import Turns
from ..rendering import page_of, rendered
from ..state import state_of
from .fitting import begun
from .links import Look
from .screen import EntryView, entry_view, excerpt, keys_of
from .starting import wanted_name
from .views import PlayPage, play_page, tab_of

router = APIRouter()

_PLAY = re.compile(r"[\w-]{1,64}")


@dataclass(frozen=True, slots=True)
class LessonStop:
    """`page`: the play's page, of which the picture is shown; `entry`: what was typed, None before a step's first
    command; `hints` are the speaker's.
    """

    title: str
    canonical: str
    notes: bool
    turns: Turns
    above: str
    heading: str
    goal: Sentence
    text: Sentence
    hints: tuple[Sentence, ...]
    entry: EntryView | None
    page: PlayPage


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the URL asks for. `play`: the id of a play to which leaving leads back."""

    lesson: Lesson
    links: PageLinks
    setting: Setting
    step: str
    at: int
    play: str

    def href(self, at: int, presents: str) -> str:
        query = {
            "present": presents,
            "at": str(at),
            "name": self.setting.name if self.lesson.is_about_a_name else "",
            "cards": "1" if self.setting.two_cards else "",
            "play": self.play,
            "clock": self.links.clock or "",
        }
        base = replace(self.links, presents="", clock=None).lessons().partition("?")[0]
        return f"{base}/{self.lesson.id}?{urlencode({name: value for name, value in query.items() if value})}"

    def leaving(self, step: str) -> str:
        if self.play:
            return f"/plays/{self.play}?view={step}"
        base, mark, query = replace(self.links, presents="").lessons().partition("?")
        return f"{base}?{query}{'&' if mark else ''}step={step}#{self.lesson.id}"


@router.get("/clusters/{cluster_id}/lessons/{lesson_id}")
async def show(request: Request, cluster_id: str, lesson_id: str) -> Response:
    """One stop: `at` counts from 0, `step` is a step's first. A sample's is made once."""
    lesson = LESSONS.get(lesson_id)
    if lesson is None:
        raise NotFound("There is no lesson of this name.", remedy="Choose one of the list.")
    state, query = state_of(request, cluster_id), request.query_params
    at, play = query.get("at", ""), query.get("play", "")
    asked = _Asked(
        lesson,
        replace(state.links, presents=state.links.presents or "1"),
        Setting(wanted_name(query.get("name", "")), "cards" in query),
        query.get("step", ""),
        int(at) if re.fullmatch("[0-9]{1,3}", at) else 0,
        play if _PLAY.fullmatch(play) else "",
    )
    services: Services = request.app.state.services
    key = ("present/lesson.html", request.url.path, request.url.query)
    text = services.answers.find(key) if cluster_id in services.samples else None
    if text is None:
        text = await services.lines.do(lambda: _made(services, state.opened, asked))
    return page_of(services.answers.get(key, lambda: text) if cluster_id in services.samples else text)


def _made(services: Services, opened: Opened, asked: _Asked) -> str:
    play = begun(services, asked.lesson, opened.cluster, asked.setting, [])
    if not isinstance(play, Play):
        raise BadRequest(
            "This lesson cannot be played on this cluster: " + plain(play),
            remedy="Open it on the sample it is made for.",
        )
    found, at = None, 0
    for at, found in enumerate(stops(play, tab_of(play))):
        if found.step.id == asked.step if asked.step else at == asked.at:
            break
    assert found is not None  # noqa: S101 - a lesson has steps
    return rendered("present/lesson.html", _stop(services, opened, asked, play, found, at))


def _stop(services: Services, opened: Opened, asked: _Asked, play: Play, stop: Stop, at: int) -> LessonStop:
    lesson, situation, mode = asked.lesson, play.situation, asked.links.presents
    kept = Kept("", "", opened.id, asked.links.clock, lesson.id, asked.setting, [], services.now())
    cut = excerpt(stop.entry, situation.name) if stop.entry else None
    keys, letters = keys_of(lesson, situation, cut)
    page = replace(play_page(kept, play, Look(""), opened.title), before_href="", after_href="", keys=keys)
    entry = entry_view(cut, 0, lesson, situation.name, letters) if cut else None
    return LessonStop(
        title=f"{stop.step.title} – {lesson.title}",
        canonical=asked.href(at, "1"),
        notes=mode == "notes",
        turns=Turns(
            prev=asked.href(at - 1, mode) if at else None,
            next=asked.href(at + 1, mode) if stop.follows else None,
            next_title=visible(stop.follows),
            leave=asked.leaving(stop.step.id),
            other=asked.href(at, "1" if mode == "notes" else "notes"),
        ),
        above=f"{lesson.title}, step {stop.number} of {len(lesson.steps)}",
        heading=stop.step.title,
        goal=stop.step.goal(situation),
        text=stop.step.text(situation),
        hints=tuple(hint(situation) for hint in stop.step.hints),
        entry=entry,
        page=page,
    )
