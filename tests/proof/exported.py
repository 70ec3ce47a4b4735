"""An exported twin on the disk: its files, unpacked, and where each side of a connection finds its own."""

import functools
import os
import re
import shutil
import subprocess
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from app.issuing.archive import archive
from app.issuing.files import Files
from app.issuing.twin import Change, Twin, unchanged
from app.model.cluster import Cluster, Connection, Reference
from tests.issuing.making import POOL, members

NEEDED = "TEST_NEEDS_OPENSSL"
"""Set where a skipped test is a failure: in .ci/run."""

ENVIRONMENT = {"PATH": os.environ["PATH"], "OPENSSL_CONF": "/dev/null", "SSL_CERT_FILE": "/dev/null"}
"""Neither the system's configuration (its security level) nor its CAs."""


@functools.cache
def lacking() -> str | None:
    """Why openssl cannot be asked here; None where it can."""
    if shutil.which("openssl") is None:
        return "openssl is not installed"
    said = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"OpenSSL (\d+)\.", said)
    return None if found and int(found[1]) >= 3 else f"openssl 3 or newer is needed, this is {said.strip()!r}"


def need_openssl() -> None:
    """Skips the test with the reason; fails it where TEST_NEEDS_OPENSSL is set."""
    if reason := lacking():
        if os.environ.get(NEEDED):
            pytest.fail(f"{reason}, and {NEEDED} is set")
        pytest.skip(reason)


def openssl(*words: str | Path) -> tuple[bool, str]:
    """Whether a command succeeds, and all that it says."""
    done = subprocess.run(
        ["openssl", *map(str, words)],
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")


@dataclass(frozen=True)
class Side:
    """What one side has on the disk; None where it has nothing."""

    certificate: Path | None
    key: Path | None
    ca: Path | None


class Exported:
    """A twin that was written and unpacked below a folder."""

    def __init__(self, cluster: Cluster, folder: Path, change: Change = unchanged) -> None:
        self._cluster = cluster
        self._folder = folder
        twin = Twin(cluster, POOL, change)
        self._files = Files(twin)
        for entry in members(archive(twin, cluster.clock)):
            path = folder / entry.member
            path.parent.mkdir(parents=True, exist_ok=True)
            if entry.target is None:
                path.write_bytes(entry.data)

    def client(self, connection: Connection) -> Side:
        client = connection.client
        return self._side(client.component, connection, client.certificate, client.key, client.ca)

    def server(self, connection: Connection) -> Side:
        server = connection.server
        return self._side(server.component, connection, server.certificate, server.key, server.client_ca)

    def _side(self, component: str, connection: Connection, *references: Reference) -> Side:
        ends = (component, connection.client.component, connection.server.component)
        nodes = [found.node for end in ends if (found := self._cluster.components.get(end)) and found.node]
        return Side(*(self._path(nodes, reference) for reference in references))

    def _path(self, nodes: list[str], reference: Reference) -> Path | None:
        """A file of the archive; of a kubeconfig what its field holds."""
        if reference.path is None or not nodes:
            return None
        node = reference.file.partition(":")[0] if reference.file else nodes[0]
        found = self._cluster.inventory.resolve(node, reference.path)
        member = self._files.member(found) if found else self._files.member_at(node, reference.path)
        if member is None:
            return None
        path = self._folder / member
        return self._field(path, reference.pointer) if reference.pointer else path

    def _field(self, path: Path, pointer: str) -> Path | None:
        """`users[NAME].user.client-key-data`, decoded into a file of its own."""
        found = re.fullmatch(r"(clusters|users)\[(.*)\]\.(cluster|user)\.([a-z-]+)", pointer)
        assert found is not None, pointer
        config = yaml.safe_load(path.read_text())
        entry = next(one for one in config[found[1]] if one["name"] == found[2])
        data = entry[found[3]].get(found[4])
        if data is None:
            return None
        made = path.with_name(f"{path.name}.{found[4]}.pem")
        made.write_bytes(b64decode(data))
        return made
