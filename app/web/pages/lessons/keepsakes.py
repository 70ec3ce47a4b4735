"""What a learner takes along from a lesson: the commands on paper, and the certificates side by side."""

from dataclasses import dataclass

from ....dump import text
from ....lessons.looking import served
from ....lessons.play import Play
from ....model.certificates import Facts
from ....model.words import Sentence
from .links import Look
from .screen import shown


@dataclass(frozen=True, slots=True)
class SheetStep:
    title: str
    goal: Sentence
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetPage:
    title: str
    name: str
    back_href: str
    steps: tuple[SheetStep, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of openssl's print; `is_new`: the other certificate has no such line."""

    text: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class PairView:
    """`new` is None while the API server serves what it served at the beginning."""

    host: str
    old: tuple[TextLine, ...]
    new: tuple[TextLine, ...] | None


@dataclass(frozen=True, slots=True)
class CertificatesPage:
    title: str
    name: str
    back_href: str
    pairs: tuple[PairView, ...]


def sheet_page(play: Play, look: Look) -> SheetPage:
    """Every step with its commands for this cluster."""
    situation = play.situation
    steps = tuple(
        SheetStep(step.title, step.goal(situation), tuple(map(shown, step.solution(situation))))
        for step in play.lesson.steps
    )
    return SheetPage(play.lesson.title, _wanted(play), look.path, steps)


def certificates_page(play: Play, look: Look) -> CertificatesPage:
    """For each API server what it served at the beginning and what it serves now, as openssl prints them."""
    pairs = []
    for host in play.situation.hosts:
        old, new = play.before.get(host.name), served(host)
        if old is None:
            continue
        old_text = _print(old)
        new_text = _print(new) if new is not None and new != old else None
        pairs.append(
            PairView(
                host.name,
                _lines(old_text, new_text or old_text, play.situation.name),
                _lines(new_text, old_text, play.situation.name) if new_text is not None else None,
            )
        )
    return CertificatesPage(play.lesson.title, play.situation.name, look.path, tuple(pairs))


def _wanted(play: Play) -> str:
    """The learner's name, where the lesson is about one."""
    return play.situation.name if play.lesson.is_about_a_name else ""


def _print(facts: Facts) -> list[str]:
    return text(facts.der).decode("utf-8", "replace").splitlines()


def _lines(mine: list[str], other: list[str], name: str) -> tuple[TextLine, ...]:
    """Marked are the lines with names and dates that differ; keys and signatures always do."""
    there = set(other)
    return tuple(
        TextLine(line, line not in there and (name in line or "DNS:" in line or "Not " in line)) for line in mine
    )
