"""tr(1)."""

import re

from ..shell.call import Call, Stop, decoded
from ..shell.options import options
from ..tools.escapes import unescaped

NAMES = ("tr",)
OPTIONS = ("dscC", {"delete": "d", "squeeze-repeats": "s", "complement": "c"})

_CLASSES = {
    "upper": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lower": "abcdefghijklmnopqrstuvwxyz",
    "digit": "0123456789",
    "space": " \t\n\r\v\f",
    "blank": " \t",
    "punct": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
}
_CLASSES["alpha"] = _CLASSES["upper"] + _CLASSES["lower"]
_CLASSES["alnum"] = _CLASSES["alpha"] + _CLASSES["digit"]


def run(call: Call) -> int:
    """Translate, -d delete, -s squeeze characters; -c all others."""
    given = options(call, *OPTIONS)
    if not given.words:
        raise Stop("tr: missing operand\nTry 'tr --help' for more information.")
    text = decoded(call.stdin.read())
    first = _set(given.words[0])
    complement = bool(given.flags & {"c", "C"})

    def fits(char: str) -> bool:
        return (char in first) != complement

    if "d" in given.flags:
        call.out("".join(char for char in text if not fits(char)))
        return 0
    squeezed = first
    if len(given.words) > 1:
        second = _set(given.words[1])
        if not second:
            raise Stop("tr: when not truncating set1, string2 must be non-empty")
        if complement:
            text = "".join(second[-1] if fits(char) else char for char in text)
        else:
            table = {char: second[min(at, len(second) - 1)] for at, char in reversed(list(enumerate(first)))}
            text = "".join(table.get(char, char) for char in text)
        squeezed, complement = second, False
    elif "s" not in given.flags:
        raise Stop(f"tr: missing operand after '{given.words[0]}'\nTry 'tr --help' for more information.")
    if "s" in given.flags:
        text = re.sub(
            r"(.)\1+", lambda run: run[1] if (run[1] in squeezed) != complement else run[0], text, flags=re.DOTALL
        )
    call.out(text)
    return 0


def _set(text: str) -> str:
    text = re.sub(r"\[:(\w+):\]", lambda found: _CLASSES.get(found[1], ""), text)
    text = unescaped(text.replace("\\-", "\0"))
    found = re.sub(
        r"(.)-(.)", lambda pair: "".join(map(chr, range(ord(pair[1]), min(ord(pair[2]), ord(pair[1]) + 512) + 1))), text
    )
    return found.replace("\0", "-")
