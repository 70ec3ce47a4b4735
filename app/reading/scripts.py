"""A shell's script without what might be a secret: kept is what is known to be none, word by word.

`sh -c` may be followed by anything: a token in a here-document, a password behind `-p`. So here it is the other way
round than in a list of flags: a word stays if it is a flag or the value of a Kubernetes program's harmless flag, a
path, a variable, a number, an address or a word of the shell. Everything else becomes a throw-away.
"""

import posixpath
import re
from collections.abc import Callable

from .redaction import is_secret_flag
from .secrets import may_hold_secrets, replace_inside
from .shell import TOKEN, unquoted

_BEFORE_A_PROGRAM = re.compile(r"if|then|elif|else|do|while|until|!|\{|\(|exec|command|nohup|env|eval")
_SHELL_WORD = re.compile(
    _BEFORE_A_PROGRAM.pattern + r"|fi|for|in|done|case|esac|\}|--|\[\[?|\]\]?|\)|set|unset|export|local|readonly|umask"
    r"|trap|wait|exit|return|shift|source|test|true|false|cd|pwd|echo|printf|cat|cp|mv|rm|ln|ls|mkdir|touch|chmod|chown"
    r"|sleep|date|hostname|kill|grep|sed|awk|head|tail|cut|tr|sort|uniq|tee|(?:ba|da|a)?sh|curl|wget|mysql|mount|sysctl"
)
_FLAG = re.compile(r"--[A-Za-z][\w.-]*|-[A-Za-z]{1,3}")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_HARMLESS = re.compile(
    r"\.{0,2}/[\w./*${}-]*"
    r"|\$[\w@*#?]+|\$\{\w+\}|\$\$"
    r"|[\d.]{1,15}(?::\d{1,5})?|\d{1,12}|[\d.]+[a-zA-Z]{1,2}"
    r"|[a-z][a-z0-9+]*://[^\s@?#]*"
    r"|\d?(?:>>?|<|>&)&?(?:\d|-|\.{0,2}/[\w./-]*)?"
    r"|[A-Za-z_]{1,3}"
)
_KUBERNETES = re.compile(
    r"(?:/[\w./-]*/)?(?:kube-?(?:let|adm|ctl|apiserver|scheduler|controller-manager|proxy)|etcd(?:ctl|utl)?)"
)
_VARIABLE = re.compile(r"\$\w+|\$\{\w+\}")
_COMMENT_WORD = re.compile(r"[^\s]{9}")


def without_secrets(script: str, throw_away: Callable[[str], str]) -> str:
    """The script, every word of it that is not known to be harmless replaced."""
    pieces: list[str] = []
    state = _State(throw_away)
    at = 0
    while match := TOKEN.match(script, at):
        word, comment = match["word"], match["comment"]
        pieces.append(script[at : match.end() - len(match[match.lastgroup or 0])])
        if word is not None:
            pieces.append(state.word(word))
        elif comment is not None:
            pieces.append("# [redacted]" if may_hold_secrets(comment) or _COMMENT_WORD.search(comment) else comment)
        else:
            pieces.append(match["end"])
            state = _State(throw_away)
        at = match.end()
    rest = script[at:]
    return "".join(pieces) + (f" {throw_away(rest)}" if rest.strip() else rest)


class _State:
    """What came before in a command: its program, and the flag that waits for its value."""

    def __init__(self, throw_away: Callable[[str], str]) -> None:
        self._throw_away = throw_away
        self._program: str | None = None
        self._waiting: str | None = None

    def word(self, raw: str) -> str:
        """A word as it may be kept."""
        text = unquoted(raw)
        waiting, self._waiting = self._waiting, None
        name, equals, value = text.partition("=")
        if self._program is None and (assigned := _ASSIGNMENT.fullmatch(text)):
            return raw if self._is_harmless(assigned[2]) else f"{assigned[1]}={self._throw_away(assigned[2])}"
        if text.startswith("-") and _FLAG.fullmatch(name):
            return self._flag(raw, name, value if equals else None)
        if waiting is not None and _VARIABLE.fullmatch(text):
            return raw
        if waiting is not None and self._keeps(waiting, text):
            return replace_inside(raw, self._throw_away)
        if self._program is None and not _BEFORE_A_PROGRAM.fullmatch(text):
            self._program = posixpath.basename(text)
        return raw if self._is_harmless(text) else self._of(text)

    def _flag(self, raw: str, name: str, value: str | None) -> str:
        if value is None:
            self._waiting = name
            return raw
        if _VARIABLE.fullmatch(value):
            return raw
        return replace_inside(raw, self._throw_away) if self._keeps(name, value) else f"{name}={self._of(value)}"

    def _keeps(self, flag: str, value: str) -> bool:
        """Whether a flag's value stays: it is harmless in itself, or a program's whose flags are known."""
        if is_secret_flag(flag, value) or flag in ("-u", "--user"):
            return False
        ours = _is_kubernetes(self._program or "") and "$(" not in value and "`" not in value
        return ours or self._is_harmless(value)

    def _is_harmless(self, text: str) -> bool:
        return not text or _is_kubernetes(text) or any(one.fullmatch(text) for one in (_SHELL_WORD, _HARMLESS))

    def _of(self, text: str) -> str:
        return self._throw_away(text)


def _is_kubernetes(program: str) -> bool:
    """Names of programs that run in static pods."""
    return _KUBERNETES.fullmatch(program) is not None
