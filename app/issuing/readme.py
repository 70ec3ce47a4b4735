"""TWIN.txt: what a twin is, and five commands to try on it."""

import shlex
from collections.abc import Iterator
from datetime import datetime

from ..model.cluster import Cluster, Connection, Reference
from ..reading.visible import visible
from .encoding import PASSWORD
from .files import Files

README_NAME = "TWIN.txt"

_ABOUT = """This is a twin: a copy of a cluster's PKI with throw-away keys.

Names, dates, usages, key ids, extensions and flags are the original's, byte for byte; what was broken there is broken
here in the same way. Every key pair is new, and every certificate is signed anew by the new keys. NOBODY MAY USE THESE
FILES FOR A CLUSTER: whoever made this twin has its keys, and other twins have the same ones. They open nothing of the
original. Tokens and passwords are throw-aways too; files that hold neither certificates, keys nor configuration are
here by name only. Keys that were encrypted are encrypted again: the password is "{password}".

Each folder is a node, with its files below it where they are on the node. Judge it at this moment, which is the one
that the original was looked at: {moment:%Y-%m-%dT%H:%M:%SZ}

Five commands to try, in this folder:

"""

_FALLBACKS = (
    "kubepki inspect .",
    "kubepki open .",
    "find . -type f | sort",
    "find . -name '*.crt' -exec openssl x509 -noout -subject -enddate -in {} \\;",
    "find . -name '*.conf' -exec kubectl config view --kubeconfig {} \\;",
)


def readme(cluster: Cluster, files: Files, moment: datetime) -> str:
    """The text for a twin of these files. Five commands that this very tree can run."""
    found = list(dict.fromkeys((*_commands(cluster, files, moment), *_FALLBACKS)))[:5]
    about = _ABOUT.format(password=PASSWORD.decode(), moment=moment)
    return about + "".join(f"  {visible(command)}\n" for command in found)


def _commands(cluster: Cluster, files: Files, moment: datetime) -> Iterator[str]:
    """Verify and read a server's certificate, serve with it, and connect to it as a client of it does."""
    attime = f"-attime {int(moment.timestamp())}"
    yield f"kubepki inspect . --clock {moment:%Y-%m-%dT%H:%M:%SZ}"
    for connection in sorted(cluster.connections.values(), key=_by_interest):
        client, server = connection.client, connection.server
        server_leaf, client_leaf = cluster.certificate(server.certificate), cluster.certificate(client.certificate)
        if server_leaf is None or client_leaf is None:
            continue
        near, far = client_leaf.node, server_leaf.node
        cert, key, client_ca = (_word(files, far, r) for r in (server.certificate, server.key, server.client_ca))
        own, own_key, ca = (_word(files, near, r) for r in (client.certificate, client.key, client.ca))
        if not (cert and key and client_ca and own and own_key and ca):
            continue
        yield f"openssl verify {attime} -CAfile {ca} {cert}"
        yield f"openssl x509 -in {cert} -noout -subject -issuer -dates -ext subjectAltName"
        asks = "-Verify 1 -verify_return_error" if server.client_auth == "require" else "-verify 1"
        yield f"openssl s_server -accept 16443 -cert {cert} -key {key} -CAfile {client_ca} {asks} {attime}"
        yield f"openssl s_client -connect 127.0.0.1:16443 -cert {own} -key {own_key} -CAfile {ca} {attime}"
        return


def _word(files: Files, node: str, reference: Reference) -> str | None:
    """A reference's file in the twin as a word for the shell; None where there is none, or but a kubeconfig's field."""
    member = files.member_at(node, reference.path) if reference.path and not reference.pointer else None
    return shlex.quote(member) if member else None


def _by_interest(connection: Connection) -> tuple[bool, bool, str]:
    """etcd's first: it judges its clients in the handshake, so that openssl shows it."""
    return connection.server.client_auth != "require", not connection.verifies_server, connection.id
