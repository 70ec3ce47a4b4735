"""Whether Go takes one certificate as the signer of another (crypto/x509 `CheckSignatureFrom`, `checkSignature`)."""

from ..model.certificates import Facts
from ..topology.signatures import Signatures

CANNOT_SIGN = "x509: invalid signature: parent certificate cannot sign this kind of certificate"
_UNIMPLEMENTED = "x509: cannot verify signature: algorithm unimplemented"

_ALGORITHMS = {
    "md5WithRSAEncryption": ("RSA", "MD5-RSA"),
    "sha1WithRSAEncryption": ("RSA", "SHA1-RSA"),
    "ecdsa-with-SHA1": ("ECDSA", "ECDSA-SHA1"),
    "dsaWithSHA1": ("DSA", "DSA-SHA1"),
    "sha256WithRSAEncryption": ("RSA", None),
    "sha384WithRSAEncryption": ("RSA", None),
    "sha512WithRSAEncryption": ("RSA", None),
    "rsassaPss": ("RSA", None),
    "ecdsa-with-SHA256": ("ECDSA", None),
    "ecdsa-with-SHA384": ("ECDSA", None),
    "ecdsa-with-SHA512": ("ECDSA", None),
    "ED25519": ("Ed25519", None),
}
"""By openssl's names: the kind of key, and Go's name where it counts as insecure."""

_GO_TYPES = {"RSA": "*rsa.PublicKey", "ECDSA": "*ecdsa.PublicKey", "Ed25519": "ed25519.PublicKey"}
_FAILURES = {
    "RSA": "crypto/rsa: verification error",
    "ECDSA": "x509: ECDSA verification failure",
    "Ed25519": "x509: Ed25519 verification failure",
}


def signing_fault(child: Facts, parent: Facts, signatures: Signatures) -> tuple[str, str] | None:
    """(The rung's code, Go's error) why the parent does not count as the child's signer, None where it does.

    Raises LimitExceeded when the tree asks for more signature checks than it may.
    """
    if not parent.is_ca and (parent.has_basic_constraints or parent.version == 3):
        return "not-a-ca", CANNOT_SIGN
    if parent.key_usage and "keyCertSign" not in parent.key_usage:
        return "not-a-ca", CANNOT_SIGN
    kind, insecure = _ALGORITHMS.get(child.signature_algorithm, ("", None))
    if insecure:
        return "insecure-algorithm", f"x509: cannot verify signature: insecure algorithm {insecure}"
    if not kind or parent.key.type not in _GO_TYPES:
        return "algorithm-unknown", _UNIMPLEMENTED
    if kind != parent.key.type:
        have = _GO_TYPES[parent.key.type]
        return (
            "wrong-signature",
            f"x509: signature algorithm specifies an {kind} public key, but have public key of type {have}",
        )
    return None if signatures.verified(child, parent) else ("wrong-signature", _FAILURES[kind])
