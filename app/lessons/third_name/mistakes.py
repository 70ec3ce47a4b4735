"""Wrong turns beside the certificate itself: where the name leads, what stands in files, what the cluster remembers."""

from collections.abc import Iterator

from ...explain.phrases import code, listing, say
from ...simulation.files import File
from ...simulation.network import NameFault, resolve
from ...simulation.world import Host
from ..lesson import Notice, Situation
from ..looking import PKI, on_disk, stored_sans
from .reached import added, fetched, is_address, resolves
from .solution import address, export


def wrong_place(situation: Situation) -> Iterator[Notice]:
    """The name leads to where no API server is."""
    name = situation.name
    if is_address(name) or resolves(situation):
        return
    try:
        found = resolve(situation.first, name)
    except NameFault:
        return
    yield Notice(
        "wrong-place",
        say(
            "{name} leads to {found}, where no API server answers for all: connections end in a time-out, or only work here. "
            "{right} passes them on.",
            name=code(name),
            found=code(found),
            right=code(address(situation)),
        ),
        (f"sed -i '/[[:space:]]{name}$/d' /etc/hosts", f'echo "{address(situation)} {name}" >> /etc/hosts'),
    )


def whole_object(situation: Situation) -> Iterator[Notice]:
    """The ConfigMap as it is, not what is in it."""
    for host in situation.hosts:
        for path, data in _files(host):
            if b"kind: ConfigMap" in data and b"name: kubeadm-config" in data and not fetched(situation):
                yield Notice(
                    f"whole-object@{path}",
                    say(
                        "{file} holds the whole ConfigMap: kubeadm wants what is inside its field {field}.",
                        file=code(path),
                        field=code("data.ClusterConfiguration"),
                    ),
                    tuple(export(situation)),
                )


def misplaced(situation: Situation) -> Iterator[Notice]:
    """The name stands in the configuration, but not where it is read."""
    name = situation.name.encode()
    for host in situation.hosts:
        for path, data in _files(host):
            lines = data.splitlines()
            if b"kind: ClusterConfiguration" in lines and name in data and not added(situation):
                yield Notice(
                    f"misplaced@{path}",
                    say(
                        "{name} stands in {file}, but not under {field}: kubeadm does not find it there, or cannot read the file at "
                        "all. Indentation decides; begin with a fresh file.",
                        name=code(situation.name),
                        file=code(path),
                        field=code("apiServer.certSANs"),
                    ),
                    (f"rm {path}", *export(situation)),
                )


def copied_pair(situation: Situation, host: Host) -> Iterator[Notice]:
    """Another node's certificate."""
    mine = on_disk(host)
    source = next(
        (one for one in situation.hosts if one is not host and mine is not None and on_disk(one) == mine), None
    )
    if mine is None or source is None or any(san.value == host.address for san in mine.sans):
        return
    aside = f"mkdir -p /root/copied; mv {PKI}/apiserver.crt {PKI}/apiserver.key /root/copied/"
    yield Notice(
        f"copied-pair@{host.name}",
        say(
            "On {host} lies the certificate of {source}: it names neither this node nor its address {address}, by which its own "
            "controller manager and scheduler dial it. Make one here.",
            host=code(host.name),
            source=code(source.name),
            address=code(host.address or ""),
        ),
        (
            f"scp -q kubeadm.yaml {host.name}:kubeadm.yaml",
            f"ssh {host.name}",
            aside,
            "kubeadm init phase certs apiserver --config kubeadm.yaml",
            "exit",
        ),
    )


def sans_lost(situation: Situation) -> Iterator[Notice]:
    """The cluster no longer remembers names that it had."""
    objects = situation.world.objects
    kept = stored_sans(situation.world)
    lost = [name for name in objects.facts.sans if name not in kept] if objects is not None else []
    if lost:
        yield Notice(
            "sans-lost",
            say(
                "The ConfigMap {map} has lost {names}: the next certificate that is made from it will not have them. What was uploaded "
                "was not made from the cluster’s own configuration.",
                map=code("kubeadm-config"),
                names=listing(map(code, lost)),
            ),
            (),
        )


def _files(host: Host) -> list[tuple[str, bytes]]:
    """YAML files in root's folder."""
    return [
        (path, inode.data)
        for path, inode in host.files.inodes.items()
        if isinstance(inode, File) and path.startswith(("/root/", "/tmp/")) and path.endswith((".yaml", ".yml"))
    ]
