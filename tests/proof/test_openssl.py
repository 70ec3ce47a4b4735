"""Exported twins, sound and broken, and what real openssl says of their files, held against the ladder.

Servers and clients talk over 127.0.0.1, on a port that the system chose. The guard against the network allows that
(tests/conftest.py), and holds in Python's own process only; nothing here is told another address.
"""

import ipaddress
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app.issuing.twin import unchanged
from app.model.cluster import Cluster, Connection
from app.model.verdicts import Outcome, Phase, Rung, Verdict
from tests.issuing.making import ALL, VERDICTS, members, packed
from tests.tls.making import (
    APISERVER,
    ETCD,
    HA,
    by_a_stranger,
    changed,
    expired,
    is_admin,
    is_etcd_client,
    is_etcd_server,
)
from tests.trees import cluster, cluster_of

from . import exported
from .exported import ENVIRONMENT, Exported, need_openssl, openssl
from .test_against_the_ladder import OPENSSL_DIFFERS, at_its_clock, chosen, judged

JUDGING = ("extensions", "dates", "name", "path", "usage", "constraints")
NOT_OF_THE_COMMAND = {
    "common-name-only": "where there is no SAN, `openssl verify` looks for the name in the CN; the handshake does not",
    "no-names": "the same",
}
"""Codes of rungs by which the command line differs from the handshake, which passes flags that it has no words for."""


PARTIAL_WILDCARD = {"go-056": "a*.example.test is a name for the command: the handshake passes a flag against it, too"}


@pytest.fixture(autouse=True)
def openssl_is_here() -> None:
    need_openssl()


def red(rungs: tuple[Rung, ...]) -> list[Rung]:
    """What the ladder finds wrong with the other's certificate."""
    return [rung for rung in rungs if rung.rung in JUDGING and rung.ok is False]


def is_judged(connection: Connection, verdict: Verdict) -> bool:
    """Whether the server judges the client's certificate, and with its client CA: it has another for front proxies."""
    by_headers = "front-proxy" in connection.client.component or "extension-apiserver" in connection.server.component
    return not by_headers and any(rung.rung == "path" for rung in verdict.server_side)


def verified(clock: datetime, leaf: Path, ca: Path, purpose: str, host: str | None) -> bool:
    """What `openssl verify` says. Whatever stands in a CA file is an anchor, as for Go."""
    name: tuple[str, ...] = ()
    if host:
        try:
            name = ("-verify_ip", str(ipaddress.ip_address(host)))
        except ValueError:
            name = ("-verify_hostname", host.removesuffix("."))
    return openssl(
        *("verify", "-attime", str(int(clock.timestamp())), "-purpose", purpose, "-partial_chain", *name),
        *("-no-CApath", "-no-CAstore", "-CAfile", ca, "-untrusted", leaf, leaf),
    )[0]


def parted(
    found: Cluster, folder: Path, connections: Iterator[tuple[Connection, Verdict]]
) -> Iterator[tuple[str, str]]:
    """The connections of which `openssl verify` and the ladder say different things, by the side that judges."""
    twin = Exported(found, folder)
    for connection, verdict in connections:
        if verdict.phase in (Phase.LOAD, Phase.URL, Phase.OWN_KEY):
            continue
        client, server = twin.client(connection), twin.server(connection)
        if connection.verifies_server and client.ca and server.certificate:
            wrong, dialled = red(verdict.client_side), connection.dialled
            host = dialled.server_name or dialled.host
            good = verified(found.clock, server.certificate, client.ca, "sslserver", host)
            if good is bool(wrong) and not any(rung.code in NOT_OF_THE_COMMAND for rung in wrong):
                yield connection.id, "client"
        if client.certificate and server.ca and is_judged(connection, verdict):
            good = verified(found.clock, client.certificate, server.ca, "sslclient", None)
            if good is bool(red(verdict.server_side)):
                yield connection.id, "server"


@pytest.mark.parametrize("part", range(4))
def test_openssl_verify_says_what_the_ladder_says(part: int, tmp_path: Path) -> None:
    """Of the files of exported twins, whole and broken, from both sides; every second tree."""
    differing = {}
    for path in ALL[part * 2 :: 8]:
        name = path.name.removesuffix(".tar.gz")
        if name not in OPENSSL_DIFFERS | PARTIAL_WILDCARD:
            found = at_its_clock(path)
            if wrong := tuple(parted(found, tmp_path / name, chosen(found))):
                differing[name] = wrong
    assert differing == {}


@pytest.mark.parametrize("name", OPENSSL_DIFFERS)
def test_openssl_verify_differs_where_it_is_known_to(name: str, tmp_path: Path) -> None:
    """The table of differences is of the command too, not of the way in which this program calls OpenSSL."""
    found = at_its_clock(VERDICTS / f"{name}.tar.gz")
    assert tuple(parted(found, tmp_path, judged(found)))


def answered(twin: Exported, connection: Connection, clock: datetime) -> bool:
    """Whether s_client gets an answer from s_server: each with its own files, verifying the other as its program does.

    In TLS 1.3 a client holds itself for connected before it has been judged; so the answer counts.
    """
    client, server, at = twin.client(connection), twin.server(connection), str(int(clock.timestamp()))
    assert server.certificate and server.key and server.ca and client.certificate and client.key and client.ca
    strict = (
        ("-Verify", "1", "-verify_return_error") if connection.server.client_auth == "require" else ("-verify", "1")
    )
    common = ("-attime", at, "-partial_chain", "-no-CApath", "-no-CAstore")
    host = connection.dialled.server_name or connection.dialled.host or ""
    kind = "-verify_hostname" if any(letter.isalpha() for letter in host) else "-verify_ip"
    listen = [
        *("openssl", "s_server", "-accept", "127.0.0.1:0", "-naccept", "1", "-rev", *strict, *common),
        *("-cert", server.certificate, "-key", server.key, "-CAfile", server.ca),
    ]
    with subprocess.Popen(
        listen, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as listening:
        assert listening.stdout is not None
        port = next((line.rpartition(":")[2].strip() for line in listening.stdout if line.startswith("ACCEPT")), None)
        if port is None:
            return False
        dial = [
            *("openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-quiet", "-verify_return_error", kind, host),
            *(*common, "-cert", client.certificate, "-key", client.key, "-CAfile", client.ca),
        ]
        with subprocess.Popen(
            dial, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as dialling:
            assert dialling.stdin is not None and dialling.stdout is not None
            dialling.stdin.write("hello\n")
            dialling.stdin.flush()
            said = dialling.stdout.readline()
            dialling.kill()
        listening.kill()
    return said.strip() == "olleh"


def test_where_openssl_is_lacking_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skipped on a desk; a failure where CI says that it must be there."""
    monkeypatch.setattr(exported, "lacking", lambda: "openssl is not installed")
    monkeypatch.delenv(exported.NEEDED, raising=False)
    with pytest.raises(pytest.skip.Exception, match="not installed"):
        need_openssl()
    monkeypatch.setenv(exported.NEEDED, "1")
    with pytest.raises(pytest.fail.Exception, match="not installed"):
        need_openssl()


TALKS = {
    "sound, etcd": (ETCD, unchanged),
    "sound, kube-apiserver": (APISERVER, unchanged),
    "etcd’s certificate has expired": (ETCD, changed(is_etcd_server, expired)),
    "another CA issued etcd’s client": (ETCD, changed(is_etcd_client, by_a_stranger)),
    "another CA issued kube-apiserver’s client": (APISERVER, changed(is_admin, by_a_stranger)),
}


@pytest.mark.parametrize("name", TALKS)
def test_s_client_and_s_server_get_as_far_as_the_ladder_says(name: str, tmp_path: Path) -> None:
    """Connected or refused, by the exported twin’s files: kube-apiserver lets a stranger through, and answers 401."""
    identifier, change = TALKS[name]
    verdict = cluster_of(members(packed(cluster(HA), change))).verdicts[identifier]
    connected = verdict.outcome is Outcome.WORKS or verdict.phase is Phase.AUTHENTICATION
    twin = Exported(cluster(HA), tmp_path, change)
    assert answered(twin, cluster(HA).connections[identifier], cluster(HA).clock) is connected
    assert (verdict.outcome is Outcome.WORKS) is name.startswith("sound")
