"""Receiving an upload's body: counted while it streams, in memory, with a deadline."""

import asyncio

from starlette.requests import Request

from ..reading.bounds import WEB
from .budget import Share
from .errors import TooLarge, TooSlow

BODY_SECONDS = 20
"""A tree of 50 KB takes a second on a bad line; 4 MiB in 20 s is 1.7 Mbit/s."""

FORM_OVERHEAD = 64 << 10
"""What a form adds to its file: boundaries, headers, small fields."""


def body_limit() -> int:
    """Bytes of the largest form that a request may carry."""
    return WEB.upload + FORM_OVERHEAD


async def receive_body(request: Request, share: Share) -> bytearray:
    """The whole body. Raises TooLarge as soon as it is, TooSlow, or Busy when the share cannot grow.

    What is then still on its way is not read here: see frame.UnreadBody.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > body_limit():
        raise too_large()
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                if len(body) + len(chunk) > body_limit():
                    raise too_large()
                share.take(len(chunk))
                body += chunk
    except TimeoutError:
        raise TooSlow(
            f"The upload did not arrive within {BODY_SECONDS} seconds.",
            remedy="Try a smaller archive, a better line, or `kubepki open FILE` on your own machine.",
        ) from None
    return body


def too_large() -> TooLarge:
    """The refusal of a body above the limit."""
    return TooLarge(
        f"The upload is larger than {WEB.upload >> 20} MiB.",
        remedy="A control-plane node's tree is about 50 KB packed: leave out etcd's data. "
        "Larger trees: kubepki inspect FILE, or kubepki open FILE, on your own machine.",
    )
