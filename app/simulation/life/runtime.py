"""A container runtime as crictl sees it: sandboxes (pods) and the containers in them (CRI, runtime.v1)."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Sandbox:
    """A pod's sandbox. `name` as the kubelet calls a static pod: `kube-apiserver-cp1`."""

    id: str
    name: str
    namespace: str
    created: datetime
    attempt: int
    ready: bool = True


@dataclass(slots=True)
class Container:
    """`program` is what runs in it; `finished` and `exit_code` are None while it runs; `log`: lines, oldest first."""

    id: str
    sandbox: str
    name: str
    image: str
    created: datetime
    attempt: int
    finished: datetime | None = None
    exit_code: int | None = None
    log: list[str] = field(default_factory=list)

    @property
    def running(self) -> bool:
        return self.finished is None

    def stop(self, now: datetime, code: int) -> None:
        """End it, if it runs."""
        if self.finished is None:
            self.finished, self.exit_code = now, code


@dataclass(slots=True)
class Runtime:
    """The sandboxes and containers of one host, oldest first. Ids follow from the host's name: the same every time."""

    host: str
    sandboxes: list[Sandbox] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)
    made: int = 0

    def new_sandbox(self, name: str, namespace: str, now: datetime, attempt: int) -> Sandbox:
        made = Sandbox(self._id(), name, namespace, now, attempt)
        self.sandboxes.append(made)
        return made

    def new_container(self, sandbox: Sandbox, name: str, image: str, now: datetime, attempt: int) -> Container:
        made = Container(self._id(), sandbox.id, name, image_id(image), now, attempt)
        self.containers.append(made)
        return made

    def sandbox(self, prefix: str) -> Sandbox | None:
        """The sandbox whose id begins so, if it is one alone."""
        found = [one for one in self.sandboxes if prefix and one.id.startswith(prefix)]
        return found[0] if len(found) == 1 else None

    def container(self, prefix: str) -> Container | None:
        found = [one for one in self.containers if prefix and one.id.startswith(prefix)]
        return found[0] if len(found) == 1 else None

    def inside(self, sandbox: Sandbox) -> list[Container]:
        """The containers of a sandbox."""
        return [one for one in self.containers if one.sandbox == sandbox.id]

    def stop_sandbox(self, sandbox: Sandbox, now: datetime) -> None:
        """Stop a sandbox with all that runs in it."""
        sandbox.ready = False
        for container in self.inside(sandbox):
            container.stop(now, 137)

    def remove_sandbox(self, sandbox: Sandbox) -> None:
        self.containers = [one for one in self.containers if one.sandbox != sandbox.id]
        self.sandboxes.remove(sandbox)

    def _id(self) -> str:
        self.made += 1
        return hashlib.sha256(f"{self.host} {self.made}".encode()).hexdigest()


def image_id(image: str) -> str:
    """The id that a runtime gives to an image: it follows from its name."""
    return hashlib.sha256(f"image {image}".encode()).hexdigest()[:13]
