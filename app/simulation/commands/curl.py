"""curl(1): its connection, request and words stand in app/simulation/curl."""

from collections.abc import Iterable

from ..curl import asking, telling
from ..curl.connecting import connect, refusal
from ..files import FileError
from ..shell.call import Call, Stop, encoded
from ..shell.options import Options, options

NAMES = ("curl",)
OPTIONS = (
    "kvsSifLIo:w:H:X:m:E:c:r:K:d:A:",
    {
        "insecure": "k",
        "verbose": "v",
        "silent": "s",
        "show-error": "S",
        "cacert": "c",
        "cert": "E",
        "key": "K",
        "resolve": "r",
        "output": "o",
        "write-out": "w",
        "header": "H",
        "request": "X",
        "max-time": "m",
        "connect-timeout": "m",
        "fail": "f",
        "include": "i",
        "head": "I",
        "location": "L",
        "data": "d",
        "user-agent": "A",
    },
)
_TRY = "curl: try 'curl --help' or 'curl --manual' for more information"
_USAGE = 2


def run(call: Call) -> int:
    """-k, --cacert, --cert, --key, --resolve, -s, -S, -v, -i, -I, -f, -o, -w, -H of URLs."""
    given = _given(call)
    if not given.words:
        raise Stop(f"curl: no URL specified!\n{_TRY}", _USAGE)
    status = 0
    for text in given.words:
        try:
            status = _one(call, given, text)
        except Stop as stop:
            status = stop.status
            if "s" not in given.flags or "S" in given.flags:
                call.err(stop.text)
    return status


def _given(call: Call) -> Options:
    """Raises Stop in curl's words for an option that it does not know."""
    try:
        return options(call, *OPTIONS)
    except Stop as stop:
        word = next((one for one in call.arguments if one.startswith("-") and one.lstrip("-")), "")
        quoted = stop.text.partition("\n")[0].partition("'")[2].rstrip("'")
        name = quoted if quoted.startswith("--") else f"-{quoted}" if quoted else word
        needs = "requires an argument" in stop.text
        raise Stop(f"curl: option {name}: {'requires parameter' if needs else 'is unknown'}\n{_TRY}", _USAGE) from None


def _one(call: Call, given: Options, text: str) -> int:
    insecure = "k" in given.flags
    to = connect(call, given, text)
    _tell(call, given, telling.before(to, insecure=insecure))
    if to.fault is not None and not insecure:
        raise refusal(to.fault, to.name)
    method = given.value("X") or ("HEAD" if "I" in given.flags else "POST" if given.value("d") else "GET")
    _tell(call, given, telling.request(given, to, method))
    reply = asking.ask(call, given, to)
    head = telling.headers(call, to, reply)
    _tell(call, given, (f"< {line}" for line in head))
    failed = "f" in given.flags and reply.status >= 400
    if not failed:
        shown = "".join(f"{line}\r\n" for line in head) if given.flags & {"i", "I"} else ""
        _out(call, given, shown + ("" if "I" in given.flags else reply.body(pretty=True)))
    _tell(call, given, [f"* Connection #0 to host {to.name} left intact"])
    if given.value("w"):
        call.out(telling.written(str(given.value("w")), to, reply))
    if failed:
        raise Stop(f"curl: (22) The requested URL returned error: {reply.status}", 22)
    return 0


def _tell(call: Call, given: Options, lines: Iterable[str]) -> None:
    """-v: on standard error."""
    for line in lines if "v" in given.flags else ():
        call.err(line)


def _out(call: Call, given: Options, text: str) -> None:
    name = given.value("o")
    if name is None or name == "-":
        call.out(text)
        return
    try:
        call.files.write(call.path(name), encoded(text))
    except FileError:
        raise Stop("curl: (23) Failed writing received data to disk/application", 23) from None
