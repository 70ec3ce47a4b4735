"""Secrets that somebody pastes along with a line: taken out before anything is looked at, and never sent back."""

import re

from ..reading.secrets import replace_inside

LEFT_OUT = "(left out)"

_KEY = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|\Z)", re.DOTALL
)
"""A block whose end was not copied goes with all that follows it."""

_ENCODED = re.compile(r"\bLS0tLS1CRUdJTi[A-Za-z0-9+/=]{20,}")
"""PEM in base64, as kubeconfigs hold it: a key, or a certificate, which no log line has either."""


def without_secrets(text: str) -> str:
    """The text with private keys, tokens and passwords replaced by words that say so."""
    text = _ENCODED.sub(LEFT_OUT, _KEY.sub(LEFT_OUT, text))
    return replace_inside(text, lambda _: LEFT_OUT)
