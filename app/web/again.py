"""The same upload again, from the browser that sent it: it goes to the page that it opened, and nothing is read.

Beside an upload the store keeps a keyed digest of its files, with a key of this upload's own. The key itself is kept by
the browser alone, in a cookie that goes nowhere but to the route that set it. So

- an upload is compared with the one that its sender opened last, and with nobody else's: whether it is known, and how
  quickly it is answered, tells nothing of the others;
- who has an upload's link, or the server's memory, cannot try out what its archive held: there is no key there;
- the digest goes with the upload: after a delete or at its end the same files are read anew.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from fastapi import Request
from starlette.responses import Response

from ..reading.uploads import Upload
from ..store.memory import Kept, MemoryStore

COOKIE = "again"

FRESH = timedelta(hours=1)
"""An upload is judged at the moment at which it was read. Later than this it is read, and judged, anew."""

_KEY_BYTES = 32
_LONGEST = 200
"""Characters of a cookie that is looked at: an id and a key have about 80."""


def new_key() -> str:
    """A key for one upload, as its cookie says it."""
    return secrets.token_urlsafe(_KEY_BYTES)


def digest(files: Sequence[Upload], key: str) -> bytes:
    """The keyed digest of some files with their names, in their order."""
    whole = hashlib.blake2b(digest_size=32, key=hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest())
    for file in files:
        name = file.name.encode("utf-8", "surrogatepass")
        whole.update(b"%d %d " % (len(name), len(file.data)))
        whole.update(name)
        whole.update(file.data)
    return whole.digest()


def known(request: Request, files: Sequence[Upload], store: MemoryStore, now: datetime) -> Kept | None:
    """The upload that this browser opened last, if it was of these very files and not long ago; None otherwise."""
    upload_id, _, key = request.cookies.get(COOKIE, "")[:_LONGEST].partition(".")
    kept = store.find(upload_id) if key else None
    if kept is None or kept.digest is None or now - kept.opened_at > FRESH:
        return None
    return kept if secrets.compare_digest(kept.digest, digest(files, key)) else None


def remember(request: Request, answer: Response) -> Response:
    """The answer to an upload, with the cookie by which its sender is known if the same comes again."""
    value = getattr(request.state, COOKIE, None)
    if value is not None:
        answer.set_cookie(COOKIE, value, path=request.url.path, httponly=True, samesite="strict")
    return answer
