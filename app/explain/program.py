"""What a node's static pods were told, beyond the files of a connection: flags."""

from dataclasses import dataclass

from ..model.cluster import Cluster
from ..topology.programs import named_paths, program_of
from .names import file_name


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that a flag names: its path on the node, what people call it, and its id if it is in the upload."""

    path: str
    name: str
    file_id: str | None


def flag(cluster: Cluster, kind: str, node: str | None, name: str) -> str | None:
    """What a flag of a node's program says, "" too; None where it is not given or nothing is known of the program."""
    program = program_of(cluster, kind, node)
    return program.flags.get(name) if program else None


def named_file(cluster: Cluster, kind: str, node: str | None, name: str) -> NamedFile | None:
    """The file that a flag of a node's program names; None where the flag is not given or empty."""
    program = program_of(cluster, kind, node)
    setting = program.path(name) if program else None
    return _named(cluster, node, setting.value) if setting else None


def service_account_keys(cluster: Cluster, node: str | None) -> tuple[NamedFile, ...]:
    """The files with which a node's API server checks tokens: the flag may be repeated."""
    paths = named_paths(cluster, "kube-apiserver", node, "--service-account-key-file")
    return tuple(_named(cluster, node, path) for path in paths)


def service_account_signer(cluster: Cluster, node: str | None) -> NamedFile | None:
    """The file with which a node's API server signs service account tokens."""
    return named_file(cluster, "kube-apiserver", node, "--service-account-signing-key-file")


def header_names(cluster: Cluster, node: str | None) -> tuple[str, str]:
    """The headers from which a node's API server takes a front proxy's user and groups: the first that its flags name,
    else those that everybody uses.
    """
    user = flag(cluster, "kube-apiserver", node, "--requestheader-username-headers") or "X-Remote-User"
    group = flag(cluster, "kube-apiserver", node, "--requestheader-group-headers") or "X-Remote-Group"
    return user.partition(",")[0], group.partition(",")[0]


def _named(cluster: Cluster, node: str | None, path: str) -> NamedFile:
    file = cluster.inventory.resolve(node or "", path)
    return NamedFile(path, file_name(path), file.id if file else None)
