"""PEM, cut here and not by OpenSSL (which loses a whole file for one bad block), in time linear in the file's length.

Takes what Go's encoding/pem takes, text around the blocks and RFC 1421 headers included, and a little more that people
really have: a byte order mark before the first block, indented blocks, two files glued together without a line break.
That Go does not see those is told.
"""

import re
from binascii import Error, a2b_base64
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass

from .bounds import CERTIFICATE_PEM, KEY_PEM
from .problem import Problem

_BLOCK = re.compile(
    rb"-----BEGIN (?P<label>[A-Z0-9 ]{1,64}+)-----[ \t]*+\r?\n"
    rb"(?P<headers>(?:[ \t]*+[A-Za-z0-9-]{1,64}+:[^\n]{0,512}+\n){0,8}+)"
    rb"(?P<body>[^-]*+)"
    rb"-----END (?P=label)-----"
)
"""Possessive, and of character classes that end where the next thing begins, so it never goes back over what it read:
behind each BEGIN it reads at most eight header lines and then up to the next dash.
"""

_BEGIN = b"-----BEGIN "
_BLANKS = b" \t\r\n\v\f"

_BOM = Problem("pem", "Go, and so Kubernetes, does not see the first PEM block: a byte order mark stands before it.")
_NO_LINE = Problem(
    "pem",
    "Go, and so Kubernetes, does not see every PEM block here: BEGIN and END must each have a line of their own, "
    "not indented.",
)


@dataclass(frozen=True, slots=True)
class Block:
    """A PEM block: its label, the bytes in it (None where they cannot be had, see `problem`), whether its label or
    headers say that they are encrypted, whether it has headers, and whether Go sees it.
    """

    label: str
    data: bytes | None
    encrypted: bool = False
    problem: Problem | None = None
    headers: bool = False
    seen_by_go: bool = True

    @property
    def is_certificate(self) -> bool:
        return self.label == "CERTIFICATE"

    @property
    def is_private_key(self) -> bool:
        return self.label.endswith("PRIVATE KEY")

    @property
    def is_public_key(self) -> bool:
        return self.label.endswith("PUBLIC KEY")


def read_pem(data: bytes, most: int) -> tuple[list[Block], list[Problem]]:
    """The complete blocks in order, whatever their labels, and what is wrong outside of them.

    A block that is too large or no base64 is among them, with a `problem` and without bytes: it counts in pointers.
    Blocks behind the first `most` are left out, and told.
    """
    begun = data.count(_BEGIN)
    if not begun:
        return [], []
    blocks: list[Block] = []
    problems: dict[Problem, None] = {}
    for match in _BLOCK.finditer(data):
        if len(blocks) == most:
            problems[Problem("blocks", f"Only the first {most} PEM blocks of this file were read.")] = None
            return blocks, list(problems)
        problem = _unseen_by_go(data, match)
        blocks.append(_block(match, seen_by_go=problem is None))
        if problem:
            problems[problem] = None
    if begun > len(blocks):
        problems[_incomplete(begun - len(blocks), data)] = None
    return blocks, list(problems)


def block_spans(data: bytes) -> Iterator[tuple[int, int, bool]]:
    """(start, stop, glued) of each complete block: glued, if its END does not begin a line."""
    for match in _BLOCK.finditer(data):
        yield match.start(), match.end(), bool(match["body"]) and not match["body"].endswith(b"\n")


def _block(match: re.Match[bytes], *, seen_by_go: bool) -> Block:
    label, headers = match["label"].decode("ascii"), bool(match["headers"])
    encrypted = label.startswith("ENCRYPTED ") or b"ENCRYPTED" in match["headers"]
    limit = KEY_PEM if "KEY" in label else CERTIFICATE_PEM
    if match.end() - match.start() > limit:
        problem = Problem("too-large", f"A PEM block of more than {limit} bytes ({label}).")
        return Block(label, None, encrypted, problem, headers, seen_by_go)
    try:
        data = a2b_base64(match["body"].translate(None, _BLANKS), strict_mode=True)
    except Error:
        problem = Problem("base64", f"What stands in the block {label} is no base64.")
        return Block(label, None, encrypted, problem, headers, seen_by_go=False)
    return Block(label, data, encrypted, None, headers, seen_by_go)


def _unseen_by_go(data: bytes, match: re.Match[bytes]) -> Problem | None:
    """Go wants BEGIN at the beginning of a line, END too, and nothing but blanks behind it (encoding/pem.Decode)."""
    start, end = match.span()
    if start and data[start - 1] != 0x0A:
        return _BOM if start == len(BOM_UTF8) and data.startswith(BOM_UTF8) else _NO_LINE
    if (match["body"] and not match["body"].endswith(b"\n")) or data[end : end + 1].strip(_BLANKS):
        return _NO_LINE
    return None


def _incomplete(count: int, data: bytes) -> Problem:
    without_end = data.count(b"-----END ") < data.count(_BEGIN)
    why = "the END line is missing" if without_end else "BEGIN and END do not belong together, or a line is damaged"
    return Problem(
        "pem", f"A PEM block cannot be read: {why}." if count == 1 else f"{count} PEM blocks cannot be read: {why}."
    )
