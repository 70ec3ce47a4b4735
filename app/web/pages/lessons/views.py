"""A play → what its page shows."""

from dataclasses import dataclass
from urllib.parse import urlencode

from ....lessons import Card, Step
from ....lessons.play import Play
from ....model.words import Sentence
from ....simulation.files import File
from ....simulation.supplying.telling import made_sentence
from ....simulation.world import Host
from ....store.plays import Kept
from ..links import segment
from .links import MOST_HINTS, Look
from .picture import PictureView, picture
from .screen import EntryView, Key, entry_view, keys_of, prompt_of, shown

MOST_ENTRIES = 80
"""Commands that the screen shows, the last ones."""

MOST_EDITED = 48 << 10


@dataclass(frozen=True, slots=True)
class StepRow:
    id: str
    number: int
    title: str
    state: str
    is_here: bool
    href: str


@dataclass(frozen=True, slots=True)
class Tab:
    host: str
    is_here: bool
    href: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one step. `text` is None in the free mode; `next_hint`: the URL that shows another one;
    `close_href`: hides hints and solution.
    """

    number: int
    title: str
    goal: Sentence
    text: Sentence | None
    state: str
    hints: tuple[Sentence, ...]
    next_hint: str | None
    solution: tuple[str, ...]
    solution_href: str
    close_href: str
    back: tuple[str, str] | None
    forward: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class NoticeView:
    text: Sentence
    way_back: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditorView:
    """`saves`: the command that takes the text; the form sends it back."""

    path: str
    saves: str
    text: str
    close_href: str


@dataclass(frozen=True, slots=True)
class MadeView:
    """What the upload did not hold and was made: one sentence, and host and path of each file."""

    text: Sentence
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlayPage:
    """`entries` are the last of the screen; `new_from`: the first of those that a fragment brings, None for all;
    `scene`: the template of the lesson's picture, which shows `picture` or `cards`; `keys`: letters of the last output.
    """

    title: str
    cluster_title: str
    cluster_href: str
    lessons_href: str
    action: str
    look: Look
    reached: int
    steps: tuple[StepRow, ...]
    told: Told
    notices: tuple[NoticeView, ...]
    tabs: tuple[Tab, ...]
    prompt: str
    command: str
    is_waiting: bool
    entries: tuple[EntryView, ...]
    new_from: int | None
    editor: EditorView | None
    can_undo: bool
    can_redo: bool
    is_done: bool
    picture: PictureView | None
    cards: tuple[Card, ...]
    keys: tuple[Key, ...]
    scene: str
    before_href: str
    after_href: str
    area_href: str
    mode_hrefs: tuple[str, str]
    sheet_href: str
    certificates_href: str
    present_href: str
    commands: tuple[tuple[str, str], ...]
    recipe: tuple[tuple[str, str], ...]
    made: MadeView | None


def play_page(kept: Kept, play: Play, look: Look, cluster_title: str, new_from: int | None = None) -> PlayPage:
    """The page. `new_from`: a fragment with the entries from this one on alone."""
    lesson = play.lesson
    tab = look.tab if look.tab in play.terminals else tab_of(play)
    step = lesson.step(look.view or "") or _current(play)
    first = max(0, len(play.entries) - MOST_ENTRIES) if new_from is None else new_from
    entries = enumerate(play.entries[first:], first)
    session = play.terminals[tab].session
    keys, letters = keys_of(lesson, play.situation, play.entries[-1] if play.entries else None)
    return PlayPage(
        title=lesson.title,
        cluster_title=cluster_title,
        cluster_href=f"/clusters/{kept.cluster_id}",
        lessons_href=f"/clusters/{kept.cluster_id}/lessons",
        action=look.path,
        look=look,
        reached=sum(state == "reached" for state in play.states.values()),
        steps=tuple(
            StepRow(
                one.id,
                at,
                one.title,
                play.states[one.id],
                one is step,
                look.but(view=one.id, hints=0, shows_solution=False),
            )
            for at, one in enumerate(lesson.steps, 1)
        ),
        told=_told(play, look, step),
        notices=tuple(NoticeView(one.text, one.way_back) for one in lesson.notices(play.situation)),
        tabs=tuple(Tab(host.name, host.name == tab, look.but(tab=host.name)) for host in play.world.hosts.values()),
        prompt=prompt_of(session.host, session.folder),
        command="" if look.is_free or play.held.get(tab) or tab != tab_of(play) else play.next_command() or "",
        is_waiting=bool(play.held.get(tab)),
        entries=tuple(
            entry_view(entry, at, lesson, play.situation.name, letters if at == len(play.entries) - 1 else {})
            for at, entry in entries
        ),
        new_from=new_from,
        editor=None if look.closed else _editor(play, look),
        can_undo=bool(kept.typed),
        can_redo=bool(kept.undone),
        is_done=play.current is None,
        picture=picture(play, before=look.shows_before) if lesson.is_about_a_name else None,
        keys=() if look.shows_before else keys,
        cards=_cards(play, before=look.shows_before),
        scene=f"lesson/scenes/{lesson.id}.html",
        before_href=look.but(shows_before=True),
        after_href=look.but(shows_before=False),
        area_href=look.but(has_area=not look.has_area),
        mode_hrefs=(look.but(is_free=False), look.but(is_free=True)),
        sheet_href=f"{look.path}/sheet",
        certificates_href=f"{look.path}/certificates",
        present_href=_presenting(kept, play, look, step),
        commands=tuple((one.tab, one.text) for one in kept.typed),
        recipe=(
            ("cluster", kept.cluster_id),
            ("clock", kept.clock or ""),
            ("lesson", lesson.id),
            ("name", kept.setting.name),
            *((("cards", "1"),) if kept.setting.two_cards else ()),
        ),
        made=_made(play),
    )


def _cards(play: Play, *, before: bool) -> tuple[Card, ...]:
    draws = play.lesson.cards
    return play.began if before or draws is None else draws(play.situation)


def _made(play: Play) -> MadeView | None:
    text = made_sentence(play.world)
    return MadeView(text, play.world.made) if text is not None else None


def _presenting(kept: Kept, play: Play, look: Look, step: Step) -> str:
    """The same step for a projector; leaving leads back here."""
    query = {"present": "1", "step": step.id, "play": look.play_id, "clock": kept.clock or ""}
    query |= {"name": kept.setting.name} if play.lesson.is_about_a_name else {}
    query |= {"cards": "1"} if kept.setting.two_cards else {}
    given = urlencode({name: value for name, value in query.items() if value})
    return f"/clusters/{segment(kept.cluster_id)}/lessons/{play.lesson.id}?{given}"


def _step_href(look: Look, step: Step) -> str:
    return look.but(view=step.id, hints=0, shows_solution=False)


def tab_of(play: Play) -> str:
    """Where a lesson is begun: the first control-plane node."""
    hosts = play.situation.hosts
    return hosts[0].name if hosts else next(iter(play.terminals))


def _current(play: Play) -> Step:
    """The current step; the first one before anything was typed, the last one at the end."""
    steps = play.lesson.steps
    if not play.entries:
        return steps[0]
    return play.lesson.step(play.current or "") or steps[-1]


def _told(play: Play, look: Look, step: Step) -> Told:
    steps, situation = play.lesson.steps, play.situation
    at = steps.index(step)
    hints = tuple(one(situation) for one in step.hints[: look.hints])
    return Told(
        at + 1,
        step.title,
        step.goal(situation),
        None if look.is_free else step.text(situation),
        play.states[step.id],
        hints,
        look.but(view=step.id, hints=look.hints + 1) if look.hints < MOST_HINTS else None,
        tuple(map(shown, step.solution(situation))) if look.shows_solution else (),
        look.but(view=step.id, shows_solution=not look.shows_solution),
        look.but(view=step.id, hints=0, shows_solution=False),
        (steps[at - 1].title, _step_href(look, steps[at - 1])) if at else None,
        (steps[at + 1].title, _step_href(look, steps[at + 1])) if at + 1 < len(steps) else None,
    )


def _editor(play: Play, look: Look) -> EditorView | None:
    """The file that the last command asks an editor for."""
    edits = play.entries[-1].edits if play.entries else None
    if edits is None:
        return None
    host: Host = play.world.hosts[edits.host]
    inode = host.files.get(edits.path)
    text = inode.data.decode("utf-8", "replace") if isinstance(inode, File) else ""
    return EditorView(edits.path, edits.saves, text[:MOST_EDITED], look.but(closed=True))
