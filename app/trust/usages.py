"""Extended key usages along a chain (crypto/x509 `checkChainForKeyUsage`)."""

from collections.abc import Sequence

from ..model.certificates import Facts


def allows(chain: Sequence[Facts], usage: str) -> bool:
    """Whether every certificate of a chain allows a usage: one without any, or with `any`, allows all."""
    return all(
        not facts.extended_key_usage or "any" in facts.extended_key_usage or usage in facts.extended_key_usage
        for facts in chain
    )
