"""env(1), printenv(1), nohup, time, timeout: a command in another surrounding."""

import re

from ..shell.call import Call

NAMES = ("env", "printenv", "nohup", "time", "timeout", "nice", "stdbuf")


def run(call: Call) -> int:
    """Run a command; without one print the environment."""
    words = list(call.arguments)
    while words and words[0].startswith("-"):
        words.pop(0)
    if call.name == "timeout" and words:
        words.pop(0)
    extra = {}
    while call.name == "env" and words and re.match(r"[A-Za-z_]\w*=", words[0]):
        name, _, value = words.pop(0).partition("=")
        extra[name] = value
    if call.name == "printenv" and words:
        if words[0] not in call.environment:
            return 1
        call.line(call.environment[words[0]])
        return 0
    if words:
        return call.runner.words(words, call, extra)
    for name, value in sorted({**call.environment, **extra}.items()):
        call.line(f"{name}={value}")
    return 0
