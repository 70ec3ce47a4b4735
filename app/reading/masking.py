"""The text of configuration, with every secret in it replaced, so that it may be kept, shown and written again.

Secrets go by where they stand (`token:`, `--password=…`, an `env` of that name, everything of a kubeconfig's user that
is not known to be harmless) and by what they look like (private keys, bootstrap tokens, JWTs). A private key leaves its
public half behind, every other secret a throw-away of the same form. Equal secrets get equal throw-aways, so that who
shares one can still be seen; the throw-aways themselves are numbered and tell nothing of what they stand for.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from .halves import public_halves
from .keys import KeyFacts, read_key
from .pem import Block
from .redaction import server_without_userinfo
from .scalars import Scalar, Span, quoted, scalars
from .scripts import without_secrets
from .secrets import COMMON_KEYS, is_known, is_secret, may_hold_secrets, replace_inside
from .throw_aways import ThrowAways

_SHELL = re.compile(r"sh\b(?:(?<=\bsh)|(?<=\bash)|(?<=\bbash)|(?<=\bdash))")
"""Begins with what is rare: a text is looked through at the speed at which two letters are found."""

_RUNS_SCRIPT = re.compile(r"-[a-z]*c")
_BLANK = re.compile(r"\s")
_COMMENT = re.compile(r"(?:(?<=\s)|\A)#[^\r\n]*")
_LONG_WORD = re.compile(r"[A-Za-z0-9+=_.-]{20}")


class Masker:
    """Masks the files of one tree. `key_of` reads a key: who has read the same ones before remembers them."""

    def __init__(self, most_blocks: int, key_of: Callable[[Block], KeyFacts] = read_key) -> None:
        self._most_blocks = most_blocks
        self._key_of = key_of
        self._throw_aways = ThrowAways()

    def yaml(self, text: str, documents: Sequence[Any], spans: Sequence[Span]) -> str | None:
        """A YAML (or JSON) file's text without its secrets, from the documents that were read of it and where their
        scalars stand.

        Formatting and harmless comments stay. None where there are more or fewer scalars than places.
        """
        if all(map(is_known, documents)) and not _SHELL.search(text) and not may_hold_secrets(text):
            return text
        found = scalars(documents)
        if len(found) != len(spans):
            return None
        pieces: list[str] = []
        at = 0
        for scalar, (start, stop) in zip(found, spans, strict=True):
            pieces += (_between(text[at:start]), self._written(scalar, text[start:stop]))
            at = stop
        return "".join((*pieces, _between(text[at:])))

    def plain(self, text: str) -> str:
        """A text of flags and variables without its secrets."""
        return replace_inside(text, self._throw_aways.of)

    def _written(self, scalar: Scalar, written: str) -> str:
        if scalar.value is None or (masked := self._masked(scalar, scalar.value)) == scalar.value:
            return _without_header_comment(written)
        if masked.startswith("LS0t") and written[:4] == "LS0t":  # PEM in base64 stays as client-go writes it
            return masked
        return quoted(masked) + ("\n" if written.endswith("\n") else "")

    def _masked(self, scalar: Scalar, value: str) -> str:
        if scalar.is_key and value in COMMON_KEYS:
            return value
        always = not scalar.is_key and scalar.key == "client-key-data"
        halves = public_halves(value, self._most_blocks, self._key_of, always=always)
        if halves is not None:
            return halves
        if not scalar.is_key and is_secret(scalar):
            return self._throw_aways.of(value)
        if _is_script(scalar, value):
            return without_secrets(value, self._throw_aways.of)
        if scalar.key == "server":
            value = server_without_userinfo(value)
        return replace_inside(value, self._throw_aways.of)


def _is_script(scalar: Scalar, value: str) -> bool:
    """A script, as far as anybody can tell: it stands behind `-c` in a command, or has blanks in it and is no flag."""
    if scalar.is_key or scalar.key not in ("command", "args") or not isinstance(scalar.parent, list):
        return False
    behind = isinstance(scalar.before, str) and _RUNS_SCRIPT.fullmatch(scalar.before)
    return bool(behind) or (not value.startswith("-") and bool(_BLANK.search(value)))


def _between(text: str) -> str:
    """What stands between two values: punctuation, and comments."""
    return _COMMENT.sub(_harmless_comment, text) if "#" in text else text


def _harmless_comment(comment: re.Match[str]) -> str:
    text = comment[0]
    return "# [redacted]" if may_hold_secrets(text) or _LONG_WORD.search(text) else text


def _without_header_comment(written: str) -> str:
    """A value as written. Behind the `|` of a block there may be a comment."""
    if written[:1] not in ("|", ">") or "#" not in written:
        return written
    header, line_break, rest = written.partition("\n")
    return _between(header) + line_break + rest
