"""echo, as bash has it."""

import re

from ..shell.call import Call
from ..tools.escapes import unescaped

NAMES = ("echo",)


def run(call: Call) -> int:
    """The words; -n without a newline, -e with escapes."""
    words, flags = list(call.arguments), ""
    while words and re.fullmatch(r"-[neE]+", words[0]):
        flags += words.pop(0)[1:]
    text = " ".join(words)
    end = "" if "n" in flags else "\n"
    if "e" in flags:
        text, _, rest = text.partition("\\c")
        end = "" if rest or "\\c" in " ".join(words) else end
        text = unescaped(text)
    call.out(text + end)
    return 0
