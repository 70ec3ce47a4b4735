"""CA files as each program loads them: what one skips, another refuses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..model.certificates import PemBlock
from ..model.cluster import Reference, State
from . import texts
from .files import Files
from .pools import Pool
from .words import quoted

EMPTY = Pool(())
"""What a program without a CA file trusts here: the system's store, in which no cluster's CA is."""


@dataclass(frozen=True, slots=True)
class Authorities:
    """A CA file as loaded. `pool` is None where nothing is known; `code` says what became of it, `error` in the words
    of the program that opens it.
    """

    pool: Pool | None
    code: str
    error: str | None = None

    @property
    def is_missing(self) -> bool:
        """A CA counts here, and the tree does not hold it."""
        return self.code == "ca-not-in-upload"


Load = Callable[[Files, Reference], Authorities]


def by_client_go(files: Files, reference: Reference) -> Authorities:
    """client-go `rootCertPool`: any certificate will do, what cannot be parsed is skipped."""
    if not files.holds(reference):
        return _absent(reference, "ca-system")
    pool, blocks = files.pool(reference, any_label=False), files.blocks(reference)
    if pool.certificates:
        return Authorities(pool, "ca-ok")
    plain = [block for block in blocks if block.label == "CERTIFICATE" and not block.headers]
    why = texts.NO_PEM_IN_ROOTS
    if plain:
        why = texts.UNPARSED_ROOT.format(why=plain[0].fault)
    elif blocks:
        why = texts.NO_CA_IN_ROOTS
    return Authorities(pool, "ca-unusable", texts.NO_ROOTS.format(why=why))


def by_apiserver(name: str) -> Load:
    """k8s.io/apiserver `NewDynamicCAContentFromFile`: kube-apiserver, kubelet and extension servers.

    `name` stands in the error: client-ca-bundle, request-header.
    """

    def load(files: Files, reference: Reference) -> Authorities:
        if not files.holds(reference):
            return _absent(reference, "ca-none")
        pool, blocks = files.pool(reference, any_label=False), files.blocks(reference)
        error = _first_fault([block for block in blocks if block.label == "CERTIFICATE" and not block.headers])
        if error is None and not pool.certificates:
            error = texts.NO_CA_IN_BUNDLE
        if error:
            bundle = quoted(f"{name}::{reference.path}")
            return Authorities(pool, "ca-unusable", texts.NO_BUNDLE.format(quoted_bundle=bundle, why=error))
        return Authorities(pool, "ca-ok")

    return load


def by_etcd(files: Files, reference: Reference) -> Authorities:
    """etcd's `tlsutil.NewCertPool`, which the API server's etcd client uses too: every block whatever its label must be
    a certificate, and a file without any block is an empty pool.
    """
    if not files.holds(reference):
        return _absent(reference, "ca-system")
    pool, error = files.pool(reference, any_label=True), _first_fault(files.blocks(reference))
    if error:
        return Authorities(pool, "ca-unusable", error)
    return Authorities(pool, "ca-ok" if pool.certificates else "ca-empty")


def _first_fault(blocks: Sequence[PemBlock]) -> str | None:
    return next((block.fault for block in blocks if block.fault), None)


def _absent(reference: Reference, otherwise: str) -> Authorities:
    """A CA that is not in the tree, or was not read: whether that matters is for whoever looks for an anchor in it."""
    if reference.state in (State.NOT_IN_TREE, State.UNREADABLE):
        return Authorities(None, "ca-not-in-upload")
    if reference.state is State.UNKNOWN and otherwise == "ca-none":
        return Authorities(None, "ca-not-in-upload")
    return Authorities(EMPTY if otherwise == "ca-system" else None, otherwise)
