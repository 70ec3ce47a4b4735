"""What a crictl command is asked: its flags, and how it refuses."""

import re
from collections.abc import Callable, Mapping

from ..shell.call import Call, Stop
from ..shell.patterns import PatternFault, posix
from ..tools.go_flags import Flags, flag_words, read_flags

VALUES = frozenset(
    ["name", "state", "s", "o", "output", "id", "label", "pod", "p", "image", "tail", "n", "last", "namespace", "t", "timeout", "since"]
)  # fmt: skip
SWITCHES = frozenset(
    ["q", "quiet", "a", "all", "f", "force", "v", "verbose", "latest", "l", "no-trunc", "timestamps", "follow", "r", "resolve-image-path"]
)  # fmt: skip


def fatal(call: Call, text: str) -> int:
    """End with a fatal line of crictl's log on standard error; gives the status."""
    call.err(f'time="{call.world.now:%Y-%m-%dT%H:%M:%SZ}" level=fatal msg="{text}"')
    return 1


def flags_of(call: Call, words: list[str]) -> Flags:
    """The flags among a command's words. Raises Stop for one that is unknown."""
    found = read_flags(words, VALUES, SWITCHES)
    if found.unknown:
        offered = " ".join(sorted(flag_words(VALUES, SWITCHES)))
        call.world.hint(f"Of crictl's flags this simulation offers {offered}")
        raise Stop(
            f'time="{call.world.now:%Y-%m-%dT%H:%M:%SZ}" level=fatal msg="flag provided but not defined: -{found.unknown}"'
        )
    return found


def name_filter(flags: Flags) -> Callable[[str], bool]:
    """Which names are meant: --name is a regular expression. Raises Stop where it is none."""
    text = flags.value("name")
    if not text:
        return lambda _: True
    try:
        expression = posix(text, extended=True)
    except PatternFault as fault:
        raise Stop(f"crictl: {fault}") from None
    return lambda name: bool(expression.search(name))


def label_filter(flags: Flags) -> Callable[[Mapping[str, str]], bool]:
    """Which labels are meant: every --label KEY=VALUE."""
    wanted = [one.partition("=")[::2] for one in flags.all("label")]
    return lambda labels: all(labels.get(key) == value for key, value in wanted)


def output_of(call: Call, flags: Flags) -> str:
    """json, yaml or table. Raises Stop for another."""
    found = flags.value("o", "output") or "table"
    if found not in ("json", "yaml", "table"):
        call.world.hint("Of crictl's output formats this simulation offers json, yaml, table")
        raise Stop(
            f'time="{call.world.now:%Y-%m-%dT%H:%M:%SZ}" level=fatal msg="unsupported output format \\"{found}\\""'
        )
    return found


def number(text: str | None) -> int | None:
    """A count above zero; None without one."""
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) and int(text) else None


def no_container(prefix: str) -> str:
    """What containerd says of an identifier that no container has."""
    return f'rpc error: code = NotFound desc = an error occurred when try to find container \\"{prefix}\\": not found'
