"""etcdctl's lines and tables."""

import hashlib

from ..shell.call import Call
from .members import Member, leader

_STATUS = (
    "ENDPOINT", "ID", "VERSION", "STORAGE VERSION", "DB SIZE", "IN USE", "PERCENTAGE NOT IN USE", "QUOTA", "IS LEADER",
    "IS LEARNER", "RAFT TERM", "RAFT INDEX", "RAFT APPLIED INDEX", "ERRORS", "DOWNGRADE TARGET VERSION", "DOWNGRADE ENABLED",
)  # fmt: skip


def health_line(url: str) -> str:
    """An endpoint that answers, with a time that follows from its name."""
    digest = hashlib.sha256(url.encode()).digest()
    took = 9_000_000 + int.from_bytes(digest[:3]) % 7_000_000
    return f"{url} is healthy: successfully committed proposal: took = {took / 1e6:.6f}ms"


def status_rows(call: Call, found: list[tuple[str, Member]]) -> tuple[list[str], list[list[str]]]:
    """The head and the rows of `endpoint status`."""
    first = leader(call.world)
    index = str(600 + (call.world.objects.versions if call.world.objects else 0))
    rows = []
    for url, one in found:
        version = _version(one)
        rows.append(
            [url, f"{one.id:x}", version, version, "1.1 MB", "1.1 MB", "0%", "2.1 GB", str(one.id == first).lower(),
             "false", "2", index, index, "", "", "false"]
        )  # fmt: skip
    return list(_STATUS), rows


def _version(member: Member) -> str:
    """The version in the image's tag, without kubeadm's build number."""
    pods = member.host.kubelet.pods.values() if member.host.kubelet is not None else ()
    image = next((pod.main.image for pod in pods if pod.main.program == "etcd"), "")
    return image.rpartition(":")[2].partition("-")[0] or "3.7.0"


def table(call: Call, head: list[str], rows: list[list[str]]) -> None:
    """A table with a frame: heads in the middle, all else to the right."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]

    def rule(left: str, middle: str, right: str) -> str:
        return left + middle.join("─" * (width + 2) for width in widths) + right

    def line(cells: list[str]) -> str:
        return "│" + "│".join(f" {cell} " for cell in cells) + "│"

    call.line(rule("┌", "┬", "┐"))
    call.line(line([_middle(cell, width) for cell, width in zip(head, widths, strict=True)]))
    call.line(rule("├", "┼", "┤"))
    for row in rows:
        call.line(line([cell.rjust(width) for cell, width in zip(row, widths, strict=True)]))
    call.line(rule("└", "┴", "┘"))


def _middle(text: str, width: int) -> str:
    left = (width - len(text)) // 2
    return " " * left + text + " " * (width - len(text) - left)
