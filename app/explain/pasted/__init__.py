"""What a pasted text means on a cluster, in sentences: who says it, which edges and files, how to confirm and mend."""

from dataclasses import dataclass

from ...model.cluster import Cluster
from ...model.words import Sentence
from ...pasting import Finding, Findings, Reading, Single, Standing
from ...topology.authorities import Authorities
from ..claims import claim
from ..explanation import Command
from ..phrases import code, counted, say
from .advice import advice
from .causes import Cause, causes
from .confirm import confirm
from .meanings import meaning, speaker
from .repair import Repair, repair
from .singles import SingleTold, told

__all__ = ["Checked", "Clue", "Told", "tell"]

_CHECKS = 4
_TOLD = {"serial": "serial number", "names": "names", "end": "end", "begin": "beginning"}


@dataclass(frozen=True, slots=True)
class Clue:
    """Files that can be at fault and are mended together, each with the command that shows whether it is."""

    causes: tuple[tuple[Cause, Command | None], ...]
    repair: Repair


@dataclass(frozen=True, slots=True)
class Checked:
    """A rung of the ladder that says the text, or would: what it claims, and whether that is so on this tree."""

    claim: str
    ok: bool | None


@dataclass(frozen=True, slots=True)
class Told:
    """`means`: what the text says; `speaker`: who says it, or nothing; `answer`: what this tree has to do with it;
    `checks`: the rungs that say it; `clues`: files that can be at fault; `singles`: which one fault would make the tree
    say it; `advice`: what to do where no file is at fault.
    """

    reading: Reading
    found: Findings
    means: Sentence
    speaker: str
    answer: Sentence
    checks: tuple[Checked, ...]
    clues: tuple[Clue, ...]
    singles: tuple[SingleTold, ...]
    advice: Repair | None


def tell(
    cluster: Cluster, authorities: Authorities, reading: Reading, found: Findings, singles: tuple[Single, ...]
) -> Told:
    """Everything that a page says of one reading."""
    best = found.of(Standing.SAYS) or found.of(Standing.ALIKE) or found.of(Standing.COULD)
    suspects = causes(cluster, reading, best) if reading.fault.certificate else ()
    by_repair: dict[Repair, list[Cause]] = {}
    for cause in suspects:
        by_repair.setdefault(repair(cluster, authorities, cause, reading), []).append(cause)
    clues = tuple(
        Clue(tuple((cause, confirm(cause, reading)) for cause in some), how) for how, some in by_repair.items()
    )
    return Told(
        reading=reading,
        found=found,
        means=meaning(reading),
        speaker=speaker(reading),
        answer=_answer(cluster, reading, found),
        checks=_checks(best),
        clues=clues,
        singles=tuple(told(cluster, one) for one in singles),
        advice=advice(reading),
    )


def _answer(cluster: Cluster, reading: Reading, found: Findings) -> Sentence:
    """Whether anything in this tree says it, and if not, what would have to."""
    says, alike = found.of(Standing.SAYS), found.of(Standing.ALIKE)
    if says and found.moment:
        words = "Not now, but at the moment that the text names: {count} then {verb} with exactly this text."
        return say(words, **_fail(len(says)))
    if says:
        return say("{count} of this tree {verb} with exactly this text.", **_fail(len(says)))
    if alike:
        words = (
            "No connection of this tree says exactly this; {count} {verb} with the same fault, other names or dates."
        )
        return say(words, **_fail(len(alike)))
    return say(_nothing(cluster, found) + _would(reading, found), host=code(found.unknown_host or ""))


def _checks(found: tuple[Finding, ...]) -> tuple[Checked, ...]:
    """The rungs of some edges, each claim once."""
    rungs = ((one.rung, one.judge == "client") for one in found if one.rung)
    return tuple(dict.fromkeys(Checked(claim(rung, client), rung.ok) for rung, client in rungs))[:_CHECKS]


def _fail(number: int) -> dict[str, str]:
    return {"count": counted(number, "connection"), "verb": "fails" if number == 1 else "fail"}


def _nothing(cluster: Cluster, found: Findings) -> str:
    """No edge says it: because none fails, or because others fail otherwise."""
    if not found.failing:
        return f"Nothing in this tree says this: of its {counted(len(cluster.connections), 'connection')} none fails."
    verb = "fails" if found.failing == 1 else "fail"
    return f"Nothing in this tree says this: {counted(found.failing, 'connection')} {verb}, with other words."


def _nowhere(reading: Reading, found: Findings) -> str:
    """What the text tells of a certificate, where none of the tree is that one: it is of another, or was."""
    told = next((words for name, words in _TOLD.items() if name in reading.pieces), None)
    if told is None or found.certificates or not reading.fault.rungs:
        return ""
    return f" No certificate in it has the {told} that the text names."


def _would(reading: Reading, found: Findings) -> str:
    """Who could say it."""
    could = found.of(Standing.COULD)
    stranger = " Nobody in it dials {host}." if found.unknown_host else ""
    stranger += _nowhere(reading, found)
    if not could:
        return f"{stranger} None of its connections can say it."
    which = "this connection" if len(could) == 1 else f"one of these {len(could)} connections"
    if not reading.fault.certificate:
        return f"{stranger} It is about {which}."
    return f"{stranger} If it comes from this cluster, then from {which}."
