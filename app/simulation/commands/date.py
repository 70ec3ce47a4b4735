"""date(1): the simulated time, UTC."""

import re
from datetime import UTC, datetime, timedelta

from ..shell.call import Call, Stop
from ..shell.options import options

NAMES = ("date",)
OPTIONS = ("ud:I:Rs:", {"utc": "u", "date": "d", "rfc-2822": "R", "rfc-email": "R", "set": "s"})

_LETTERS = "%ntHIMSYmdjeaAbBhyFTRDsNzZpuwkl"
_UNITS = {"sec": 1, "second": 1, "min": 60, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}


def run(call: Call) -> int:
    """Now, or what -d says, in a +FORMAT; -u, -I, -R, --iso-8601."""
    call.arguments = [
        "-Iseconds" if word == "--iso-8601=seconds" else "-Idate" if word in ("--iso-8601", "-I") else word
        for word in call.arguments
    ]
    given = options(call, *OPTIONS)
    if given.value("s"):
        raise Stop(
            "date: cannot set date: Operation not permitted\nThe clock is the simulation's; `sleep` lets time pass."
        )
    moment = call.world.now
    if given.value("d"):
        found = _read(str(given.value("d")), moment)
        if found is None:
            raise Stop(f"date: invalid date '{given.value('d')}'")
        moment = found
    template = next((word[1:] for word in given.words if word.startswith("+")), None)
    if given.value("I"):
        template = "%Y-%m-%d" if str(given.value("I")).startswith("d") else "%Y-%m-%dT%H:%M:%S+00:00"
    elif "R" in given.flags:
        template = "%a, %d %b %Y %H:%M:%S +0000"
    call.line(_formatted(moment, template or "%a %b %e %H:%M:%S UTC %Y"))
    return 0


def _formatted(moment: datetime, template: str) -> str:
    def one(found: re.Match[str]) -> str:
        letter = found[1]
        own = {
            "s": str(int(moment.timestamp())), "N": f"{moment.microsecond:06}000", "z": "+0000", "Z": "UTC",
            "F": f"{moment:%Y-%m-%d}", "T": f"{moment:%H:%M:%S}", "R": f"{moment:%H:%M}", "D": f"{moment:%m/%d/%y}",
            "e": f"{moment.day:2}", "k": f"{moment.hour:2}", "l": f"{(moment.hour - 1) % 12 + 1:2}", "n": "\n", "t": "\t",
            "%": "%",
        }  # fmt: skip
        return own.get(letter) or (moment.strftime(f"%{letter}") if letter in _LETTERS else found[0])

    return re.sub(r"%([%a-zA-Z])", one, template)


def _read(text: str, now: datetime) -> datetime | None:
    """What people write behind -d: `now`, `+1 day`, `2 hours ago`, `@SECONDS`, an ISO date, openssl's dates."""
    text = text.strip()
    if text in ("now", "today", ""):
        return now
    relative = re.fullmatch(
        r"([-+]?)\s*(\d{1,6})\s*([a-z]+?)s?(\s+ago)?", {"tomorrow": "1 day", "yesterday": "1 day ago"}.get(text, text)
    )
    try:
        if relative and relative[3] in _UNITS:
            sign = -1 if (relative[1] == "-") != bool(relative[4]) else 1
            return now + timedelta(seconds=sign * int(relative[2]) * _UNITS[relative[3]])
        if re.fullmatch(r"@\d{1,11}", text):
            return datetime.fromtimestamp(int(text[1:]), UTC)
        for template in ("%b %d %H:%M:%S %Y GMT", "%b %d, %Y %H:%M UTC"):
            if re.match(r"[A-Z][a-z]{2} ", text):
                try:
                    return datetime.strptime(" ".join(text.split()), template).replace(tzinfo=UTC)
                except ValueError:
                    continue
        found = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
