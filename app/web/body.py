"""Receiving an upload's body: counted while it streams, in memory, with a deadline."""

import asyncio
from urllib.parse import parse_qsl

from starlette.requests import Request

from ..reading.bounds import WEB
from .budget import Share, busy
from .errors import BadRequest, TooLarge, TooLong, TooSlow

BODY_SECONDS = 20
"""A tree of 50 KB takes a second on a bad line; 4 MiB in 20 s is 1.7 Mbit/s."""

FORM_OVERHEAD = 64 << 10
"""What a form adds to its file: boundaries, headers, small fields."""


_MOST_FIELDS = 20


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
        async with asyncio.timeout(BODY_SECONDS) as deadline:
            share.on_eviction = lambda: deadline.reschedule(asyncio.get_running_loop().time())
            async for chunk in request.stream():
                if len(body) + len(chunk) > body_limit():
                    raise too_large()
                share.take(len(chunk))
                body += chunk
    except TimeoutError:
        if share.evicted:
            raise busy() from None
        raise TooSlow(
            f"The upload did not arrive within {BODY_SECONDS} seconds.",
            remedy="Try a smaller archive, a better line, or `kubepki open FILE` on your own machine.",
        ) from None
    finally:
        share.on_eviction = None
    return body


async def receive_fields(request: Request, most: int) -> dict[str, str]:
    """The fields of a small form that was sent as a browser sends it without a file; of equal names the last one.

    Raises TooLong above `most` bytes, TooSlow, or BadRequest for another kind of body.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise BadRequest("This is not the form of this page.", remedy="Use the form on the page.", code="form")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise TooLong("This is longer than the form takes.", remedy="Send less of it.")
    except TimeoutError:
        raise TooSlow("The form did not arrive in time.", remedy="Try again.") from None
    text = bytes(body).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise BadRequest("This form has too many fields.", remedy="Use the form on the page.", code="form") from None


def too_large() -> TooLarge:
    """The refusal of a body above the limit."""
    return TooLarge(
        f"The upload is larger than {WEB.upload >> 20} MiB.",
        remedy="A control-plane node's tree is about 50 KB packed: leave out etcd's data. "
        "Larger trees: kubepki inspect FILE, or kubepki open FILE, on your own machine.",
    )
