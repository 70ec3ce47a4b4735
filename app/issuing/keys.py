"""Throw-away keys: what kind, where they come from, and the pool that all twins share."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from ..model.errors import KubepkiError
from ..reading.bounds import RSA_BITS

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey

CURVES: dict[int, type[ec.EllipticCurve]] = {
    224: ec.SECP224R1,
    256: ec.SECP256R1,
    384: ec.SECP384R1,
    521: ec.SECP521R1,
}
"""The curves that Go knows, by the bits of their field."""


@dataclass(frozen=True, slots=True)
class KeyKind:
    """`type`: RSA, ECDSA or Ed25519 (model.PublicKey); `bits`: of the modulus or the curve."""

    type: str
    bits: int

    @classmethod
    def of(cls, key_type: str | None, bits: int | None) -> "KeyKind | None":
        """None for kinds that Go refuses: no throw-away is made of them."""
        fits = {
            "RSA": bits in RSA_BITS,
            "ECDSA": bits in CURVES,
            "Ed25519": True,
        }
        return cls(key_type, bits or 0) if key_type and fits.get(key_type) else None


@dataclass(frozen=True, slots=True)
class KeyName:
    """A key of a twin. `id`: the SHA-256 of the original's SPKI, or whatever who invents a key calls it; equal ids are
    one key.
    """

    id: str
    kind: KeyKind


KeySource = Callable[[KeyKind, int], PrivateKey]
"""Gives the n-th key of a kind, from 0: the same at every call."""


class NoThrowAway(KubepkiError):
    """A page makes no such throw-away."""

    code = "no-throw-away"


class KeyTooLong(NoThrowAway):
    """A throw-away of this length would take too long to make."""

    code = "key-too-long"


class TooManyKeys(NoThrowAway):
    """So many throw-aways would take too long to make."""

    code = "too-many-keys"


_REMEDY = "On your own machine: kubepki twin FILE -o TWIN.tar.gz"

KINDS = 16
"""Kinds of keys that a pool keeps. Odd ones are of one upload, and are forgotten for those of others."""


class KeyPool:
    """The keys of all twins of a process. A twin takes the first, the second … of a kind: what one twin has used the
    next one uses again, and within a twin no key is used twice. A KeySource; may be used by several threads.

    `longest_rsa`: the most bits of an RSA key that may be asked for. 4096 take half a second, 8192 half a minute.
    `most`: how many keys of a kind may be asked for.
    """

    def __init__(self, longest_rsa: int = RSA_BITS[-1], most: Callable[[KeyKind], int] | None = None) -> None:
        self._longest_rsa = longest_rsa
        self._most = most
        self._keys: OrderedDict[KeyKind, list[PrivateKey]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, kind: KeyKind, number: int) -> PrivateKey:
        """The number-th key of a kind; makes those that are missing. Raises KeyTooLong or TooManyKeys."""
        if kind.type == "RSA" and kind.bits > self._longest_rsa:
            raise KeyTooLong(
                f"A throw-away RSA key of {kind.bits} bits takes too long to make for a page.", remedy=_REMEDY
            )
        if self._most and number >= self._most(kind):
            raise TooManyKeys(
                f"This needs more than {number} throw-away keys of {kind.bits} bits: too many for a page.",
                remedy=_REMEDY,
            )
        while True:
            with self._lock:
                made = self._keys.get(kind, [])
                if number < len(made):
                    self._keys.move_to_end(kind)
                    return made[number]
            self.grow(kind)

    def count(self, kind: KeyKind) -> int:
        """How many keys of a kind are there."""
        return len(self._keys.get(kind, ()))

    def grow(self, kind: KeyKind) -> None:
        """Make one more key of a kind: what a background thread does while nobody waits."""
        key = make_key(kind)
        with self._lock:
            self._keys.setdefault(kind, []).append(key)
            self._keys.move_to_end(kind)
            while len(self._keys) > KINDS:
                self._keys.popitem(last=False)


def make_key(kind: KeyKind) -> PrivateKey:
    """A new key. RSA takes 40 ms (2048 bits) to half a second (4096), the others nothing."""
    if kind.type == "RSA":
        return rsa.generate_private_key(public_exponent=65537, key_size=kind.bits)
    if kind.type == "ECDSA":
        return ec.generate_private_key(CURVES[kind.bits]())
    return ed25519.Ed25519PrivateKey.generate()
