"""What a program was told, and by what: a flag of a manifest, or a distribution's convention."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..model.cluster import ComponentEvidence, Evidence
from ..model.configuration import Container, StaticPod

CONVENTION = "convention"
BY_CONVENTION = ComponentEvidence(None, CONVENTION, None)
CONFIG_FILE = "--config-file"
"""etcd's flag for a file of settings, beside which etcd reads no other flag (etcd server/etcdmain/config.go)."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A value and what says it. `file` is the id of the file, None for the field `convention`.

    `value` is what counts (a path is the node's), `written` what stands in the file (None for data, secrets and
    conventions).
    """

    value: str
    file: str | None
    field: str
    written: str | None

    @classmethod
    def by_convention(cls, value: str) -> "Setting":
        return cls(value, None, CONVENTION, None)

    def evidence(self, side: str, *roles: str) -> Iterator[Evidence]:
        for role in roles:
            yield Evidence(side, role, self.file, self.field, self.written)

    def mark(self) -> ComponentEvidence:
        return ComponentEvidence(self.file, self.field, self.written)


@dataclass(frozen=True, slots=True)
class Program:
    """A server program of a node. `flags`: what each of its flags says, of one that is given twice the last, as in
    pflag; `unwritten`: a distribution's flags for what its manifest leaves to a `--config-file`; `pod` and `container`
    are None where it stands here by convention, and `shown_by` is what shows it then.
    """

    kind: str
    node: str
    pod: StaticPod | None
    container: Container | None
    flags: Mapping[str, str]
    unwritten: Mapping[str, str] = field(default_factory=dict)
    shown_by: ComponentEvidence | None = None

    @classmethod
    def written(cls, pod: StaticPod, container: Container) -> "Program":
        """The program of a container."""
        return cls(container.program, pod.node, pod, container, {flag.name: flag.value for flag in container.flags})

    @classmethod
    def by_convention(
        cls, kind: str, node: str, flags: Mapping[str, str], mark: ComponentEvidence | None = None
    ) -> "Program":
        """A program of which no manifest is in the tree, with a distribution's flags. `mark`: what shows it."""
        return cls(kind, node, None, None, flags, shown_by=mark)

    def completed(self, flags: Mapping[str, str]) -> "Program":
        """The program with a distribution's flags for what its manifest leaves to a `--config-file`."""
        return replace(self, unwritten=flags) if CONFIG_FILE in self.flags else self

    @property
    def is_written(self) -> bool:
        """Whether a manifest is there."""
        return self.container is not None

    @property
    def component(self) -> str:
        return f"{self.kind}@{self.node}"

    def get(self, flag: str) -> Setting | None:
        """A flag's setting; None if it is not given or empty."""
        written = self.flags.get(flag)
        return self._setting(flag, written, written) if written else self._unwritten(flag)

    def path(self, flag: str) -> Setting | None:
        """A flag that names a file: the container's path as the node's, absolute."""
        written = self.flags.get(flag)
        return self._setting(flag, written, self.on_host(written)) if written else self._unwritten(flag)

    def paths(self, flag: str) -> tuple[str, ...]:
        """Every path that a flag names which may be given more than once, each once."""
        if self.container is None:
            path = self.flags.get(flag)
            return (path,) if path else ()
        if flag not in self.flags and flag in self.unwritten:
            return (self.unwritten[flag],)
        given = (one.value for one in self.container.flags if one.name == flag and one.value)
        return tuple(dict.fromkeys(self.on_host(value) for value in given))

    def value(self, flag: str) -> str | None:
        """What a flag says; None if it is not given or empty."""
        return self.flags.get(flag) or self.unwritten.get(flag)

    def _unwritten(self, flag: str) -> Setting | None:
        found = self.unwritten.get(flag)
        return Setting.by_convention(found) if found else None

    def _setting(self, flag: str, written: str, value: str) -> Setting:
        return Setting(value, self.pod.id, flag, written) if self.pod else Setting.by_convention(value)

    def on_host(self, path: str) -> str:
        """A path that the program sees as its node's."""
        if self.container is None:
            return path
        return self.container.on_host(posixpath.normpath(posixpath.join("/", path)))

    def urls(self, flag: str) -> list[str]:
        """The parts of a comma-separated list."""
        return [url.strip() for url in (self.value(flag) or "").split(",") if url.strip()]

    def is_true(self, flag: str) -> bool:
        return (self.value(flag) or "").lower() in ("true", "1", "t")

    def mark(self) -> ComponentEvidence:
        """What shows that this program exists."""
        if self.pod is None or self.container is None:
            return self.shown_by or BY_CONVENTION
        return ComponentEvidence(self.pod.id, f"spec.containers[{self.container.name}].command", None)
