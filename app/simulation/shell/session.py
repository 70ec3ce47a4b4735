"""What a shell remembers between two lines."""

from dataclasses import dataclass, field, replace

from .syntax import Command

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(slots=True)
class Session:
    """A shell on a host. `arguments`: `$1` …; `name`: `$0`; `status`: `$?`; `functions` and variables by name;
    `loops`, `callers`: how many loops, and how many functions and sourced files, it is in.
    """

    host: str
    folder: str = "/root"
    variables: dict[str, str] = field(default_factory=dict)
    exported: frozenset[str] = frozenset()
    functions: dict[str, Command] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    name: str = "-bash"
    status: int = 0
    loops: int = 0
    callers: int = 0

    @classmethod
    def begin(cls, host: str) -> "Session":
        """A login shell of root."""
        variables = {
            "HOME": "/root",
            "USER": "root",
            "PWD": "/root",
            "HOSTNAME": host,
            "PATH": PATH,
            "SHELL": "/bin/bash",
        }
        return cls(host, variables=variables, exported=frozenset(variables) - {"HOSTNAME"})

    def fork(self) -> "Session":
        """The same shell, to be changed apart from this one: a subshell."""
        return replace(self, variables=dict(self.variables), functions=dict(self.functions), loops=0)

    def get(self, name: str) -> str | None:
        return self.variables.get(name)

    def export(self, name: str) -> None:
        self.exported |= {name}
