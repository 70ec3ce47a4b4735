"""`{a,b}` and `{1..9}`: made into words before anything else is expanded (bash(1), Brace Expansion)."""

import re
from collections.abc import Iterator

from .budget import Budget
from .syntax import Part, Text, Word

_SEQUENCE = re.compile(r"(-?\d{1,9})\.\.(-?\d{1,9})(?:\.\.(-?\d{1,9}))?|([A-Za-z])\.\.([A-Za-z])")

_Atom = str | Part
"""An unquoted character, or a part that is taken as it is."""


def expand_braces(word: Word, budget: Budget) -> list[Word]:
    """The words that a word with braces stands for; the word itself where it has none. Counted before they are made."""
    if not any(isinstance(part, Text) and not part.quoted and "{" in part.text for part in word):
        return [word]
    return [_word(atoms) for atoms in _expanded(_atoms(word), budget, 0)]


def _atoms(word: Word) -> list[_Atom]:
    found: list[_Atom] = []
    for part in word:
        if isinstance(part, Text) and not part.quoted:
            found += part.text
        else:
            found.append(part)
    return found


def _word(atoms: list[_Atom]) -> Word:
    parts: list[Part] = []
    plain = ""
    for atom in atoms:
        if isinstance(atom, str):
            plain += atom
            continue
        if plain:
            parts.append(Text(plain, quoted=False))
        plain = ""
        parts.append(atom)
    return (*parts, Text(plain, quoted=False)) if plain else tuple(parts)


def _expanded(atoms: list[_Atom], budget: Budget, depth: int) -> list[list[_Atom]]:
    budget.value(depth * 1024)
    for at, atom in enumerate(atoms):
        budget.step()
        if atom != "{":
            continue
        found = _choices(atoms, at, budget, depth)
        if found is None:
            continue
        choices, end = found
        rests = _expanded(atoms[end + 1 :], budget, depth)
        budget.value(len(choices) * len(rests))
        return [atoms[:at] + choice + rest for choice in choices for rest in rests]
    return [atoms]


def _choices(atoms: list[_Atom], begin: int, budget: Budget, depth: int) -> tuple[list[list[_Atom]], int] | None:
    """What the braces that open here offer, and where they close; None where they are plain characters."""
    level = 0
    parts: list[list[_Atom]] = []
    part: list[_Atom] = []
    for at in range(begin + 1, len(atoms)):
        budget.step()
        atom = atoms[at]
        if atom == "{":
            level += 1
        elif atom == "}" and level:
            level -= 1
        elif atom == "}":
            parts.append(part)
            if len(parts) > 1:
                return [one for some in parts for one in _expanded(some, budget, depth + 1)], at
            sequence = _sequence(part, budget)
            return (sequence, at) if sequence else None
        elif atom == "," and not level:
            parts.append(part)
            part = []
            continue
        part.append(atom)
    return None


def _sequence(atoms: list[_Atom], budget: Budget) -> list[list[_Atom]] | None:
    text = "".join(atom if isinstance(atom, str) else "\0" for atom in atoms)
    found = _SEQUENCE.fullmatch(text)
    if found is None:
        return None
    if found[4]:
        return [[char] for char in map(chr, _range(ord(found[4]), ord(found[5]), 1))]
    first, last, step = int(found[1]), int(found[2]), abs(int(found[3] or 1)) or 1
    budget.value(abs(last - first) // step + 1)
    padded = any(re.match(r"-?0\d", one) for one in found.group(1, 2))
    width = max(len(found[1]), len(found[2])) if padded else 0
    return [list(f"{number:0{width}d}") for number in _range(first, last, step)]


def _range(first: int, last: int, step: int) -> Iterator[int]:
    return iter(range(first, last + 1, step) if first <= last else range(first, last - 1, -step))
