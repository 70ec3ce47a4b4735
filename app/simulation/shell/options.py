"""Options as getopt_long(3) reads them: `-la`, `-n3`, `-n 3`, `--name value`, `--name=value`, `--` ends them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .call import Call, Stop


@dataclass(slots=True)
class Options:
    """`flags`: short letters that were given; `values`: those with an argument, in order; `words`: all else."""

    flags: set[str] = field(default_factory=set)
    values: dict[str, list[str]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def value(self, letter: str) -> str | None:
        """The last argument of an option."""
        found = self.values.get(letter)
        return found[-1] if found else None


def options(call: Call, short: str, long: Mapping[str, str] | None = None) -> Options:
    """Read a call's options. `short` as for getopt (`an:`); `long`: name → letter. Raises Stop for others.

    Options may stand behind other words (GNU permutes).
    """
    found, waiting = Options(), list(call.arguments)
    takes = {letter for letter, after in zip(short, short[1:] + " ", strict=True) if after == ":" and letter != ":"}
    known = set(short) - {":"}
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            found.words += waiting
            break
        if word.startswith("--"):
            _long(call, word[2:], long or {}, takes, waiting, found)
        elif word.startswith("-") and word != "-":
            _letters(call, word[1:], known, takes, waiting, found)
        else:
            found.words.append(word)
    return found


def _long(call: Call, text: str, long: Mapping[str, str], takes: set[str], waiting: list[str], found: Options) -> None:
    name, equals, value = text.partition("=")
    fitting = [name] if name in long else [one for one in long if one.startswith(name) and name]
    letters = {long[one] for one in fitting}
    if len(letters) != 1:
        raise refused(call, f"unrecognized option '--{name}'", sorted(f"--{one}" for one in long))
    letter = letters.pop()
    if letter not in takes:
        found.flags.add(letter)
        return
    if not equals:
        if not waiting:
            raise refused(call, f"option '--{fitting[0]}' requires an argument", [])
        value = waiting.pop(0)
    found.values.setdefault(letter, []).append(value)


def _letters(call: Call, text: str, known: set[str], takes: set[str], waiting: list[str], found: Options) -> None:
    while text:
        letter, text = text[0], text[1:]
        if letter not in known:
            raise refused(call, f"invalid option -- '{letter}'", sorted(f"-{one}" for one in known))
        if letter not in takes:
            found.flags.add(letter)
            continue
        if not text and not waiting:
            raise refused(call, f"option requires an argument -- '{letter}'", [])
        found.values.setdefault(letter, []).append(text or waiting.pop(0))
        return


def refused(call: Call, text: str, offered: list[str], status: int = 1) -> Stop:
    """What a tool says of an option that it does not know; what the simulation knows is a hint."""
    if offered:
        call.world.hint(f"Of {call.name}'s options this simulation offers {' '.join(offered)}")
    return Stop(f"{call.name}: {text}\nTry '{call.name} --help' for more information.", status)


def number(call: Call, text: str, what: str) -> int:
    """A count of at most nine digits. Raises Stop."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Stop(f"{call.name}: {what}: '{text}'")
    return int(text)
