"""A command and its output as pieces of text: what decides is bright, what tools say beside it is dim."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType

from ....lessons import Lesson, Situation
from ....lessons.play import Entry
from ....model.words import Sentence
from ....reading.visible import visible

_BESIDE = re.compile(r"[EWIF]\d{4} \d\d:\d\d:\d\d\.\d+ |\[certs\] Using existing |\+ ")
"""klog's lines, and kubeadm's about what it leaves as it is."""

LETTERS = "abcde"
"""Of lines that decide: more than five nobody follows."""

MOST_PROJECTED, MOST_DECIDING = 13, 3
"""Lines of output that a projector shows whole; of a longer one, lines that decide."""


@dataclass(frozen=True, slots=True)
class Run:
    """Lines of output. `parts`: (text, whether it is a word that decides); `letter`: of a single line that decides."""

    is_dim: bool
    parts: tuple[tuple[str, bool], ...]
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A letter: what it stands for in the picture (a host's name or lessons.ADDRESS), and its caption."""

    letter: str
    target: str
    text: Sentence


@dataclass(frozen=True, slots=True)
class EntryView:
    """`prompt`: host and folder; `reached`, `lost`: titles of steps; `spoken`: what a screen reader hears of it."""

    number: int
    prompt: str
    typed: str
    output: tuple[Run, ...]
    status: int
    hints: tuple[str, ...]
    reached: tuple[str, ...]
    lost: tuple[str, ...]
    spoken: str


def keys_of(lesson: Lesson, situation: Situation, entry: Entry | None) -> tuple[tuple[Key, ...], dict[int, str]]:
    """The letters of the last command's output, and which lines carry them. What says the same has one letter."""
    found: dict[tuple[str, Sentence], str] = {}
    lines: dict[int, str] = {}
    for keyed in lesson.keys(situation, entry.typed, entry.answer.output) if entry else ():
        what = (keyed.target, keyed.text)
        if what in found or len(found) < len(LETTERS):
            lines[keyed.line] = found.setdefault(what, LETTERS[min(len(found), len(LETTERS) - 1)])
    return tuple(Key(letter, target, text) for (target, text), letter in found.items()), lines


def entry_view(
    entry: Entry, number: int, lesson: Lesson, name: str, letters: Mapping[int, str] = MappingProxyType({})
) -> EntryView:
    """An entry of a play. `name`: the learner's, a word that decides; `letters`: of lines of its output."""
    titles = {step.id: step.title for step in lesson.steps}
    answer = entry.answer
    lines = answer.output.count("\n") + (not answer.output.endswith("\n") if answer.output else 0)
    reached = tuple(titles[step] for step in entry.reached)
    told = "".join(f" Step reached: {title}." for title in reached)
    return EntryView(
        number,
        prompt_of(entry.host, entry.folder),
        shown(entry.typed),
        tuple(_runs(answer.output, name, letters)),
        answer.status,
        answer.hints,
        reached,
        tuple(titles[step] for step in entry.lost),
        f"Exit status {answer.status}, {lines} {'line' if lines == 1 else 'lines'}.{told}",
    )


def excerpt(entry: Entry, name: str) -> Entry:
    """The same entry for the back row: without what tools say beside it, and of a long output the first lines, the last
    one and those that decide, with how many stand between.
    """
    lines = entry.answer.output.splitlines()
    said = [number for number, line in enumerate(lines) if not _BESIDE.match(line)] or list(range(len(lines)))
    if len(said) > MOST_PROJECTED:
        deciding = [number for number in said if _deciding(name).search(lines[number])][:MOST_DECIDING]
        head = said[: MOST_PROJECTED - 1 - 2 * len(deciding)]
        said = sorted({*head, *deciding, *(number - 1 for number in deciding if number), said[-1]})
    if len(said) == len(lines):
        return entry
    found, last = list[str](), -1
    for number in (*said, len(lines)):
        if left := number - last - 1:
            found.append(f"⋮ {left} {'line' if left == 1 else 'lines'}")
        found += lines[number : number + 1]
        last = number
    return replace(entry, answer=replace(entry.answer, output="\n".join(found) + "\n"))


def shown(text: str) -> str:
    """Lines as a page may show them: what else than letters a terminal would act on stands as its code point."""
    return "\n".join(map(visible, text.split("\n")))


def prompt_of(host: str, folder: str) -> str:
    """`cp1:~#`"""
    inside = folder == "/root" or folder.startswith("/root/")
    return f"{host}:{'~' + folder[5:] if inside else folder}#"


def _runs(output: str, name: str, letters: Mapping[int, str]) -> list[Run]:
    deciding = _deciding(name)
    found = []

    def kind(numbered: tuple[int, str]) -> tuple[bool, int, str]:
        number, line = numbered
        return bool(_BESIDE.match(line)), number if number in letters else -1, letters.get(number, "")

    for (is_dim, _, letter), lines in groupby(enumerate(output.splitlines(keepends=True)), key=kind):
        text = "".join(line for _, line in lines)
        pieces = deciding.split(shown(text.rstrip("\n") if letter else text))
        found.append(Run(is_dim, tuple((piece, at % 2 == 1) for at, piece in enumerate(pieces) if piece), letter))
    return found


def _deciding(name: str) -> re.Pattern[str]:
    """The words that decide, as one group."""
    return re.compile(rf"(\bnot {re.escape(name)}\b|\b{re.escape(name)}\b|no such host)")
