"""Whether Go takes one certificate as the signer of another (crypto/x509 `CheckSignatureFrom`, `checkSignature`)."""

from ..model.certificates import Facts
from ..reading import der
from ..reading.outline import find_parts
from ..reading.pss import pss_of
from ..topology.signatures import Signatures
from . import texts

_ALGORITHMS = {
    "md5WithRSAEncryption": ("RSA", "MD5-RSA"),
    "sha1WithRSAEncryption": ("RSA", "SHA1-RSA"),
    "sha1WithRSA": ("RSA", "SHA1-RSA"),
    "ecdsa-with-SHA1": ("ECDSA", "ECDSA-SHA1"),
    "dsaWithSHA1": ("DSA", "DSA-SHA1"),
    "dsa_with_SHA256": ("DSA", None),
    "sha256WithRSAEncryption": ("RSA", None),
    "sha384WithRSAEncryption": ("RSA", None),
    "sha512WithRSAEncryption": ("RSA", None),
    "rsassaPss": ("RSA", None),
    "ecdsa-with-SHA256": ("ECDSA", None),
    "ecdsa-with-SHA384": ("ECDSA", None),
    "ecdsa-with-SHA512": ("ECDSA", None),
    "ED25519": ("Ed25519", None),
}
"""By openssl's names: the kind of key, and Go's name where it counts as insecure (crypto/x509
signatureAlgorithmDetails). What is not here, MD2 and SHA-224 too, Go does not know.
"""

_GO_TYPES = {"RSA": "*rsa.PublicKey", "ECDSA": "*ecdsa.PublicKey", "Ed25519": "ed25519.PublicKey"}


def signing_fault(child: Facts, parent: Facts, signatures: Signatures) -> tuple[str, str] | None:
    """(The rung's code, Go's error) why the parent does not count as the child's signer, None where it does.

    Raises LimitExceeded when the tree asks for more signature checks than it may.
    """
    if not parent.is_ca and (parent.has_basic_constraints or parent.version == 3):
        return "not-a-ca", texts.CANNOT_SIGN
    if parent.key_usage and "keyCertSign" not in parent.key_usage:
        return "not-a-ca", texts.CANNOT_SIGN
    kind, insecure = _algorithm(child)
    if insecure:
        return "insecure-algorithm", texts.INSECURE_ALGORITHM.format(algorithm=insecure)
    if not kind or parent.key.type not in _GO_TYPES:
        return "algorithm-unknown", texts.ALGORITHM_UNIMPLEMENTED
    if kind != parent.key.type:
        have = _GO_TYPES[parent.key.type]
        return "wrong-signature", texts.OTHER_KEY_TYPE.format(kind=kind, type=have)
    return None if signatures.verified(child, parent) else ("wrong-signature", texts.WRONG_SIGNATURES[kind])


def _algorithm(child: Facts) -> tuple[str, str | None]:
    """The kind of key and Go's name of an insecure one; an empty kind where Go knows no such algorithm: RSASSA-PSS with
    other parameters than the usual, Ed25519 with any (getSignatureAlgorithmFromAI).
    """
    known = _ALGORITHMS.get(child.signature_algorithm, ("", None))
    try:
        if child.signature_algorithm == "rsassaPss":
            found = pss_of(child.der)
            return known if found and found.go_takes_it else ("", None)
        if child.signature_algorithm == "ED25519":
            identifier = child.der[slice(*find_parts(child.der).inner_algorithm)]
            _, stop = der.expect(identifier, 0, len(identifier), der.OID)
            return known if stop == len(identifier) else ("", None)
    except der.Malformed:
        return "", None
    return known
