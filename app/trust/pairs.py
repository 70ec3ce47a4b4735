"""A certificate file and its key file, loaded together (crypto/tls `X509KeyPair`, in its order and words)."""

from dataclasses import dataclass

from ..model.certificates import Facts, PemBlock
from ..model.cluster import Reference, State
from . import texts
from .files import Files


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair as loaded. `sent`: the chain that goes over the wire; `code`: what became of it, `error` Go's words if it
    does not load. `at_key`: whether the fault lies with the key's file. `assumed`: the key is taken as good.
    """

    sent: tuple[Facts, ...]
    code: str
    error: str | None = None
    at_key: bool = False
    assumed: bool = False

    @property
    def is_missing(self) -> bool:
        """The certificate is not in the tree: nothing can be said of the pair."""
        return self.code == "certificate-missing"

    @property
    def is_file_missing(self) -> bool:
        """The key's file is not there: found when the files are read, before any handshake."""
        return self.code == "key-missing"


def load_pair(files: Files, certificate: Reference, key: Reference, node: str | None) -> Pair:
    """What becomes of a pair. `node`: whose keys decide whether an absent one counts as left out of the upload."""
    if not files.holds(certificate):
        return Pair((), "certificate-missing")
    sent, left_out = files.sent(certificate), _is_left_out(files, certificate, key, node)
    if not left_out and not files.holds(key):
        if key.state is State.NOT_IN_TREE:
            return Pair(sent, "key-missing", texts.NO_SUCH_FILE.format(path=key.path), at_key=True)
        return Pair(sent, "key-not-named", texts.KEY_NOT_NAMED, at_key=True)
    blocks = files.blocks(certificate)
    leaf = next((block for block in blocks if block.label == "CERTIFICATE"), None)
    if leaf is None:
        return Pair((), "no-certificate", _no_certificate([block.label for block in blocks]))
    if left_out or files.has_public_half(key):
        return _without_private_key(files, leaf, key, sent)
    return _with_private_key(files, leaf, key, sent)


def _is_left_out(files: Files, certificate: Reference, key: Reference, node: str | None) -> bool:
    """Whether the upload leaves private keys out, this one (in a file of its own or beside the certificate) too; or
    whether its file is there and could not be read here.
    """
    if files.is_unread(key):
        return True
    blocks = () if key.file == certificate.file else files.blocks(key)
    return not files.holds_keys(node) and not blocks


def _with_private_key(files: Files, leaf: PemBlock, key: Reference, sent: tuple[Facts, ...]) -> Pair:
    private = next((block for block in files.blocks(key) if block.is_private_key), None)
    if private is None:
        return Pair(sent, "no-key", _no_key([block.label for block in files.blocks(key)]), at_key=True)
    if leaf.fault:
        return Pair(sent, "certificate-refused", leaf.fault)
    if not private.usable_key:
        return Pair(sent, "key-refused", texts.KEY_REFUSED, at_key=True)
    return _matched(sent, *files.spki(key, private))


def _without_private_key(files: Files, leaf: PemBlock, key: Reference, sent: tuple[Facts, ...]) -> Pair:
    """A public half must fit as its private key would; without one nothing can be compared."""
    if leaf.fault:
        return Pair(sent, "certificate-refused", leaf.fault)
    halves = [files.spki(key, block) for block in files.blocks(key) if block.label.endswith("PUBLIC KEY")]
    if not sent or not halves:
        return Pair(sent, "key-assumed", assumed=True)
    matched = _matched(sent, *halves[0])
    return matched if matched.error else Pair(sent, "key-assumed", assumed=True)


def _matched(sent: tuple[Facts, ...], kind: str | None, spki_sha256: str | None) -> Pair:
    leaf = sent[0].key
    if leaf.type not in ("RSA", "ECDSA", "Ed25519"):
        return Pair(sent, "certificate-refused", texts.KEY_ALGORITHM)
    if kind != leaf.type:
        return Pair(sent, "key-type-mismatch", texts.KEY_TYPE_MISMATCH, at_key=True)
    if spki_sha256 != leaf.spki_sha256:
        return Pair(sent, "key-mismatch", texts.KEY_MISMATCH, at_key=True)
    return Pair(sent, "pair-ok")


def _no_certificate(labels: list[str]) -> str:
    if not labels:
        return texts.NO_PEM_CERTIFICATE
    if len(labels) == 1 and labels[0].endswith("PRIVATE KEY"):
        return texts.SWITCHED
    return texts.NO_CERTIFICATE_BLOCK.format(labels=" ".join(labels))


def _no_key(labels: list[str]) -> str:
    if not labels:
        return texts.NO_PEM_KEY
    if labels == ["CERTIFICATE"]:
        return texts.CERTIFICATE_FOR_KEY
    return texts.NO_KEY_BLOCK.format(labels=" ".join(labels))
