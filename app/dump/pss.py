"""The parameters of an RSASSA-PSS signature, as OpenSSL prints them below its name (rsa_ameth.c)."""

from ..reading import pss

_MARGIN = " " * 8
INVALID = "(INVALID PSS PARAMETERS)"


def pss_parameters(identifier: bytes) -> tuple[str, ...] | None:
    """Four lines for the content of an AlgorithmIdentifier; None for another algorithm. Raises der.Malformed where
    OpenSSL says `(INVALID PSS PARAMETERS)`, and for digests of which no name is known here.
    """
    found = pss.pss_parameters(identifier)
    if found is None:
        return None
    return (
        f"{_MARGIN}Hash Algorithm: {found.digest or 'sha1 (default)'}",
        f"{_MARGIN}Mask Algorithm: mgf1 with {found.mask or 'sha1 (default)'}",
        f"{_MARGIN} Salt Length: 0x{'14 (default)' if found.salt is None else _number(found.salt)}",
        f"{_MARGIN}Trailer Field: 0x{'01 (default)' if found.trailer is None else _number(found.trailer)}",
    )


def _number(number: int) -> str:
    """i2a_ASN1_INTEGER: whole bytes."""
    return number.to_bytes((number.bit_length() + 7) // 8 or 1, "big").hex().upper()
