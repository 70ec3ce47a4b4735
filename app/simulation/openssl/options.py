"""openssl's options: one dash, in any order; an unknown one is named, and the help offered (apps/lib/opt.c)."""

from collections.abc import Collection
from dataclasses import dataclass, field

from ..shell.call import Call, Stop


@dataclass(slots=True)
class Options:
    """`order`: switches and options as they stood: what is printed follows it."""

    values: dict[str, str] = field(default_factory=dict)
    switches: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def has(self, name: str) -> bool:
        return name in self.switches


def read(call: Call, tool: str, words: list[str], values: Collection[str], switches: Collection[str]) -> Options:
    """The options of a command. Raises Stop."""
    found, waiting = Options(), list(words)
    while waiting:
        word = waiting.pop(0)
        name = word.lstrip("-")
        if not word.startswith("-") or word == "-":
            found.words.append(word)
        elif name in switches:
            found.switches.append(name)
            found.order.append(name)
        elif name in values:
            if not waiting:
                raise Stop(f"{tool}: Option -{name} needs a value\n{tool}: Use -help for summary.")
            found.values[name] = waiting.pop(0)
            found.order.append(name)
        else:
            call.world.hint(
                f"Of openssl {tool}'s options this simulation offers "
                + " ".join(sorted(f"-{one}" for one in {*values, *switches}))
            )
            raise Stop(f"{tool}: Unknown option: {word}\n{tool}: Use -help for summary.")
    return found
