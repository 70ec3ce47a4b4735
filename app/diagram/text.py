"""Text in the picture: cutting it."""

NAME_LIMIT = 28
"""Characters of a name before it is cut in the middle: `kubelet-client-current.pem` (26) fits whole."""


def middle(text: str, limit: int = NAME_LIMIT) -> str:
    """The text with its middle replaced by … when it has more than `limit` characters: both ends of a name tell most.

    >>> middle("system-node-with-a-very-long-name-01")
    'system-node-wi…-long-name-01'
    """
    if len(text) <= limit:
        return text
    kept = max(limit - 1, 0)
    head = (kept + 1) // 2
    tail = kept - head
    return text[:head] + "…" + text[len(text) - tail :]
