"""sudo(8): everybody is root here."""

from ..shell.call import Call, Stop

NAMES = ("sudo", "doas")


def run(call: Call) -> int:
    """Run a command as what one is already."""
    words = list(call.arguments)
    login = False
    while words and words[0].startswith("-"):
        option = words.pop(0)
        login = login or option in ("-i", "-s", "-su", "-")
        if option in ("-u", "-g") and words:
            words.pop(0)
    while words and "=" in words[0] and words[0].partition("=")[0].isidentifier():
        words.pop(0)
    if not words:
        if login:
            return 0
        raise Stop("usage: sudo [-u user] command [arg ...]")
    return call.runner.words(words, call)
