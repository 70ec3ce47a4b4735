"""The syntax tree of a command line: POSIX.1-2024, Shell Command Language (XCU 2), with what bash adds and people use."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Characters that stand for themselves. Quoted ones are neither split nor patterns."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """`$name`, `${name}`, `${#name}` (`operator` is `#` and `length` true), `${name:-word}`, `${name%word}` …"""

    name: str
    quoted: bool
    operator: str = ""
    word: "Word" = ()
    length: bool = False


@dataclass(frozen=True, slots=True)
class Substitution:
    """`$(script)` or backquotes."""

    script: "Script"
    quoted: bool


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`$((expression))`; the expression's parameters are expanded before it is evaluated."""

    expression: "Word"
    quoted: bool


@dataclass(frozen=True, slots=True)
class ProcessSubstitution:
    """`<(script)`: the name of a file that holds the script's output."""

    script: "Script"


Part = Text | Parameter | Substitution | Arithmetic | ProcessSubstitution
Word = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Redirect:
    """`operator`: < > >> <> >| <& >& &> &>> << <<<; for `<<` the word is the document's text."""

    descriptor: int
    operator: str
    word: Word


@dataclass(frozen=True, slots=True)
class Simple:
    """Assignments, then words: the first is the command."""

    assignments: tuple[tuple[str, Word], ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """`{ list; }`, or `( list )` in a subshell."""

    body: "Script"
    subshell: bool
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class If:
    """Pairs of condition and body, tried in order; then what is run when none holds."""

    branches: tuple[tuple["Script", "Script"], ...]
    otherwise: "Script | None"
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class For:
    """`words` is None for `for name; do`: the positional parameters."""

    name: str
    words: tuple[Word, ...] | None
    body: "Script"
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class While:
    condition: "Script"
    body: "Script"
    until: bool
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Patterns and what is run for the first that fits."""

    word: Word
    items: tuple[tuple[tuple[Word, ...], "Script"], ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class Conditional:
    """`[[ … ]]`: words that are neither split nor expanded to file names."""

    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    body: "Simple | Group | If | For | While | Case | Conditional | Function"


Command = Simple | Group | If | For | While | Case | Conditional | Function


@dataclass(frozen=True, slots=True)
class Pipeline:
    """`joined[i]`: whether the standard error of command i goes into the pipe too (`|&`)."""

    commands: tuple[Command, ...]
    joined: tuple[bool, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class AndOr:
    """Pipelines with the operator (`&&`, `||`) before each; that of the first is empty."""

    pipelines: tuple[tuple[str, Pipeline], ...]
    background: bool


@dataclass(frozen=True, slots=True)
class Script:
    lists: tuple[AndOr, ...]
