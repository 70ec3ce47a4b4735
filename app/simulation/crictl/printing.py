"""How crictl prints: tables, short identifiers, ages."""

from datetime import datetime, timedelta

from ..shell.call import Call

SHORT = 13
"""The characters of an identifier that a table shows."""


def ago(then: datetime, now: datetime) -> str:
    """go-units' HumanDuration, with `ago`."""
    seconds = int((now - then) / timedelta(seconds=1))
    minutes, hours = seconds // 60, (seconds + 1800) // 3600
    days = seconds // 3600 // 24
    for limit, text in (
        (seconds < 1, "Less than a second"),
        (seconds == 1, "1 second"),
        (seconds < 60, f"{seconds} seconds"),
        (minutes == 1, "About a minute"),
        (minutes < 60, f"{minutes} minutes"),
        (hours == 1, "About an hour"),
        (hours < 48, f"{hours} hours"),
        (days < 14, f"{days} days"),
        (days < 60, f"{days // 7} weeks"),
        (days < 730, f"{days // 30} months"),
    ):
        if limit:
            return f"{text} ago"
    return f"{days // 365} years ago"


def table(call: Call, rows: list[list[str]]) -> None:
    """Go's tabwriter as crictl sets it: at least 20 wide, three spaces between."""
    widths = [max(20, max(len(row[at]) for row in rows) + 3) for at in range(len(rows[0]) - 1)]
    for row in rows:
        call.line("".join(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)) + row[-1])
