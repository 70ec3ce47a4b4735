"""Flags as Go's programs read them (pflag, urfave/cli): `--name=value`, `--name value`, `-n value`, `-n=value`."""

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(slots=True)
class Flags:
    """`values`: name → what was given, in order; a switch holds `true`. `unknown`: the first that is none."""

    values: dict[str, list[str]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    unknown: str | None = None

    def value(self, *names: str) -> str | None:
        """The last value of a flag under any of its names."""
        found = [value for name in names for value in self.values.get(name, ())]
        return found[-1] if found else None

    def all(self, *names: str) -> list[str]:
        return [value for name in names for value in self.values.get(name, ())]

    def has(self, *names: str) -> bool:
        """Whether a switch is on."""
        return (self.value(*names) or "false") != "false"


def flag_words(values: Collection[str], switches: Collection[str]) -> list[str]:
    """Flags as they are typed: one dash before a letter, two before a word."""
    return [f"{'-' if len(name) == 1 else '--'}{name}" for name in {*values, *switches}]


def read_flags(words: list[str], values: Collection[str], switches: Collection[str]) -> Flags:
    """Read words; single letters may stand together (`-it`) and hold their value (`-n3`, `-nkube-system`)."""
    found, waiting = Flags(), list(words)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            found.words += waiting
            break
        if not word.startswith("-") or word == "-":
            found.words.append(word)
            continue
        name, equals, value = word.lstrip("-").partition("=")
        if name in switches:
            found.values.setdefault(name, []).append(value if equals else "true")
        elif name in values:
            if not equals:
                if not waiting:
                    found.unknown = found.unknown or name
                    break
                value = waiting.pop(0)
            found.values.setdefault(name, []).append(value)
        elif not word.startswith("--") and not equals and _letters(name, values, switches, found, waiting):
            continue
        else:
            found.unknown = found.unknown or name
    return found


def _letters(text: str, values: Collection[str], switches: Collection[str], found: Flags, waiting: list[str]) -> bool:
    for at, letter in enumerate(text):
        if letter in switches:
            found.values.setdefault(letter, []).append("true")
        elif letter in values:
            rest = text[at + 1 :].removeprefix("=")
            found.values.setdefault(letter, []).append(rest or (waiting.pop(0) if waiting else ""))
            return True
        else:
            return False
    return True
