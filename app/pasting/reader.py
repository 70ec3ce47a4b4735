"""A pasted text → readings: each fault that it tells of, with what it names and who says it. Nothing is kept."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..trust import texts
from .faults import FAULTS, Fault
from .patterns import pattern_of, pieces_of
from .prepare import lines_of
from .speakers import Speaker, speaker_of
from .wordings import reasons, wordings

MOST_READINGS = 6
_EXCERPT = 300

_VERIFYING = pattern_of(texts.VERIFYING.format(identifier=texts.IDENTIFIER, why="{why}"))
_VOLATILE = frozenset(("now", "lookup", "remote", "pod", "akid", "skid"))
"""Pieces that differ from one printing to the next, or follow from the others."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`fault`: what the line tells of; `words`: the part that says so; `pieces`: what it names (trust/texts.py);
    `speaker`: who says it; `count`: how many lines of the paste say the same.
    """

    fault: Fault
    words: str
    pieces: Mapping[str, str]
    speaker: Speaker
    count: int = 1

    def same_fault(self, other: "Reading") -> bool:
        """Whether another text tells of this fault too, whatever it names."""
        return other.fault is self.fault or other.fault.id in self.fault.includes

    def same_text(self, other: "Reading", ignored: frozenset[str] = frozenset()) -> bool:
        """Whether another text says the very same: the same fault with the same names, dates and addresses but for the
        pieces that are `ignored`.
        """
        if not self.same_fault(other):
            return False
        both = (self.pieces.keys() & other.pieces.keys()) - _VOLATILE - ignored
        return all(self.pieces[name] == other.pieces[name] for name in both)


@dataclass(frozen=True, slots=True)
class Pasted:
    """`lines`: how many lines were looked at, `unread` how many of them say nothing that is known; `cut`: whether the
    text was longer than what is looked at.
    """

    readings: tuple[Reading, ...]
    lines: int
    unread: int
    cut: bool


def read(text: str) -> Pasted:
    """What a pasted text tells of. A line that a terminal broke in two is put together where no part says anything."""
    lines, cut = lines_of(text)
    found = [reading for line in lines if (reading := read_line(line))]
    unread = len(lines) - len(found)
    if not found and len(lines) > 1:
        found = [reading for whole in (" ".join(lines), "".join(lines)) if (reading := read_line(whole[:4096]))][:1]
    return Pasted(tuple(_distinct(found))[:MOST_READINGS], len(lines), unread, cut)


def read_line(line: str) -> Reading | None:
    """What one line tells of; None where it says nothing that is known."""
    verifying = _VERIFYING.search(line)
    within = line[verifying.end() :] if verifying and "not in the allowed list" not in line else line
    for template, fault in wordings():
        found = pattern_of(template).search(within)
        if found is None:
            continue
        pieces = pieces_of(found)
        if verifying:
            pieces["serial"] = verifying["serial"]
        return Reading(_resolved(fault, pieces), _words(found, within), pieces, speaker_of(line))
    if line.strip('"') == "EOF":  # all that a client reads whose server hung up, or the reverse
        return Reading(FAULTS["hung-up"], "EOF", {}, Speaker())
    return None


def _resolved(fault: str, pieces: Mapping[str, str]) -> Fault:
    """The fault; of an unknown authority with a hint what the hint says."""
    if fault != "hinted":
        return FAULTS[fault]
    why = pieces.get("why", "")
    named = (name for template, name in reasons().items() if pattern_of(template).match(why))
    return FAULTS[next(named, "wrong-signature")]


def _words(found: re.Match[str], line: str) -> str:
    """The words that say it, to the end of what they quote."""
    return line[found.start() : found.end()][:_EXCERPT]


def _distinct(found: list[Reading]) -> Iterator[Reading]:
    """Each text once, with how often it was said; a consequence goes where its cause is told beside it."""
    groups: list[list[Reading]] = []
    for reading in found:
        alike = next((group for group in groups if _alike(group[0], reading)), None)
        if alike is None:
            groups.append([reading])
        else:
            alike.append(reading)
    causes = [group for group in groups if group[0].fault.id not in _CONSEQUENCES]
    for group in causes or groups:
        first = group[0]
        yield Reading(first.fault, first.words, first.pieces, first.speaker, len(group))


_CONSEQUENCES = frozenset(("deadline", "unauthorized-by-any", "hung-up", "extension-unavailable"))
"""What a text says beside its cause: etcd's client gives up after it has told why."""


def _alike(one: Reading, other: Reading) -> bool:
    return one.fault is other.fault and one.speaker == other.speaker and one.same_text(other)
