"""What the programs of a control plane load when they start, and what they say when they cannot (rules.md §0, facts §5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ...model.configuration import Container
from ..files import FileError, Files
from ..pem import Pair, PairFault, read_pair

_WORDS = {"No such file or directory": "no such file or directory", "Is a directory": "is a directory"}
_API_SERVER_PAIRS = (
    ("--tls-cert-file", "--tls-private-key-file"),
    ("--proxy-client-cert-file", "--proxy-client-key-file"),
)
_API_SERVER_FILES = (
    "--service-account-key-file",
    "--service-account-signing-key-file",
    "--client-ca-file",
    "--requestheader-client-ca-file",
)


@dataclass(frozen=True, slots=True)
class Served:
    """The pair that an API server serves with: what it read, when it read it. Copies of the files' bytes."""

    certificate: bytes
    key: bytes
    pair: Pair
    since: datetime


def first_fault(files: Files, container: Container, now: datetime) -> list[str] | None:
    """The lines with which a program ends at its start; None where it lives."""
    check = {
        "kube-apiserver": _apiserver,
        "etcd": _etcd,
        "kube-controller-manager": _manager,
        "kube-scheduler": _scheduler,
    }
    found = next(check[container.program](files, container), None) if container.program in check else None
    if found is None:
        return None
    return [*_greeting(container, now), *found] if container.program != "etcd" else found


def _apiserver(files: Files, container: Container) -> Iterator[list[str]]:
    for flag in _API_SERVER_FILES[:2]:
        if fault := _unread(files, container, flag):
            yield _failed(f"{fault}")
    for certificate, key in _API_SERVER_PAIRS:
        if fault := _pair_fault(files, container, certificate, key):
            yield _failed(fault)
    for flag in _API_SERVER_FILES[2:]:
        if fault := _unread(files, container, flag):
            yield _failed(fault)
    for fault in (
        _pair_fault(files, container, "--etcd-certfile", "--etcd-keyfile"),
        _unread(files, container, "--etcd-cafile"),
    ):
        if fault:
            yield [
                'I{} shared_informer.go:503] "Waiting for caches to sync" controller="node_authorizer"',
                "E{} options.go:205] The manifest file is empty, ignoring.",
                *_failed(f"error creating storage factory: {fault}"),
            ]


def _etcd(files: Files, container: Container) -> Iterator[list[str]]:
    for certificate, key, authority in (
        ("--cert-file", "--key-file", "--trusted-ca-file"),
        ("--peer-cert-file", "--peer-key-file", "--peer-trusted-ca-file"),
    ):
        fault = _pair_fault(files, container, certificate, key) or _unread(files, container, authority)
        if fault:
            yield [f'{{"level":"fatal","msg":"discovery failed","error":"{fault}"}}']


def _manager(files: Files, container: Container) -> Iterator[list[str]]:
    if fault := _unread(files, container, "--kubeconfig"):
        yield _failed(fault.replace("open", "stat"))
    for flag in ("--service-account-private-key-file", "--root-ca-file"):
        if fault := _unread(files, container, flag):
            yield _failed(fault)
    signing = _pair_fault(files, container, "--cluster-signing-cert-file", "--cluster-signing-key-file")
    if signing and container.flag("--cluster-signing-key-file"):
        where = container.flag("--cluster-signing-cert-file")
        yield _failed(
            "failed to init kubernetes.io/kubelet-serving certificate controller: "
            f'error reading CA cert file \\"{where}\\": {signing}'
        )


def _scheduler(files: Files, container: Container) -> Iterator[list[str]]:
    if fault := _unread(files, container, "--kubeconfig"):
        yield _failed(fault.replace("open", "stat"))


def served(files: Files, container: Container, now: datetime) -> Served | None:
    """The pair that an API server would load now; None where it cannot."""
    found = pair_files(files, container)
    if found is None:
        return None
    try:
        return Served(*found, read_pair(*found), now)
    except PairFault:
        return None


def pair_files(files: Files, container: Container) -> tuple[bytes, bytes] | None:
    """The bytes of an API server's serving certificate and key; None where a flag or a file is missing."""
    names = [container.flag(flag) for flag in _API_SERVER_PAIRS[0]]
    if not all(names):
        return None
    try:
        certificate, key = (files.read(container.on_host(str(name))) for name in names)
    except FileError:
        return None
    return certificate, key


def _pair_fault(files: Files, container: Container, certificate: str, key: str) -> str | None:
    names = [container.flag(flag) for flag in (certificate, key)]
    if not all(names):
        return None
    fault = _unread(files, container, certificate) or _unread(files, container, key)
    if fault:
        return fault
    try:
        read_pair(*(files.read(container.on_host(str(name))) for name in names))
    except PairFault as found:
        return str(found)
    return None


def _unread(files: Files, container: Container, flag: str) -> str | None:
    """Go's words for a file that a flag names and that cannot be opened."""
    name = container.flag(flag)
    if not name:
        return None
    try:
        files.read(container.on_host(name))
    except FileError as fault:
        return f"open {name}: {_WORDS.get(fault.reason, fault.reason.lower())}"
    return None


def _failed(text: str) -> list[str]:
    return [f'E{{}} run.go:72] "command failed" err="{text}"']


def _greeting(container: Container, now: datetime) -> list[str]:
    """The first lines of a Kubernetes program's log; `{}` is where klog's head of time and process goes."""
    version = container.image.rpartition(":")[2] if ":" in container.image else "v1.37.2"
    return [
        f"I{{}} server.go:151] Version: {version}",
        'I{} server.go:153] "Golang settings" GOGC="" GOMAXPROCS="" GOTRACEBACK=""',
    ]


def klog(line: str, now: datetime, process: int) -> str:
    """A line with klog's head: month, day, time, process."""
    return line.replace("{}", f"{now:%m%d %H:%M:%S}.{now.microsecond:06} {process:7}", 1)
