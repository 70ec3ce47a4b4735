"""Static pod manifests: what each container runs, its flags, hostPath mounts and HTTP probes (core/v1 PodSpec)."""

import posixpath
import re
from itertools import islice

from ..model.configuration import Container, Flag, Mount, Probe, StaticPod
from .bounds import MOUNTS
from .fields import Document, mapping, mappings, number, text, texts
from .redaction import REDACTED, is_secret_flag, without_userinfo
from .shell import command_in, script_of

_PROBES = (("liveness", "livenessProbe"), ("readiness", "readinessProbe"), ("startup", "startupProbe"))

_IMAGE_NAME = re.compile(r"(?:.*/)?([^/:@]*)")


def read_pod(document: Document, node: str, path: str) -> StaticPod:
    """The pod in a document, with the place of its file."""
    volumes = _host_paths(document)
    containers = tuple(_container(item, volumes) for item in mappings(mapping(document, "spec"), "containers"))
    return StaticPod(f"{node}:{path}", node, path, text(mapping(document, "metadata"), "name") or "", containers)


def holds_secret(pod: StaticPod) -> bool:
    """Whether a token or password stood in a flag."""
    return any(flag.value == REDACTED for container in pod.containers for flag in container.flags)


def read_flags(words: tuple[str, ...], program: str = "") -> tuple[Flag, ...]:
    """Flags as pflag reads them: `--a=b`, `--a b`, and `--a` alone, which is `true`. Secrets are redacted here.

    None of the programs that run in static pods takes other arguments, so a word without a dash is the value of the
    flag before it. Go's own flag package, which etcd uses, takes `-a` for `--a`; the other programs take `--a_b` for
    `--a-b` (component-base/cli/flag, WordSepNormalizeFunc). Names are given as `--a-b`.
    """
    flags: list[Flag] = []
    waiting: str | None = None
    for word in words:
        if word.startswith("-") and len(word.lstrip("-")) > 0:
            if waiting is not None:
                flags.append(Flag(waiting, "true"))
            name, equals, value = word.partition("=")
            name = _spelled(name, program)
            waiting = None if equals else name
            if equals:
                flags.append(_flag(name, value))
        elif waiting is not None:
            flags.append(_flag(waiting, word))
            waiting = None
    if waiting is not None:
        flags.append(Flag(waiting, "true"))
    return tuple(flags)


def _spelled(name: str, program: str) -> str:
    """A flag's name as its documentation has it. One letter behind one dash is another flag."""
    bare = name.lstrip("-")
    if len(bare) < 2:
        return name
    return f"--{bare}" if program == "etcd" else f"--{bare.replace('_', '-')}"


def _flag(name: str, value: str) -> Flag:
    return Flag(name, REDACTED if value and is_secret_flag(name, value) else without_userinfo(value))


def _container(container: Document, volumes: dict[str, str]) -> Container:
    image = text(container, "image") or ""
    program, words = _command(container, image)
    return Container(
        name=text(container, "name") or "",
        image=image,
        program=program,
        flags=read_flags(words, program),
        mounts=_mounts(container, volumes),
        probes=_probes(container),
    )


def _command(container: Document, image: str) -> tuple[str, tuple[str, ...]]:
    """What a container runs, and the words behind it; of a shell, what its script comes to. Without `command` the
    image's name stands for its program.
    """
    command, arguments = texts(container, "command"), texts(container, "args")
    script = script_of(command + arguments)
    if script is not None and (inner := command_in(script)):
        return posixpath.basename(inner[0]), tuple(inner[1:])
    if command:
        return posixpath.basename(command[0]), command[1:] + arguments
    if arguments and not arguments[0].startswith("-"):
        return posixpath.basename(arguments[0]), arguments[1:]
    name = _IMAGE_NAME.match(image)
    return name[1] if name else "", arguments


def _host_paths(document: Document) -> dict[str, str]:
    """The node's path of each hostPath volume, by the volume's name."""
    found = {}
    for volume in mappings(mapping(document, "spec"), "volumes"):
        name, path = text(volume, "name"), text(mapping(volume, "hostPath"), "path")
        if name and path:
            found[name] = posixpath.normpath(path)
    return found


def _mounts(container: Document, volumes: dict[str, str]) -> tuple[Mount, ...]:
    found = []
    for mount in islice(mappings(container, "volumeMounts"), MOUNTS):
        host_path, mount_path = volumes.get(text(mount, "name") or ""), text(mount, "mountPath")
        if host_path and mount_path:
            sub_path = text(mount, "subPath")
            found.append(
                Mount(posixpath.normpath(mount_path), posixpath.join(host_path, sub_path) if sub_path else host_path)
            )
    return tuple(found)


def _probes(container: Document) -> tuple[Probe, ...]:
    ports = {text(port, "name"): number(port, "containerPort") for port in mappings(container, "ports")}
    found = []
    for kind, field in _PROBES:
        request = mapping(container, field, "httpGet")
        if request:
            found.append(
                Probe(
                    kind=kind,
                    scheme=(text(request, "scheme") or "HTTP").lower(),
                    host=text(request, "host"),
                    port=number(request, "port") or ports.get(text(request, "port")),
                    path=text(request, "path") or "/",
                )
            )
    return tuple(found)
