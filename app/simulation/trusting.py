"""The decision ladder for connections that simulated commands make: the same code that judges a tree (app.trust)."""

from collections.abc import Sequence

from ..model.certificates import Facts
from ..model.identity import Identity
from ..reading.bounds import INSPECT
from ..topology.signatures import Signatures
from ..trust.authenticators import authenticate as by_certificate
from ..trust.authenticators import without_certificate
from ..trust.circumstances import Circumstances
from ..trust.pools import Pool
from ..trust.verification import Verifier
from .files import FileError
from .pem import certificates
from .serving import Server
from .world import World

__all__ = ["Identity", "authenticate", "refuse_client", "refuse_server"]


def refuse_server(sent: Sequence[Facts], roots: Sequence[Facts], name: str, world: World) -> str | None:
    """Why a client that trusts these roots does not believe a server under a name; None where it does."""
    failure = Verifier(Signatures(INSPECT), world.now).server(tuple(sent), Pool(roots), name).failure
    return failure.error if failure else None


def refuse_any(sent: Sequence[Facts], roots: Sequence[Facts], world: World) -> str | None:
    """Why a certificate is not one of these CAs', whatever it may be used for (kubeadm's own check); None where it is."""
    verifier = Verifier(Signatures(INSPECT), world.now)
    found = [verifier.server(tuple(sent), Pool(roots), None).failure, verifier.client(tuple(sent), Pool(roots)).failure]
    failures = [one for one in found if one is not None]
    return failures[0].error if len(failures) == len(found) else None


def refuse_client(sent: Sequence[Facts], roots: Sequence[Facts], world: World) -> str | None:
    """Why a server that trusts these roots does not accept a client certificate; None where it does."""
    failure = Verifier(Signatures(INSPECT), world.now).client(tuple(sent), Pool(roots)).failure
    return failure.error if failure else None


def authenticate(world: World, server: Server, chain: tuple[Facts, ...], token: str | None) -> Identity | str:
    """Who an API server takes a client for; the text of its log where that is nobody."""
    container = server.pod.main
    allowed = tuple(part for part in (container.flag("--requestheader-allowed-names") or "").split(",") if part)
    around = Circumstances(anonymous=container.flag("--anonymous-auth") != "false", allowed_names=allowed)
    if not chain:
        found = without_certificate(around, has_token=token is not None)
        if found.accepted == "token":
            return _of_token(world, token or "")
    else:
        pools = [_pool(server, flag) for flag in ("--client-ca-file", "--requestheader-client-ca-file")]
        found = by_certificate(Verifier(Signatures(INSPECT), world.now), chain, pools[0], pools[1], around)
    return found.identity if found.identity is not None else found.error or "Unauthorized"


def _of_token(world: World, token: str) -> Identity | str:
    """A bootstrap token that the cluster knows; others are nobody's."""
    known = world.objects.tokens if world.objects else {}
    identifier = token.partition(".")[0]
    if known.get(identifier) == token:
        return Identity(
            f"system:bootstrap:{identifier}",
            ("system:bootstrappers", "system:bootstrappers:kubeadm:default-node-token"),
        )
    return "invalid bearer token"


def _pool(server: Server, flag: str) -> Pool | None:
    name = server.pod.main.flag(flag)
    if not name:
        return None
    try:
        return Pool(certificates(server.host.files.read(server.pod.main.on_host(name))))
    except FileError:
        return Pool(())
